"""Which words make a message advertising: anything that holds out a benefit counts (CHANNELS §18.1, KISA's guide).

Drawn wide on purpose: what is wrongly taken for advertising is held to the stricter rules, what is wrongly not taken for it breaks the law.
"""

import re

from dangol.kit.text import normalise, squash

# Letters only, so that "할 인", "할★인" and "할.인" are found as well; kit.text drops what is invisible.
_KOREAN = (
    "할인|쿠폰|적립|사은품|증정|무료|이벤트|특가|세일|혜택|프로모션|최저가|추첨|경품|응모|기획전|타임딜|핫딜|공동구매|공구|선착순|덤으로|반값|원플러스원|"
    "페이백|캐시백|포인트지급|포인트드|보너스|신상품|신제품|출시|재입고|안부|휴무안내|설날인사|새해복|추석인사|명절인사"
)
_ENGLISH = "coupon|discount|sale|promo|promotion|freeshipping|freegift|giveaway|cashback|voucher|specialoffer|blackfriday|newarrival"
_WORDS = re.compile(f"{_KOREAN}|{_ENGLISH}")
_SPLIT_LETTERS = re.compile("ㅎㅏㄹㅇㅣㄴ|ㅋㅜㅍㅗㄴ|ㅅㅔㅇㅣㄹ|ㅎㅇ쿠폰|ㅋㅍ증")
_SIGNS = re.compile(
    r"\d\s*\+\s*\d(?!\d)|\d+(?:\.\d+)?\s*(?:%|퍼센트|프로)\s*(?:off|오프|다운|싸|저렴|세일|할인|↓)|(?<!\w)off(?!\w)", re.IGNORECASE
)


def benefit_in(text: str) -> str | None:
    """The first words that hold out a benefit, None when there are none.

    Spaces, signs and invisible characters between letters hide nothing; ``"구할 인원"`` is taken for 할인 too, which errs lawfully.
    """
    letters = squash(text)
    found = _WORDS.search(letters) or _SPLIT_LETTERS.search(letters)
    if found:
        return found[0]
    sign = _SIGNS.search(normalise(text))
    return sign[0] if sign else None
