"""Everybody's rhythms in one job: ``people.rhythm`` for all people at once, as one Ibis expression, the same on DuckDB and on Spark.

The rules, their papers and their numbers are those of ``people.rhythm``; a test holds that both find the same. Instants are whole
microseconds of the brand's wall clock since 1970, and months come with the rows, so that no engine's own time zone or calendar has a say.
"""

import calendar
import math
from datetime import datetime, timedelta
from typing import Any

from dangol.people.rhythm import CLOSE, ERROR, LATEST, LEAST, OFTEN, ON_WEEKDAYS, SAYS_MOST, SHORTEST, Period
from dangol.people.special import erfc, least, log_gamma, most

Table = Any  # an Ibis table
Value = Any  # a column of one

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - wall-clock time has no zone
_HOUR, _DAY = 3_600_000_000, 86_400_000_000  # microseconds
_MONDAY = 4 * _DAY  # the first Monday of 1970
_UNIT = {"day": 24.0, "week": 168.0, "month": 31.0}
_KEYS = ["person", "thing"]


def rhythms_of_all(choices: Table, now: datetime) -> Table:
    """The rhythms of everybody.

    Args:
        choices: columns person, thing (text), wall (microseconds), and of its month the number (year * 12 + month) and the phase (0…1), as
            ``month_of`` has them; in any order; the same instant of a thing counts once.
        now: naive wall clock; what is later is not there yet.

    Returns:
        person, thing, period, center, give, weekdays, turns, p_value, next_at (microseconds), probability: as ``Rhythm`` has them.
    """
    at = micros(now)
    seen = choices.filter(choices.wall <= at, choices.wall >= _MONDAY).select("person", "thing", "wall", "month", "phase").distinct()
    days = _by_thing(_turns(seen, "day"), "day", at)
    found = _clock(days, "day", now).union(_gaps(seen, at))
    for period in ("week", "month"):
        things = _by_thing(_turns(seen, period), period, at).join(days.select(*_KEYS, days=days.n), _KEYS)
        found = found.union(_clock(things.filter(things.days < OFTEN * things.n), period, now))
    return _best(_holm(found))


def micros(at: datetime) -> int:
    """Naive wall clock as whole microseconds since 1970."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def month_of(wall: datetime) -> tuple[int, float]:
    """A month's number and how much of it has passed."""
    begin = wall.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return wall.year * 12 + wall.month, (wall - begin) / timedelta(days=calendar.monthrange(wall.year, wall.month)[1])


def _turns(seen: Table, period: Period) -> Table:
    """One row a turn of the clock: its mean angle, and of days the number of times."""
    turn, phase = (seen.month, seen.phase) if period == "month" else _even(seen.wall, _DAY if period == "day" else 7 * _DAY)
    told = seen.mutate(turn=turn, angle=phase * math.tau)
    summed = told.group_by([*_KEYS, "turn"]).agg(
        x=told.angle.cos().sum(), y=told.angle.sin().sum(), times=told.count(), first=told.wall.min()
    )
    return summed.mutate(angle=summed.y.atan2(summed.x))


def _even(wall: Value, length: int) -> tuple[Value, Value]:
    since = wall - _MONDAY
    turn = ((since - since % length) / length).cast("int64")
    return turn, (since % length).cast("float64") / length


def _by_thing(turns: Table, period: Period, at: int) -> Table:
    """One row a thing: sums over its turns, and those that count for how likely the next one is."""
    current = _current(period, at)
    late = (turns.turn >= current - LATEST) & (turns.turn < current)
    weekday = turns.turn % 7 < 5
    late_weekday = weekday & (turns.turn >= _weekdays_from(current)) & (turns.turn < current)
    return turns.group_by(_KEYS).agg(
        n=turns.count(),
        c=turns.angle.cos().sum(),
        s=turns.angle.sin().sum(),
        c2=(turns.angle * 2).cos().sum(),
        s2=(turns.angle * 2).sin().sum(),
        began=turns.turn.min(),
        late=late.ifelse(1, 0).sum(),
        late_weekday=late_weekday.ifelse(1, 0).sum(),
        times=turns.times.sum(),
        weekday_times=weekday.ifelse(turns.times, 0).sum(),
        first=turns["first"].min(),
    )


