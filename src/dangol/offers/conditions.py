"""To whom an offer may be made: plain conditions on what is known of one person, read from one cell of ``offers.csv``.

::

    orders=0; not bought category:텐트; bought bean-01 90d; visited s1; age>=19; trait 등급=VIP; seen 30d; agreed

Conditions are separated by ``;`` and all must hold. What is not known does not hold: ``age>=19`` is false where nobody knows the age.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from dangol.knowledge.cells import BadCell, shown

CATEGORY = "category:"


@dataclass(frozen=True, kw_only=True, slots=True)
class Things:
    """One product, or all of a category."""

    product: str = ""
    category: str = ""

    def holds(self, product: str, category: str) -> bool:
        return product == self.product if self.product else category == self.category


_NOTHING = Things()


@dataclass(frozen=True, kw_only=True, slots=True)
class Customer:
    """What is known of a person at a moment.

    Attributes:
        orders: how many before it. bought: the latest time of each product; visited: of each place.
        categories: of the products bought, as the brand's files have them now.
        traits: by name, as text. age: whole years, None where nobody knows. child: known to be under 14.
        used: offers of which they have used their coupon.
        seen: when they last did anything. agreed: purposes to which they agree now, see ``people.consents``.
    """

    orders: int = 0
    bought: Mapping[str, datetime] = field(default_factory=dict)
    visited: Mapping[str, datetime] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    traits: Mapping[str, str] = field(default_factory=dict)
    age: int | None = None
    child: bool = False
    used: frozenset[str] = frozenset()
    seen: datetime | None = None
    agreed: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """One condition. ``text`` is it as it was written; ``days``: within so many days, 0 for ever."""

    text: str
    of: Literal["bought", "visited", "orders", "age", "trait", "seen", "agreed"]
    negated: bool = False
    thing: Things = _NOTHING
    days: int = 0
    name: str = ""
    compare: Literal["=", ">=", "<="] = "="
    value: str = ""

    def holds(self, customer: Customer, at: datetime) -> bool:
        """Whether it is so of this person at ``at``; what happens later is not there yet."""
        match self.of:
            case "bought" | "visited":
                return self._happened(customer, at) != self.negated
            case "seen":
                lately = customer.seen is not None and customer.seen > at - timedelta(days=self.days)
                return lately != self.negated
            case "agreed":
                return (self.value in customer.agreed) != self.negated
            case "trait":
                return customer.traits.get(self.name, "").casefold() == self.value.casefold() != ""
            case "orders":
                return self._compared(customer.orders)
            case "age":
                return customer.age is not None and self._compared(customer.age)

    def _happened(self, customer: Customer, at: datetime) -> bool:
        times = customer.bought if self.of == "bought" else customer.visited
        return any(
            when <= at and (not self.days or when > at - timedelta(days=self.days))
            for thing, when in times.items()
            if self.thing.holds(thing, customer.categories.get(thing, ""))
        )

    def _compared(self, number: int) -> bool:
        wanted = int(self.value)
        return number == wanted if self.compare == "=" else number >= wanted if self.compare == ">=" else number <= wanted


_DONE = re.compile(r"(?P<not>not\s+)?(?P<of>bought|visited)\s+(?P<thing>.+?)(?:\s+(?P<days>\d{1,4})d)?", re.IGNORECASE)
_SEEN = re.compile(r"(?P<not>not\s+)?seen\s+(?P<days>\d{1,4})d", re.IGNORECASE)
_AGREED = re.compile(r"(?P<not>not\s+)?agreed(?:\s+(?P<to>meta|naver))?", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<of>orders|age)\s*(?P<compare>>=|<=|=)\s*(?P<value>\d{1,4})", re.IGNORECASE)
_TRAIT = re.compile(r"trait\s+(?P<name>[^=]{1,100}?)\s*=\s*(?P<value>.{1,200})", re.IGNORECASE)


def things(text: str) -> Things:
    """``bean-01``, or ``category:원두``."""
    plain = text.strip()
    if plain.lower().startswith(CATEGORY):
        return Things(category=plain[len(CATEGORY) :].strip())
    return Things(product=plain)


def conditions(text: str) -> tuple[Condition, ...] | BadCell:
    """Reads the cell, or says which condition cannot be read."""
    found: list[Condition] = []
    for part in filter(None, (one.strip() for one in text.split(";"))):
        one = _condition(part)
        if one is None:
            return BadCell(
                ko=f'{shown(part)} 조건을 읽을 수 없습니다. "orders=0", "bought bean-01 90d", "not bought category:텐트", "visited s1", '
                '"age>=19", "trait 등급=VIP", "seen 30d", "agreed", "agreed meta" 가운데 하나처럼 적어 주세요.',
                en=f"the condition {shown(part)} cannot be read. Write it like "
                '"orders=0", "bought bean-01 90d", "not bought category:텐트", "visited s1", "age>=19", "trait 등급=VIP", '
                '"seen 30d", "agreed" or "agreed meta".',
            )
        found.append(one)
    return tuple(found)


def _condition(part: str) -> Condition | None:
    if done := _DONE.fullmatch(part):
        of: Literal["bought", "visited"] = "bought" if done["of"].lower() == "bought" else "visited"
        thing = things(done["thing"])
        if (of == "visited" and thing.category) or not (thing.product or thing.category):
            return None
        return Condition(text=part, of=of, negated=bool(done["not"]), thing=thing, days=int(done["days"] or 0))
    if seen := _SEEN.fullmatch(part):
        return Condition(text=part, of="seen", negated=bool(seen["not"]), days=int(seen["days"]))
    if agreed := _AGREED.fullmatch(part):
        to = agreed["to"]
        return Condition(text=part, of="agreed", negated=bool(agreed["not"]), value=f"audience_{to.lower()}" if to else "promotional")
    if number := _NUMBER.fullmatch(part):
        return Condition(text=part, of=number["of"].lower(), compare=number["compare"], value=number["value"])  # type: ignore[arg-type]
    if trait := _TRAIT.fullmatch(part):
        return Condition(text=part, of="trait", name=trait["name"].strip(), value=trait["value"].strip())
    return None
