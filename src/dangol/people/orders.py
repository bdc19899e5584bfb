"""How somebody's orders stand: the newest word of the shop on each line of an order, field by field, each with its version.

Worked out from events of the journal whose sender is known (a shop's own system, a key that is secret, the owner's files), never from a
site's public key. Whose an order is: the identity that the shop named, or whoever has proved the buyer's e-mail address or phone number
that the shop has on it.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from dangol.events.event import Event
from dangol.kit.clock import parse_instant
from dangol.kit.errors import BadInput
from dangol.people.addresses import AddressKind, normalised
from dangol.people.identities import identity_id
from dangol.people.tables import identities, orders
from dangol.store.among import among

TYPES = frozenset({"order.completed", "order.updated", "order.cancelled", "order.refunded"})
NOBODY = "order/"  # begins the id of an identity that stands for an order whose buyer the shop has not told
_IMPLIED = {"order.cancelled": "cancelled", "order.refunded": "refunded"}  # where the event does not say how it stands
_DAY = re.compile(r"20\d\d-\d\d-\d\d")
_TEXTS = ("carrier", "tracking_number")
_DAYS = ("expected_on", "wished_on", "refund_expected_on")
_MOST_ITEMS = 30  # products of a line
_MOST = 120  # characters of a field


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderFact:
    """One thing true of a line of an order: ``order/<key>/<field>`` is its citation's id."""

    key: str
    field: str
    value: str
    version: int
    at: datetime

    @property
    def citation_id(self) -> str:
        return f"order/{self.key}/{self.field}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """A line of an order.

    Attributes:
        number: the order's number, as customers know it; line: the shop's id of the part, "" for a whole order.
        changed_at: when the newest word on it was given.
        facts: ``bought`` (JSON, see ``bought``), ``state``, ``carrier``, ``tracking_number``, ``expected_on``, ``wished_on``,
            ``refund_expected_on``, ``ordered_on``.
    """

    number: str
    line: str
    changed_at: datetime
    facts: Mapping[str, OrderFact]

    @property
    def bought(self) -> tuple[tuple[str, str], ...]:
        """The products of the line, each with what was chosen of it ("" where the shop tells none)."""
        return tuple((str(product), str(option)) for product, option in json.loads(self.value("bought") or "[]"))

    def value(self, field: str) -> str:
        known = self.facts.get(field)
        return known.value if known else ""


def follow(connection: Connection, key: bytes, event: Event) -> None:
    """Takes an event's word on an order. Older words change nothing, and the same word again neither."""
    number = str(event.payload.get("order_id") or "")[:_MOST]
    if event.type not in TYPES or not number:
        return
    line = str(event.payload.get("line") or "")[:_MOST]
    told = _told(event)
    row = _row(connection, event, number, line)
    owners: dict[str, Any] = {"by_email": _owner(key, "email", event.payload), "by_phone": _owner(key, "phone", event.payload)}
    if row is None:
        values = {"inbox": event.inbox, "identity": event.identity, "number": number, "line": line, **owners}
        values |= {"facts": _merged({}, told, event.occurred_at), "changed_at": event.occurred_at}
        connection.execute(insert(orders).values(values))
        return
    changes: dict[str, Any] = {name: owner for name, owner in owners.items() if owner}
    changes |= {"facts": _merged(row.facts, told, event.occurred_at), "changed_at": max(row.changed_at, event.occurred_at)}
    if not _stands_for_an_order(connection, event.identity):
        changes["identity"] = event.identity
    connection.execute(update(orders).where(orders.c.id == row.id).values(changes))


def orders_of(connection: Connection, owners: Collection[str], limit: int = 50) -> list[Order]:
    """The lines of orders that belong to these identities, the newest order first."""
    theirs = or_(*(among(connection, column, owners) for column in (orders.c.identity, orders.c.by_email, orders.c.by_phone)))
    rows = connection.execute(select(orders).where(theirs).order_by(orders.c.id.desc()).limit(limit)).all()
    found = [_order(row) for row in rows]
    return sorted(found, key=lambda one: (one.value("ordered_on"), one.changed_at, one.number, one.line), reverse=True)


def known(connection: Connection) -> bool:
    """Whether anything was ever told of how orders stand here."""
    return connection.execute(select(orders.c.id).limit(1)).first() is not None


def buyer_of(connection: Connection, inbox: str, number: str) -> str | None:
    """The id in ``inbox`` of whoever made this order, None when it is not known."""
    query = select(identities.c.id).join(orders, orders.c.identity == identities.c.id)
    row = connection.execute(query.where(orders.c.inbox == inbox, orders.c.number == number).order_by(orders.c.id).limit(1)).first()
    return row.id if row else None


def _row(connection: Connection, event: Event, number: str, line: str) -> Any:
    """The row of this line: of the same buyer, or one that waits for its buyer (or is told of without one)."""
    here = (orders.c.inbox == event.inbox, orders.c.number == number, orders.c.line == line)
    rows = connection.execute(select(orders).where(*here).order_by(orders.c.id)).all()
    own = next((row for row in rows if row.identity == event.identity), None)
    if own is not None or not rows:
        return own
    if _stands_for_an_order(connection, event.identity):
        return rows[0]
    return next((row for row in rows if _stands_for_an_order(connection, row.identity)), None)


def _stands_for_an_order(connection: Connection, identity: str) -> bool:
    external_id = connection.execute(select(identities.c.external_id).where(identities.c.id == identity)).scalar_one_or_none()
    return bool(external_id) and str(external_id).startswith(NOBODY)


def _told(event: Event) -> dict[str, str]:
    said = event.payload
    found = {"state": str(said.get("state") or _IMPLIED.get(event.type, ""))}
    found |= {name: _line(said.get(name)) for name in _TEXTS}
    found |= {name: day for name in _DAYS if _DAY.fullmatch(day := str(said.get(name) or ""))}
    if items := [[id_, _line(one.get("option"))] for one in said.get("products") or () if (id_ := _line(one.get("product_id")))]:
        found["bought"] = json.dumps(items[:_MOST_ITEMS], ensure_ascii=False)
    if event.type == "order.completed":
        found["ordered_on"] = event.occurred_at.isoformat()
    return {name: value for name, value in found.items() if value}


def _merged(before: Mapping[str, Any], told: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """``{field: [value, version, instant]}`` with what is newer."""
    merged = dict(before)
    for name, value in told.items():
        old = merged.get(name)
        if old is None:
            merged[name] = [value, 1, at.isoformat()]
        elif at >= parse_instant(old[2]):
            merged[name] = [value, old[1] + (value != old[0]), at.isoformat() if value != old[0] else old[2]]
    return merged


def _owner(key: bytes, kind: AddressKind, said: Mapping[str, Any]) -> str | None:
    """The pseudonym of whoever has proved the address that the shop has on the order."""
    value = said.get(kind)
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        return identity_id(key, kind, normalised(kind, value))
    except BadInput:
        return None


def _line(value: object) -> str:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return " ".join("".join(one for one in text if one.isprintable()).split())[:_MOST]


def _order(row: Any) -> Order:
    key = row.line or row.number
    facts = {
        name: OrderFact(key=key, field=name, value=value, version=version, at=parse_instant(at))
        for name, (value, version, at) in row.facts.items()
    }
    return Order(number=row.number, line=row.line, changed_at=row.changed_at, facts=facts)
