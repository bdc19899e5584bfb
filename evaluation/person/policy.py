"""What the policy of messages is worth, in worlds whose truth is known: is it as good as the best fixed one, and is a wrong one found out?

Assumptions, the same in each regime: 4,000 people, 120 days, each person considered once a day; a tenth are held out. On a day a person
needs something with a chance of 0.3, of which the policy sees a noisy sign (right in 85 of 100 cases). Somebody who needs buys with a
chance of 0.12 without any message, else 0.01. A message moves that as the regime says, adds to fatigue, which halves every 10 days, and
may be refused for ever. A purchase is worth 1, less what a coupon took off; a refusal costs 5; a message costs 0.01. A choice is credited,
as in the real thing, with what was bought within two days and with the refusal of its message, and that is learned a week later. Caps are
1 a day, 3 a week and 8 in 30 days for everybody, also for the fixed policies.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from rich.table import Table

from dangol.decisions.bandit import NOTHING, SILENT, Learned, Tally, chances
from dangol.decisions.holdout import Effect, effect

PEOPLE, DAYS, LATE = 4_000, 120, 7
ARMS = (SILENT, "coupon", "content")
EXPLORE = 0.04
_NEED, _SEEN, _BUYS, _ELSE = 0.3, 0.85, 0.12, 0.01
_REFUSAL, _MESSAGE, _FATIGUE_DAYS = 5.0, 0.01, 10.0
_WEEK_CAP, _MONTH_CAP = 3, 8


@dataclass(frozen=True, kw_only=True)
class Regime:
    """How messages work in one world: factors on the chance to buy with and without a need, what a coupon takes off, the chance of refusal.

    ``tiring``: by how much each unit of fatigue lowers the factor; refusals grow with fatigue too.
    """

    name: str
    coupon: tuple[float, float]
    content: tuple[float, float]
    off: float
    refuses: tuple[float, float]
    tiring: float = 0.0


REGIMES = (
    Regime(name="messages help everybody", coupon=(2.2, 4.0), content=(1.5, 2.0), off=0.1, refuses=(0.0002, 0.0002)),
    Regime(name="messages only annoy", coupon=(1.0, 1.0), content=(1.0, 1.0), off=0.1, refuses=(0.01, 0.01)),
    Regime(name="they help who needs, annoy who does not", coupon=(2.0, 1.0), content=(1.6, 1.0), off=0.1, refuses=(0.0005, 0.012)),
    Regime(name="coupons are used by who would buy anyway", coupon=(1.1, 1.1), content=(1.4, 1.2), off=0.3, refuses=(0.0004, 0.0006)),
    Regime(name="the first helps, more of them tire", coupon=(2.4, 1.5), content=(1.8, 1.2), off=0.1, refuses=(0.001, 0.004), tiring=0.35),
)


@dataclass
class World:
    """One run. ``value`` per person and day, ``held`` out and ``arm`` chosen are kept for what is asked of it afterwards."""

    regime: Regime
    seed: int
    value: NDArray[np.float64] = field(init=False)
    bought: NDArray[np.float64] = field(init=False)
    held: NDArray[np.bool_] = field(init=False)
    stopped: int | None = None

    def run(self, policy: "Policy", *, watched: bool = False) -> "World":
        """Lives through all days. ``watched``: the messages end when the holdout shows that they harm."""
        rng = np.random.default_rng(self.seed)
        self.held = np.arange(PEOPLE) % 10 == 0
        self.value, self.bought = np.zeros((PEOPLE, DAYS)), np.zeros((PEOPLE, DAYS))
        gone = np.zeros(PEOPLE, dtype=bool)
        fatigue = np.zeros(PEOPLE)
        sent = np.zeros((PEOPLE, DAYS), dtype=bool)
        told: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
        for day in range(DAYS):
            needs = rng.random(PEOPLE) < _NEED
            seen = np.where(rng.random(PEOPLE) < _SEEN, needs, ~needs).astype(np.int64)
            full = (sent[:, max(0, day - 6) : day].sum(1) >= _WEEK_CAP) | (sent[:, max(0, day - 29) : day].sum(1) >= _MONTH_CAP)
            able = ~gone & ~full & ~self.held & (self.stopped is None)
            arm = np.where(able, policy.choose(seen, rng), 0)
            self.bought[:, day], hurt = self._came(rng, arm, needs, fatigue, gone)
            self.value[:, day] = self.bought[:, day] + hurt
            sent[:, day] = arm > 0
            fatigue = fatigue * 0.5 ** (1 / _FATIGUE_DAYS) + (arm > 0)
            told.append((seen, np.where(able, arm, -1)))
            if day >= LATE - 1:
                first = day - LATE + 1
                policy.taught(*told[first], self.value[:, first] + self.bought[:, first + 1])
            if watched and self.stopped is None and day % 7 == 6 and day >= 13 and self.effect(day + 1).harms:
                self.stopped = day + 1
        return self

    def _came(
        self, rng: Generator, arm: NDArray[np.int64], needs: NDArray[np.bool_], fatigue: NDArray[np.float64], gone: NDArray[np.bool_]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What was bought, and what it cost to write."""
        regime = self.regime
        by_need = np.where(needs, 0, 1)
        factor = np.choose(arm, [np.ones(PEOPLE), np.take(regime.coupon, by_need), np.take(regime.content, by_need)])
        told = arm > 0
        factor = np.where(told, np.maximum(0.3, factor * (1 - regime.tiring * np.minimum(fatigue, 2.0))), 1.0)
        bought = rng.random(PEOPLE) < np.where(needs, _BUYS, _ELSE) * factor
        refused = told & (rng.random(PEOPLE) < np.take(regime.refuses, by_need) * (1 + fatigue * (regime.tiring > 0)))
        gone |= refused
        return bought * (1.0 - regime.off * (arm == 1)), -_REFUSAL * refused - _MESSAGE * told

    def effect(self, days: int = DAYS) -> Effect:
        """Messages against the holdout, per person over the days so far."""
        sums = self.value[:, :days].sum(1)
        return effect(sums[~self.held].tolist(), sums[self.held].tolist())

    def mean(self, first: int = 0) -> float:
        """Value per person and 30 days, of those who may be written to, from a day on."""
        return float(self.value[~self.held, first:].mean() * 30)


