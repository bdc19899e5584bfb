"""Dates as they are said: "내일", "다음 주 금요일", "이번 달 말", "11월 25일", "2026.11.25", "3일 뒤", "in two days"; then clock times."""

import re
from collections.abc import Iterator

from .bounds import BOUND, bound_of
from .clock_times import NUMBERS, clock_times_in
from .entity import Entity

_DAYS = {
    "그저께": -2, "그제": -2, "엊그제": -2, "어제": -1, "오늘": 0, "금일": 0, "내일": 1, "낼": 1, "명일": 1, "내일모레": 2, "낼모레": 2,
    "모레": 2, "글피": 3, "yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1,
}  # fmt: skip
_WEEKDAYS = {
    **{f"{day}요일": name for day, name in zip("월화수목금토일", ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), strict=True)},
    **{name: name[:3] for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")},
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPOKEN_DAYS = {"하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "열흘": 10, "보름": 15}
_THIRDS = {"초": "start", "중순": "middle", "말": "end"}
_ENDS = r"(?=\s|$|[에은는이도,.?!~]|까지|부터|쯤|전|안|중|내)"  # a day or month does not go on in another word ("12월호", "이 달빛")
_WEEK = r"(?P<week>다다음\s?주|다음\s?주|담\s?주|차주|이번\s?주|금주|지난\s?주|저번\s?주|next|this|last)?\s?(?:주\s)?"
_NO_PORTION = r"(?!\s?(?:컵|큰술|작은술|스푼|쪽|봉|개|인분|박스|병|캔|잔|장|판|마리))"  # "1/2 컵" is no date
_MONTH_NAME = rf"(?:{'|'.join(_MONTHS)})(?:uary|ruary|ch|il|e|y|ust|tember|t|ober|ember)?\.?"
_DATE = re.compile(
    r"(?<![\d가-힣A-Za-z.,-])(?:"
    r"(?P<year>(?:19|20)\d\d)\s?(?:년|[.\-/])\s?(?P<month>1[0-2]|0?[1-9])\s?(?:월|[.\-/])\s?(?P<day>3[01]|[12]\d|0?[1-9])(?:\s?일|\.(?!\d))?(?![\d\-])"
    r"|(?:(?P<yearword>내년|올해|금년|작년|지난해)\s?)?(?P<month2>1[0-2]|0?[1-9])\s?월\s?(?P<day2>3[01]|[12]\d|0?[1-9])\s?일"
    rf"|(?P<month3>1[0-2]|0?[1-9])/(?P<day3>3[01]|[12]\d|0?[1-9])(?![\d/]){_NO_PORTION}"
    r"|(?P<ahead>\d{1,2}|하루|이틀|사흘|나흘|닷새|열흘|보름|일주일|한\s?달|[두세]\s?달)\s?(?P<unit>일|주일|주|달|개월)?"
    r"(?:\s?(?P<where>뒤|후|전)(?!화)(?:에)?|\s?(?P<within>안에|안으로|이내|내로|내에))"
    r"|(?P<monthword>다다음\s?달|다음\s?달|담\s?달|내달|이번\s?달|이\s?달|금월|지난\s?달|저번\s?달)"
    rf"\s?(?:(?P<day5>3[01]|[12]\d|[1-9])\s?일|(?P<third>초|중순|말){_ENDS}|{_ENDS})"
    rf"|(?P<month4>1[0-2]|[1-9])\s?월\s?(?:(?P<third2>초|중순|말){_ENDS}|{_ENDS})"
    rf"|월(?P<third3>초|말){_ENDS}"
    r"|(?P<day4>3[01]|[12]\d|[1-9])일(?=\s|$|에|까지|부터|날|,|오전|오후|[월화수목금토일]요일)(?!\s?(?:배송|동안|간|치|정도|걸))"
    rf"|{_WEEK}(?P<weekday>[월화수목금토일]요일|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)"
    r"|(?P<relative>내일모레|낼모레|그저께|엊그제|그제|어제|오늘|금일|내일|낼|명일|모레|글피|\b(?:today|tonight|tomorrow|yesterday)\b)(?!도\s?안)"
    r"|(?P<week2>다다음\s?주|다음\s?주|담\s?주|이번\s?주|지난\s?주|저번\s?주|\b(?:next|this|last) week(?:end)?\b)"
    r"(?P<weekend2>\s?주?말)?"
    r"|(?P<weekend>주말|\bweekend\b)(?!마다)"
    rf"|\b(?:(?P<name>{_MONTH_NAME})\s(?P<day6>3[01]|[12]\d|0?[1-9])|(?P<day7>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s(?:of\s)?(?P<name2>{_MONTH_NAME}))(?:st|nd|rd|th)?\b(?!:)"
    rf"|\b(?P<side>in|within)\s(?P<count>\d{{1,2}}|{NUMBERS})\s(?P<unit2>day|week|month)s?\b"
    rf"|\b(?P<count2>\d{{1,2}}|{NUMBERS})\s(?P<unit3>day|week|month)s?\sago\b"
    r"|\bend of (?P<monthend>the|this|next) month\b"
    r")" + BOUND,
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"\d|일|시|주|달|월[초말]|모레|글피|오늘|어제|그제|그저께|낼|이틀|사흘|하루|나흘|닷새|열흘|보름|정오|자정|today|tonight|tomorrow|yesterday"
    r"|day|week|month|hour|minute|noon|midnight",
    re.IGNORECASE,
)
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}


def times_in(text: str) -> Iterator[Entity]:
    """Dates, then clock times and parts of a day."""
    if not _MAYBE.search(text):
        return
    ends = []
    for found in _DATE.finditer(text):
        start, end = found.span()
        while text[start] == " ":
            start += 1
        bound = "until" if found["within"] or (found["side"] or "").lower() == "within" else bound_of(found["bound"], text[:start])
        yield Entity(kind="date", text=text[start:end], start=start, end=end, value=_date(found), bound=bound)
        ends.append(end)
    yield from clock_times_in(text, ends)


def _date(found: re.Match[str]) -> str:
    if found["year"]:
        return f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
    month, day = found["month2"] or found["month3"], found["day2"] or found["day3"]
    if month and day:
        years = {"내년": "year+1 ", "올해": "year+0 ", "금년": "year+0 ", "작년": "year-1 ", "지난해": "year-1 "}
        return f"{years.get(found['yearword'] or '', '')}--{int(month):02}-{int(day):02}"
    if name := found["name"] or found["name2"]:
        return f"--{_MONTHS.index(name[:3].lower()) + 1:02}-{int(found['day6'] or found['day7']):02}"
    if found["day4"]:
        return f"---{int(found['day4']):02}"
    if found["weekday"]:
        return f"{_week(found['week'])} {_WEEKDAYS[found['weekday'].lower()]}".strip()
    if found["relative"]:
        days = _DAYS[found["relative"].lower()]
        return f"today{days:+d}" if days else "today"
    if found["week2"]:
        weekend = found["weekend2"] or "weekend" in found["week2"].lower()
        return f"{_week(found['week2'])} {'weekend' if weekend else 'week'}"
    return _month(found) or _away(found) or "weekend"


def _month(found: re.Match[str]) -> str:
    """``month+1`` with a day or a third of it, ``--12`` with a third of it, or nothing."""
    third = _THIRDS.get(found["third"] or found["third2"] or found["third3"] or "", "")
    if found["month4"]:
        return f"--{int(found['month4']):02} {third}".strip()
    if found["third3"] or found["monthend"]:
        return f"month{int((found['monthend'] or '').lower() == 'next'):+d} {third or 'end'}"
    if not found["monthword"]:
        return ""
    word = found["monthword"].replace(" ", "")
    months = 2 if word == "다다음달" else 1 if word in {"다음달", "담달", "내달"} else -1 if word in {"지난달", "저번달"} else 0
    day = f"{int(found['day5']):02}" if found["day5"] else ""
    return f"month{months:+d} {third or day}".strip()


def _away(found: re.Match[str]) -> str:
    """``"3일 뒤"`` → ``today+3``, ``"한 달 뒤"`` → ``today+1m``, or nothing."""
    if count := found["count"] or found["count2"]:
        number = int(count) if count.isdigit() else _COUNTS[count.lower()]
        unit = (found["unit2"] or found["unit3"]).lower()
        sign = "-" if found["count2"] else "+"
        return f"today{sign}{number}m" if unit == "month" else f"today{sign}{number * (7 if unit == 'week' else 1)}"
    if not found["ahead"]:
        return ""
    said, unit = found["ahead"].replace(" ", ""), found["unit"] or "일"
    sign = "-" if found["where"] == "전" else "+"
    months = {"한달": 1, "두달": 2, "세달": 3}.get(said) or (int(said) if said.isdigit() and unit in {"달", "개월"} else 0)
    if months:
        return f"today{sign}{months}m"
    days = 7 if said == "일주일" else _SPOKEN_DAYS.get(said) or int(said) * (7 if unit in {"주", "주일"} else 1)
    return f"today{sign}{days}"


def _week(said: str | None) -> str:
    plain = (said or "").replace(" ", "").lower()
    if plain.startswith("다다음"):
        return "after next"
    if plain.startswith(("다음", "담", "차", "next")):
        return "next"
    if plain.startswith(("지난", "저번", "last")):
        return "last"
    return "this" if plain else ""
