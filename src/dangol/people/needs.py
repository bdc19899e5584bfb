"""What a person wants now: needs, worked out from signs that fade. Pure, and the same whatever order the signs arrived in.

A need is (kind, subject). Each sign of it weighs ``w`` (0…1) when it happens and half of that a half-life later; together they make
the need's strength, ``1 - product of (1 - w * 2 ** (-age / half-life))``: several weak signs add up, none counts twice, and it never
passes 1. A sign that *ends* a need (it was bought) takes away what was before it. Signs after the moment asked about are not there yet.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

NeedKind = Literal["know", "go", "compare", "buy", "help", "complain", "praise", "idea"]
KINDS: tuple[NeedKind, ...] = get_args(NeedKind)

HALF_LIFE_HOURS: dict[NeedKind, float] = {
    "know": 24.0,
    "go": 12.0,
    "compare": 48.0,
    "buy": 72.0,
    "help": 72.0,
    "complain": 168.0,
    "praise": 336.0,
    "idea": 720.0,
}
FADED = 0.05  # a need weaker than this is over
LONGEST = timedelta(hours=max(HALF_LIFE_HOURS.values()) * math.log2(1 / FADED) * 1.5)  # older signs no longer carry a need
_EVIDENCE = 8  # events named for a need, the latest
_LOOKED_AT = 0.2  # strength of wanting to know of a product that makes it one of those compared
_WEIGHED_BESIDE = timedelta(hours=48)  # two products looked at within this are being compared


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """One sign of a need, from one event.

    Attributes:
        subject: ``"product/P001"``, ``"place/S01"``, or empty when it is of the brand as such.
        weight: 0…1, how surely this alone speaks for the need at ``at``.
        how: what was done: viewed, searched, carted, wished, said, ordered, visited, reviewed, rated.
        ends: it takes away the need instead.
        event: the event's position in the journal.
    """

    kind: NeedKind
    subject: str
    weight: float
    how: str
    ends: bool
    at: datetime
    event: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """What a person wants at one moment.

    Attributes:
        subjects: what it is about: none, one, or for ``compare`` two or more.
        strength: ``FADED``…1 at that moment. half_life: hours.
        evidence: positions of the latest events that speak for it, oldest first. ways: what was done, and how often.
        since: the earliest sign that still counts; expires: when strength falls below ``FADED`` if nothing more happens.
        latent: a guess from what people alike came to need; nothing this person did or said.
    """

    kind: NeedKind
    subjects: tuple[str, ...]
    strength: float
    half_life: float
    evidence: tuple[int, ...]
    ways: tuple[tuple[str, int], ...]
    since: datetime
    expires: datetime
    latent: bool = False


def needs_at(signs: Iterable[Sign], at: datetime) -> list[Need]:
    """The needs at a moment, strongest first; ties by kind and subject."""
    grouped: defaultdict[tuple[NeedKind, str], dict[tuple[int, bool], Sign]] = defaultdict(dict)
    for sign in signs:
        if sign.at <= at:
            grouped[sign.kind, sign.subject][sign.event, sign.ends] = sign  # the same event twice is one sign
    found = [need for (kind, subject), group in grouped.items() if (need := _need(kind, subject, list(group.values()), at))]
    return sorted([*found, *_compared(found, at)], key=lambda need: (-need.strength, need.kind, need.subjects))


def strength(weights_and_ages: Iterable[tuple[float, float]], half_life: float) -> float:
    """Signs as (weight 0…1, age in hours) together.

    >>> strength([(0.8, 0.0)], 24.0), round(strength([(0.8, 24.0), (0.5, 0.0)], 24.0), 3)
    (0.8, 0.7)
    """
    left = 1.0
    for weight, age in weights_and_ages:
        left *= 1.0 - weight * 0.5 ** (age / half_life)
    return round(1.0 - left, 9)


def _need(kind: NeedKind, subject: str, signs: Sequence[Sign], at: datetime) -> Need | None:
    over = max((sign.at for sign in signs if sign.ends), default=None)
    counted = sorted(
        (one for one in signs if not one.ends and (over is None or one.at > over)), key=lambda one: (one.at, one.weight, one.how)
    )
    half_life = HALF_LIFE_HOURS[kind]
    aged = [(one.weight, _hours(at - one.at)) for one in counted]
    now = strength(aged, half_life)
    if now < FADED:
        return None
    ways: defaultdict[str, int] = defaultdict(int)
    for one in counted:
        ways[one.how] += 1
    return Need(
        kind=kind,
        subjects=(subject,) if subject else (),
        strength=now,
        half_life=half_life,
        evidence=tuple(one.event for one in counted[-_EVIDENCE:]),
        ways=tuple(sorted(ways.items())),
        since=counted[0].at,
        expires=at + timedelta(hours=_fading(aged, half_life)),
    )


def _fading(aged: Sequence[tuple[float, float]], half_life: float) -> float:
    """Hours until strength is ``FADED``, by halving the interval."""
    low, high = 0.0, half_life * 64
    for _ in range(50):
        middle = (low + high) / 2
        if strength(((weight, age + middle) for weight, age in aged), half_life) >= FADED:
            low = middle
        else:
            high = middle
    return round(high, 6)


def _compared(found: Sequence[Need], at: datetime) -> list[Need]:
    """Whoever wants to know of two or more products within two days compares them."""
    recent = [need for need in found if need.kind == "know" and need.strength >= _LOOKED_AT and need.since > at - _WEIGHED_BESIDE]
    looked = [need for need in recent if need.subjects and need.subjects[0].startswith("product/")]
    if len(looked) < 2 or any(need.kind == "compare" for need in found):
        return []
    best = sorted(looked, key=lambda need: (-need.strength, need.subjects))[:3]
    return [
        Need(
            kind="compare",
            subjects=tuple(need.subjects[0] for need in best),
            strength=best[1].strength,
            half_life=HALF_LIFE_HOURS["compare"],
            evidence=tuple(sorted({event for need in best for event in need.evidence}))[-_EVIDENCE:],
            ways=(("viewed", len(best)),),
            since=min(need.since for need in best),
            expires=min(need.expires for need in best),
        )
    ]


def _hours(span: timedelta) -> float:
    return span / timedelta(hours=1)
