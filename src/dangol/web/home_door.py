"""The door to a visitor's home and to the brand's offers, with the values that pages and the API show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dangol.offers.home import Home


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferRow:
    """An offer as staff see it. ``lost``: why it does not stand, empty while it does; counts of people within 30 days, and of coupons."""

    id: str
    title: str
    kind: str
    line: int
    lost: str
    ends: datetime | None
    left: int | None
    shown: int
    chosen: int
    given: int
    used: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyRow:
    """The owner's own policy: arms by context; ``why`` it may not go live, empty when it may; since when it is live.

    ``mean``, ``low`` and ``high``: what one choice would bring more, from so many logged ``choices`` of so many ``people``, worth so
    many of its own.
    """

    arms: tuple[tuple[str, str], ...]
    why: str
    live_at: datetime | None
    mean: str
    low: str
    high: str
    choices: int
    people: int
    worth: int


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferBoard:
    """All offers, and what messages bring: a month's difference per person with its 95 % interval, of so many people on either side."""

    rows: tuple[OfferRow, ...]
    messages: str
    mean: str
    low: str
    high: str
    treated: int
    held: int
    policy: PolicyRow | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CouponCode:
    """A coupon that a visitor has taken; good before ``expires_at``."""

    code: str
    offer: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CouponUse:
    """A coupon that was used: what it takes off, from which price on, and which others it combines with."""

    offer: str
    title: str
    won: int
    percent: int
    most: int | None
    minimum: int
    together: tuple[str, ...]


class HomeDoor(Protocol):
    """A visitor's home, and the shop's own use of coupons."""

    def show(self, *, inbox: str, external_id: str, at: datetime) -> Home:
        """What fits this visitor now. That it was shown is written down."""
        ...

    def take(self, *, inbox: str, external_id: str, offer: str, at: datetime) -> CouponCode:
        """The visitor's code; raises ``NotFound``, ``Refused`` (used) or ``Conflict`` (not for them, none left)."""
        ...

    def choose(self, *, inbox: str, external_id: str, offer: str, at: datetime) -> None: ...

    def board(self, *, at: datetime) -> OfferBoard:
        """What the offers are doing, for staff."""
        ...

    def redeem(self, *, code: str, order: str, at: datetime) -> CouponUse:
        """Uses a code once; the same order again gets the same answer. Raises ``Refused`` or ``NotFound``."""
        ...
