"""An offer: something the brand may hold out to somebody, as the owner wrote it down in ``offers.csv``."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from dangol.offers.conditions import Condition, Things

OfferKind = Literal["product", "coupon", "gift", "content", "refurbished"]
KINDS: tuple[OfferKind, ...] = get_args(OfferKind)
ANY = "*"

_FLASH = timedelta(hours=48)  # what is over within two days of its beginning is a flash offer


@dataclass(frozen=True, kw_only=True, slots=True)
class Benefit:
    """What is taken off one piece: whole won, or percent of its list price (rounded down), at most ``most`` won."""

    won: int = 0
    percent: int = 0
    most: int | None = None

    def of(self, price: int) -> int:
        """Won off a piece of this list price.

        >>> Benefit(percent=10, most=5000).of(59_000), Benefit(won=3000).of(2000)
        (5000, 2000)
        """
        off = self.won + price * self.percent // 100
        return min(price, off if self.most is None else min(off, self.most))


@dataclass(frozen=True, kw_only=True, slots=True)
class Floor:
    """The least that must be left to pay for a piece: whole won, or percent of its list price (rounded up)."""

    won: int = 0
    percent: int = 0

    def of(self, price: int) -> int:
        return max(self.won, -(-price * self.percent // 100))


NO_FLOOR = Floor()


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """One row of ``offers.csv``.

    Attributes:
        title: one line for customers. text: what a message says; without it the title.
        things: which products it is about; none means all of them.
        benefit: what a coupon takes off. price: what a product or a refurbished piece costs instead of its list price.
        minimum: won that the list price must reach for it to count. floor: margin floor, on top of the brand's own.
        together: ids of coupons it may be combined with, ``"*"`` for any that says the same of it.
        starts, ends: from when and until when (not at that instant any more). stock: how many there are to give, None without limit.
        conditions: all must hold of the person. section: the event day under which it is shown.
        never_with: ids of offers, products or categories beside which it is not shown.
        pinned: before everything else. children: whether it may be shown to somebody known to be under 14.
    """

    id: str
    kind: OfferKind
    title: str
    text: str = ""
    things: tuple[Things, ...] = ()
    benefit: Benefit | None = None
    price: int | None = None
    minimum: int = 0
    floor: Floor = NO_FLOOR
    together: frozenset[str] = frozenset()
    starts: datetime | None = None
    ends: datetime | None = None
    stock: int | None = None
    conditions: tuple[Condition, ...] = ()
    section: str = ""
    never_with: frozenset[str] = frozenset()
    pinned: bool = False
    children: bool = True
    url: str = ""

    @property
    def flash(self) -> bool:
        return self.starts is not None and self.ends is not None and self.ends - self.starts <= _FLASH

    def about(self, product: str, category: str) -> bool:
        """Whether it is about this product."""
        return not self.things or any(one.holds(product, category) for one in self.things)

    def combines(self, other: "Offer") -> bool:
        """Whether both say that they may be used together."""
        return self._allows(other) and other._allows(self)

    def _allows(self, other: "Offer") -> bool:
        return ANY in self.together or other.id in self.together
