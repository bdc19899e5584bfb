"""When a place is open on a given day, from its ``hours`` (OSM opening_hours) and ``closed`` columns.

``opening-hours-py`` evaluates the rules; public holidays (``PH``) are first written out as dates by our own calendar, because the
library's Korean calendar misses moved holidays (Seollal 2027-02-07).
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from opening_hours import OpeningHours

from .dates import WEEKDAYS, holiday_name

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PAST = "1999 Jan 01"  # a day nobody asks about: what a holiday rule becomes on an ordinary day
_ORDINARY_MONDAY = date(2031, 6, 23)  # a week without Korean holidays, for the weekly summary


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """A place's opening times on one day: (opens, closes) pairs; closes may lie after midnight. Empty = closed. ``holiday`` names it."""

    date: date
    spans: tuple[tuple[datetime, datetime], ...]
    holiday: str | None = None
    special: bool = False

    @property
    def open(self) -> bool:
        return bool(self.spans)

    def open_at(self, at: datetime) -> bool:
        return any(opens <= at < closes for opens, closes in self.spans)

    def next_opening(self, at: datetime) -> datetime | None:
        return next((opens for opens, _ in self.spans if opens > at), None)


def _osm(day: date) -> str:
    return f"{day.year} {_MONTHS[day.month - 1]} {day.day:02d}"


def _without_holidays(rules: str, day: date, holiday: bool) -> str:
    """The rules with ``PH`` written out for one day: a rule for ``Sa,Su,PH`` becomes one for ``Sa,Su`` and one for that date.

    Owners mean a holiday rule to hold whatever the weekday, wherever they write it, and a dated rule to hold whatever the holiday: so
    rules are put in that order, since the last one that fits decides.
    """
    weekly: list[str] = []
    for_holidays: list[str] = []
    dated: list[str] = []
    for rule in (part.strip() for written in rules.split(";") for part in _JOINED_HOLIDAY.split(written) if part.strip()):
        if not re.search(r"\bPH\b", rule):
            (dated if _DATED.search(rule) else weekly).append(rule)
            continue
        found = re.match(r"^([A-Za-z, \-]*?)\s*((?:\d|off|closed|open|\"|24/7).*)?$", rule)
        selector, times = (found[1], found[2] or "") if found else (rule, "")
        others = [name for name in re.split(r"\s*,\s*", re.sub(r"\bPH\b", "", selector).strip(" ,")) if name]
        if others:
            weekly.append(f"{','.join(others)} {times}".strip())
        for_holidays.append(f"{_osm(day) if holiday else _PAST} {times}".strip())
    return "; ".join([*weekly, *for_holidays, *dated])


_JOINED_HOLIDAY = re.compile(r"(?<=[\df]),\s*(?=PH\b)")
_DATED = re.compile(rf"\b({'|'.join(_MONTHS)})\b|\b20\d\d\b")


@lru_cache(maxsize=4096)
def day_of(hours: str, closed: str, day: date, *, ordinary: bool = False, as_holiday: bool = False) -> Day:
    """What ``hours`` and ``closed`` say of a day. ``ordinary`` ignores holidays and closing dates; ``as_holiday`` treats it as one.

    Raises:
        ValueError: ``hours`` is no opening_hours expression (importing refuses such rows).
    """
    name = None if ordinary else holiday_name(day)
    rules = _without_holidays(hours, day, bool(name) or as_holiday)
    if not ordinary and _closed_on(closed, day):
        return Day(date=day, spans=(), holiday=name, special=True)
    start = datetime.combine(day, time())
    spans: list[tuple[datetime, datetime]] = []
    midnight = start + timedelta(days=1)
    for begin, end, state, _ in OpeningHours(rules).intervals(start - timedelta(days=1), start + timedelta(hours=36)):
        if not str(state).lower().endswith("open"):
            continue
        if begin <= start and end >= midnight:
            spans.append((start, midnight))  # all day long
        elif start <= begin < midnight:  # what began yesterday belongs to yesterday
            spans.append((begin, end))
    return Day(date=day, spans=tuple(spans), holiday=name)


def _closed_on(closed: str, day: date) -> bool:
    """Whether a day is among the dates of ``closed``: ``2026-12-25``, ``2027년 2월 6~8일``, ``2026-12-24 ~ 2026-12-26``."""
    for found in _DATES.finditer(closed):
        year, month, first = int(found[1]), int(found[2]), int(found[3])
        try:
            begin = date(year, month, first)
            last = date(int(found[4] or year), int(found[5] or month), int(found[6])) if found[6] else begin
        except ValueError:
            continue
        if begin <= day <= last:
            return True
    return False


_DATES = re.compile(
    r"(20\d\d)\s?[-./년]\s?(\d{1,2})\s?[-./월]\s?(\d{1,2})일?"
    r"(?:\s?[~∼–]\s?(?:(20\d\d)\s?[-./년]\s?)?(?:(\d{1,2})\s?[-./월]\s?)?(\d{1,2})일?)?"
)


def next_open_day(hours: str, closed: str, after: date) -> Day | None:
    """The first day after ``after`` on which the place opens, within a month."""
    return next((day for ahead in range(1, 32) if (day := day_of(hours, closed, after + timedelta(days=ahead))).open), None)


def clock(at: datetime) -> str:
    return "24:00" if at.hour == 0 and at.minute == 0 else f"{at:%H:%M}"


def spans_text(day: Day) -> str:
    return ", ".join(f"{opens:%H:%M}–{clock(closes)}" for opens, closes in day.spans)


def week_text(hours: str, language: str = "ko") -> str:
    """The ordinary week in words, days with the same times together: ``"월–금 11:00–20:00, 토·일 10:00–21:00, 공휴일 휴무"``."""
    names = list(WEEKDAYS) if language == "ko" else ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    closed, holiday = ("휴무", "공휴일") if language == "ko" else ("closed", "public holidays")
    week = [spans_text(day_of(hours, "", _ORDINARY_MONDAY + timedelta(days=at), ordinary=True)) or closed for at in range(7)]
    groups: list[tuple[int, int]] = []
    for at in range(7):
        if groups and week[groups[-1][0]] == week[at]:
            groups[-1] = (groups[-1][0], at)
        else:
            groups.append((at, at))
    parts = []
    for first, last in groups:
        label = names[first] if first == last else f"{names[first]}–{names[last]}" if last - first > 1 else f"{names[first]}·{names[last]}"
        parts.append(f"{label} {week[first]}")
    if "PH" in hours:
        sample = day_of(hours, "", _ORDINARY_MONDAY, ordinary=True, as_holiday=True)
        parts.append(f"{holiday} {spans_text(sample) or closed}")
    return ", ".join(parts)
