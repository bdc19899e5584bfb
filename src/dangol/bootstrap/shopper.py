"""A person as offers know them: what they bought and where they were, their traits, and their age where somebody said it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from dangol.events.event import Event
from dangol.offers.conditions import Customer
from dangol.offers.coupons import Coupon
from dangol.people.consents import agreements, everything_said
from dangol.people.tables import identities
from dangol.people.traits import UNDER_14, traits_of

if TYPE_CHECKING:
    from dangol.bootstrap.house import House
    from dangol.knowledge.facts import Snapshot

TYPES = ("order.completed", "place.visited")
_MOST = 5_000  # events, the latest: of a longer history the older part says nothing here
_CHILD = 14  # 개인정보 보호법 제22조의2
_BIRTHDAYS = ("birthday", "birthdate", "birth_date", "생일", "생년월일")
_BIRTH_YEARS = ("birth_year", "birthyear", "출생연도")


@dataclass(slots=True)
class Past:
    """What somebody did until ``at``: when each product was bought and each place visited last, and how many orders that were."""

    at: datetime
    orders: int = 0
    bought: dict[str, datetime] = field(default_factory=dict)
    visited: dict[str, datetime] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        when = event.occurred_at
        if when > self.at:
            return  # a clock that runs ahead proves nothing yet
        if event.type == "order.completed":
            self.orders += 1
            for line in event.payload.get("products") or ():
                product = str(line["product_id"])
                self.bought[product] = max(when, self.bought.get(product, when))
        elif place := event.payload.get("place_id"):
            self.visited[str(place)] = max(when, self.visited.get(str(place), when))


def customer_of(
    house: "House", connection: Connection, snapshot: "Snapshot", ids: Sequence[str], coupons: Mapping[str, Coupon], at: datetime
) -> Customer:
    """What these identities did before ``at`` and what is known of them; somebody of whom nothing is known is an empty ``Customer``."""
    if not ids:
        return Customer()
    past = Past(at=at)
    for event in house.journal.latest(connection, identities=ids, types=TYPES, limit=_MOST):
        past.take(event)
    known = {name: trait.value for name, trait in traits_of(connection, ids).items()}
    today = at.astimezone(ZoneInfo(snapshot.brand.timezone)).date()
    return replace(
        customer(past, known, categories_of(snapshot), today),
        used=frozenset(offer for offer, coupon in coupons.items() if coupon.redeemed_at and coupon.redeemed_at <= at),
        seen=connection.execute(select(func.max(identities.c.last_seen)).where(identities.c.id.in_(ids))).scalar_one(),
        agreed=agreements(everything_said(connection, ids), ids),
    )


def customer(past: Past, told: Mapping[str, Any], categories: Mapping[str, str], today: date) -> Customer:
    """Somebody by what they did and what was told of them, by name (None: no longer known); ``today`` on the brand's calendar."""
    known = {name: value for name, value in told.items() if value is not None}
    return Customer(
        orders=past.orders,
        bought=past.bought,
        visited=past.visited,
        categories=categories,
        traits={name: str(value) for name, value in known.items() if isinstance(value, str | int | float | bool)},
        age=_age(known, today),
        child=is_child(known, today),
    )


def is_child(known: Mapping[str, Any], today: date) -> bool:
    """Known to be under 14, by a platform's word or by their age; False where nobody knows."""
    age = _age(known, today)
    return known.get(UNDER_14) is True or (age is not None and age < _CHILD)


def categories_of(snapshot: "Snapshot") -> dict[str, str]:
    """Each product's category, as the brand's files have it now."""
    return {one.id: one.text("category") or "" for one in snapshot.products.values()}


def _age(known: Mapping[str, Any], today: date) -> int | None:
    """Whole years (만 나이). Of a year of birth alone, the lower of the two that it can be."""
    for name in _BIRTHDAYS:
        try:
            born = date.fromisoformat(str(known.get(name))[:10])
        except ValueError:
            continue
        return _sensible(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))
    for name in _BIRTH_YEARS:
        if str(known.get(name)).isdecimal():
            return _sensible(today.year - int(known[name]) - 1)
    return _sensible(int(known["age"])) if str(known.get("age")).isdecimal() else None


def _sensible(age: int) -> int | None:
    return age if 0 <= age <= 120 else None
