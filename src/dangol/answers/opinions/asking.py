"""Whether a clause asks what others think: by its words, or by what its writer tells of themselves ("키 170인데 어때요?")."""

import re
from dataclasses import dataclass
from typing import Literal

from dangol.language.reading import Clause

Wanted = Literal["all", "bad", "good"]

_REVIEWS = re.compile(
    r"후기|리뷰|상품평|구매평|이용평|사용평|사용기|평점|별점|평판|호불호|만족도"
    r"|(?<![가-힣])평(?:이|은|들|가)?\s?(?:어때|어떤|어떻|좋|나쁘|안\s?좋|알려|궁금|있)"
    r"|(?:사람|분|손님|고객|구매자|다른\s?분)(?:들)?(?:이|은|도|께서)?\s?(?:뭐|머|뭘|어떻|좋아하|만족|다들|반응)|다들\s?(?:뭐|머|어떻|만족|좋)"
    r"|(?:구매자|고객|사람|손님)(?:들)?\s?(?:의\s?)?(?:반응|평가|의견)|반응(?:이|은|들)?\s?(?:어때|어떤가|어떠|좋|궁금)"
    r"|(?:써|사|먹어|마셔|신어|입어|타|해|사용해|이용해)\s?(?:본|보신)\s?(?:사람|분|고객|손님)|(?:사신|구매하신|구매한|구입하신|쓰시는)\s?분"
    r"|(?:어떻|좋|괜찮|편하|불편하|예쁘)(?:대요|다고\s?(?:해|하|들))"
    r"|\breviews?\b|\bratings?\b|what do (?:people|others|customers|buyers|users) (?:say|think)|\bopinions?\b",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"단점|아쉬운\s?(?:점|거|건|게|부분|것)|아쉽다|안\s?좋은\s?(?:점|거|건|게|얘기|말|평|후기)|나쁜\s?(?:점|거|평|후기|리뷰)|불만(?:은|이|도|\s?후기)"
    r"|불편한\s?(?:점|거|건|게)|부정적|낮은\s?별점|별점\s?낮|\bdownsides?\b|\bdrawbacks?\b|\bcons\b"
    r"|negative reviews?|bad reviews?|complain",
    re.IGNORECASE,
)
_GOOD = re.compile(r"(?:좋은|긍정적인?)\s?(?:후기|리뷰|평)|장점|good reviews?|positive reviews?", re.IGNORECASE)
_ABOUT_WRITING = re.compile(  # the rules of writing reviews are facts
    r"(?:후기|리뷰|상품평|구매평|평점|별점|사진).{0,14}(?:쓰(?:면|고|는|려|기|나|려면)|써(?:도|야|요|서|드)|썼|쓸|작성|남기|남길|남겼|올리|올려|올릴|등록|적립|포인트|이벤트"
    r"|혜택|쿠폰|삭제|지우|지워|수정|숨기|숨겨|조작|가짜|알바|관리|답글|돈|대가|체험단|협찬|보상|얼마\s?(?:주|줘))"
    r"|(?:write|post|leave|delete|remove|edit|hide|fake|points?|reward).{0,20}\breview|\breviews? (?:points?|rewards?|policy|event)",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"보여|알려|궁금|요약|정리|말해|볼\s?수|볼래|보고\s?싶|있(?:나|어|을|는|습)|어때|어떤|어떻|show|tell|summar", re.IGNORECASE
)
_ENDS = re.compile(r"(?:후기|리뷰|평|평점|별점|단점|아쉬운\s?점|reviews?)(?:은|는|이|도|요|은요|는요|이요)?\s*[?!.~]*\s*$", re.IGNORECASE)
_FITS = re.compile(
    r"어때|어떤가|어떨|괜찮|맞을|맞나|맞아|클까|작을까|추천|어떤\s?사이즈|무슨\s?사이즈|몇\s?사이즈|잘\s?맞"
    r"|would .* fit|\bfits?\b|which size",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """What is wanted of reviews; ``outright``: reviews themselves were asked for, not only advice for somebody like the asker."""

    wanted: Wanted
    outright: bool


def ask_of(clause: Clause, *, told: bool) -> Ask | None:
    """What a clause asks of others' opinions, None where it asks none. ``told``: it tells of its writer what reviewers told, too."""
    text = clause.text
    if _ABOUT_WRITING.search(text):
        return None
    bad, outright = _BAD.search(text), _REVIEWS.search(text)
    if (bad or outright) and (clause.asks or "?" in text or _REQUEST.search(text) or _ENDS.search(text)):
        return Ask(wanted="bad" if bad else "good" if _GOOD.search(text) else "all", outright=True)
    return Ask(wanted="all", outright=False) if told and _FITS.search(text) else None
