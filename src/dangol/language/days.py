"""The days that a date means on a given day: ``next fri`` on a Wednesday is that of the week after; ``month+0 end`` begins on the 21st."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from .entity import Entity

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKS = {"": 0, "this": 0, "next": 1, "last": -1, "after next": 2}
_AWAY = re.compile(r"today(?:([+-]\d+)(m)?)?")
_MONTH = re.compile(r"month([+-]\d+)(?: (\d\d|start|middle|end))?")
_NAMED = re.compile(r"(?:year([+-]\d+) )?--(\d\d)(?:-(\d\d)| (start|middle|end))?")
_THIRDS = {"start": (1, 11), "middle": (11, 21), "end": (21, None)}
_LATELY = 60  # days: a date without a year that is over by less may well mean this year's


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """From ``first`` to the day before ``after``; ``sure``: False where the words may mean other days."""

    first: date
    after: date
    sure: bool = True

    @property
    def count(self) -> int:
        return (self.after - self.first).days


def days_of(entity: Entity, today: date, over: bool) -> Days | None:
    """None where no calendar has such a day. ``over``: the words say that it has passed.

    Raises:
        ValueError, OverflowError: the day lies outside what a calendar holds.
    """
    value = entity.value
    if away := _AWAY.fullmatch(value):
        number = int(away[1] or 0)
        return _one(_months_on(today, number) if away[2] else today + timedelta(days=number))
    if month := _MONTH.fullmatch(value):
        first = _months_on(today.replace(day=1), int(month[1]))
        if month[2] and month[2].isdigit():
            return _one(first.replace(day=int(month[2])))
        return _third(first, month[2] or "")
    if named := _NAMED.fullmatch(value):
        return _named(named, today, over)
    if value.startswith("---"):
        return _day_of_month(int(value[3:]), today, over)
    if value[:1].isdigit():
        return _one(date.fromisoformat(value))
    return _in_week(value, today, over, entity.text.isascii())


def _one(day: date, *, sure: bool = True) -> Days:
    return Days(first=day, after=day + timedelta(days=1), sure=sure)


def _months_on(day: date, months: int) -> date:
    """The same day so many months later, or that month's last."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _third(first: date, third: str) -> Days:
    """A month, or a third of it."""
    begins, ends = _THIRDS.get(third, (1, None))
    return Days(first=first.replace(day=begins), after=first.replace(day=ends) if ends else _months_on(first, 1))


def _named(named: re.Match[str], today: date, over: bool) -> Days | None:
    """A month or a day of a month, of a year that is said or else the next to come."""
    month, day = int(named[2]), int(named[3] or 1)
    years = [today.year + int(named[1])] if named[1] else [today.year - ahead if over else today.year + ahead for ahead in range(9)]
    for year in years:
        if day > calendar.monthrange(year, month)[1]:
            continue
        first = date(year, month, day)
        days = _one(first) if named[3] else _third(first, named[4] or "")
        if named[1] or (days.first <= today if over else days.after > today):
            lately = not over and not named[1] and (today.toordinal() - _ordinal(today.year, month, day)) in range(1, _LATELY)
            return Days(first=days.first, after=days.after, sure=not lately)
    return None


def _ordinal(year: int, month: int, day: int) -> int:
    return date(year, month, min(day, calendar.monthrange(year, month)[1])).toordinal()


def _day_of_month(day: int, today: date, over: bool) -> Days:
    """The next month that has such a day, this one if it is yet to come; or the last."""
    for months in range(4):
        first = _months_on(today.replace(day=1), -months if over else months)
        if day <= calendar.monthrange(first.year, first.month)[1]:
            found = first.replace(day=day)
            if found <= today if over else found >= today:
                return _one(found)
    raise ValueError(day)


def _in_week(value: str, today: date, over: bool, english: bool) -> Days:
    """A week, a weekend or a weekday, by Mondays."""
    which, _, what = value.rpartition(" ")
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_WEEKS[which])
    if what == "week":
        return Days(first=monday, after=monday + timedelta(days=7))
    if what == "weekend":
        passed = over and not which and today.weekday() < 5
        saturday = monday + timedelta(days=-2 if passed else 5)
        return Days(first=saturday, after=saturday + timedelta(days=2))
    number = _WEEKDAYS.index(what)
    if which:
        day = monday + timedelta(days=number)
        return _one(day, sure=not english or which == "this" or 0 < abs((day - today).days) <= 7)  # "next friday": this week's to some
    if over:
        return _one(today - timedelta(days=(today.weekday() - number - 1) % 7 + 1))
    return _one(today + timedelta(days=(number - today.weekday()) % 7), sure=number != today.weekday())
