"""Prices and amounts: "12,000원", "2만5천원", "만오천 원", "3만원대", "$12", "두 박스", "500ml"."""

import re
from collections.abc import Iterator

from dangol.kit.korean import NATIVE

from .entity import Entity

_DIGITS = {**{str(digit): digit for digit in range(10)}, **dict(zip("일이삼사오육칠팔구", range(1, 10), strict=True))}
_SMALL = {"십": 10, "백": 100, "천": 1000}
_LARGE = {"만": 10_000, "억": 100_000_000}
_NUMBER = r"\d[\d,]{0,14}(?:\.\d{1,4})?"
_SPOKEN = rf"(?:(?:{_NUMBER}|[일이삼사오육칠팔구])?\s?[십백천만억]\s?){{1,9}}(?:{_NUMBER}|[일이삼사오육칠팔구])?"
_WON = re.compile(rf"(?<![\d가-힣A-Za-z,.])(?:({_SPOKEN})|({_NUMBER}))\s?원(?!래|하|가|두|산|피|데이|룸)(?:대|짜리|정)?")
_BARE = re.compile(rf"(?<![\d가-힣A-Za-z,.])({_NUMBER}\s?만(?:\s?\d\s?천)?)(?=\s?(?:대|짜리|이하|이상|정도|안으로|밑|언더))")
_FOREIGN = re.compile(
    rf"(?P<sign>[$€£¥₩])\s?(?P<after>{_NUMBER})|(?P<before>{_NUMBER})\s?(?P<word>usd|dollars?|달러|유로|엔화?|krw|won)(?![a-z])", re.I
)
_CURRENCY = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "usd": "USD", "달러": "USD", "유로": "EUR", "엔": "JPY", "엔화": "JPY"}
_UNITS = [
    "개입",
    "개월",
    "개",
    "박스",
    "상자",
    "세트",
    "병",
    "봉지",
    "봉",
    "팩",
    "캔",
    "장",
    "벌",
    "켤레",
    "그릇",
    "인분",
    "인",
    "명",
    "분",
    "조각",
    "판",
    "통",
    "묶음",
    "다스",
    "포",
    "알",
    "매",
    "호",
    "구",
    "번",
    "대",
    "송이",
    "자루",
    "잔",
    "줄",
    "마리",
    "권",
]
_METRIC = r"(?:ml|l|kg|g|mg|cm|mm|m|oz|inch|인치|리터|그램|킬로|%|프로|퍼센트)"
_NOT_WITH_WORDS = ("번", "분", "대", "호", "구", "인", "알", "통")
_COUNT = re.compile(
    rf"(?<![\d가-힣A-Za-z,.])(?:({_NUMBER})\s?({'|'.join(unit for unit in _UNITS if unit not in ('번', '분'))})(?!선|월|당)"
    rf"|({'|'.join(sorted(NATIVE, key=len, reverse=True))})\s?"
    rf"({'|'.join(unit for unit in _UNITS if unit not in _NOT_WITH_WORDS)})(?!리|지))"
)
_MEASURE = re.compile(rf"(?<![\d가-힣A-Za-z,.])({_NUMBER})\s?({_METRIC})(?![A-Za-z])", re.IGNORECASE)
_ENGLISH = re.compile(
    r"\b(\d{1,4}|one|two|three|four|five|six|ten|a dozen)\s(boxes|box|pieces|pcs|bottles?|packs?|sets?|loaves|loaf|cups?|people)\b", re.I
)
_MAYBE = re.compile(
    r"\d|[십백천만]\s?원|(?:한|두|세|네|섯|곱|덟|홉|열|나|둘|셋|넷)\s?(?:" + "|".join(_UNITS) + r")|\b(?:one|two|three|four|five|dozen)\b"
)


def amounts_in(text: str) -> Iterator[Entity]:
    """Prices first, then counts and measures."""
    if not _MAYBE.search(text):
        return
    for found in _WON.finditer(text):
        value = _spoken(found[1]) if found[1] else _plain(found[2])
        if value:
            yield _entity("price", found, str(value))
    for found in _BARE.finditer(text):
        yield _entity("price", found, str(_spoken(found[1])))
    for found in _FOREIGN.finditer(text):
        word = (found["sign"] or found["word"]).lower()
        number = (found["after"] or found["before"]).replace(",", "")
        currency = _CURRENCY.get(word.rstrip("s") if word.startswith("dollar") else word, "USD" if word.startswith("dollar") else "")
        yield _entity("price", found, f"{currency} {number}" if currency else number)
    for found in _COUNT.finditer(text):
        count = found[1].replace(",", "") if found[1] else str(NATIVE[found[3]])
        yield _entity("amount", found, f"{count} {found[2] or found[4]}")
    for pattern in (_MEASURE, _ENGLISH):
        yield from (_entity("amount", found, f"{found[1].replace(',', '')} {found[2].lower()}") for found in pattern.finditer(text))


def _entity(kind: str, found: re.Match[str], value: str) -> Entity:
    whole = found[0].rstrip()
    return Entity(
        kind="price" if kind == "price" else "amount", text=whole, start=found.start(), end=found.start() + len(whole), value=value
    )


def _plain(number: str) -> int:
    return int(float(number.replace(",", "")))


def _spoken(said: str) -> int:
    """``"2만 5천"``, ``"만오천"``, ``"1.5만"`` as a whole number; 0 where it is none."""
    total, section, number = 0.0, 0.0, 0.0
    fresh = False
    for piece in re.findall(rf"{_NUMBER}|[일이삼사오육칠팔구십백천만억]", said):
        if piece in _SMALL:
            section += (number if fresh else 1) * _SMALL[piece]
            fresh = False
        elif piece in _LARGE:
            section += number if fresh else 0
            total += (section or 1) * _LARGE[piece]
            section, fresh = 0.0, False
        else:
            number = _DIGITS[piece] if piece in _DIGITS else float(piece.replace(",", ""))
            fresh = True
    return round(total + section + (number if fresh else 0))
