"""The door to the owner's file of offers, with the values that its pages show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dangol.offers.home import Card


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferForm:
    """A row of ``offers.csv`` as the file has it; ``version`` names that state, empty for a new row."""

    cells: Mapping[str, str]
    version: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferPreview:
    """What would come of it: see ``bootstrap.offer_preview.Preview``."""

    card: Card | None
    message: str
    rule: str
    good: int
    blocked: tuple[str, ...]
    people: int
    asked: int


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferTried:
    """What came of a form. Either it is ``saved`` (the offer's id) or looked at (``preview``), or something is wrong:

    Attributes:
        column, ko, en: the field, and what is wrong with it; ``column`` empty when it is the file as a whole.
        moved: the row was changed in the file meanwhile. now: what it says there, None when it is gone.
    """

    saved: str = ""
    preview: OfferPreview | None = None
    column: str = ""
    ko: str = ""
    en: str = ""
    moved: bool = False
    now: OfferForm | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """How often an arm was chosen in a context, a week ago or more, and what one of them was worth, with its 95 % interval as text."""

    arm: str
    context: str
    times: int
    mean: str
    low: str
    high: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Experiment:
    """How messages are set, what was chosen, and what it brings against the holdout.

    Attributes:
        messages: off, draft_only, automatic. holdout, explore: percent. stopped: by harm that is sure.
        mean, low, high: the difference a person and month, empty while there is nothing to compare. treated, held: people on either side.
        shown: title, seen, chosen, coupons used, within 30 days.
    """

    messages: str
    holdout: str
    explore: str
    stopped: bool
    mean: str
    low: str
    high: str
    treated: int
    held: int
    choices: tuple[Choice, ...]
    shown: tuple[tuple[str, int, int, int], ...]


class OfferDoor(Protocol):
    """The owner's offers. ``Busy`` when somebody else writes the file."""

    def experiment(self, *, at: datetime) -> Experiment: ...

    def form(self, offer: str) -> OfferForm:
        """Raises ``NotFound``."""
        ...

    def look(self, cells: Mapping[str, str], *, at: datetime) -> OfferTried:
        """Writes nothing."""
        ...

    def save(self, cells: Mapping[str, str], *, version: str, at: datetime) -> OfferTried: ...

    def end(self, offer: str, *, version: str, at: datetime) -> OfferTried:
        """Ends it now; its row stays. Raises ``NotFound``."""
        ...
