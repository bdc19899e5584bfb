"""What speaks for each candidate: one row a thing, one column a reason, of one person at one moment.

A personal share is ``log(0.01 + (chosen + 3 * usual) / (occasions + 3))``, where *chosen* and *occasions* are weighed by recency or by
nearness on the clock: a Bayesian estimate that falls back on what is usual, and cannot be carried away by what is rare.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dangol.offers.crowd import GAPS, Crowd
from dangol.offers.life import Floats, Indices, Life
from dangol.offers.neighbours import neighbours

NAMES = (
    *("own", "share", "order_fast", "order", "order_slow", "week", "month"),
    *("hour", "hour_near", "hour_month", "day_kind", "weekly", "weekly_near", "crowd_hour", "crowd_week"),
    *("gap", "due", "habit"),
    *(f"follow_{number}" for number in range(GAPS)),
    *(f"own_follow_{number}" for number in range(GAPS)),
    *(f"same_{number}" for number in range(GAPS)),
    *("today", "together", "alike", "popular", "recent", "lately"),
    *("again", "hazard", "loyal", "long", "broad"),
)

NOT_TOGETHER, NOBODY_ALIKE = 0.01, 0.002  # what stands for nothing in a logarithm
_EVERY = 200  # so few things are all candidates
_MOST = {"own": 150, "alike": 60, "together": 40, "recent": 40, "lately": 30}
_LATEST = 2_000  # occasions of a very long life that are looked at
_PRIOR = 3.0
_FLOOR = 0.01
_FOLLOW = 10.0  # occasions of prior when it is learned what follows a thing


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidates:
    """Things that might be next, and what speaks for each: ``columns`` is (len(things), len(NAMES))."""

    things: Indices
    columns: NDArray[np.float32]


def candidates(crowd: Crowd, life: Life, hour: float, row: int | None = None, known: int | None = None) -> Candidates:
    """Candidates for one person at ``hour``; what is in ``life`` at or after it, or more than 2,000 occasions ago, is not looked at.

    Args:
        row: the person's own row among ``crowd``'s people, so that nobody is a neighbour of oneself.
        known: rank all of the first ``known`` things, not only the likeliest of each source.
    """
    life = life.before(hour).last(_LATEST)
    alike = neighbours(crowd, life, row)
    together = _together(crowd, life)
    own = np.unique(life.things)
    things = np.arange(known or crowd.size) if known or crowd.size <= _EVERY else _likely(crowd, life, own, alike, together)
    personal = _Personal.of(crowd, life, hour, things)
    columns = [
        *personal.shares(),
        *personal.clock(),
        *personal.cycle(),
        *personal.after(),
        np.log(NOT_TOGETHER + together[things]),
        np.log(NOBODY_ALIKE + alike[things]),
        *(np.log(1e-5 + share[things]) for share in (crowd.share, crowd.recent, crowd.lately)),
        *personal.returning(len(own)),
    ]
    return Candidates(things=things, columns=np.stack(columns, axis=1).astype(np.float32))


def _likely(crowd: Crowd, life: Life, own: Indices, alike: Floats, together: Floats) -> Indices:
    if len(own) > _MOST["own"]:
        weight = np.bincount(life.things, 0.97 ** (len(life) - 1 - life.numbers()), minlength=crowd.size)
        own = _top(weight, _MOST["own"])
    found = [own, *(_top(np.asarray(values), _MOST[name]) for name, values in (("alike", alike), ("together", together)))]
    return np.unique(np.concatenate([*found, _top(crowd.recent, _MOST["recent"]), _top(crowd.lately, _MOST["lately"])]))


def _top(values: Floats, count: int) -> Indices:
    """The ``count`` highest that are above zero."""
    best = np.argpartition(-values, min(count, len(values) - 1))[:count]
    return best[values[best] > 0]


def _together(crowd: Crowd, life: Life) -> Floats:
    """What goes with what the person chose lately."""
    weights = np.bincount(life.things, 0.75 ** (len(life) - 1 - life.numbers()), minlength=crowd.size)
    if len(life.things) == 0:
        return np.zeros(crowd.size)
    chosen = np.flatnonzero(weights > 1e-4)
    return np.asarray(weights[chosen] @ crowd.together[chosen]).ravel()


@dataclass(slots=True)
class _Personal:
    """What one person's own life says of ``things`` at ``hour``."""

    crowd: Crowd
    life: Life
    hour: float
    things: Indices
    place: Indices  # of each thing in the life among ``things``, -1 when it is no candidate
    since: Indices  # occasions between each thing in the life and the last one
    age: Floats  # days of each occasion
    usual: Floats

    @classmethod
    def of(cls, crowd: Crowd, life: Life, hour: float, things: Indices) -> "_Personal":
        at = np.full(crowd.size, -1, dtype=np.int64)
        at[things] = np.arange(len(things))
        since = len(life) - 1 - life.numbers()
        return cls(crowd, life, hour, things, at[life.things], since, (hour - life.hours) / 24, crowd.share[things])

    def _counts(self, occasions: Floats) -> Floats:
        """Of each candidate, the weights of the occasions that it was chosen on."""
        kept = self.place >= 0
        return np.bincount(self.place[kept], np.repeat(occasions, np.diff(self.life.starts))[kept], minlength=len(self.things))

    def _share(self, occasions: Floats, prior: Floats) -> Floats:
        return np.asarray((self._counts(occasions) + _PRIOR * prior) / (occasions.sum() + _PRIOR))

    def shares(self) -> list[Floats]:
        count = len(self.life)
        order = np.arange(count - 1, -1, -1, dtype=np.float64)
        weights = [np.ones(count), 0.5**order, 0.75**order, 0.9**order, 0.5 ** (self.age / 7), 0.5 ** (self.age / 30)]
        self.usual = self._share(weights[0], self.crowd.share[self.things])
        own = (self._counts(weights[0]) > 0).astype(np.float64)
        return [own, *(np.log(_FLOOR + self._share(one, self.crowd.share[self.things])) for one in weights)]

    def clock(self) -> list[Floats]:
        """Shares by nearness on the 24-hour and the weekly clock (von Mises kernels), and what the crowd does at this hour."""
        now = int(self.hour)
        day, week = self.crowd.by_hour[now % 24][self.things], self.crowd.by_week[now % 168][self.things]
        angle = np.cos(2 * np.pi * (self.life.hours - self.hour) / 24) - 1
        weekly = np.cos(2 * np.pi * (self.life.hours - self.hour) / 168) - 1
        weekend = (self.life.hours // 24 % 7 >= 5) == (self.hour // 24 % 7 >= 5)
        near = [np.exp(8 * angle), np.exp(30 * angle), np.exp(8 * angle) * 0.5 ** (self.age / 30), np.exp(8 * angle) * weekend]
        near += [np.exp(60 * weekly), np.exp(400 * weekly)]
        prior = np.minimum(1.0, self.usual * np.exp(day))
        return [*(np.log(_FLOOR + self._share(one, prior)) for one in near), day, week]

    def cycle(self) -> list[Floats]:
        """Occasions since the last time; how near the usual gap is; whether it was chosen more than once."""
        count = len(self.things)
        first, last, times = np.full(count, 1e18), np.full(count, -1e18), np.zeros(count)
        latest = np.full(count, -1.0)
        kept = self.place >= 0
        place, number = self.place[kept], self.life.numbers()[kept]
        hours = self.life.hours[number]
        np.minimum.at(first, place, hours)
        np.maximum.at(last, place, hours)
        np.maximum.at(latest, place, number.astype(np.float64))
        np.add.at(times, place, 1.0)
        gap = np.where(times > 0, np.log1p(len(self.life) - 1 - latest), 0.0)
        often = (times > 1) & (last > first)
        usual = np.maximum(np.where(often, last - first, 1.0) / np.maximum(times - 1, 1), 0.01)  # hours; two at one instant are no cycle
        ratio = np.where(often, self.hour - last, 1.0) / usual
        return [gap, np.where(often, np.exp(-np.abs(np.log(np.clip(ratio, 0.05, 20.0)))), 0.0), (times > 1).astype(np.float64)]

    def after(self) -> list[Floats]:
        """What comes after what was last: with everybody, with this person, and the same again; one column for each class of gap."""
        crowd, blank = self.crowd, np.zeros(len(self.things))
        lift, own, same, today = blank, blank, blank, blank
        gap = GAPS - 1
        if len(self.life):
            gap = crowd.gap_class(self.hour - float(self.life.hours[-1]))
            last = self.life.occasion(-1)
            lift, own = self._crowd_after(last, gap), self._own_after(last)
            same = np.isin(self.things, last).astype(np.float64)
            today = np.minimum(self._counts((self.age < 0.5).astype(np.float64)), 3.0) * (1 - same)
        in_class = [number == gap for number in range(GAPS)]
        return [*(one * here for one in (lift, own, same) for here in in_class), today]

    def _crowd_after(self, last: Indices, gap: int) -> Floats:
        crowd = self.crowd
        followed = np.asarray(crowd.follow[gap][last].sum(axis=0)).ravel()[self.things]
        whole = crowd.before[gap][last].sum()
        share = np.maximum(crowd.share[self.things], 1e-6)
        return np.asarray(np.log((followed + _FOLLOW * share + 1e-3) / ((whole + _FOLLOW) * share + 1e-3)))

    def _own_after(self, last: Indices) -> Floats:
        """What this person chose after the like of the last occasion, the more the nearer the gap then was to the one now."""
        life, count = self.life, len(self.life)
        if count < 2:
            return np.zeros(len(self.things))
        alike = np.bincount(life.numbers(), np.isin(life.things, last), minlength=count) / len(last)
        gaps = np.log1p(np.maximum(np.diff(life.hours), 0.0))
        now = np.log1p(max(0.0, self.hour - float(life.hours[-1])))
        weights = np.zeros(count)
        weights[1:] = alike[:-1] * np.exp(-((gaps - now) ** 2) / 0.5)
        share = self._share(weights, self.usual)
        return np.log((_FLOOR + share) / (_FLOOR + self.usual))

    def returning(self, broad: int) -> list[Floats]:
        """Only of things chosen before: how often they come back to others; how loyal, long and broad this person's life is."""
        own = (self._counts(np.ones(len(self.life))) > 0).astype(np.float64)
        count = len(self.life)
        firsts = broad - (len(self.life.occasion(0)) if count else 0)
        later = len(self.life.things) - (len(self.life.occasion(0)) if count else 0)
        loyal = (later - firsts + 10 * self.crowd.loyal) / (later + 10)
        odds = np.log(loyal / max(1e-3, 1 - loyal))
        again, hazard = np.log(self.crowd.again[self.things] + 1e-4), np.log(self.crowd.hazard[self.things] + 1e-4)
        return [own * again, own * hazard, own * odds, own * np.log1p(count), own * np.log1p(broad)]
