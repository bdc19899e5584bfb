"""A person's DNA: a small readable profile of how they choose, out of what they did. Pure; the person's own word stands above it.

Five facets: what interests them, how they look at prices, how much they like what is new, at what time of day they come, and how often they
ask for help. Each carries a confidence, ``n / (n + 5)`` for n observations (half sure after five), and the events that it rests on.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

FacetName = Literal["interests", "price", "novelty", "hours", "service"]
FACETS: tuple[FacetName, ...] = get_args(FacetName)

VALUES: Mapping[FacetName, tuple[str, ...]] = {  # what a facet can be; interests are names of categories
    "price": ("thrifty", "usual", "generous"),
    "novelty": ("loyal", "mixed", "curious"),
    "hours": ("morning", "day", "evening", "night"),
    "service": ("self", "sometimes", "often"),
}
_HALF_SURE = 5  # observations
_INTEREST_DAYS = 90.0  # an interest counts half after this
_MOST_INTERESTS = 3
_EVIDENCE = 8
_DEARER = 0.15  # mean log ratio to the usual price, about 16 %
_LITTLE, _MUCH = 0.35, 0.65  # shares that make novelty loyal or curious
_SELDOM, _OFTEN = 0.15, 0.5  # requests for help an order


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One product bought.

    Attributes:
        at: naive wall clock. price, usual: of this product and of its category, in the brand's currency; None when unknown.
    """

    at: datetime
    product: str
    category: str | None
    price: float | None
    usual: float | None
    event: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Facet:
    """One trait of the profile.

    Attributes:
        values: one of ``VALUES``; for interests up to three categories, the strongest first.
        confidence: 0…1; 1 when the person said it.
        evidence: positions of the latest events it rests on; none when the person said it.
        said: the person's own word, which no event changes.
    """

    name: FacetName
    values: tuple[str, ...]
    confidence: float
    evidence: tuple[int, ...]
    said: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """What a person said of one facet: ``values`` instead of ours, or ``off``: it is not to be kept."""

    values: tuple[str, ...] = ()
    off: bool = False


def dna(choices: Sequence[Choice], asked: Sequence[int], now: datetime, words: Mapping[FacetName, Word] | None = None) -> list[Facet]:
    """The profile at ``now``, in the order of ``FACETS``; a facet without any observation is left out.

    Args:
        choices: in any order; those after ``now`` are not there yet.
        asked: positions of events in which the person asked for help or complained.
        words: what the person said; it replaces what is worked out, and an ``off`` facet is left out.
    """
    known = sorted((choice for choice in choices if choice.at <= now), key=lambda choice: (choice.at, choice.product, choice.event))
    found: dict[FacetName, Facet] = {facet.name: facet for work in _WORKS if (facet := work(known, now)) is not None}
    if known or asked:
        found["service"] = _service(known, sorted(asked))
    for name, word in (words or {}).items():
        found.pop(name, None)
        if not word.off and word.values:
            found[name] = Facet(name=name, values=word.values, confidence=1.0, evidence=(), said=True)
    return [found[name] for name in FACETS if name in found]


def _facet(name: FacetName, values: tuple[str, ...], observed: int, events: Sequence[int]) -> Facet:
    latest = tuple(dict.fromkeys(events[-_EVIDENCE:]))
    return Facet(name=name, values=values, confidence=round(observed / (observed + _HALF_SURE), 3), evidence=latest)


def _interests(choices: Sequence[Choice], now: datetime) -> Facet | None:
    weights: defaultdict[str, float] = defaultdict(float)
    for choice in choices:
        if choice.category:
            weights[choice.category] += 0.5 ** ((now - choice.at) / timedelta(days=_INTEREST_DAYS))
    best = tuple(sorted(weights, key=lambda category: (-weights[category], category))[:_MOST_INTERESTS])
    events = [choice.event for choice in choices if choice.category in best]
    return _facet("interests", best, len(events), events) if best else None


def _price(choices: Sequence[Choice], _now: datetime) -> Facet | None:
    priced = [(math.log(choice.price) - math.log(choice.usual), choice.event) for choice in choices if choice.price and choice.usual]
    if not priced:
        return None
    mean = sum(ratio for ratio, _ in priced) / len(priced)
    value = "thrifty" if mean < -_DEARER else "generous" if mean > _DEARER else "usual"
    return _facet("price", (value,), len(priced), [event for _, event in priced])


def _novelty(choices: Sequence[Choice], _now: datetime) -> Facet | None:
    """Of what was bought after the first time, how much had not been bought before; with one of each assumed."""
    first = choices[0].event if choices else None
    seen, new, events = set[str](), 0, list[int]()
    for choice in choices:
        if choice.event != first:
            new += choice.product not in seen
            events.append(choice.event)
        seen.add(choice.product)
    if not events:
        return None
    share = (new + 1) / (len(events) + 2)
    value = "loyal" if share < _LITTLE else "curious" if share > _MUCH else "mixed"
    return _facet("novelty", (value,), len(events), events)


def _hours(choices: Sequence[Choice], _now: datetime) -> Facet | None:
    if not choices:
        return None
    parts = {choice.event: _part(choice.at.hour) for choice in choices}
    value = min(Counter(parts.values()).items(), key=lambda item: (-item[1], VALUES["hours"].index(item[0])))[0]
    return _facet("hours", (value,), len(parts), [event for event, part in parts.items() if part == value])


def _part(hour: int) -> str:
    return "morning" if 5 <= hour < 11 else "day" if 11 <= hour < 17 else "evening" if 17 <= hour < 22 else "night"


def _service(choices: Sequence[Choice], asked: Sequence[int]) -> Facet:
    orders = len({choice.event for choice in choices})
    rate = len(asked) / max(1, orders)
    value = "self" if rate < _SELDOM else "often" if rate >= _OFTEN else "sometimes"
    return _facet("service", (value,), orders + len(asked), asked or [choice.event for choice in choices])


_WORKS: tuple[Callable[[Sequence[Choice], datetime], Facet | None], ...] = (_interests, _price, _novelty, _hours)
