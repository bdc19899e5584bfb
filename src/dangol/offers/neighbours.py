"""What people alike chose lately: user-based neighbours on baskets that decay (Faggioli, Polato and Aiolli, UMAP 2020).

The likeness of u and v is ``(|u & v| / sqrt(|u| |v|)) ** 2`` over the different things that each chose; a neighbour's voice is
what that neighbour chose, 0.9 for each occasion ago.
"""

import numpy as np
from numpy.typing import NDArray

from dangol.offers.crowd import Crowd
from dangol.offers.life import Floats, Life

_MOST = 300  # neighbours; more of them only cost time
_THINGS = 300  # of a very long life the latest things say who is alike


def neighbours(crowd: Crowd, life: Life, row: int | None = None) -> Floats:
    """For every thing, the mean voice of the people alike: 0 where nobody alike chose it. ``row`` is the person's own."""
    things = np.unique(life.things[-_THINGS:])
    people = crowd.tastes.shape[0]
    if len(things) == 0 or people == 0:
        return np.zeros(crowd.size)
    shared = np.bincount(_columns(crowd, things), minlength=people).astype(np.float64)
    if row is not None and row < people:
        shared[row] = 0.0
    found = np.flatnonzero(shared)
    if len(found) == 0:
        return np.zeros(crowd.size)
    likeness = shared[found] ** 2 / (len(things) * crowd.breadth[found])
    if len(found) > _MOST:
        best = np.argpartition(-likeness, _MOST)[:_MOST]
        found, likeness = found[best], likeness[best]
    return np.asarray(likeness @ crowd.tastes[found] / likeness.sum()).ravel()


def _columns(crowd: Crowd, things: NDArray[np.int64]) -> NDArray[np.int64]:
    """Who chose each of ``things``, one after another."""
    start, end = crowd.bought_by.indptr[things], crowd.bought_by.indptr[things + 1]
    return np.concatenate([crowd.bought_by.indices[low:high] for low, high in zip(start, end, strict=True)]).astype(np.int64)
