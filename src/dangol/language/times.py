"""Dates and times as they are said: "내일 오후 3시까지", "다음 주 금요일", "11월 25일", "2026.11.25", "tomorrow at 3pm"."""

import re
from collections.abc import Iterator

from .entity import Entity

_DAYS = {
    "그저께": -2, "그제": -2, "어제": -1, "오늘": 0, "금일": 0, "내일": 1, "낼": 1, "명일": 1, "내일모레": 2, "낼모레": 2, "모레": 2,
    "글피": 3, "yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1,
}  # fmt: skip
_WEEKDAYS = {
    **{f"{day}요일": name for day, name in zip("월화수목금토일", ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), strict=True)},
    **{name: name[:3] for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")},
}  # fmt: skip
_HOURS = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열한": 11, "열두": 12, "열": 10,
}  # fmt: skip
_BOUND = r"(?P<bound>\s?까지|\s?부터|\s?전(?:에|까지)|\s?이전|\s?이후|\s?안(?:에|으로))?"
_WEEK = r"(?P<week>다다음\s?주|다음\s?주|담\s?주|차주|이번\s?주|금주|지난\s?주|저번\s?주|next|this|last)?\s?(?:주\s)?"
_DATE = re.compile(
    r"(?<![\d가-힣A-Za-z.,-])(?:"
    r"(?P<year>(?:19|20)\d\d)\s?(?:년|[.\-/])\s?(?P<month>1[0-2]|0?[1-9])\s?(?:월|[.\-/])\s?(?P<day>3[01]|[12]\d|0?[1-9])(?:\s?일|\.(?!\d))?(?![\d\-])"
    r"|(?P<month2>1[0-2]|0?[1-9])\s?월\s?(?P<day2>3[01]|[12]\d|0?[1-9])\s?일"
    r"|(?P<month3>1[0-2]|0?[1-9])/(?P<day3>3[01]|[12]\d|0?[1-9])(?![\d/])"
    r"|(?P<ahead>\d{1,2}|하루|이틀|사흘|나흘|일주일|한\s?달|[두세]\s?달)\s?(?P<unit>일|주|주일|달|개월)?\s?(?P<where>뒤|후|전)(?!화)(?:에)?"
    r"|(?P<day4>3[01]|[12]\d|[1-9])일(?=\s|$|에|까지|부터|날|,|오전|오후|[월화수목금토일]요일)"
    rf"|{_WEEK}(?P<weekday>[월화수목금토일]요일|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)"
    r"|(?P<relative>내일모레|낼모레|그저께|그제|어제|오늘|금일|내일|낼|명일|모레|글피|\b(?:today|tonight|tomorrow|yesterday)\b)(?!도\s?안)"
    r"|(?P<week2>다다음\s?주|다음\s?주|담\s?주|이번\s?주|지난\s?주|저번\s?주|\bnext week(?:end)?\b|\bthis week(?:end)?\b)"
    r"(?P<weekend2>\s?주?말)?"
    r"|(?P<weekend>주말|\bweekend\b)(?!마다)"
    r")" + _BOUND,
    re.IGNORECASE,
)
_OCLOCK = r"\s?시(?!간|즌|리즈|켜|킬|작|도|음|세|장|술)"
_CLOCK = re.compile(
    r"(?:(?P<half>오전|오후|아침|점심|저녁|새벽|밤|낮)\s?)?(?<![\d.,:])(?:"
    r"(?P<hour>[01]?\d|2[0-4])(?:\s?:\s?(?P<minute>[0-5]\d)(?!\d)(?:\s?(?P<clock>am|pm))?|"
    + _OCLOCK
    + r"(?:\s?(?P<minutes>[0-5]?\d)\s?분|\s?(?P<thirty>반))?)"
    rf"|(?P<spoken>{'|'.join(sorted(_HOURS, key=len, reverse=True))}){_OCLOCK}(?:\s?(?P<minutes2>[0-5]?\d)\s?분|\s?(?P<thirty2>반))?"
    r"|(?P<english>1[0-2]|[1-9])(?::(?P<englishminute>[0-5]\d))?\s?(?P<meridiem>am|pm|a\.m\.|p\.m\.)(?![a-z])"
    r")(?:\s?(?:쯤|경|정도))?" + _BOUND,
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"\d|일|시|주|모레|글피|오늘|어제|그제|그저께|낼|이틀|사흘|하루|나흘|today|tonight|tomorrow|yesterday|day\b|week|noon", re.IGNORECASE
)