class Policy:
    """Chooses, and is told what came of it a week later."""

    def choose(self, seen: NDArray[np.int64], rng: Generator) -> NDArray[np.int64]:
        raise NotImplementedError

    def taught(self, seen: NDArray[np.int64], arm: NDArray[np.int64], value: NDArray[np.float64]) -> None:
        """Of each person: the sign of a need, the arm (-1 where there was no choice), and what came of it. Nothing to a fixed one."""


@dataclass
class Fixed(Policy):
    """One arm for each context: without and with a sign of need."""

    arms: tuple[int, int]

    def choose(self, seen: NDArray[np.int64], rng: Generator) -> NDArray[np.int64]:  # noqa: ARG002
        return np.take(self.arms, seen)


@dataclass
class Learning(Policy):
    """Dangol's own."""

    learned: Learned = NOTHING

    def choose(self, seen: NDArray[np.int64], rng: Generator) -> NDArray[np.int64]:
        chosen = np.zeros(len(seen), dtype=np.int64)
        for context in (0, 1):
            here = np.flatnonzero(seen == context)
            chance = chances(self.learned, str(context), ARMS, rng, explore=EXPLORE)
            chosen[here] = rng.choice(len(ARMS), len(here), p=chance)
        return chosen

    def taught(self, seen: NDArray[np.int64], arm: NDArray[np.int64], value: NDArray[np.float64]) -> None:
        tallies = dict(self.learned.tallies)
        for context in (0, 1):
            for place, name in enumerate(ARMS):
                cell = (str(context), name)
                tallies[cell] = tallies.get(cell, Tally()) + Tally.of(value[(seen == context) & (arm == place)])
        self.learned = Learned(tallies=tallies)


def table(seeds: range = range(5)) -> Table:
    """All regimes, means over seeds."""
    title = f"policy of messages: value per person and 30 days, {len(seeds)} worlds of {PEOPLE:,} people and {DAYS} days each"
    shown = Table(title=title, title_justify="left")
    fixed_ones = ("silent", "always coupon", "always content", "best fixed")
    for heading in (
        "regime",
        *fixed_ones,
        "learned, all days",
        "of best",
        "of best by need",
        "learned, last 60 days",
        "of best",
        "messages ended in",
    ):
        shown.add_column(heading, justify="left" if heading == "regime" else "right")
    shown.add_column("wrong policy caught", justify="left")
    for regime in REGIMES:
        fixed = {arm: [World(regime, seed).run(Fixed((arm, arm))) for seed in seeds] for arm in range(3)}
        by_need = max(_mean([World(regime, seed).run(Fixed(pair)) for seed in seeds]) for pair in product(range(3), repeat=2))
        learned = [World(regime, seed).run(Learning(), watched=True) for seed in seeds]  # as it is shipped
        whole = {arm: _mean(worlds) for arm, worlds in fixed.items()}
        best = max(whole, key=whole.__getitem__)
        late, best_late = _mean(learned, 60), _mean(fixed[best], 60)
        shown.add_row(
            regime.name,
            *(f"{whole[arm]:.3f}" for arm in range(3)),
            ARMS[best],
            f"{_mean(learned):.3f}",
            f"{100 * _mean(learned) / whole[best]:.1f} %",
            f"{100 * _mean(learned) / by_need:.1f} %",
            f"{late:.3f}",
            f"{100 * late / best_late:.1f} %",
            f"{sum(world.stopped is not None for world in learned)} of {len(learned)}",
            _caught(regime, whole, seeds),
        )
    return shown


def _mean(worlds: Sequence[World], first: int = 0) -> float:
    return float(np.mean([world.mean(first) for world in worlds]))


def _caught(regime: Regime, whole: dict[int, float], seeds: range) -> str:
    """The worst of the two fixed policies that write, where it is worse than silence: on which day its holdout stops it."""
    worst = min((1, 2), key=lambda arm: whole[arm])
    if whole[worst] >= whole[0] - 0.01:
        return "none is worse than silence"
    days = [World(regime, seed).run(Fixed((worst, worst)), watched=True).stopped for seed in seeds]
    found = sorted(day for day in days if day is not None)
    return f"always {ARMS[worst]}: {len(found)} of {len(days)}" + (f", day {found[len(found) // 2]}" if found else "")
