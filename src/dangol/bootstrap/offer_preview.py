"""An offer looked at before it is made: how it would stand in the home and in a message, for whom it is, and where the margin floor keeps
it back. Nothing is written."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from dangol.bootstrap.finding_person import seen_lately
from dangol.bootstrap.house import House
from dangol.bootstrap.moments import text_of
from dangol.bootstrap.offer_settings import read_offer_settings
from dangol.bootstrap.scenes import coupon_key
from dangol.bootstrap.shopper import customer_of
from dangol.offers.arrange import Item, Scene, items
from dangol.offers.book import Entry
from dangol.offers.conditions import Customer
from dangol.offers.coupons import given
from dangol.offers.eligible import objection, stands
from dangol.offers.home import Card, home
from dangol.offers.offer import Floor, Offer
from dangol.offers.saving import best_deal
from dangol.offers.shelf import Product, shelf
from dangol.offers.wanted import Wanted
from dangol.people.proven import proven

PEOPLE = 200  # whoever was seen last; to ask everybody would take minutes in a large brand


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What would come of an offer.

    Attributes:
        card: as the home shows it to somebody to whom nothing else is offered; None when it would not be shown at all.
        message: as it would be written to somebody who agreed to advertising, before label and opt-out are added.
        rule: why it does not stand for anybody now (``eligible.Objection``), empty while it does.
        good: products on which it saves something. blocked: names of those on which it saves nothing, or would fall below the floor.
        people: how many of the ``asked`` persons seen last may have it.
    """

    card: Card | None
    message: str
    rule: str
    good: int
    blocked: tuple[str, ...]
    people: int
    asked: int


def preview(house: House, offer: Offer, at: datetime) -> Preview:
    here = shelf(house.knowledge.snapshot())
    floor = Floor(percent=round(100 * read_offer_settings(house.knowledge.brand().offers).floor))
    entry = Entry(offer=offer, left=offer.stock, line=0)
    alone = Scene(
        book={offer.id: replace(entry, offer=replace(offer, conditions=()))},
        shelf=here,
        customer=Customer(),
        wanted={name: Wanted(score=0.5, source="popular", ko="요즘 많이 찾으셔서", en="many choose it these days") for name in here},
        at=at,
        floor=floor,
    )
    shown = home(alone, {}, personal=True)
    card = next((one for section in shown.sections for one in section.cards if one.id == offer.id), None)
    item = next((one for one in items(alone, products=False) if one.id == offer.id), None)
    about = [one for one in here.values() if offer.about(one.id, one.category) and one.price is not None]
    good = [one for one in about if _saves(offer, one, floor)] if offer.benefit or offer.price is not None else []
    lost = [one.name for one in about if one not in good] if offer.benefit or offer.price is not None else []
    with house.store.read() as connection:
        people, asked = _people(house, connection, entry, at)
    return Preview(
        card=card,
        message=_message(item),
        rule=stands(entry, here, at) or "",
        good=len(good),
        blocked=tuple(lost),
        people=people,
        asked=asked,
    )


def _message(item: Item | None) -> str:
    return text_of(item, item.deal, "(받는 분의 번호)" if item.offer and item.offer.kind == "coupon" else "") if item else ""


def _saves(offer: Offer, product: Product, floor: Floor) -> bool:
    assert product.price is not None
    own = offer if offer.price is not None else None
    return best_deal(product.price, own, [offer] if offer.benefit else [], floor).saving > 0


def _people(house: House, connection: Connection, entry: Entry, at: datetime) -> tuple[int, int]:
    """How many of whoever was seen last may have it, and of how many that is."""
    snapshot = house.knowledge.snapshot()
    here, key = shelf(snapshot), coupon_key(house)
    lately = seen_lately(connection, PEOPLE)
    standing = replace(entry, offer=replace(entry.offer, starts=None, ends=None), left=None)
    fits = 0
    for who in lately:
        ids = [one.id for one in proven(connection, who)]
        customer = customer_of(house, connection, snapshot, ids, given(connection, key, ids), at)
        fits += objection(standing, customer, here, at) is None
    return fits, len(lately)