def times_in(text: str) -> Iterator[Entity]:
    """Dates, then clock times."""
    if not _MAYBE.search(text):
        return
    for found in _DATE.finditer(text):
        yield _entity("date", found, _date(found), text)
    for found in _CLOCK.finditer(text):
        yield _entity("time", found, _time(found), text)


def _entity(kind: str, found: re.Match[str], value: str, text: str) -> Entity:
    start, end = found.span()
    while text[start] == " ":
        start += 1
    return Entity(
        kind="date" if kind == "date" else "time",
        text=text[start:end],
        start=start,
        end=end,
        value=value,
        bound=_bound(found["bound"]),
    )


def _bound(said: str | None) -> str:
    if not said:
        return ""
    return "from" if "부터" in said or "이후" in said else "until"


def _date(found: re.Match[str]) -> str:
    if found["year"]:
        return f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
    month, day = found["month2"] or found["month3"], found["day2"] or found["day3"]
    if month and day:
        return f"--{int(month):02}-{int(day):02}"
    if found["day4"]:
        return f"---{int(found['day4']):02}"
    if found["ahead"]:
        return _away(found)
    if found["weekday"]:
        week = _week(found["week"])
        return f"{week} {_WEEKDAYS[found['weekday'].lower()]}".strip()
    if found["relative"]:
        return f"today{_DAYS[found['relative'].lower()]:+d}" if _DAYS[found["relative"].lower()] else "today"
    if found["week2"]:
        return f"{_week(found['week2'])} {'weekend' if found['weekend2'] else 'week'}"
    return "weekend"


def _away(found: re.Match[str]) -> str:
    """``"3일 뒤"`` → ``today+3``; months count 30 days."""
    said, unit = found["ahead"].replace(" ", ""), found["unit"] or "일"
    words = {"하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "일주일": 7, "한달": 30, "두달": 60, "세달": 90}
    days = words[said] if said in words else int(said) * {"일": 1, "주": 7, "주일": 7, "달": 30, "개월": 30}[unit]
    return f"today{days if found['where'] != '전' else -days:+d}"


def _week(said: str | None) -> str:
    plain = (said or "").replace(" ", "").lower()
    if plain.startswith("다다음"):
        return "after next"
    if plain.startswith(("다음", "담", "차", "next")):
        return "next"
    if plain.startswith(("지난", "저번", "last")):
        return "last"
    return "this" if plain else ""


def _time(found: re.Match[str]) -> str:
    """24-hour clock; an hour from 1 to 11 after 오후, 저녁, 밤, 낮 or pm is of the afternoon, otherwise as said."""
    if found["english"]:
        hour, minute = int(found["english"]) % 12, int(found["englishminute"] or 0)
        return f"{hour + 12 * found['meridiem'].lower().startswith('p'):02}:{minute:02}"
    hour = int(found["hour"]) if found["hour"] else _HOURS[found["spoken"]]
    thirty = 30 if found["thirty"] or found["thirty2"] else 0
    minute = int(found["minute"] or found["minutes"] or found["minutes2"] or thirty)
    late = found["half"] in {"오후", "저녁", "밤", "낮", "점심"} or (found["clock"] or "").lower() == "pm"
    if late and hour < 12 and not (found["half"] == "점심" and hour == 11):
        hour += 12
    if hour == 12 and (found["half"] in {"밤", "새벽"} or (found["clock"] or "").lower() == "am"):
        hour = 0
    return f"{hour % 24:02}:{minute:02}"
