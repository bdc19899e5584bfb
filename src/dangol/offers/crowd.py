"""What everybody together teaches: what is popular and when, what goes with what, what follows what, and who is like whom.

Everything is counted from the brand's own ``Past``; smoothing constants are weights in occasions or buyers, the same for every brand.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dangol.offers.life import Floats, Life, Past

GAPS = 5  # classes of time since the last occasion, cut where this brand's own gaps are
_CUTS = (0.25, 0.5, 0.75, 0.95)
_HOUR_PRIOR = 20.0  # occasions of prior for an hour of the day, and of the day for an hour of the week
_REPEAT = 5.0  # buyers of prior for how often a thing is bought again
TOGETHER = 5.0  # baskets: pairs seen a few times are no pair yet
_RECENT = 10.0  # the recent past is a tenth of the whole one
_NEIGHBOURHOOD = 50_000  # people among whom neighbours are sought


@dataclass(frozen=True, kw_only=True, slots=True)
class Crowd:
    """Learned tables over K things; every array of things is in the order of ``Past.names``.

    Attributes:
        share: of all occasions, the share with this thing. recent: the same, of what is recent in each life. lately: of the calendar.
        again: of its buyers, the share who bought again. hazard: of later occasions of its buyers, the share with it.
        by_hour, by_week: log ratio of a thing's share at an hour of the day (24, K) or of the week (168, K) to its usual one.
        edges: hours at which the classes of gaps are cut. follow: for each class, counts of thing after thing, and of the thing before.
        together: how often two things share a basket (cosine, damped), sparse.
        bought, tastes: people x things, whether and how much lately; people are those of ``row_of``.
        loyal: of the things on an occasion after someone's first, the share chosen before.
    """

    share: Floats
    recent: Floats
    lately: Floats
    again: Floats
    hazard: Floats
    by_hour: Floats
    by_week: Floats
    edges: Floats
    follow: tuple[sparse.csr_array, ...]
    before: Floats
    together: sparse.csr_array
    bought_by: sparse.csr_array
    tastes: sparse.csr_array
    breadth: Floats
    row_of: Mapping[str, int]
    loyal: float

    @property
    def size(self) -> int:
        return len(self.share)

    def gap_class(self, hours: float) -> int:
        return int(np.searchsorted(self.edges, hours, side="left"))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Flat:
    """All lives one after another. Per thing chosen: person, occasion, thing, hour, occasions since then in that life."""

    people: int
    size: int
    person: NDArray[np.int64]
    occasion: NDArray[np.int64]
    thing: NDArray[np.int64]
    hour: Floats
    since: NDArray[np.int64]
    occasion_hour: Floats
    occasion_person: NDArray[np.int64]


def learn(past: Past) -> Crowd:
    """Counts everything that the ranker wants to know of the crowd."""
    people = [(name, one) for name, one in past.lives.items() if len(one)]
    flat = _flatten([one for _, one in people], len(past.names))
    occasions = max(1, len(flat.occasion_hour))
    share = _sum(flat, np.ones(len(flat.thing))) / occasions
    latest = flat.occasion_hour.max(initial=0.0)
    span = max(24.0, latest - flat.occasion_hour.min(initial=latest))
    by_hour, by_week = _by_clock(flat, share)
    edges, follow, before = _follow(flat)
    again, hazard, loyal = _returning(flat)
    bought_by, tastes, breadth = _neighbourhood(flat)
    return Crowd(
        share=share,
        recent=_weighted_share(flat, 0.5**flat.since, np.bincount(flat.occasion_person, minlength=flat.people).astype(float)),
        lately=_sum(flat, 0.5 ** ((latest - flat.hour) * _RECENT / span)) / (0.5 ** ((latest - flat.occasion_hour) * _RECENT / span)).sum()
        if len(flat.thing)
        else share,
        again=again,
        hazard=hazard,
        by_hour=by_hour,
        by_week=by_week,
        edges=edges,
        follow=follow,
        before=before,
        together=_together(flat),
        bought_by=bought_by,
        tastes=tastes,
        breadth=breadth,
        row_of={name: row for row, (name, _) in enumerate(people)},
        loyal=loyal,
    )


def _flatten(lives: list[Life], size: int) -> _Flat:
    lengths = np.array([len(one) for one in lives], dtype=np.int64)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    numbers = [one.numbers() for one in lives]
    counts = np.array([len(one.things) for one in lives], dtype=np.int64)
    number = np.concatenate([*numbers, np.empty(0, np.int64)])
    person = np.repeat(np.arange(len(lives)), counts)
    occasion = number + offsets[:-1][person] if len(lives) else number
    hours = np.concatenate([*(one.hours for one in lives), np.empty(0)])
    return _Flat(
        people=len(lives),
        size=size,
        person=person,
        occasion=occasion,
        thing=np.concatenate([*(one.things for one in lives), np.empty(0, np.int64)]),
        hour=hours[occasion],
        since=(lengths[person] - 1 - number) if len(lives) else number,
        occasion_hour=hours,
        occasion_person=np.repeat(np.arange(len(lives)), lengths),
    )


def _sum(flat: _Flat, weights: Floats) -> Floats:
    return np.bincount(flat.thing, weights, minlength=flat.size).astype(np.float64)


def _weighted_share(flat: _Flat, weights: Floats, lengths: Floats) -> Floats:
    whole = float((2.0 * (1.0 - 0.5**lengths)).sum())  # the sum of 1/2^g over each life's occasions
    return _sum(flat, weights) / max(1.0, whole)


def _by_clock(flat: _Flat, share: Floats) -> tuple[Floats, Floats]:
    """Counts by the clock, the neighbouring hours by half, shrunk to the usual share and to the day's."""
    day = _clock_counts(flat, 24)
    occasions = _clock_occasions(flat, 24)
    by_day = (day + _HOUR_PRIOR * share) / (occasions[:, None] + _HOUR_PRIOR)
    week, weekly = _clock_counts(flat, 168), _clock_occasions(flat, 168)
    daily = by_day[np.arange(168) % 24]
    by_week = (week + _HOUR_PRIOR * daily) / (weekly[:, None] + _HOUR_PRIOR)
    known = np.maximum(share, 1e-12)
    return np.log(np.maximum(by_day, 1e-12) / known), np.log(np.maximum(by_week, 1e-12) / known)


