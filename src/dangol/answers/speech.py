"""The spoken form of an answer: numbers, prices, dates and times as a Korean says them, with the same facts and in the same order.

A speech synthesiser reads "11:00–20:00" and "2.6kg" badly, so the words are written out before it sees them. Native numerals count
things, people and hours (세 개, 여섯 명, 두 시), Sino-Korean ones measure (이 점 육 킬로그램, 십오 분); four digits make a word, so
"만 팔천 원" (한글 맞춤법 제44항). An English answer is left to the synthesiser, but for what it cannot know (₩).
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

LINK_SAID = "화면에 보이는 주소"  # a link is not spelt out; it stands on the screen
_DIGITS = "영일이삼사오육칠팔구"
_PLACES = ("", "십", "백", "천")
_MYRIADS = ("", "만", "억", "조", "경")
_ONES = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_MONTHS = {6: "유", 10: "시"}

# What is counted natively; the looks ahead keep 개월, 개입, 대형, 동안, 병원, 시간대 and the like out.
_NATIVE = (
    "개(?!월|입|국|소|년|점)|명(?!절)|분께|시간(?!대)|시(?!간|즌)|살(?![가-힣]{2}살)|잔|마리|장(?!기|바|소)|대(?!형|로|표|략)|병(?!원)|봉지|봉|가지|권|켤레|벌|"
    "그루|송이|달(?!러)|사람|곳|번째|마디|동(?!안|시|네)|모금|숟갈|스푼|박스|상자|팩|캔|줄(?!조명)"
)
UNITS: Final[Mapping[str, str]] = {
    "kg": "킬로그램",
    "g": "그램",
    "mg": "밀리그램",
    "km": "킬로미터",
    "m": "미터",
    "cm": "센티미터",
    "mm": "밀리미터",
    "ml": "밀리리터",
    "mL": "밀리리터",
    "㎖": "밀리리터",
    "L": "리터",
    "l": "리터",
    "%": "퍼센트",
    "℃": "도",
    "°C": "도",
    "mAh": "밀리암페어시",
    "W": "와트",
    "V": "볼트",
    "Hz": "헤르츠",
    "kcal": "킬로칼로리",
    "GB": "기가바이트",
    "MB": "메가바이트",
    "m²": "제곱미터",
    "㎡": "제곱미터",
    "인치": "인치",
}
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_N = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_END = r"(?![A-Za-z0-9])"

_WEEKDAY = {day: f"{day}요일" for day in "월화수목금토일"}


def spoken(text: str, language: str) -> str:
    """``text`` as it is said aloud. Any ``str`` is accepted; every number of the text is in the result, said once.

    Args:
        language: ``"ko"`` or ``"en"``.
    """
    if language != "ko":
        return re.sub(rf"₩\s?({_N})", r"\1 won", text)
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    return re.sub(r"[ \t]{2,}", " ", text).strip()


def sino(number: int) -> str:
    """``18000`` → ``"만 팔천"``; 0 is 영. One before 만 is not said (만, but 십일만)."""
    if number == 0:
        return "영"
    groups = []
    for myriad in _MYRIADS:
        number, group = divmod(number, 10_000)
        if group:
            said = "" if group == 1 and myriad == "만" and not number else _below_myriad(group)
            groups.append(said + myriad)
    return " ".join(reversed(groups)) if not number else " ".join(_DIGITS[int(digit)] for digit in str(number))


def native(number: int) -> str:
    """``3`` → ``"세"``, ``20`` → ``"스무"`` before what is counted; from 100 on the Sino-Korean numeral."""
    if not 0 < number < 100:
        return sino(number)
    tens, ones = divmod(number, 10)
    return "스무" if number == 20 else _TENS[tens] + _ONES[ones]


def digits(text: str) -> str:
    """A phone number's digits, one by one: ``"02"`` → ``"공이"``."""
    return "".join("공" if digit == "0" else _DIGITS[int(digit)] for digit in text)


def _below_myriad(number: int) -> str:
    said = ""
    for place, digit in enumerate(reversed(str(number))):
        if digit != "0":
            said = ("" if digit == "1" and place else _DIGITS[int(digit)]) + _PLACES[place] + said
    return said


def _number(text: str) -> str:
    whole, _, part = text.replace(",", "").partition(".")
    said = sino(int(whole)) if len(whole) <= 20 else " ".join(_DIGITS[int(digit)] for digit in whole)
    return f"{said} 점 {''.join(_DIGITS[int(digit)] for digit in part)}" if part else said


def _counted(match: re.Match[str]) -> str:
    text, unit = match[1], match[2]
    plain = text.replace(",", "")
    return f"{native(int(plain)) if plain.isdecimal() and len(plain) < 3 else _number(text)} {unit}"


