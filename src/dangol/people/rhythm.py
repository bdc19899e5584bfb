"""Rhythms in one person's own history: by day, by week, by month, and how long something lasts; each with its uncertainty.

A clock rhythm is found by circular statistics. Each event is an angle on the clock (24 hours, 7 days, a calendar month); all events of one
turn count as one angle, their mean, so that a busy afternoon is not a habit. Rayleigh's test asks whether the angles could be
uniform; its p-value is Zar's (Biostatistical Analysis, eq. 27.4). A replenishment rhythm is found in the gaps between events: gamma
against exponential gaps by likelihood ratio, with Minka's closed form for the shape. All tests of one person share one error rate by Holm's
method; how many people without any rhythm are still said to have one is measured by shuffling times (``make bench-person``).
"""

import calendar
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

Period = Literal["day", "week", "month", "gap"]

ERROR = 0.005  # asked of all tests of a person together; as the gap's test is a little bold, 0.6 % of people without rhythm get one
CLOSE = 1.96  # of a normal distribution: 95 %
LEAST = 5  # turns of the clock, or gaps, that something must have been seen in
LATEST = 12  # turns that say how likely the next one is
SHORTEST = 72.0  # hours: a shorter mean gap is no replenishment
ON_WEEKDAYS = 0.9  # share of events from Monday to Friday that makes a daily rhythm one of weekdays
OFTEN = 2.5  # days of use in a turn: what is done on more days of a week is no weekly rhythm, nor of a month a monthly one
SAYS_MOST: tuple[Period, ...] = ("month", "week", "day", "gap")
_MONDAY = datetime(1970, 1, 5)  # noqa: DTZ001 - wall-clock time has no zone


@dataclass(frozen=True, kw_only=True, slots=True)
class Rhythm:
    """One rhythm of one thing.

    Attributes:
        center: where on its clock: hour of the day (0…24), hours since Monday 0:00 (0…168), day of the month (1…32); of a gap, its
            mean in hours.
        give: half of the 95 % interval of ``center``, same unit (a gap's: hours).
        weekdays: a daily rhythm that keeps to Monday to Friday.
        turns: distinct days, weeks, months or gaps it was seen in. p_value: before the correction for many tests.
        next_at: when it is due next, wall clock. probability: that it happens then, by its latest turns.
    """

    thing: str
    period: Period
    center: float
    give: float
    weekdays: bool
    turns: int
    p_value: float
    next_at: datetime
    probability: float


def rhythms(history: Mapping[str, Sequence[datetime]], now: datetime) -> list[Rhythm]:
    """The rhythms of one person, soonest next time first.

    Args:
        history: times of each thing, naive wall clock, any order; those after ``now`` are not there yet, and the same instant counts once.
        now: naive wall clock.

    Returns:
        At most one rhythm of each thing: of several that pass, the one with the longest clock; a gap only where no clock passes.
    """
    found: list[Rhythm] = []
    tests = 0
    for thing in sorted(history):
        times = sorted({at for at in history[thing] if at <= now})
        for test in _TESTS:
            one = test(thing, times, now)
            if one is not None:
                tests += 1
                found.append(one)
    passed = _holm(found, tests)
    return sorted(_best(passed), key=lambda rhythm: (rhythm.next_at, rhythm.thing, rhythm.period))


def rayleigh(angles: Sequence[float]) -> tuple[float, float, float]:
    """Mean angle (radians, 0…2 pi), mean resultant length (0…1) and p-value of the hypothesis that the angles are uniform.

    >>> [round(value, 3) for value in rayleigh([0.1, 0.0, 0.2, 0.1, 0.1])]
    [0.1, 0.998, 0.001]
    """
    count = len(angles)
    x, y = sum(map(math.cos, angles)), sum(map(math.sin, angles))
    length = math.hypot(x, y)
    inside = 1 + 4 * count + 4 * (count * count - min(length, count) ** 2)
    return math.atan2(y, x) % math.tau, min(1.0, length / count), min(1.0, math.exp(math.sqrt(inside) - (1 + 2 * count)))


def _holm(found: Sequence[Rhythm], tests: int) -> list[Rhythm]:
    """Holm 1979: the smallest of m p-values against ERROR / m, the next against ERROR / (m - 1), until one fails."""
    passed: list[Rhythm] = []
    for place, one in enumerate(sorted(found, key=lambda rhythm: (rhythm.p_value, rhythm.thing, rhythm.period))):
        if one.p_value > ERROR / (tests - place):
            break
        passed.append(one)
    return passed


def _best(passed: Sequence[Rhythm]) -> list[Rhythm]:
    """Whoever comes each Friday at seven also comes at seven, and at gaps of a week: the longest clock says most, a gap least."""
    best: dict[str, Rhythm] = {}
    for one in sorted(passed, key=lambda rhythm: SAYS_MOST.index(rhythm.period)):
        best.setdefault(one.thing, one)
    return list(best.values())


