"""What one person chose, in order, and the same of everybody: the values that ranking works on.

An *occasion* is one order, or one visit to a place; what was chosen on it are *things*: products, categories of places, or places.
Times are hours of the brand's wall clock since Monday 1970-01-05 00:00, so that ``hours % 24`` is the time of day and
``hours % 168`` the time of the week.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

import numpy as np
from numpy.typing import NDArray

Hours = NDArray[np.float64]
Indices = NDArray[np.int64]
Floats = NDArray[Any]  # of float64: the stubs of numpy and scipy lose the type on the way

_MONDAY = datetime(1970, 1, 5)  # noqa: DTZ001 - wall-clock time has no zone
_HOUR = timedelta(hours=1)


def wall_hours(at: datetime, zone: tzinfo) -> float:
    """An instant as hours of the wall clock in ``zone``."""
    return (at.astimezone(zone).replace(tzinfo=None) - _MONDAY) / _HOUR


@dataclass(frozen=True, kw_only=True, slots=True)
class Life:
    """One person's occasions, oldest first.

    Attributes:
        hours: when each was, shape (n,).
        starts: where each one's things begin in ``things``, shape (n + 1,).
        things: indices into ``Past.names``, shape (m,); no thing twice on one occasion.
    """

    hours: Hours
    starts: Indices
    things: Indices

    def __len__(self) -> int:
        return len(self.hours)

    def first(self, count: int) -> "Life":
        """The first ``count`` occasions."""
        return Life(hours=self.hours[:count], starts=self.starts[: count + 1], things=self.things[: self.starts[count]])

    def last(self, count: int) -> "Life":
        """The last ``count`` occasions."""
        if count >= len(self):
            return self
        cut = self.starts[-1 - count]
        return Life(hours=self.hours[-count:], starts=self.starts[-1 - count :] - cut, things=self.things[cut:])

    def before(self, hour: float) -> "Life":
        """What was before ``hour``: nothing that happened at or after a moment is known at it."""
        return self.first(int(np.searchsorted(self.hours, hour, side="left")))

    def occasion(self, number: int) -> Indices:
        """The things of one occasion; -1 is the last."""
        number %= len(self.hours)
        return self.things[self.starts[number] : self.starts[number + 1]]

    def numbers(self) -> Indices:
        """For each of ``things`` the number of its occasion."""
        return np.repeat(np.arange(len(self.hours)), np.diff(self.starts))


def life(occasions: Sequence[tuple[float, Sequence[int]]]) -> Life:
    """Makes a life of (hour, things) in any order; occasions without things are left out."""
    ordered = sorted((hour, list(dict.fromkeys(things))) for hour, things in occasions if things)
    counts = [len(things) for _, things in ordered]
    return Life(
        hours=np.array([hour for hour, _ in ordered], dtype=np.float64),
        starts=np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64),
        things=np.array([thing for _, things in ordered for thing in things], dtype=np.int64),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """Everybody's lives. ``names`` are the ids of things as they came in events; ``lives`` is by person."""

    names: tuple[str, ...]
    lives: Mapping[str, Life]
