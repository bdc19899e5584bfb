"""A person and a moment: the things most likely to be next, best first. Ranks only; whether to show anything is decided elsewhere."""

from dataclasses import dataclass

import numpy as np

from dangol.offers.because import Reason, because
from dangol.offers.features import candidates
from dangol.offers.life import Life
from dangol.offers.ranker import Model

_DEEP = 40  # whoever wants more than this gets everything ranked, not only the likeliest


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranked:
    """One thing. ``score``: 0…1, the chance that the next thing chosen is this one, as the model believes; over all things it sums to 1.
    ``reason`` is the group of ``because.Reason`` that ``ko`` and ``en`` put into words; ``times``: how often this person chose it before.
    """

    id: str
    score: float
    reason: str
    times: int
    ko: str
    en: str


def rank(model: Model, life: Life, hour: float, *, person: str | None = None, limit: int = 10) -> list[Ranked]:
    """At most ``limit`` things for someone with this life at ``hour``, best first; ties by id, so that equal histories rank equally.

    Args:
        person: their name in ``model.past``, so that they are no neighbour of themselves.
    """
    if model.crowd.size == 0:
        return []
    life = known(model, life.before(hour))
    row = model.crowd.row_of.get(person) if person else None
    found = candidates(model.crowd, life, hour, row, known=model.crowd.size if limit > _DEEP else None)
    odds = found.columns @ model.weights
    power = np.exp(odds - odds.max())
    best = np.lexsort((found.things, -odds))[:limit]
    reasons = because(found.columns, model.weights, found.things, life, best)
    whole = float(power.sum())
    return [_ranked(model, int(found.things[row]), float(power[row]) / whole, why) for row, why in zip(best, reasons, strict=True)]


def _ranked(model: Model, thing: int, score: float, why: Reason) -> Ranked:
    return Ranked(id=model.past.names[thing], score=score, reason=why.group, times=why.times, ko=why.ko, en=why.en)


def known(model: Model, life: Life) -> Life:
    """The life without things that are newer than the model."""
    kept = life.things < model.crowd.size
    if kept.all():
        return life
    numbers = life.numbers()[kept]
    counts = np.bincount(numbers, minlength=len(life))
    left = counts > 0
    starts = np.concatenate([[0], np.cumsum(counts[left])]).astype(np.int64)
    return Life(hours=life.hours[left], starts=starts, things=life.things[kept])
