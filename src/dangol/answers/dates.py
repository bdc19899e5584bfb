"""Which day a question is about: 오늘, 내일, 토요일, 크리스마스, 설 연휴, 12월 25일, 공휴일 … read against the brand's own calendar day.

Korean public holidays come from the ``holidays`` package (its 2027 Seollal is right where others are not).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

WEEKDAYS = "월화수목금토일"
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMED = (
    (r"크리스마스\s?이브|christmas eve", "12-24", (0,)),
    (r"설\s?연휴|구정\s?연휴", "설날", (-1, 0, 1)),
    (r"추석\s?연휴|한가위\s?연휴", "추석", (-1, 0, 1)),
    (r"설날|구정|(?<![가-힣])설(?=에|은|이|\s|날|당일|$)|seollal|lunar new year|korean new year", "설날", (0,)),
    (r"추석|한가위|chuseok", "추석", (0,)),
    (r"크리스마스|성탄절|성탄|christmas|xmas", "12-25", (0,)),
    (r"신정|새해\s?첫날|새해|new year'?s? day|new year", "01-01", (0,)),
    (r"삼일절|3\.1\s?절|3·1절|31절", "03-01", (0,)),
    (r"어린이날|children'?s day", "05-05", (0,)),
    (r"현충일", "06-06", (0,)),
    (r"제헌절", "07-17", (0,)),
    (r"광복절", "08-15", (0,)),
    (r"개천절", "10-03", (0,)),
    (r"한글날", "10-09", (0,)),
    (r"부처님\s?오신\s?날|석가탄신일|초파일", "부처님 오신 날", (0,)),
    (r"근로자의?\s?날|노동절", "05-01", (0,)),
)
_RELATIVE = (
    (r"그저께|그제", -2),
    (r"어제|yesterday", -1),
    (r"글피", 3),
    (r"모레|낼모레", 2),
    (r"내일|(?<![가-힣])낼(?![가-힣]{2})|tomorrow", 1),
    (r"오늘|지금|현재|금일|today|now\b|tonight", 0),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """The days asked about.

    Attributes:
        days: concrete days, soonest first; empty when none is named.
        now: this very moment is asked about ("지금", "아직", "now").
        generic: ``"weekday"``, ``"weekend"`` or ``"holiday"`` when a kind of day is asked about, else None.
    """

    days: tuple[date, ...] = ()
    now: bool = False
    generic: str | None = None

    @property
    def named(self) -> bool:
        return bool(self.days) or self.generic is not None


_OURS = {"기독탄신일": "크리스마스", "신정연휴": "새해 첫날"}


@cache
def korean_holidays(year: int) -> dict[date, str]:
    """The public holidays of a year in Korea by day, with their Korean names."""
    return {day: _OURS.get(str(name), str(name)) for day, name in holidays.country_holidays("KR", years=[year], language="ko").items()}


def holiday_name(day: date) -> str | None:
    return korean_holidays(day.year).get(day)


def when(text: str, today: date) -> When:
    """Reads the days named in a (normalised) text. Past days of the calendar roll over to next year; a weekday is its next occurrence."""
    lowered = text.lower()
    now = bool(re.search(r"지금|현재|아직|방금|바로|right now|\bnow\b|currently|still", lowered))
    for pattern, shift in _RELATIVE:
        if re.search(pattern, lowered):
            return When(days=(today + timedelta(days=shift),), now=now and shift == 0)
    explicit = _explicit(lowered, today)
    if explicit:
        return When(days=(explicit,), now=False)
    if "대체" in lowered and (substitute := _next_substitute(today)):
        return When(days=(substitute,))
    for pattern, name, shifts in _NAMED:
        if re.search(pattern, lowered) and (day := _next_named(name, today)):
            return When(days=tuple(day + timedelta(days=shift) for shift in shifts))
    weekdays = _weekdays(lowered, today)
    if weekdays:
        return When(days=weekdays)
    if re.search(r"공휴일|빨간\s?날|휴일|명절|연휴|public holiday|holidays?\b", lowered):
        return When(generic="holiday")
    if re.search(r"주말|weekend", lowered):
        return When(generic="weekend")
    if re.search(r"평일|주중|weekdays?\b", lowered):
        return When(generic="weekday")
    return When(now=now)


def _explicit(text: str, today: date) -> date | None:
    full = re.search(r"(20\d\d)\s?[-./년]\s?(\d{1,2})\s?[-./월]\s?(\d{1,2})", text)
    if full:
        return _date(int(full[1]), int(full[2]), int(full[3]))
    short = re.search(r"(\d{1,2})\s?월\s?(\d{1,2})\s?일", text) or re.search(
        r"(?<![\d.])(1[0-2]|[1-9])/(3[01]|[12]\d|[1-9])(?![\d/])(?=\s?(에|일|날|은|는|도|부터|까지|쉬|열|영업|오픈|해|하|$))", text
    )
    if short:
        day = _date(today.year, int(short[1]), int(short[2]))
        return _date(today.year + 1, int(short[1]), int(short[2])) if day and day < today else day
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next_named(name: str, today: date) -> date | None:
    if re.fullmatch(r"\d\d-\d\d", name):
        month, day = int(name[:2]), int(name[3:])
        found = date(today.year, month, day)
        return found if found >= today else date(today.year + 1, month, day)
    for year in (today.year, today.year + 1):
        for day_of, called in sorted(korean_holidays(year).items()):
            if called.replace(" ", "") == name.replace(" ", "") and day_of >= today:
                return day_of
    return None


def _next_substitute(today: date) -> date | None:
    days = sorted(day for year in (today.year, today.year + 1) for day, name in korean_holidays(year).items() if "대체" in name)
    return next((day for day in days if day >= today), None)


def _weekdays(text: str, today: date) -> tuple[date, ...]:
    found = []
    next_week = bool(re.search(r"다음\s?주|담주|차주|next", text))
    for at, name in enumerate(WEEKDAYS):
        if re.search(rf"{name}요일", text) or re.search(_ENGLISH_DAYS[at] + r"|\bon " + _ENGLISH_DAYS[at][:3] + r"\b", text):
            ahead = (at - today.weekday()) % 7
            if next_week:
                ahead = at - today.weekday() + 7
            found.append(today + timedelta(days=ahead))
    return tuple(sorted(found))
