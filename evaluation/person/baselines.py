"""What ranking is measured against: each baseline as its paper (or common sense) has it, run on the same split.

Each takes a ``Past`` and answers, for a person in it, the scores of all things.
"""

from collections import Counter, defaultdict
from collections.abc import Callable

import numpy as np
from scipy import sparse

from dangol.offers.life import Past

Scores = Callable[[str], np.ndarray]


def popular(past: Past) -> Scores:
    counts = _popularity(past)
    return lambda _name: counts


def personal_top(past: Past) -> Scores:
    """A person's most frequent things, ties and the rest by popularity."""
    counts = _popularity(past)
    tie = counts / (counts.max() + 1)
    return lambda name: np.bincount(past.lives[name].things, minlength=len(counts)) + tie


def up_cf(past: Past, *, asymmetry: float = 0.25, locality: float = 5.0) -> Scores:
    """UP-CF: user-wise popularity as ratings, asymmetric cosine between people (Faggioli, Polato and Aiolli, UMAP 2020); whole history."""
    names = list(past.lives)
    row = {name: number for number, name in enumerate(names)}
    shape = (len(names), len(past.names))
    triples = [(row[name], thing, 1 / len(one)) for name, one in past.lives.items() for thing in one.things]
    people, things, shares = (np.array(values) for values in zip(*triples, strict=True))
    ratings = sparse.csr_array((shares, (people, things)), shape=shape)
    ratings.sum_duplicates()
    chosen = ratings.copy()
    chosen.data[:] = 1.0
    size = np.diff(chosen.indptr)
    by_thing = chosen.T.tocsr()

    def scores(name: str) -> np.ndarray:
        mine = chosen.indices[chosen.indptr[row[name]] : chosen.indptr[row[name] + 1]]
        shared = np.asarray(by_thing[mine].sum(axis=0)).ravel()
        likeness = (shared / (len(mine) ** asymmetry * size ** (1 - asymmetry))) ** locality
        return np.asarray(likeness @ ratings).ravel()

    return scores


def tifu_knn(past: Past, *, groups: int = 7, within: float = 0.9, between: float = 0.7, own: float = 0.7, neighbours: int = 300) -> Scores:
    """TIFU-KNN (Hu et al., SIGIR 2020) with its authors' parameters for TaFeng."""
    names = list(past.lives)
    row = {name: number for number, name in enumerate(names)}
    triples = [(row[name], thing, weight) for name in names for thing, weight in _tifu(past, name, groups, within, between).items()]
    people, things, weights = (np.array(values) for values in zip(*triples, strict=True))
    vectors = sparse.csr_array((weights, (people, things)), shape=(len(names), len(past.names)))
    length = np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel()
    transposed = vectors.T.tocsr()

    def scores(name: str) -> np.ndarray:
        mine = vectors[[row[name]]]
        distance = length - 2 * (mine @ transposed).toarray().ravel()
        distance[row[name]] = np.inf
        near = np.argpartition(distance, min(neighbours, len(names) - 2))[:neighbours]
        others = np.asarray(vectors[near].mean(axis=0)).ravel()
        return own * mine.toarray().ravel() + (1 - own) * others

    return scores


def _tifu(past: Past, name: str, groups: int, within: float, between: float) -> dict[int, float]:
    life = past.lives[name]
    count = len(life)
    size = -(-count // groups)
    whole = -(-count // size)
    vector: defaultdict[int, float] = defaultdict(float)
    for number in range(count):
        group, place = divmod(count - 1 - number, size)  # both counted from the latest
        members = min(size, count - group * size)
        for thing in life.occasion(number):
            vector[int(thing)] += within**place / members * between**group / whole
    return vector


def by_hour(past: Past) -> Callable[[str, float], np.ndarray]:
    """A person's most frequent category at this hour of the day, else the most frequent at any."""
    usual = personal_top(past)
    seen: defaultdict[tuple[str, int], Counter[int]] = defaultdict(Counter)
    for name, life in past.lives.items():
        for number, hour in enumerate(life.hours):
            seen[name, int(hour % 24)].update(int(thing) for thing in life.occasion(number))

    def scores(name: str, hour: float) -> np.ndarray:
        found = usual(name) / (1 + usual(name).sum())
        for thing, times in seen[name, int(hour % 24)].items():
            found[thing] += times
        return found

    return scores


def _popularity(past: Past) -> np.ndarray:
    return np.bincount(np.concatenate([one.things for one in past.lives.values()]), minlength=len(past.names)).astype(float)