def _clock(hour: int, minute: int) -> str:
    if hour == 24 or (hour == 0 and minute == 0):
        return "밤 열두 시" if not minute else f"밤 열두 시 {sino(minute)} 분"
    half = "오전" if hour < 12 else "낮" if hour == 12 else "오후"
    said = native(hour % 12 or 12)
    return f"{half} {said} 시" + (f" {sino(minute)} 분" if minute else "")


def _times(match: re.Match[str]) -> str:
    begin = _clock(int(match[1]), int(match[2]))
    return f"{begin}부터 {_clock(int(match[3]), int(match[4]))}까지" if match[3] else begin


def _date(match: re.Match[str]) -> str:
    return f"{sino(int(match[1]))} 년 {_month(int(match[2]))}월 {sino(int(match[3]))} 일"


def _month(number: int) -> str:
    return _MONTHS.get(number) or sino(number)


def _email(match: re.Match[str]) -> str:
    return match[0].replace("@", " 골뱅이 ").replace(".", " 점 ").replace("-", " 하이픈 ")


def _phone(match: re.Match[str]) -> str:
    return ", ".join(digits(part) for part in re.split(r"[-\s)]+", match[0].strip("(")) if part)


def _range(match: re.Match[str]) -> str:
    """``7~10영업일`` → ``칠에서 십 영업일``; what follows says itself, so both ends get the same numerals."""
    first, last, rest = match[1], match[2], match[3]
    if re.match(rf"\s?(?:{_NATIVE})(?!\w*[0-9])", rest) and not rest.strip().startswith("시간"):
        return f"{_counted_only(first)}에서 {_counted_only(last)} {rest.strip()}"
    return f"{_number(first)}에서 {last}{rest}"


def _counted_only(text: str) -> str:
    return native(int(text)) if text.isdecimal() and len(text) < 3 else _number(text)


def _sizes(match: re.Match[str]) -> str:
    return " 곱하기 ".join(_number(part) for part in re.split(r"\s?[×xX*]\s?", match[1])) + f" {UNITS.get(match[2] or '', match[2] or '')}"


def _weekdays(match: re.Match[str]) -> str:
    """``수–금 10:00`` → ``수요일부터 금요일까지 10:00``; ``토·일`` → ``토요일, 일요일``."""
    first, last = match[1], match[2]
    return f"{_WEEKDAY[first]}부터 {_WEEKDAY[last]}까지" if last else ", ".join(_WEEKDAY[day] for day in first.split("·"))


_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]
_RULES: Final[tuple[_Rule, ...]] = (
    (re.compile(r"https?://\S+"), lambda _: LINK_SAID),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), _email),
    (re.compile(r"\(0\d{1,2}\)[-\s]?\d{3,4}-\d{4}(?!\d)|(?<!\d)0\d{1,2}[-\s]\d{3,4}-\d{4}(?!\d)|(?<!\d)1\d{3}-\d{4}(?!\d)"), _phone),
    (re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)"), _date),
    (re.compile(r"(?<![가-힣])((?:[월화수목금토일]·)*[월화수목금토일])(?:[–~-]([월화수목금토일]))?(?=\s(?:\d{1,2}:\d|휴무))"), _weekdays),
    (re.compile(r"(?<![\d:])([01]?\d|2[0-4]):([0-5]\d)(?:\s?[-–~]\s?([01]?\d|2[0-4]):([0-5]\d))?(?![\d:])"), _times),
    (re.compile(r"(?<!\d)(1[0-2]|0?[1-9])월"), lambda match: f"{_month(int(match[1]))}월"),
    (re.compile(r"\(([월화수목금토일])\)"), lambda match: f" {_WEEKDAY[match[1]]}"),
    (re.compile(rf"({_N}(?:\s?[×xX*]\s?(?:{_N}))+)\s?({_UNIT})?{_END}"), _sizes),
    (re.compile(rf"(?<![\d.,])({_N})\s?[~∼–-]\s?(?={_N})({_N})(\s?[가-힣]*)"), _range),
    (re.compile(r"₩\s?(" + _N + ")"), lambda match: f"{_number(match[1])} 원"),
    (re.compile(rf"({_N})\s?({_NATIVE})(?![가-힣]*[0-9])"), _counted),
    (re.compile(rf"({_N})\s?({_UNIT}){_END}"), lambda match: f"{_number(match[1])} {UNITS[match[2]]}"),
    (re.compile(rf"({_N})\s?(?=[가-힣])"), lambda match: f"{_number(match[1])} "),
    (re.compile(_N), lambda match: _number(match[0])),
)  # in this order: what has a form of its own first, bare numbers last