def _current(period: Period, at: int) -> int:
    if period == "month":
        now = _EPOCH + timedelta(microseconds=at)
        return now.year * 12 + now.month
    return (at - _MONDAY) // (_DAY if period == "day" else 7 * _DAY)


def _weekdays_from(current: int) -> int:
    """The day from which on there are ``LATEST`` days of Monday to Friday before ``current``."""
    return [day for day in range(current - 2 * LATEST, current) if day % 7 < 5][-LATEST]


def _clock(things: Table, period: Period, now: datetime) -> Table:
    unit, at = _UNIT[period], micros(now)
    current = _current(period, at)
    told = things.filter(things.n >= LEAST).mutate(middle=_turned(things.s.atan2(things.c)), n_=things.n.cast("float64"))
    told = told.mutate(reach=least(told.n_, (told.c * told.c + told.s * told.s).sqrt()))
    told = told.mutate(
        length=told.reach / told.n_,
        doubled=((told.middle * 2).cos() * told.c2 + (told.middle * 2).sin() * told.s2) / told.n_,
        weekdays=(told.weekday_times >= ON_WEEKDAYS * told.times) & (told["first"] <= at - 14 * _DAY) & (period == "day"),
    )
    error = (most(0.0, (1 - told.doubled) / (2 * told.length * told.length)) / told.n_).sqrt() * CLOSE
    give = ((told.length > 0) & (error < 1)).ifelse(least(1.0, error).asin(), math.pi)
    inside = 1 + 4 * told.n_ + 4 * (told.n_ * told.n_ - told.reach * told.reach)
    since = most(told.began, current - LATEST)
    since_weekday = most(told.began, _weekdays_from(current))
    of = told.weekdays.ifelse(_weekdays(current) - _weekdays_before(since_weekday), current - since)
    seen = told.weekdays.ifelse(told.late_weekday, told.late)
    return _shaped(
        told,
        period=period,
        center=told.middle / math.tau * unit + (1.0 if period == "month" else 0.0),
        give=give / math.tau * unit,
        weekdays=told.weekdays,
        turns=told.n,
        p_value=least(1.0, (inside.sqrt() - (1 + 2 * told.n_)).exp()),
        next_at=_due(told.middle / math.tau, told.weekdays, period, now),
        probability=(seen.cast("float64") + 1) / (of.cast("float64") + 2),
    )


def _weekdays(day: int) -> int:
    return 5 * (day // 7) + min(day % 7, 5)


def _weekdays_before(day: Value) -> Value:
    """Days of Monday to Friday from the first Monday of 1970 until this day."""
    return 5 * ((day - day % 7) / 7).cast("int64") + least(day % 7, 5)


def _due(phase: Value, weekdays: Value, period: Period, now: datetime) -> Value:
    """The first time after now at which the clock shows this phase: of a few known turns, the first that is late enough."""
    at = micros(now)
    if period == "month":
        begins = [now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)]
        begins.append((begins[0] + timedelta(days=32)).replace(day=1))
        first, second = (
            (phase * float(calendar.monthrange(one.year, one.month)[1] * _DAY)).round().cast("int64") + micros(one) for one in begins
        )
        return (first > at).ifelse(first, second)
    length = _DAY if period == "day" else 7 * _DAY
    inside = (phase * float(length)).round().cast("int64")
    start = _MONDAY + (at - _MONDAY) // length * length
    next_ = (inside + start > at).ifelse(inside + start, inside + start + length)
    if period == "week":
        return next_
    weekday = ((next_ - _MONDAY - (next_ - _MONDAY) % _DAY) / _DAY).cast("int64") % 7
    return (weekdays & (weekday >= 5)).ifelse(next_ + (7 - weekday) * _DAY, next_)


