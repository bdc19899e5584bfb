"""Days of delivery: what a table's cells say, and the working days between an order and its arrival, by the Korean calendar."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from .dates import WEEKDAYS, korean_holidays
from .voice import Voice

_CLOCK = re.compile(r"(오전|오후|낮|밤|am|pm)?\s*(\d{1,2})\s*(?::(\d{2})|시(?:\s*(\d{1,2})분)?|(?=\s*(?:am|pm)))\s*(am|pm)?", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,2})\s*(?:[~∼–-]\s*(\d{1,2}))?\s*(영업일|평일|일|business days?|working days?|days?)", re.IGNORECASE)
_NEXT = re.compile(r"다음\s?날|익일|next day", re.IGNORECASE)
_SAME = re.compile(r"당일|same day", re.IGNORECASE)
_WORKING = re.compile(r"영업일|평일|business|working", re.IGNORECASE)
_PROMISED = re.compile(r"보장|약속|guarantee|promise", re.IGNORECASE)
_NOT = re.compile(r"(보장|약속)[가-힣\s]{0,6}(않|못|아니|안\s)|not guarantee|no guarantee", re.IGNORECASE)
_MOST = 60  # days: a longer way is no delivery that is counted here
_SATURDAY = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What a row says.

    Attributes:
        cut_off, cut_off_said: an order before it leaves the same day; the cell's own words for it.
        least, most: days that the way takes; working: weekends and public holidays are not counted. days_said: the cell.
        promised: the table says that it holds.
    """

    cut_off: time
    cut_off_said: str
    least: int
    most: int
    working: bool
    days_said: str
    promised: bool


def terms_in(cut_off: str, days: str, head: str) -> Terms | None:
    """The terms of a row; None where a cell says no time or no number of days."""
    until, span = _clock(cut_off), _days(days)
    if until is None or span is None:
        return None
    said = f"{head} {days}"
    return Terms(
        cut_off=until,
        cut_off_said=cut_off.strip(),
        least=span[0],
        most=span[1],
        working=_WORKING.search(said) is not None,
        days_said=days.strip(),
        promised=_PROMISED.search(said) is not None and _NOT.search(said) is None,
    )


def arrival(ordered: date, terms: Terms, *, late: bool) -> tuple[date, date, date]:
    """The day on which an order leaves, and the first and the last on which it may arrive. ``late``: after that day's cut-off."""
    left = ordered if is_working(ordered) and not late else _next_working(ordered)
    step = _after_working if terms.working else _after
    return left, step(left, terms.least), step(left, terms.most)


def is_working(day: date) -> bool:
    """Whether orders leave on a day: no Saturday, no Sunday, no Korean public holiday."""
    return day.weekday() < _SATURDAY and day not in korean_holidays(day.year)


def weekday_holidays(first: date, last: date) -> list[date]:
    """The public holidays from Monday to Friday between two days, both counted."""
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return [day for day in days if day.weekday() < _SATURDAY and day in korean_holidays(day.year)]


def day_text(day: date, voice: Voice) -> str:
    holiday = korean_holidays(day.year).get(day)
    if not voice.korean:
        return f"{day:%a} {day:%Y-%m-%d}"
    return f"{day.month}월 {day.day}일({WEEKDAYS[day.weekday()]}{f', {holiday}' if holiday else ''})"


def _next_working(day: date) -> date:
    return _after_working(day, 1)


def _after_working(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


def _after(day: date, count: int) -> date:
    return day + timedelta(days=count)


def _clock(cell: str) -> time | None:
    found = _CLOCK.search(cell)
    if found is None:
        return None
    hour, minute = int(found[2]), int(found[3] or found[4] or 0)
    half = (found[1] or found[5] or "").lower()
    if half in {"오후", "낮", "밤", "pm"} and hour < 12:
        hour += 12
    if half in {"오전", "am"} and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _days(cell: str) -> tuple[int, int] | None:
    if found := _SPAN.search(cell):
        least, most = int(found[1]), int(found[2] or found[1])
        return (least, most) if least <= most <= _MOST else None
    if _NEXT.search(cell):
        return 1, 1
    return (0, 0) if _SAME.search(cell) else None