def _clock_counts(flat: _Flat, period: int) -> Floats:
    counts = np.zeros((period, flat.size))
    hour = flat.hour.astype(np.int64) % period
    for shift, weight in ((-1, 0.5), (0, 1.0), (1, 0.5)):
        np.add.at(counts, ((hour + shift) % period, flat.thing), weight)
    return counts


def _clock_occasions(flat: _Flat, period: int) -> Floats:
    plain = np.bincount(flat.occasion_hour.astype(np.int64) % period, minlength=period).astype(np.float64)
    return np.asarray(plain + 0.5 * np.roll(plain, 1) + 0.5 * np.roll(plain, -1))


def _pairs(flat: _Flat) -> tuple[NDArray[np.int64], Floats]:
    """The occasions that have one of the same person before them, and the hours between the two."""
    same = np.flatnonzero(flat.occasion_person[1:] == flat.occasion_person[:-1]) + 1
    return same, flat.occasion_hour[same] - flat.occasion_hour[same - 1]


def _follow(flat: _Flat) -> tuple[Floats, tuple[sparse.csr_array, ...], Floats]:
    later, gaps = _pairs(flat)
    edges = np.quantile(gaps, _CUTS) if len(gaps) else np.zeros(len(_CUTS))
    classes = np.searchsorted(edges, gaps, side="left")
    rows = _incidence(flat)
    follow, before = [], np.zeros((GAPS, flat.size))
    for number in range(GAPS):
        chosen = later[classes == number]
        earlier = rows[chosen - 1]
        follow.append((earlier.T @ rows[chosen]).tocsr())
        before[number] = earlier.sum(axis=0)
    return edges, tuple(follow), before


def _incidence(flat: _Flat) -> sparse.csr_array:
    ones = np.ones(len(flat.thing))
    return sparse.csr_array((ones, (flat.occasion, flat.thing)), shape=(len(flat.occasion_hour), flat.size))


def _together(flat: _Flat) -> sparse.csr_array:
    rows = _incidence(flat)
    counts = (rows.T @ rows).tocoo()
    apart = counts.row != counts.col
    row, column = counts.row[apart], counts.col[apart]
    seen = np.bincount(flat.thing, minlength=flat.size).astype(np.float64)
    value = counts.data[apart] / (np.sqrt(seen[row] * seen[column]) + TOGETHER)
    return sparse.csr_array((value, (row, column)), shape=(flat.size, flat.size))


def _returning(flat: _Flat) -> tuple[Floats, Floats, float]:
    """How often things come back to those who chose them."""
    pair = flat.person * max(1, flat.size) + flat.thing
    unique, first, times = np.unique(pair, return_index=True, return_counts=True)
    thing = unique % max(1, flat.size)
    buyers = np.bincount(thing, minlength=flat.size)
    returned = np.bincount(thing, times > 1, minlength=flat.size)
    chances = np.bincount(thing, flat.since[first], minlength=flat.size)  # later occasions of each buyer
    came = np.bincount(thing, times - 1, minlength=flat.size)
    usual = returned.sum() / max(1, buyers.sum())
    rate = came.sum() / max(1.0, chances.sum())
    began = np.zeros(flat.people)
    np.maximum.at(began, flat.person, flat.since)
    later = int((flat.since < began[flat.person]).sum()) if flat.people else 0
    loyal = (came.sum() + 1.0) / (later + 2.0)
    return (returned + _REPEAT * usual) / (buyers + _REPEAT), (came + _REPEAT * rate) / (chances + _REPEAT), float(loyal)


def _neighbourhood(flat: _Flat) -> tuple[sparse.csr_array, sparse.csr_array, Floats]:
    """Who chose what (things x people), what they choose lately (people x things), and how many different things each chose."""
    here = flat.person < _NEIGHBOURHOOD
    shape = (min(flat.people, _NEIGHBOURHOOD), flat.size)
    place = (flat.person[here], flat.thing[here])
    tastes = sparse.csr_array((0.9 ** flat.since[here], place), shape=shape)
    tastes.sum_duplicates()
    bought = sparse.csr_array((np.ones(tastes.nnz), tastes.indices.copy(), tastes.indptr.copy()), shape=shape)
    return bought.T.tocsr(), tastes, np.diff(bought.indptr).astype(np.float64)
