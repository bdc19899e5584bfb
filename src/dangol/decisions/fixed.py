"""The owner's own policy of messages, and whether it may go live: judged by what was tried and logged before. Pure.

It names an arm for each context; an arm that is not to be had at a moment is silence. The share for exploring stays, so that it too can be
judged and replaced. It passes only when it is sure (95 %) that it would have brought more than what was done.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

import numpy as np

from dangol.decisions.bandit import SILENT
from dangol.decisions.off_policy import Estimates, Floats, Log, estimates

Context = Literal["likely", "maybe", "unlikely"]
Arm = Literal["silent", "product", "coupon", "gift", "content", "refurbished"]
Why = Literal["", "too_little", "worse", "not_sure"]

LEAST_PEOPLE = 100  # whose choices say anything of it
LEAST_WORTH = 200.0  # choices of its own that the log must be worth
_OFF = 0.2  # how far the mean weight may be from 1: three times what chance does at 200 choices


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """One choice, with what came of it: whose, where, among what, with which chance."""

    person: str
    context: str
    options: tuple[str, ...]
    arm: str
    propensity: float
    outcome: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Fixed:
    """An arm for each context; a context that is not named is silence."""

    arms: Mapping[str, str]

    @property
    def digest(self) -> str:
        """Names it: the same policy has the same digest."""
        told = json.dumps(dict(self.arms), sort_keys=True)
        return blake2b(told.encode(), digest_size=8).hexdigest()

    def chances(self, context: str, options: Sequence[str], explore: float) -> Floats:
        """The chance of each option; they sum to 1. ``explore``: 0…1, shared evenly."""
        wanted = self.arms.get(context, SILENT)
        chosen = wanted if wanted in options else SILENT
        return np.array([(1 - explore) * (one == chosen) + explore / len(options) for one in options])


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """Whether a policy may go live, and why not: too little is known of it, it is surely worse, or it is not surely better."""

    why: Why
    found: Estimates

    @property
    def passed(self) -> bool:
        return not self.why


def judge(tried: Sequence[Tried], policy: Fixed, explore: float) -> Verdict:
    """Judges a policy by what was tried; what was never tried cannot be judged, and is said to be too little."""
    arms = sorted({name for one in tried for name in one.options} | {SILENT})
    contexts, people = sorted({one.context for one in tried}), sorted({one.person for one in tried})
    place = {name: number for number, name in enumerate(arms)}
    where = {name: number for number, name in enumerate(contexts)}
    who = {name: number for number, name in enumerate(people)}
    chance = np.zeros((len(tried), len(arms)))
    for row, one in enumerate(tried):
        chance[row, [place[name] for name in one.options]] = policy.chances(one.context, one.options, explore)
    log = Log(
        person=np.array([who[one.person] for one in tried], dtype=np.int64),
        context=np.array([where[one.context] for one in tried], dtype=np.int64),
        arm=np.array([place[one.arm] for one in tried], dtype=np.int64),
        propensity=np.array([one.propensity for one in tried], dtype=np.float64),
        outcome=np.array([one.outcome for one in tried], dtype=np.float64),
    )
    found = estimates(log, chance)
    return Verdict(why=_why(found), found=found)


def _why(found: Estimates) -> Why:
    if found.people < LEAST_PEOPLE or found.effective < LEAST_WORTH or found.clipped > 0 or abs(found.weight - 1) > _OFF:
        return "too_little"
    if found.gain.high < 0:
        return "worse"
    return "" if found.gain.low > 0 else "not_sure"
