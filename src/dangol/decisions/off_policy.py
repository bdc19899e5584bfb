"""What a policy would have brought, from what another one tried and logged with its chances. Pure.

Of each logged choice ``i``: w_i, the chance of its arm under the new policy over the chance it had, and y_i, what came of it.

- IPS (Horvitz and Thompson, JASA 47, 1952): the mean of ``w y``
- SNIPS (Swaminathan and Joachims, NIPS 2015): the same over the mean of ``w``
- DR (Dudik, Langford and Li, ICML 2011): the mean of ``q(new) + w (y - q(arm))``, q being the mean outcome of an arm in a context, learned
  from other people's choices (five folds) and drawn to the arm's own mean

An interval is Hall's (JRSS B 54, 1992): normal theory with the skewness taken out, for outcomes are rare and weights are long-tailed, and
the plain interval then misses upwards. Choices of one person are one observation. ``evaluation/person/off_policy.py`` counts how often the
intervals hold the truth.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

CLIP = 100.0  # the largest weight; with four arms and the usual share for exploring none comes near it
SURE = 1.959964  # of a normal distribution: 95 %
_FOLDS = 5
_PRIOR = 5.0  # outcomes that an arm's mean everywhere is worth in one context


@dataclass(frozen=True, kw_only=True, slots=True)
class Log:
    """Choices as they were logged, n of them; all arrays have that length.

    Attributes:
        person: whose, any number. context: where, 0…; arm: what was chosen, 0….
        propensity: the chance that it had, above 0 and at most 1. outcome: what came of it, any unit.
    """

    person: Places
    context: Places
    arm: Places
    propensity: Floats
    outcome: Floats


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """A value per choice with its 95 % interval; NaN throughout where there are fewer than two people."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimates:
    """What a policy would have brought.

    Attributes:
        gain: by DR, how much more than what was logged brought, on the same choices.
        rows, people: logged choices, and whose.
        effective: how many choices of the new policy itself would say as much, ``(sum w)^2 / sum w^2``.
        weight: the mean weight. It is 1 where all that the new policy would do was tried, up to chance; far from it, no value holds.
        clipped: the share of weights that were cut to ``CLIP``; the values are too low by what they would have added.
    """

    ips: Estimate
    snips: Estimate
    dr: Estimate
    gain: Estimate
    logged: Estimate
    rows: int
    people: int
    effective: float
    weight: float
    clipped: float


def estimates(log: Log, chance: Floats) -> Estimates:
    """All of it, for a policy that would have chosen each arm with ``chance`` (n, arms), each row summing to 1."""
    rows = np.arange(len(log.arm))
    raw = chance[rows, log.arm] / log.propensity
    weight = np.minimum(raw, CLIP)
    whole = float(weight.sum())
    expected = _outcome_of(log, chance.shape[1])
    direct = (chance * expected).sum(axis=1)
    robust = direct + weight * (log.outcome - expected[rows, log.arm])
    share = whole / max(1, len(weight))
    snips = float((weight * log.outcome).sum() / whole) if whole else math.nan
    pull = weight * (log.outcome - snips) / share if whole else np.full(len(weight), math.nan)
    _, person = np.unique(log.person, return_inverse=True)
    return Estimates(
        ips=_estimate(weight * log.outcome, person),
        snips=_estimate(snips + pull, person),
        dr=_estimate(robust, person),
        gain=_estimate(robust - log.outcome, person),
        logged=_estimate(log.outcome, person),
        rows=len(weight),
        people=int(person.max(initial=-1)) + 1,
        effective=whole**2 / float((weight**2).sum()) if whole else 0.0,
        weight=share,
        clipped=float((raw > CLIP).mean()) if len(raw) else 0.0,
    )


def _outcome_of(log: Log, arms: int) -> Floats:
    """The expected outcome (n, arms) of every arm at every choice, learned without the choices of that person's fold."""
    contexts = int(log.context.max(initial=-1)) + 1
    cell = log.context * arms + log.arm
    fold = log.person % _FOLDS
    shape, flat = (_FOLDS, contexts, arms), _FOLDS * contexts * arms
    counts = np.bincount(fold * contexts * arms + cell, minlength=flat).reshape(shape).astype(np.float64)
    sums = np.bincount(fold * contexts * arms + cell, log.outcome, minlength=flat).reshape(shape)
    counts, sums = counts.sum(0) - counts, sums.sum(0) - sums
    usual = sums.sum((1, 2), keepdims=True) / np.maximum(1.0, counts.sum((1, 2), keepdims=True))
    general = (sums.sum(1, keepdims=True) + _PRIOR * usual) / (counts.sum(1, keepdims=True) + _PRIOR)
    learned = (sums + _PRIOR * general) / (counts + _PRIOR)
    return np.asarray(learned[fold, log.context])


def _estimate(values: Floats, person: Places) -> Estimate:
    """The mean of ``values`` with Hall's interval, people being independent of each other and their choices not."""
    people = int(person.max(initial=-1)) + 1
    if people < 2 or not np.isfinite(values).all():
        return Estimate(value=math.nan, low=math.nan, high=math.nan)
    mean = float(values.mean())
    each: NDArray[Any] = np.bincount(person, values - mean, minlength=people) * people / len(values)
    spread = math.sqrt(float((each**2).sum()) / (people - 1))
    if spread == 0:
        return Estimate(value=mean, low=mean, high=mean)
    skew = float((each**3).mean()) / spread**3 / math.sqrt(people)
    error = spread / math.sqrt(people)
    return Estimate(value=mean, low=mean - error * _unskewed(SURE, skew), high=mean - error * _unskewed(-SURE, skew))


def _unskewed(point: float, skew: float) -> float:
    """The quantile of a studentised mean whose distribution has this skewness (already over the root of n), by Hall's cubic."""
    if abs(skew) < 1e-6:
        return point
    return 3 / skew * (float(np.cbrt(1 + skew * (point - skew / 6))) - 1)
