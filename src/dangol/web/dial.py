"""A clock of a person's rhythms as shapes of an SVG: a ring of bars for what they did, arcs for what comes again, a hand for now. Pure.

Everything is in a square of 200 by 200 with its middle at (100, 100); the turn begins at the top and goes clockwise.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

SIZE = 200
_MIDDLE = SIZE / 2
_INNER, _OUTER = 46.0, 70.0  # radii between which bars grow
_ARC = 80.0  # radius of the first rhythm's arc; further ones lie outside of it
_STEP = 7.0
_MOST = 3  # arcs that can be told apart
_LABEL = 37.0
_LEAST = 0.006  # of a turn: an arc narrower than this would not be seen


@dataclass(frozen=True, slots=True)
class Arc:
    """A rhythm: the path of its 95 % interval, and the point at its middle; ``place`` 0… is its colour."""

    path: str
    x: float
    y: float
    place: int


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Dial:
    """All shapes: ``bars`` and ``hand`` are paths, ``bars`` empty while nothing was done."""

    bars: tuple[str, ...]
    arcs: tuple[Arc, ...]
    labels: tuple[Label, ...]
    hand: str


def dial(counts: Sequence[int], arcs: Sequence[tuple[float, float]], labels: Sequence[str], now: float) -> Dial:
    """The shapes.

    Args:
        counts: of each equal part of the turn. arcs: middle and half width, shares of a turn. labels: at equal distances, the first on top.
        now: where the turn stands, 0…1.
    """
    most = max(counts, default=0)
    parts = len(counts)
    bars = tuple(
        _ring(part / parts + 0.1 / parts, (part + 0.9) / parts, _INNER, _INNER + (_OUTER - _INNER) * count / most)
        for part, count in enumerate(counts)
        if count
    )
    return Dial(
        bars=bars,
        arcs=tuple(_arc(middle, give, place) for place, (middle, give) in enumerate(arcs[:_MOST])),
        labels=tuple(
            Label(text, *_point(place / len(labels) + (0.5 / parts if len(labels) == parts else 0), _LABEL))
            for place, text in enumerate(labels)
        ),
        hand=f"M{_at(now, 20)}L{_at(now, _INNER - 3)}",
    )


def _arc(middle: float, give: float, place: int) -> Arc:
    half = min(0.4999, max(_LEAST, give))
    radius = _ARC + _STEP * place
    long_way = 1 if half > 0.25 else 0
    path = f"M{_at(middle - half, radius)}A{radius:g} {radius:g} 0 {long_way} 1 {_at(middle + half, radius)}"
    return Arc(path, *_point(middle, radius), place)


def _ring(start: float, end: float, inner: float, outer: float) -> str:
    """A piece of a ring; one bar is never more than half a turn wide."""
    return (
        f"M{_at(start, inner)}A{inner:g} {inner:g} 0 0 1 {_at(end, inner)}L{_at(end, outer)}"
        f"A{outer:.1f} {outer:.1f} 0 0 0 {_at(start, outer)}Z"
    )


def _at(share: float, radius: float) -> str:
    x, y = _point(share, radius)
    return f"{x:g} {y:g}"


def _point(share: float, radius: float) -> tuple[float, float]:
    angle = math.tau * (share % 1.0)
    return round(_MIDDLE + radius * math.sin(angle), 1), round(_MIDDLE - radius * math.cos(angle), 1)
