"""A person as offers know them: what they bought and where they were, their traits, and their age where somebody said it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from dangol.offers.conditions import Customer
from dangol.offers.coupons import Coupon
from dangol.people.traits import UNDER_14, traits_of

if TYPE_CHECKING:
    from dangol.bootstrap.house import House
    from dangol.knowledge.facts import Snapshot

_TYPES = ("order.completed", "place.visited")
_MOST = 5_000  # events, the latest: of a longer history the older part says nothing here
_CHILD = 14  # 개인정보 보호법 제22조의2
_BIRTHDAYS = ("birthday", "birthdate", "birth_date", "생일", "생년월일")
_BIRTH_YEARS = ("birth_year", "birthyear", "출생연도")


def customer_of(
    house: "House", connection: Connection, snapshot: "Snapshot", ids: Sequence[str], coupons: Mapping[str, Coupon], at: datetime
) -> Customer:
    """What these identities did before ``at`` and what is known of them; somebody of whom nothing is known is an empty ``Customer``."""
    if not ids:
        return Customer()
    bought: dict[str, datetime] = {}
    visited: dict[str, datetime] = {}
    orders = 0
    for event in house.journal.latest(connection, identities=ids, types=_TYPES, limit=_MOST):
        if event.occurred_at > at:
            continue  # a clock that runs ahead proves nothing yet
        if event.type == "order.completed":
            orders += 1
            for line in event.payload.get("products") or ():
                bought.setdefault(str(line["product_id"]), event.occurred_at)
        elif place := event.payload.get("place_id"):
            visited.setdefault(str(place), event.occurred_at)
    known = {name: trait.value for name, trait in traits_of(connection, ids).items() if trait.value is not None}
    age = _age(known, at.astimezone(ZoneInfo(snapshot.brand.timezone)).date())
    return Customer(
        orders=orders,
        bought=bought,
        visited=visited,
        categories={one.id: one.text("category") or "" for one in snapshot.products.values()},
        traits={name: str(value) for name, value in known.items() if isinstance(value, str | int | float | bool)},
        age=age,
        child=known.get(UNDER_14) is True or (age is not None and age < _CHILD),
        used=frozenset(offer for offer, coupon in coupons.items() if coupon.redeemed_at and coupon.redeemed_at <= at),
    )


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