def _day(at: datetime) -> tuple[int, float]:
    hours = (at - _MONDAY) / timedelta(hours=1)
    return int(hours // 24), hours % 24 / 24


def _week(at: datetime) -> tuple[int, float]:
    hours = (at - _MONDAY) / timedelta(hours=1)
    return int(hours // 168), hours % 168 / 168


def _month(at: datetime) -> tuple[int, float]:
    """Days are counted over the month's own length, so the last of February is the last of a month."""
    length = calendar.monthrange(at.year, at.month)[1]
    begun = at - at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return at.year * 12 + at.month, begun / timedelta(days=length)


_Clock = Callable[[datetime], tuple[int, float]]
_CLOCKS: Mapping[Period, tuple[_Clock, float]] = {"day": (_day, 24.0), "week": (_week, 168.0), "month": (_month, 31.0)}


def _by_clock(thing: str, times: Sequence[datetime], now: datetime, period: Period) -> Rhythm | None:
    clock, unit = _CLOCKS[period]
    turns: dict[int, list[float]] = {}
    for at in times:
        turn, phase = clock(at)
        turns.setdefault(turn, []).append(phase * math.tau)
    if len(turns) < LEAST or (period != "day" and len({at.date() for at in times}) >= OFTEN * len(turns)):
        return None
    angles = [rayleigh(one)[0] for one in turns.values()]
    middle, length, p_value = rayleigh(angles)
    weekdays = (
        period == "day" and sum(at.weekday() < 5 for at in times) >= ON_WEEKDAYS * len(times) and now - times[0] >= timedelta(days=14)
    )
    return Rhythm(
        thing=thing,
        period=period,
        center=middle / math.tau * unit + (period == "month"),
        give=_give(angles, middle, length) / math.tau * unit,
        weekdays=weekdays,
        turns=len(turns),
        p_value=p_value,
        next_at=_next(now, period, middle / math.tau, weekdays),
        probability=_chance(turns, clock(now)[0], times[0], period, weekdays),
    )


def _give(angles: Sequence[float], middle: float, length: float) -> float:
    """Half of the 95 % interval of a mean angle, radians (Fisher 1993, 4.4.4); half a turn where it is not to be known."""
    if length <= 0:
        return math.pi
    doubled = sum(math.cos(2 * (angle - middle)) for angle in angles) / len(angles)
    error = CLOSE * math.sqrt(max(0.0, (1 - doubled) / (2 * length * length)) / len(angles))
    return math.asin(error) if error < 1 else math.pi


def _next(now: datetime, period: Period, phase: float, weekdays: bool) -> datetime:
    """The first time after ``now`` at which the clock shows ``phase``."""
    if period == "month":
        start = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        while (due := start + phase * timedelta(days=calendar.monthrange(start.year, start.month)[1])) <= now:
            start = (start + timedelta(days=32)).replace(day=1)
        return due
    length = timedelta(days=1 if period == "day" else 7)
    due = _MONDAY + ((now - _MONDAY) // length) * length + phase * length
    while due <= now or (weekdays and due.weekday() >= 5):
        due += length
    return due


def _chance(turns: Mapping[int, object], current: int, first: datetime, period: Period, weekdays: bool) -> float:
    """Of the latest whole turns, the share in which it happened, with one of each assumed before (Laplace's rule)."""
    began = _CLOCKS[period][0](first)[0]
    latest = [turn for turn in range(max(began, current - 2 * LATEST), current) if not (weekdays and turn % 7 >= 5)][-LATEST:]
    return (sum(turn in turns for turn in latest) + 1) / (len(latest) + 2)


def _by_gap(thing: str, times: Sequence[datetime], now: datetime) -> Rhythm | None:
    """Regular gaps: gamma with shape above 1. Gaps of hours are not looked at: they are the clocks' to find."""
    gaps = [(after - before) / timedelta(hours=1) for before, after in pairwise(times)]
    if len(gaps) < LEAST or (mean := sum(gaps) / len(gaps)) < SHORTEST:
        return None
    spread = math.log(mean) - sum(map(math.log, gaps)) / len(gaps)
    if spread <= 1e-9:
        shape = 1e6
    else:
        shape = min(1e6, (3 - spread + math.sqrt((spread - 3) ** 2 + 24 * spread)) / (12 * spread))
    gain = len(gaps) * _gained(shape, spread)
    p_value = 0.5 * math.erfc(math.sqrt(max(0.0, gain))) if shape > 1 else 1.0
    waited = (now - times[-1]) / timedelta(hours=1)
    late = max(0, int(waited // mean))
    return Rhythm(
        thing=thing,
        period="gap",
        center=mean,
        give=CLOSE * mean / math.sqrt(shape * len(gaps)),
        weekdays=False,
        turns=len(gaps),
        p_value=p_value,
        next_at=max(now, times[-1] + timedelta(hours=mean)),
        probability=(min(LATEST, len(gaps)) + 1) / (min(LATEST, len(gaps)) + 2 + late),
    )


def _gained(shape: float, spread: float) -> float:
    """Log likelihood a gap of gamma(shape) above exponential gaps of the same mean."""
    return shape * math.log(shape) - math.lgamma(shape) - shape * (1 + spread) + spread + 1


_TESTS: tuple[Callable[[str, Sequence[datetime], datetime], Rhythm | None], ...] = (
    lambda thing, times, now: _by_clock(thing, times, now, "day"),
    lambda thing, times, now: _by_clock(thing, times, now, "week"),
    lambda thing, times, now: _by_clock(thing, times, now, "month"),
    _by_gap,
)
