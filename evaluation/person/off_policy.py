"""Off-policy estimates: how often their 95 % intervals hold the truth where it is known, and Random's log of the Open Bandit sample.

The worlds: 3 contexts and 4 arms, arm values drawn once a world; what is logged follows chances that lean to some arms; the new policy
leans elsewhere. The truth is the exact mean over contexts and arms. Each world is lived through many times.

The Open Bandit sample (Saito et al., NeurIPS Datasets 2021) comes inside the PyPI package ``obp``, read as files: 10,000 impressions a
campaign under Random and under BernoulliTS. BernoulliTS's chances are drawn from the priors that it began with, which lie beside it.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.random import Generator
from rich.table import Table

from dangol.decisions.off_policy import CLIP, Estimate, Estimates, Floats, Log, estimates

CONTEXTS, ARMS = 3, 4
CAMPAIGNS = ("all", "men", "women")
_DRAWS = 100_000
_SHOWN = 3  # places of the list of the Open Bandit data


@dataclass(frozen=True, kw_only=True)
class World:
    """How it is lived: people, choices of each, the mean outcome, how far the policies are from even chances, and the outcome's kind."""

    name: str
    people: int
    each: int
    usual: float
    lean: float
    money: bool = False


WORLDS = (
    World(name="alike policies, one choice each", people=2_000, each=1, usual=0.1, lean=0.5),
    World(name="far policies, one choice each", people=2_000, each=1, usual=0.1, lean=2.0),
    World(name="rare outcomes (1 %)", people=5_000, each=1, usual=0.01, lean=1.0),
    World(name="money: skewed outcomes", people=2_000, each=1, usual=0.1, lean=1.0, money=True),
    World(name="ten choices of a person, who differ", people=500, each=10, usual=0.1, lean=1.0),
)


@dataclass(frozen=True)
class _Made:
    """A world's tables: value, logged chances and new chances, each (contexts, arms), and the truth of the new policy."""

    value: Floats
    logged: Floats
    new: Floats

    @property
    def truth(self) -> float:
        return float((self.new * self.value).sum(1).mean())


def made(world: World, rng: Generator) -> _Made:
    value = np.minimum(0.9, world.usual * rng.uniform(0.4, 1.6, (CONTEXTS, ARMS)))
    logged, new = (_softmax(world.lean * rng.normal(size=(CONTEXTS, ARMS))) for _ in range(2))
    return _Made(value=value, logged=0.9 * logged + 0.1 / ARMS, new=new)


def lived(world: World, tables: _Made, rng: Generator) -> tuple[Log, Floats]:
    """One run: the log, and the new policy's chances (n, arms). A person's own level scales all of their outcomes, mean 1."""
    person = np.repeat(np.arange(world.people), world.each)
    context = rng.integers(0, CONTEXTS, len(person))
    arm = (rng.random(len(person))[:, None] > tables.logged[context].cumsum(1)).sum(1)
    level = rng.uniform(0.2, 1.8, world.people)[person] if world.each > 1 else 1.0
    came = (rng.random(len(person)) < tables.value[context, arm] * level).astype(float)
    if world.money:
        came *= rng.gamma(1.0, 1.0, len(person))
    log = Log(person=person, context=context, arm=arm, propensity=tables.logged[context, arm], outcome=came)
    return log, tables.new[context]


def coverage(world: World, runs: int, seed: int = 0) -> dict[str, float]:
    """The share of runs in which each estimator's interval holds the truth."""
    rng = np.random.default_rng(seed)
    tables = made(world, rng)
    held = dict.fromkeys(("ips", "snips", "dr"), 0)
    for _ in range(runs):
        found = estimates(*lived(world, tables, rng))
        for name in held:
            one: Estimate = getattr(found, name)
            held[name] += one.low <= tables.truth <= one.high
    return {name: count / runs for name, count in held.items()}


