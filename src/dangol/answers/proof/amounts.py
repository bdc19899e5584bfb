"""The amounts a text states, in one unit each: 3만5천원, 35,000원 and ₩35,000 are one; so are 1.5kg and 1500g, 무료 and 0원.

An amount has a kind (money, mass, days …), a value or a range, and a role: 50,000원 이상 is a floor, 7일 안에 a ceiling.
Times and dates are read by ``moments`` and are taken out of the text before.
"""

import re
from dataclasses import dataclass

from dangol.kit.korean import NATIVE

_N = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_DIGITS = {"일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9}
_TENS = {"십": 10, "백": 100, "천": 1000}
_NATIVE = NATIVE | {"서": 3, "열한": 11, "열두": 12, "열다섯": 15, "스무": 20, "스물": 20, "스물네": 24, "서른": 30, "마흔": 40, "쉰": 50}
_ENGLISH = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}
_DAYS = {"하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "열흘": 10, "보름": 15, "일주일": 7, "한 주": 7}
_UNITS = (  # longest first within a kind: (pattern, kind, factor)
    (r"원(?![두단래칙칸목])|won\b|krw\b", "won", 1),
    (r"킬로그램|킬로(?!미터|와트|칼로리)|키로|kg\b|kg(?=[가-힣])", "g", 1000),
    (r"밀리그램|mg(?![a-z])", "g", 0.001),
    (r"그램|g(?![a-z])|grams?\b", "g", 1),
    (r"킬로미터|km(?![a-z])", "mm", 1_000_000),
    (r"센티미터|센티|cm(?![a-z])", "mm", 10),
    (r"밀리미터|mm(?![a-z])", "mm", 1),
    (r"미터|m(?![a-z²])|met(?:er|re)s?\b", "mm", 1000),
    (r"밀리리터|ml(?![a-z])|㎖", "ml", 1),
    (r"리터|l(?![a-z])|lit(?:er|re)s?\b", "ml", 1000),
    (r"%|퍼센트|percent\b", "%", 1),
    (r"영업일|(?:business|working) days?\b", "workday", 1),
    (r"개월|달(?![라러])|months?\b", "month", 1),
    (r"주일?(?![문차소말중년행류민변])|weeks?\b", "day", 7),
    (r"일(?![반정상곱])|days?\b", "day", 1),
    (r"년|years?\b", "month", 12),
    (r"시간|hours?\b", "minute", 60),
    (r"분(?![께의들류량])|min(?:ute)?s?\b", "minute", 1),
    (r"초(?![콜록코])|seconds?\b", "second", 1),
    (r"인용?(?![치])|명|분(?=께|의|들)|people\b|persons?\b|p\b", "person", 1),
    (r"포인트|points?\b", "point", 1),
    (r"루멘|lm(?![a-z])|lumens?\b", "lm", 1),
    (r"와트|w(?![a-z])", "w", 1),
    (r"도(?=[에로까부의씩를]|\s|$|[.,~])|℃|°c", "degree", 1),
    (r"인치|inch(?:es)?\b", "inch", 1),
    (r"번|회|times?\b", "time", 1),
    (r"개입|개(?!월)|pieces?\b|ea\b", "piece", 1),
    (r"kcal|mah|봉지?|장|잔|병|권|매|벌|켤레|대|세트|박스|팩|곳|단계|석|층|평|겹|구|호|알|정|가지|종류?|묶음|마디|건|쪽|d(?![a-z])", "", 1),
)
_UNIT = re.compile("|".join(f"(?P<u{at}>{pattern})" for at, (pattern, _, _) in enumerate(_UNITS)), re.IGNORECASE)
_SAME_COUNTER = {"봉지": "봉", "종류": "가지", "종": "가지", "석": "자리"}
_SPOKEN = r"(?<![가-힣])(?:[일이삼사오육칠팔구]?[십백천])*[일이삼사오육칠팔구]?(?:만\s?)?(?:[일이삼사오육칠팔구]?[십백천])*"
_SPOKEN_UNITS = r"(?=\s?(?:원(?![가-힣])|원[이을은도부에의까만씩짜대으과]|포인트|퍼센트|개월|그램|인용|영업일|킬로|센티|미터))"
_MIXED = (
    rf"(?:(?:{_N})\s?만(?:\s?(?:{_N})?\s?천)?(?:\s?(?:{_N})?\s?백)?(?:\s?(?:{_N}))?"
    rf"|(?:{_N})\s?천(?:\s?(?:{_N})\s?백)?|(?:{_N})\s?백|(?:{_N}))"
)
_NATIVE_UNITS = (
    r"(?=\s?(?:개월|달|시간|가지|종류|개|봉|장|잔|병|권|매|벌|켤레|대(?![가-힣])|세트|박스|팩|곳|번|명|분|사람|살|묶음|단계|주(?![가-힣])))"
)
_NUMBER = re.compile(
    rf"(?P<mixed>{_MIXED})"
    rf"|(?P<spoken>{_SPOKEN}){_SPOKEN_UNITS}"
    rf"|(?P<native>(?<![가-힣])(?:{'|'.join(sorted(_NATIVE, key=len, reverse=True))})){_NATIVE_UNITS}"
    rf"|(?P<days>(?<![가-힣])(?:{'|'.join(_DAYS)}))(?![가-힣]*방)"
    rf"|\b(?P<english>{'|'.join(_ENGLISH)})\b(?=\s(?:business|working|days?|weeks?|months?|years?|hours?|minutes?|pieces?|people|"
    rf"colou?rs?))"
    rf"|(?P<half>절반|half\b)|(?P<free>무료(?!\s?배송(?:으로|\s?(?:기준|주문|조건)|인))|공짜|(?<!bpa-)(?<!sugar )\bfree\b(?!\s?of\b|"
    rf"ze)|no charge)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s?[~∼〜–-]\s?(?=\d)")
_TIMES = re.compile(r"\s?[×x*]\s?(?=\d)", re.IGNORECASE)
_MARK = re.compile(r"[₩$€¥]\s?$|krw\s?$", re.IGNORECASE)
_LEAST_AFTER = re.compile(r"^\s?(?:어치\s?)?(?:이상|부터|초과|을 넘|를 넘|이 넘|넘|or more|or over|and up|and over|or above)")
_MOST_AFTER = re.compile(r"^\s?(?:이하|이내|까지|안(?=에|이|\s|$)|안쪽|내(?=에|로|\s)|or less|or under)")
_BELOW_AFTER = re.compile(r"^\s?(?:미만|아래|못 미|보다 적)")
_AFTER_AFTER = re.compile(r"^\s?(?:뒤|후|이 지나|가 지나|이 넘|지나|later\b|after\b)")
_BEFORE_AFTER = re.compile(r"^\s?(?:전(?!부|체|화|국|자)|이 남|before\b|prior\b)")
_LEAST_FRONT = re.compile(r"(?:최소|적어도|at least|more than|over|from|above|minimum(?: of)?)\s?₩?$", re.IGNORECASE)
_MOST_FRONT = re.compile(r"(?:최대|많아야|at most|up to|within|no more than|maximum(?: of)?)\s?₩?$", re.IGNORECASE)
_BELOW_FRONT = re.compile(r"(?:under|below|less than)\s?₩?$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """A value or range in its kind's smallest unit.

    Attributes:
        kind: ``"won"``, ``"g"``, ``"mm"``, ``"ml"``, ``"day"``, ``"workday"``, ``"month"``, ``"minute"`` … a counter itself (``"봉"``), or
            ``""`` where no unit is said.
        low, high: equal for a single value; role: ``"least"``, ``"most"``, ``"below"``, ``"after"``, ``"before"`` or ``""``.
        start, end: its place in the text.
    """

    kind: str
    low: float
    high: float
    role: str
    start: int
    end: int


def amounts(text: str) -> tuple[Amount, ...]:
    """All amounts in the order of the text; a unit that is said once for a range or a size (220×140×110cm) counts for each number."""
    found: list[Amount] = []
    waiting: list[tuple[float, int]] = []  # numbers whose unit comes later: of a range or a size
    at = 0
    joined = ""
    while number := _NUMBER.search(text, at):
        if number.end() == number.start():
            at = number.end() + 1
            continue
        value, kind = _value(number), _kind_of(number)
        at = number.end()
        unit = None
        if kind is None:
            unit = _UNIT.match(text, at + (1 if text[at : at + 1] == " " else 0))
            if unit:
                kind, value = _with_unit(unit, value)
                at = unit.end()
            elif _MARK.search(text[: number.start()]):
                kind = "won" if text[: number.start()].rstrip()[-1:] not in "$€¥" else "foreign"
        rejoined = _RANGE.match(text, at) or _TIMES.match(text, at)
        if kind is None and rejoined:
            waiting.append((value, number.start()))
            joined = "~" if _RANGE.match(text, at) else "×"
            at = rejoined.end()
            continue
        found += _made(text, kind or "", value, number.start(), at, waiting, joined, unit)
        waiting, joined = [], ""
        if rejoined and _RANGE.match(text, at) and kind is not None:  # 3kg~5kg: each has its unit, and together they are a range
            waiting, joined = [(value / _factor(unit), number.start())], "~" if unit else ""
            found.pop()
            at = rejoined.end()
    return tuple(found)


def _made(
    text: str, kind: str, value: float, start: int, end: int, waiting: list[tuple[float, int]], joined: str, unit: re.Match[str] | None
) -> list[Amount]:
    factor = _factor(unit)
    first = waiting[0][1] if waiting else start
    role = _role(text, first, end)
    if joined == "~" and waiting:
        low = waiting[-1][0] * factor
        return [Amount(kind=kind, low=min(low, value), high=max(low, value), role=role, start=first, end=end)]
    sizes = [*(number * factor for number, _ in waiting), value]
    return [Amount(kind=kind, low=size, high=size, role=role, start=first, end=end) for size in sizes]


def _factor(unit: re.Match[str] | None) -> float:
    return float(_UNITS[int(unit.lastgroup[1:])][2]) if unit and unit.lastgroup else 1.0


def _with_unit(unit: re.Match[str], value: float) -> tuple[str, float]:
    kind = _UNITS[int((unit.lastgroup or "u0")[1:])][1]
    said = unit[0].lower()
    return kind or _SAME_COUNTER.get(said, said), round(value * _factor(unit), 6)


def _kind_of(number: re.Match[str]) -> str | None:
    if number["free"]:
        return "won"
    return "day" if number["days"] else "%" if number["half"] else None


def _value(number: re.Match[str]) -> float:
    if number["mixed"]:
        return _mixed(number["mixed"])
    if number["native"]:
        return float(_NATIVE[number["native"]])
    if number["days"]:
        return float(_DAYS[number["days"]])
    if number["english"]:
        return float(_ENGLISH[number["english"].lower()])
    if number["half"]:
        return 50.0
    return 0.0 if number["free"] else float(_spoken(number["spoken"]))


def _mixed(text: str) -> float:
    """``"3만5천"``, ``"1만 2,500"``, ``"5천"``, ``"1,420"`` as a number."""
    total, rest = 0.0, text.replace(",", "").replace(" ", "")
    for name, size in (("만", 10_000), ("천", 1000), ("백", 100)):
        head, mark, tail = rest.partition(name)
        if mark:
            total += (float(head) if head else 1.0) * size
            rest = tail
    return total + (float(rest) if rest else 0.0)


def _spoken(text: str) -> int:
    """``"삼만오천"`` → 35000, ``"만"`` → 10000."""
    total, section, digit = 0, 0, 0
    for letter in text.replace(" ", ""):
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter in _TENS:
            section += (digit or 1) * _TENS[letter]
            digit = 0
        else:
            total += (section + digit or 1) * 10_000
            section = digit = 0
    return total + section + digit


def _role(text: str, start: int, end: int) -> str:
    front, after = text[max(0, start - 16) : start], text[end : end + 14]
    for role, pattern in (
        *(("least", _LEAST_AFTER), ("most", _MOST_AFTER), ("below", _BELOW_AFTER), ("after", _AFTER_AFTER), ("before", _BEFORE_AFTER)),
    ):
        if pattern.search(after):
            return role
    for role, pattern in (("least", _LEAST_FRONT), ("below", _BELOW_FRONT), ("most", _MOST_FRONT)):
        if pattern.search(front):
            return role
    return ""
