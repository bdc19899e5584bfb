"""What to try when nobody knows yet: silence or one of several offers, chosen by what came of each before, with known chances. Pure.

Thompson sampling (Biometrika 25, 1933) over normal means. The value of an arm in a context is the mean of what came of it there, drawn
towards the arm's mean everywhere, and that towards the mean of all; each prior is worth ``_PRIOR`` outcomes. The chance of an arm is the
share of draws in which it is best, so chances are known and can be logged, plus an even share of ``explore``: no arm's chance is ever 0
(what was never tried cannot be learned), and any policy can later be judged by what this one logged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

SILENT = "silent"
_PRIOR = 20.0  # outcomes
_SPREAD = 0.25  # variance of an outcome before any was seen
_DRAWS = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """Outcomes of one arm in one context: how many, their sum and the sum of their squares."""

    count: float = 0.0
    total: float = 0.0
    squares: float = 0.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(count=self.count + other.count, total=self.total + other.total, squares=self.squares + other.squares)

    @staticmethod
    def of(outcomes: Iterable[float]) -> "Tally":
        values = np.fromiter(outcomes, dtype=np.float64)
        return Tally(count=float(len(values)), total=float(values.sum()), squares=float((values**2).sum()))


@dataclass(frozen=True, kw_only=True, slots=True)
class Learned:
    """What came of everything: tallies by context and arm."""

    tallies: Mapping[tuple[str, str], Tally]

    def arm(self, name: str) -> Tally:
        return sum((one for (_, arm), one in self.tallies.items() if arm == name), Tally())

    def all(self) -> Tally:
        return sum(self.tallies.values(), Tally())


NOTHING = Learned(tallies={})


def chances(learned: Learned, context: str, arms: Sequence[str], rng: Generator, *, explore: float) -> NDArray[np.float64]:
    """The chance of each arm in this context; they sum to 1 and none is below ``explore / len(arms)``.

    Args:
        explore: 0…1, the share of choices made without regard to what is known.
    """
    usual, _ = _posterior(learned.all(), 0.0)
    means, spreads = [], []
    for arm in arms:
        general, _ = _posterior(learned.arm(arm), usual)
        mean, spread = _posterior(learned.tallies.get((context, arm), Tally()), general)
        means.append(mean)
        spreads.append(spread)
    drawn = rng.normal(np.array(means), np.array(spreads), (_DRAWS, len(arms)))
    best = np.bincount(drawn.argmax(axis=1), minlength=len(arms)) / _DRAWS
    return np.asarray((1 - explore) * best + explore / len(arms))


def draw(arms: Sequence[str], chance: NDArray[np.float64], rng: Generator) -> tuple[str, float]:
    """One arm by its chance, and that chance: the propensity to log."""
    place = int(rng.choice(len(arms), p=chance / chance.sum()))
    return arms[place], float(chance[place])


def _posterior(tally: Tally, prior: float) -> tuple[float, float]:
    """Mean and standard error of a value, with a prior mean worth ``_PRIOR`` outcomes."""
    weight = tally.count + _PRIOR
    mean = (tally.total + _PRIOR * prior) / weight
    spread = (tally.squares - 2 * mean * tally.total + tally.count * mean**2 + _PRIOR * (_SPREAD + (mean - prior) ** 2)) / weight
    return mean, float(np.sqrt(max(spread, 1e-9) / weight))
