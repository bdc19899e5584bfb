"""Letters of a name that stand in a text without naming the thing: where somewhere is delivered to, scenery, the ends of verbs."""

import re

from .names import Mention

_POLITE = re.compile(r"(?<=[가-힣])(?:드립니[다까]|드릴게요|드려요|드렸)")  # 문의드립니다 names no 드립 포트
_SENT_TO = re.compile(
    r"^[가-힣]{0,3}\s?(?:[가-힣]{1,6}\s?){0,2}?(?:배송|택배|배달|발송|보내|부쳐|부칠|추가\s?(?:비용|요금|배송)|도서\s?산간)"
)
_REGION = re.compile(r"(?:제주|울릉|서울|부산|대구|인천|광주|대전|울산|세종|강원|경기|강릉|전주|여수|경주)(?:도|시)?")
_SCENE = re.compile(r"(?:이|가|에|에서|도|처럼)\s")
_NOUN = 3  # letters of a noun that may be scenery
_SHOP = re.compile(
    r"얼마|가격|값|재고|품절|입고|주문|구매|결제"
    r"|사[고려면야]|살[게까래 ]|샀|팔[아나]|있[나어는을]|없[나어는]|추천|어때|어떤|사이즈|크기|무게|색|용량|후기|쓰|써|쓸|썼|맛|설명"
    r"|배송|교환|환불|반품|매장|할인|비교|차이|좋|별로|고장|수리|세탁|방수|몇|뭐|언제|어디|어떻|되나|돼|보여|알려|주세요|[?\d]|price|buy|order|stock|\bhow\b"
)


def blanked(letters: str) -> str:
    """``letters`` with the ends of polite verbs made blank, so that nothing is found there."""
    return _POLITE.sub(lambda found: " " * len(found[0]), letters) if "드" in letters else letters


def by_chance(text: str, mention: Mention) -> bool:
    """Whether the text speaks of something else: a region that goods are sent to, or a noun of a longer name in a sentence without any
    word of a shop ("달빛이 예쁘네요" is no lantern).
    """
    start, end = mention.spans[0][0], mention.spans[-1][1]
    if mention.exact or len(mention.spans) > 1:
        return False
    said = text[start:end]
    if mention.kind == "place":
        return bool(_REGION.fullmatch(said) and _SENT_TO.match(text[end:]))
    if mention.kind != "product" or " " in said or end - start > _NOUN or _SHOP.search(text):
        return False
    twice = text.startswith(said, end)  # 산들산들
    return twice or bool(_SCENE.match(text[end:]) and not text[:start].strip())
