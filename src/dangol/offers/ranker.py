"""The ranker: one weight a reason, fitted on the brand's own history by holding out the latest occasions of each person.

Conditional logit (McFadden 1974): the chance that a thing is next is ``exp(w . x) / sum exp(w . x)`` over the candidates. The weights
have a normal prior around ``PRIOR``, worth ``_PRIOR_EXAMPLES`` held-out occasions, so that a brand with little history ranks sensibly
and one with much learns its own weights.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from dangol.offers.crowd import Crowd, learn
from dangol.offers.features import NAMES, Candidates, candidates
from dangol.offers.life import Floats, Indices, Life, Past

_BELIEVED = {
    "share": 0.5,
    "order": 0.3,
    "month": 0.2,
    "hour": 0.3,
    "weekly": 0.1,
    "crowd_hour": 0.2,
    "due": 0.3,
    "habit": 0.2,
    "together": 0.1,
    "alike": 0.3,
    "recent": 0.2,
    "popular": 0.1,
    **{f"own_follow_{number}": 0.2 for number in range(5)},
    **{f"follow_{number}": 0.1 for number in range(5)},
}
PRIOR: Floats = np.array([_BELIEVED.get(name, 0.0) for name in NAMES])
_PRIOR_EXAMPLES = 20.0
_MOST_PEOPLE = 4_000  # whose last occasions are held out
_MOST_HELD_OUT = 30  # of one person
_HELD_OUT = 6  # one in six of a long life
_MOST_EXAMPLES = 6_000
_LATE = 0.25  # of the examples are asked again as if the person had been away


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """All that ranking needs: the crowd, the weights, the lives, and on how many held-out occasions the weights rest."""

    past: Past
    crowd: Crowd
    weights: Floats
    examples: int


@dataclass(frozen=True, slots=True)
class _Example:
    columns: NDArray[np.float32]
    chosen: NDArray[np.bool_]


def fit(past: Past, rng: np.random.Generator) -> Model:
    """Learns the weights on everybody's latest occasions, with a crowd that has not seen them; then learns the crowd from everything."""
    examples = list(_held_out(past, rng))
    weights = _fitted(examples) if examples else PRIOR
    return Model(past=past, crowd=learn(past), weights=weights, examples=len(examples))


def _held_out(past: Past, rng: np.random.Generator) -> Iterator[_Example]:
    able = [name for name, one in past.lives.items() if len(one) > 1]
    kept = {name: len(past.lives[name]) - min(_MOST_HELD_OUT, max(1, len(past.lives[name]) // _HELD_OUT)) for name in able}
    known = Past(names=past.names, lives={name: one.first(kept.get(name, len(one))) for name, one in past.lives.items()})
    crowd = learn(known)
    chosen = [able[number] for number in rng.permutation(len(able))[:_MOST_PEOPLE]]
    asked = [(name, number) for name in chosen for number in range(kept[name], len(past.lives[name]))]
    for name, number in (asked[place] for place in rng.permutation(len(asked))[:_MOST_EXAMPLES]):
        life, row = past.lives[name], crowd.row_of.get(name)
        before, hour, truth = life.first(number), float(life.hours[number]), life.occasion(number)
        yield from _example(candidates(crowd, before, hour, row), truth)
        if rng.random() < _LATE:
            away = rng.choice([2.0, 4.0, 7.0, 14.0]) * max(24.0, float(crowd.edges[-1]))
            yield from _example(candidates(crowd, before.before(hour - away), hour, row), truth)


def _example(found: Candidates, truth: Indices) -> Iterator[_Example]:
    chosen = np.isin(found.things, truth)
    if chosen.any() and not chosen.all():
        yield _Example(found.columns, chosen)


def _fitted(examples: Sequence[_Example]) -> Floats:
    columns = np.concatenate([one.columns for one in examples])
    sizes = np.array([len(one.chosen) for one in examples])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    share = np.concatenate([one.chosen / one.chosen.sum() for one in examples])
    group = np.repeat(np.arange(len(examples)), sizes)

    def loss(weights: Floats) -> tuple[float, Floats]:
        score = columns @ weights.astype(np.float32)
        score = (score - np.maximum.reduceat(score, starts)[group]).astype(np.float64)
        power = np.exp(score)
        whole = np.add.reduceat(power, starts)
        away = weights - PRIOR
        value = -(share * (score - np.log(whole)[group])).sum() + _PRIOR_EXAMPLES / 2 * away @ away
        slope = columns.T @ (power / whole[group] - share).astype(np.float32)
        return float(value), slope.astype(np.float64) + _PRIOR_EXAMPLES * away

    return np.asarray(minimize(loss, PRIOR, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x)


def scores(model: Model, life: Life, hour: float, row: int | None = None) -> tuple[Candidates, Floats]:
    """Candidates and the log of their odds, not in order."""
    found = candidates(model.crowd, life, hour, row)
    return found, found.columns @ model.weights
