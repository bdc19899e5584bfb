"""Whether somebody asks for a right to their own data: to see it, have it corrected or erased, or its use stopped.

개인정보 보호법 35조 to 37조. The answer is due within ten days, so it is heard widely; a person reads what was meant.
"""

import re
from typing import Literal

from dangol.kit.text import squash

Right = Literal["access", "correct", "erase", "stop"]
HINTS = ("정보", "데이터", "기록", "탈퇴", "계정", "data", "account")
"""One of these stands in every text that asks for a right."""

_MINE = (
    r"(?:개인정보|회원정보|(?:제|내|저의|나의|저에관한|저에대한)(?:정보|데이터|기록|계정|대화(?:기록|내용)?))(?!처리방침|취급방침|보호정책)"
)
_MY = r"(?:my|our)(?:personal)?(?:data|information|account|records?)|personaldata"
_LINK = r"(?:을|를|은|는|이|가|도|좀|전부|모두|다|싹|제발|당장|어떤게|뭐가|수집|이용|처리|에대한|의){0,4}"
_RIGHTS: tuple[tuple[Right, re.Pattern[str]], ...] = (
    (
        "stop",
        re.compile(
            rf"{_MINE}{_LINK}(?:정지|중지|중단|쓰지마|쓰지말|이용하지|사용하지|그만써|동의(?:를)?철회)|stop(?:using|processing)(?:{_MY})"
        ),
    ),
    (
        "erase",
        re.compile(
            rf"{_MINE}{_LINK}(?:삭제|지워|지우|파기|없애|폐기)|(?:회원)?탈퇴(?:하|할|해|시켜|처리|요청)|(?:delete|erase|remove)(?:all)?(?:{_MY})"
        ),
    ),
    ("correct", re.compile(rf"{_MINE}{_LINK}(?:정정|수정|고쳐|바꿔|변경)|(?:correct|fix|change)(?:{_MY})")),
    (
        "access",
        re.compile(
            rf"{_MINE}{_LINK}(?:열람|조회|보여|내려받|다운|사본|받아보|(?:뭐|어떤걸|무엇을)?(?:가지고|갖고)?있|뭐있)|(?:see|export|download|copyof)(?:{_MY})"
        ),
    ),
)


def asked_right(text: str) -> Right | None:
    """The right that a text asks for, None when it asks for none.

    >>> asked_right("제 정보 다 지워주세요"), asked_right("개인정보 처리방침 보여주세요"), asked_right("Please delete my data.")
    ('erase', None, 'erase')
    """
    letters = squash(text[:600])
    return next((right for right, pattern in _RIGHTS if pattern.search(letters)), None)
