"""A person's home: shown, with the exposure written down; a coupon taken; an offer chosen; a code used."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from dangol.bootstrap.house import House
from dangol.bootstrap.scenes import coupon_key
from dangol.events.event import Event
from dangol.kit.errors import Conflict, NotFound
from dangol.offers.book import find
from dangol.offers.coupons import Coupon, issue, redeem
from dangol.offers.eligible import objection
from dangol.offers.home import Home, home
from dangol.people.identities import ensure, identity_id
from dangol.people.proven import proven
from dangol.people.tables import identities

_WHY_NOT = {
    "": ("", ""),
    "off": ("취향을 보지 않기로 하셔서 모두에게 보이는 순서예요.", "You switched interests off, so this is everybody's order."),
    "unknown": ("아직 아는 것이 없어 많이 찾으시는 순서예요.", "Nothing is known of you yet, so this is what many choose."),
    "learning": ("순서를 새로 배우고 있어 잠시 기본 순서예요.", "The order is being learned anew; for a moment this is the plain one."),
}


def show(house: House, inbox: str, external_id: str, at: datetime) -> Home:
    """What this visitor sees now. Only what certainly belongs to them counts: a guessed merge would show one person's cart to another.

    Each offer shown is written into the journal once a day (``offer.shown``); of a visitor who is not known yet, nothing is.
    """
    who = identity_id(house.key, inbox, external_id)
    with house.store.read() as connection:
        ids = [one.id for one in proven(connection, who)]
    found = house.scenes.of(house, ids, at)
    made = home(found.scene, found.coupons, personal=found.personal, note=_WHY_NOT[found.why])
    offers = [card.id for section in made.sections for card in section.cards if card.id in found.scene.book] if ids else []
    _journal(house, inbox, external_id, "offer.shown", [({"offer": one, "place": "home"}, f"{one}/{at:%Y-%m-%d}") for one in offers], at)
    return made


def take_coupon(house: House, inbox: str, external_id: str, offer: str, at: datetime) -> Coupon:
    """The visitor's code of a coupon that they may have; asked again, the same one.

    Raises:
        NotFound: ``offer.unknown``. Conflict: ``offer.not_now``, it is not (or no longer) for them. Whatever ``coupons.issue`` raises.
    """
    who = identity_id(house.key, inbox, external_id)
    with house.store.read() as connection:
        ids = [one.id for one in proven(connection, who)]
    scene = house.scenes.of(house, ids, at).scene
    entry = scene.book.get(offer)
    if entry is None or entry.offer.kind != "coupon":
        raise NotFound("offer.unknown", ko="그런 쿠폰이 없어요. 화면을 새로 고쳐 주세요.", en="There is no such coupon. Reload the page.")
    against = objection(entry, scene.customer, scene.shelf, at)
    if against is not None and not (against == "none_left" and ids):  # who has theirs already gets it again
        raise _not_now()
    with house.store.write() as connection:
        current = find(connection, offer)
        if current is None:
            raise _not_now()
        ensure(connection, house.key, inbox, external_id, _kind(connection, who), at)
        mine = sorted({who, *ids})
        coupon = issue(connection, coupon_key(house), current, who, mine, at)
    _journal(house, inbox, external_id, "offer.chosen", [({"offer": offer, "place": "home"}, f"{offer}/coupon")], at)
    return coupon


def choose(house: House, inbox: str, external_id: str, offer: str, at: datetime) -> None:
    """The visitor opened an offer that was shown to them; counted once a day.

    Raises:
        NotFound: ``offer.unknown``.
    """
    with house.store.read() as connection:
        if find(connection, offer) is None:
            raise NotFound(
                "offer.unknown", ko="그런 혜택이 없어요. 화면을 새로 고쳐 주세요.", en="There is no such offer. Reload the page."
            )
    _journal(house, inbox, external_id, "offer.chosen", [({"offer": offer, "place": "home"}, f"{offer}/{at:%Y-%m-%d}")], at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Redeemed:
    """A code was used: on which offer, what it takes off (won, or percent with at most so many won), and what it may be combined with."""

    offer: str
    title: str
    won: int
    percent: int
    most: int | None
    minimum: int
    together: tuple[str, ...]


def use_coupon(house: House, code: str, order: str, at: datetime) -> Redeemed:
    """Uses a code for an order of the brand's shop, once.

    Raises:
        Refused, NotFound: as ``coupons.redeem``; ``coupon.unknown`` also when the owner took the offer out.
    """
    with house.store.write() as connection:
        coupon = redeem(connection, coupon_key(house), code, order, at)
        entry = find(connection, coupon.offer)
        if entry is None or entry.offer.benefit is None:
            raise NotFound("coupon.unknown", ko="더는 쓸 수 없는 쿠폰이에요.", en="This coupon can no longer be used.")
        inbox = connection.execute(select(identities.c.inbox).where(identities.c.id == coupon.identity)).scalar_one()
        used = _event("coupon.applied", inbox, coupon.identity, {"coupon_id": coupon.offer, "order_id": order}, f"coupon/{code[:40]}", at)
        house.journal.append(connection, [used])
    offer, benefit = entry.offer, entry.offer.benefit
    return Redeemed(
        offer=offer.id,
        title=offer.title,
        won=benefit.won,
        percent=benefit.percent,
        most=benefit.most,
        minimum=offer.minimum,
        together=tuple(sorted(offer.together)),
    )


def _journal(house: House, inbox: str, external_id: str, kind: str, told: Iterable[tuple[dict[str, Any], str]], at: datetime) -> None:
    who = identity_id(house.key, inbox, external_id)
    events = [_event(kind, inbox, who, data, f"{kind}/{external_id}/{key}", at) for data, key in told]
    if not events:
        return
    with house.store.write() as connection:
        house.journal.append(connection, events)
        ensure(connection, house.key, inbox, external_id, _kind(connection, who), at)


def _kind(connection: Connection, who: str) -> Any:
    known = connection.execute(select(identities.c.kind).where(identities.c.id == who)).scalar_one_or_none()
    return known or "anonymous"


def _event(kind: str, inbox: str, identity: str, data: dict[str, Any], key: str, at: datetime) -> Event:
    return Event(type=kind, inbox=inbox, identity=identity, occurred_at=at, received_at=at, dedupe_key=key, payload=data)


def _not_now() -> Conflict:
    return Conflict(
        "offer.not_now", ko="지금은 받을 수 없는 혜택이에요. 화면을 새로 고쳐 주세요.", en="This offer cannot be had now. Reload the page."
    )
