"""What a text says of somebody's own past: what they bought last, the shop they go to most, and whether it may be looked at."""

import re
from typing import Literal

from dangol.kit.text import squash

AGREES = {"ko": "네, 지난 주문을 봐 주세요", "en": "Yes, look at my past orders"}
REFUSES = {"ko": "지난 주문은 보지 마세요", "en": "Do not look at my past orders"}
"""The very words that give and withdraw the consent, so that nothing else is ever taken for one."""

Word = Literal["given", "withdrawn"]

_BEFORE = r"저번|지난\s?번|전에|예전에|이전에|last time|before"
_BOUGHT = r"샀|산|사갔|주문|구매|구입|시켰|시킨|bought|ordered|got"
_WHAT = r"사이즈|치수|옵션|색|컬러|호수|용량|몇\s?호|뭐|뭘|무엇|어떤\s?(?:거|것|걸)|size|option|colou?r|what|which"
_LAST = re.compile(
    rf"(?:{_BEFORE}).{{0,20}}?(?:{_BOUGHT}).{{0,20}}?(?:{_WHAT})"
    r"|(?:what|which).{0,30}(?:bought|ordered|buy|order).{0,20}(?:last time|before)",
    re.IGNORECASE,
)
_USUAL = re.compile(
    r"(?:제가|내가|저는|나는|늘|항상|자주|주로|맨날)[^.?!]{0,8}(?:가는|가던|다니는|들르는)\s?(?:매장|지점|가게)"
    r"|the (?:shop|store|branch) I (?:usually|often|always) (?:go|visit)",
    re.IGNORECASE,
)


def asks_last_bought(text: str) -> bool:
    """``"저번에 산 사이즈가 뭐였죠?"``, ``"what size did I order last time?"``."""
    return _LAST.search(text) is not None


def asks_usual_place(text: str) -> bool:
    """``"제가 자주 가는 매장 오늘 몇 시까지 해요?"``."""
    return _USUAL.search(text) is not None


def word_on_past(text: str) -> Word | None:
    """Whether a text gives the consent or withdraws it; None for any other words, however near."""
    said = squash(text)
    if said in {squash(words) for words in AGREES.values()}:
        return "given"
    return "withdrawn" if said in {squash(words) for words in REFUSES.values()} else None
