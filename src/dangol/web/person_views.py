"""One person on a page of the console, as values: what they want, when they come, how they choose, what would be shown to them and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Pair = tuple[str, str]
"""A sentence in Korean and in English."""

Period = Literal["day", "week", "month", "gap"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """A need. ``strength`` now and what will be left of it ``tomorrow`` if nothing more happens, in percent.

    ``latent``: a guess from people alike, with no ``evidence`` (events of their own) behind it.
    """

    kind: str
    name: Pair
    why: Pair
    strength: int
    tomorrow: int
    evidence: int
    expires: datetime
    latent: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """A rhythm. ``center`` and ``give`` (half of the 95 % interval) are shares of one turn of its clock, 0…1; of a gap both are 0."""

    name: Pair
    says: Pair
    period: Period
    center: float
    give: float
    next_at: datetime
    chance: int
    turns: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """A facet of the DNA. ``sure`` in percent; ``said``: by the person's own word; ``off``: switched off by them, so there is no value."""

    name: Pair
    value: Pair
    sure: int = 0
    evidence: int = 0
    said: bool = False
    off: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What would be shown now: the section, what they would pay, and why. ``score``: how likely it is wanted, percent."""

    section: Pair
    title: str
    kind: str
    price: int | None
    pays: int | None
    why: Pair
    score: int


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """An offer that would not be shown, and the rule that keeps it back."""

    title: str
    rule: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """An identity: which, when it was seen, and by which evidence it is this person's (empty for the one that stands first)."""

    line: str
    first_seen: datetime
    last_seen: datetime
    evidence: str = ""
    sure: int = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A word about advertising, with where it was said and to which words; ``counts`` says whether it holds now."""

    inbox: str
    purpose: str
    act: str
    at: datetime
    wording: str
    source: str
    counts: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Bought:
    """A line of an order: its number, what the journal says was in it, how it stands, and when it was last told of."""

    number: str
    products: str
    state: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """A trait with who said it."""

    name: str
    value: str
    source: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """One line of the timeline. ``position`` is where the next page goes on."""

    at: datetime
    type: str
    text: str
    inbox: str
    position: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonView:
    """The whole page.

    Attributes:
        hours, days: how many of their latest events fell on each hour of the day (24) and day of the week (7, Monday first).
        home: ``personal``, or why not: ``off`` (their own word), ``unknown``, ``learning``.
        more: position after which the timeline goes on, 0 at its end. whole: everything is shown (the owner's view).
        talk: the newest conversation, empty where there is none.
    """

    id: str
    label: str
    last_seen: datetime
    wishes: tuple[Wish, ...]
    turns: tuple[Turn, ...]
    traces: tuple[Trace, ...]
    shown: tuple[Shown, ...]
    left_out: tuple[LeftOut, ...]
    home: str
    links: tuple[Link, ...]
    words: tuple[Word, ...]
    orders: tuple[Bought, ...]
    known: tuple[Known, ...]
    timeline: tuple[Happened, ...]
    more: int
    hours: tuple[int, ...]
    days: tuple[int, ...]
    talk: str
    whole: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonRow:
    """Somebody found by a search."""

    id: str
    label: str
    line: str
    last_seen: datetime
