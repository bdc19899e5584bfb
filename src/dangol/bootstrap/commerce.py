"""What a shop tells of: orders, carts, members and boards become events, products and stock facts too; a member who leaves is erased.

A call is kept once, by the platform's own word for it (Cafe24's trace) or by what it says. Whoever the shop names is joined, certainly,
with the login of the same name, and a guest with the address that the order was made under: nobody but its owner can prove either.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection as Database
from sqlalchemy import func, select

from dangol.bootstrap import catalogue, intake
from dangol.bootstrap.connecting import Connection
from dangol.bootstrap.erasing import erase
from dangol.bootstrap.house import House
from dangol.bootstrap.tables import erasures
from dangol.channels.cafe24.payload import mall_of
from dangol.channels.port import Heard
from dangol.events.event import Event
from dangol.events.incoming import Incoming
from dangol.kit.errors import BadInput
from dangol.people import orders
from dangol.people.addresses import AddressKind, normalised
from dangol.people.identities import find, identity_id
from dangol.store.personal import ERASED

_ONCE = frozenset({"order.completed", "member.joined"})  # happen once, however often the shop tells of them
_GOODS = ("product.", "stock.")


def take_call(house: House, connection: Connection, payload: object, at: datetime, trace: str = "") -> int:
    """Keeps what a shop's call says. Answers how many events that were; none of a call about another mall.

    Args:
        trace: the platform's own id of the call, the same when it is made again.

    Raises:
        Busy, Broken: not all of it was kept; the platform should call again.
    """
    mall = connection.account.value("mall")
    if mall and mall_of(payload) not in {"", mall}:
        return 0
    return keep(house, connection, connection.channel.parse(payload, at).heard, at, trace)


def keep(house: House, connection: Connection, heard: Sequence[Heard], at: datetime, trace: str = "") -> int:
    """Keeps events of a shop, each once. Answers how many there were."""
    people: list[Incoming] = []
    for one in heard:
        key = one.id if not trace or one.type in _ONCE else f"{trace[:200]}/{one.id}"
        named = replace(one, id=key)
        if one.type.startswith(_GOODS):
            catalogue.take(house, connection.inbox.name, named, at)
        elif one.type == "member.left":
            _left(house, connection, named, at)
        else:
            people += _told(house, connection, named, at)
    if people:
        intake.take(house, people)
    return len(heard)


def _told(house: House, connection: Connection, heard: Heard, at: datetime) -> list[Incoming]:
    """An event as it is kept, and the proof of who it is of, where the shop gives one."""
    inbox = connection.inbox.name
    with house.store.read() as database:
        heard = _named(house, database, inbox, heard)
        products = catalogue.as_known(database, heard.data.get("products"))
        product = catalogue.known_id(database, str(heard.data["product_id"])) if heard.data.get("product_id") else None
    known = {"products": products, "product_id": product}
    data = {**heard.data, **{name: value for name, value in known.items() if value is not None}}
    event = _incoming(inbox, heard.id, heard.type, heard.identity, data, heard.at, at)
    proof = _proof(connection, heard) if heard.type in _ONCE else None
    if proof is None:
        return [event]
    kind, value = proof
    return [event, _incoming(inbox, f"proof/{heard.id}", "identity.verified", heard.identity, {"kind": kind, "value": value}, heard.at, at)]


def _named(house: House, database: Database, inbox: str, heard: Heard) -> Heard:
    """With the buyer of an order that the call names alone; without one who was erased since they bought."""
    number = str(heard.data.get("order_id") or "")
    if not number:
        return heard
    known = orders.buyer_of(database, inbox, number)
    if heard.identity.startswith(orders.NOBODY):
        return replace(heard, identity=find(database, known).external_id) if known else heard
    if known is None and _erased_since(house, database, inbox, heard):
        kept = {name: value for name, value in heard.data.items() if name not in {"email", "phone"}}
        return replace(heard, identity=f"{orders.NOBODY}{number}", data=kept)
    return heard


def _erased_since(house: House, database: Database, inbox: str, heard: Heard) -> bool:
    """Whether the buyer was erased, and this is not an order that they made afterwards."""
    who = identity_id(house.key, inbox, heard.identity)
    erased = database.execute(select(func.max(erasures.c.erased_at)).where(erasures.c.identity == who)).scalar()
    return erased is not None and not (heard.type == "order.completed" and heard.at > erased)


def _proof(connection: Connection, heard: Heard) -> tuple[AddressKind, str] | None:
    """The login or address that is certainly the same person as who the shop named."""
    said = heard.data
    for kind in ("email", "phone"):
        if heard.identity == str(said.get(kind) or "").lower():  # a guest: the address is all that the shop knows of them
            return (kind, heard.identity) if _sound(kind, heard.identity) else None
    is_member = connection.inbox.channel == "cafe24" and not heard.identity.startswith(orders.NOBODY)
    if is_member and connection.account.value("logins") != "off" and _sound("login", heard.identity):
        return "login", heard.identity
    return None


def _sound(kind: AddressKind, value: str) -> bool:
    try:
        normalised(kind, value)
    except BadInput:
        return False
    return True


def _left(house: House, connection: Connection, heard: Heard, at: datetime) -> None:
    """Erases a member who has given their account up, and says so in the journal, without them."""
    inbox = connection.inbox.name
    key = f"{heard.identity}/{heard.id}"
    with house.store.write() as database:
        if house.journal.knows(database, inbox, key):  # told again: who has come back since stays
            return
    gone = [identity_id(house.key, inbox, heard.identity)]
    if connection.account.value("logins") != "off" and _sound("login", heard.identity):
        gone.append(identity_id(house.key, "login", normalised("login", heard.identity)))
    erase(house, gone)
    event = Event(type=heard.type, inbox=inbox, identity=ERASED, occurred_at=heard.at, received_at=at, dedupe_key=key, payload={})
    with house.store.write() as database:
        house.journal.append(database, [event])


def _incoming(inbox: str, id_: str, type_: str, identity: str, data: dict[str, Any], occurred_at: datetime, at: datetime) -> Incoming:
    return Incoming(
        id=f"{identity}/{id_}",
        type=type_,
        identity=identity,
        inbox=inbox,
        occurred_at=occurred_at,
        received_at=at,
        data=data,
        imported=False,
    )