def simulated(runs: int = 2_000) -> Table:
    shown = Table(
        title=f"off-policy, known truth: of {runs:,} runs of each world, how often the 95 % interval holds it "
        f"(chance alone: ± {196 * (0.95 * 0.05 / runs) ** 0.5:.1f} points)",
        title_justify="left",
    )
    for heading in ("world", "people x choices", "IPS", "SNIPS", "DR"):
        shown.add_column(heading, justify="left" if heading == "world" else "right")
    for place, world in enumerate(WORLDS):
        held = coverage(world, runs, seed=place)
        shown.add_row(world.name, f"{world.people:,} x {world.each}", *(f"{100 * held[name]:.1f} %" for name in ("ips", "snips", "dr")))
    return shown


def open_bandit(folder: Path) -> Table:
    """``folder`` is ``obp`` inside the package. The value is the share of impressions that were clicked."""
    title = f"Open Bandit sample: BernoulliTS's clicks a thousand, foretold from Random's log (weights cut at {CLIP:.0f})"
    shown = Table(title=title, title_justify="left")
    for heading in ("campaign", "IPS", "SNIPS", "DR", "really", "inside", "choices", "worth", "cut"):
        shown.add_column(heading, justify="left" if heading == "campaign" else "right")
    for campaign in CAMPAIGNS:
        found, really = foretold(folder, campaign)
        inside = [name.upper() for name in ("ips", "snips", "dr") if _within(getattr(found, name), really)]
        shown.add_row(
            campaign,
            *(_said(one) for one in (found.ips, found.snips, found.dr)),
            f"{1000 * really:.1f}",
            ", ".join(inside) or "none",
            f"{found.rows:,}",
            f"{found.effective:,.0f}",
            f"{100 * found.clipped:.1f} %",
        )
    return shown


def foretold(folder: Path, campaign: str) -> tuple[Estimates, float]:
    """What Random's log says of BernoulliTS in a campaign, and the share that BernoulliTS itself had clicked."""
    rows = np.array(list(_impressions(folder, "random", campaign)))
    item, place, click, propensity = rows[:, 0].astype(int), rows[:, 1].astype(int), rows[:, 2], rows[:, 3]
    chance = _thompson(folder, campaign, np.random.default_rng(0))
    log = Log(person=np.arange(len(rows)), context=place, arm=item, propensity=propensity, outcome=click)
    really = float(np.mean([row[2] for row in _impressions(folder, "bts", campaign)]))
    return estimates(log, chance[place]), really


def _thompson(folder: Path, campaign: str, rng: Generator) -> Floats:
    """BernoulliTS's chance of each item at each place (places, items): the items with the highest draws from beta, best first."""
    told = yaml.safe_load((folder / "policy/conf/prior_bts.yaml").read_text(encoding="ascii"))[campaign]
    alpha, beta = np.array(told["alpha"]), np.array(told["beta"])
    counts = np.zeros((_SHOWN, len(alpha)))
    for _ in range(_DRAWS // 1_000):
        best = np.argsort(-rng.beta(alpha, beta, (1_000, len(alpha))), axis=1)[:, :_SHOWN]
        for place in range(_SHOWN):
            counts[place] += np.bincount(best[:, place], minlength=len(alpha))
    return counts / counts.sum(1, keepdims=True)


def _impressions(folder: Path, policy: str, campaign: str) -> Iterator[tuple[float, float, float, float]]:
    """Item, place (0…2), click and propensity."""
    with (folder / "dataset/obd" / policy / campaign / f"{campaign}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield float(row["item_id"]), float(row["position"]) - 1, float(row["click"]), float(row["propensity_score"])


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(raised / raised.sum(1, keepdims=True))


def _within(one: Estimate, value: float) -> bool:
    return one.low <= value <= one.high


def _said(one: Estimate) -> str:
    return f"{1000 * one.value:.1f} ({1000 * one.low:.1f} … {1000 * one.high:.1f})"