def _gaps(seen: Table, at: int) -> Table:
    import ibis

    before = seen.wall.lag().over(ibis.window(group_by=_KEYS, order_by=seen.wall))
    told = seen.mutate(gap=(seen.wall - before).cast("float64") / _HOUR)
    summed = told.group_by(_KEYS).agg(
        n=told.gap.count(), first=told.wall.min(), last=told.wall.max(), logs=told.gap.ln().sum(), gaps=told.gap.sum()
    )
    summed = summed.filter(summed.n >= LEAST).mutate(n_=summed.n.cast("float64"), mean=summed.gaps / summed.n)
    summed = summed.filter(summed["mean"] >= SHORTEST)
    summed = summed.mutate(spread=summed["mean"].ln() - summed.logs / summed.n_)
    spread = most(1e-9, summed.spread)
    shape = (3 - spread + ((spread - 3) * (spread - 3) + 24 * spread).sqrt()) / (12 * spread)
    summed = summed.mutate(shape=(summed.spread <= 1e-9).ifelse(1e6, least(1e6, shape)))
    of = summed["shape"]
    gained = of * of.ln() - log_gamma(of) - of * (1 + summed.spread) + summed.spread + 1
    chance = erfc(most(0.0, summed.n_ * gained).sqrt()) * 0.5
    wait = (at - summed["last"]).cast("float64") / _HOUR
    late = most(0.0, (wait / summed["mean"]).floor().cast("float64"))
    few = least(float(LATEST), summed.n_)
    next_ = summed["last"] + (summed["mean"] * float(_HOUR)).round().cast("int64")
    return _shaped(
        summed,
        period="gap",
        center=summed["mean"],
        give=CLOSE * summed["mean"] / (of * summed.n_).sqrt(),
        weekdays=False,
        turns=summed.n,
        p_value=(of > 1).ifelse(chance, 1.0),
        next_at=(next_ > at).ifelse(next_, at),
        probability=(few + 1) / (few + 2 + late),
    )


def _shaped(told: Table, **columns: Value) -> Table:
    import ibis

    kinds = {"period": "string", "weekdays": "boolean", "turns": "int64", "next_at": "int64"}
    named = {name: (ibis.literal(one) if isinstance(one, str | bool) else one) for name, one in columns.items()}
    return told.select(*_KEYS, **{name: one.cast(kinds.get(name, "float64")) for name, one in named.items()})


def _holm(found: Table) -> Table:
    """Those that pass, all tests of one person sharing one error rate."""
    import ibis

    whole = ibis.window(group_by="person")
    order = ibis.window(group_by="person", order_by=["p_value", "thing", "period"])
    ranked = found.mutate(tests=found.count().over(whole), place=ibis.row_number().over(order))
    failed = (ranked.p_value > ERROR / (ranked.tests - ranked.place).cast("float64")).ifelse(1, 0)
    ranked = ranked.mutate(failed=failed)
    until = ibis.window(group_by="person", order_by="place", preceding=None, following=0)
    ranked = ranked.mutate(failures=ranked.failed.sum().over(until))
    return ranked.filter(ranked.failures == 0)


def _best(passed: Table) -> Table:
    import ibis

    says = passed.period.cases(*((period, place) for place, period in enumerate(SAYS_MOST)), else_=len(SAYS_MOST))
    told = passed.mutate(says=says)
    told = told.mutate(first=ibis.row_number().over(ibis.window(group_by=_KEYS, order_by="says")))
    told = told.filter(told["first"] == 0)
    return told.select(*_KEYS, "period", "center", "give", "weekdays", "turns", "p_value", "next_at", "probability")


def _turned(angle: Value) -> Value:
    """From -pi…pi to 0…2 pi."""
    return (angle < 0).ifelse(angle + math.tau, angle)
