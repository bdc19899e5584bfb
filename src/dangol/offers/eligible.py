"""Whether an offer may be made to a person at a moment, and if not, by which rule. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from dangol.offers.book import Entry
from dangol.offers.conditions import Customer
from dangol.offers.shelf import Product

Objection = Literal["not_yet", "over", "none_left", "product_gone", "sold_out", "children", "condition", "used"]


def objection(entry: Entry, customer: Customer, shelf: Mapping[str, Product], at: datetime) -> Objection | None:
    """The first rule that speaks against it; None when it may be made."""
    offer = entry.offer
    if (standing := stands(entry, shelf, at)) is not None:
        return standing
    if customer.child and not offer.children:
        return "children"
    if not all(condition.holds(customer, at) for condition in offer.conditions):
        return "condition"
    return "used" if offer.id in customer.used else None


def stands(entry: Entry, shelf: Mapping[str, Product], at: datetime) -> Objection | None:
    """As ``objection``, of the offer itself, whoever it is for."""
    offer = entry.offer
    if offer.starts and at < offer.starts:
        return "not_yet"
    if offer.ends and at >= offer.ends:
        return "over"
    if entry.left == 0:
        return "none_left"
    if not offer.things:
        return None
    about = [one for one in shelf.values() if offer.about(one.id, one.category)]
    if not about:
        return "product_gone"
    if offer.kind in {"content", "refurbished"} or any(one.there for one in about):  # a refurbished piece counts by its own stock
        return None
    return "sold_out"
