"""What was lost with a question: what its askers had put into the cart around that hour and did not order within a week.

It is an upper bound of what the answer could have saved, not a cause: people leave carts for many reasons. Where nothing is known of what
somebody had in the cart, nothing is counted.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from sqlalchemy import Connection

from dangol.bootstrap.house import House
from dangol.events.event import Event
from dangol.knowledge.facts import Snapshot
from dangol.people.identities import find, members

AROUND = timedelta(days=1)
WITHIN = timedelta(days=7)
_MOST_EVENTS = 500
_MOST_PEOPLE = 100


def people_of(connection: Connection, identities: Collection[str]) -> Mapping[str, str]:
    """For each identity the person that it is taken to be now."""
    return {identity: find(connection, identity).person for identity in identities}


def lost(house: House, connection: Connection, asked: Mapping[str, datetime], snapshot: Snapshot) -> tuple[int, int]:
    """``(won, people)``: what was left in the cart, and by how many. ``asked`` is when each person asked first."""
    total = Decimal()
    leavers = 0
    for person, at in list(asked.items())[:_MOST_PEOPLE]:
        ids = [identity.id for identity in members(connection, person)]
        left = _left(house.journal.latest(connection, identities=ids, limit=_MOST_EVENTS), at, snapshot) if ids else Decimal()
        total += left
        leavers += left > 0
    return int(total), leavers


def _left(events: Iterable[Event], at: datetime, snapshot: Snapshot) -> Decimal:
    carted: dict[str, Decimal] = {}
    ordered: set[str] = set()
    for event in events:
        product = str(event.payload.get("product_id", ""))
        if event.type == "cart.added" and abs(event.occurred_at - at) <= AROUND and product:
            carted.setdefault(product, _worth(event, product, snapshot))
        elif event.type == "cart.removed" and product:
            carted.setdefault(product, Decimal())  # the newest comes first: it was taken out afterwards
        elif event.type == "order.completed" and at <= event.occurred_at <= at + WITHIN:
            ordered |= {str(line.get("product_id", "")) for line in event.payload.get("products", ())}
    return sum((worth for product, worth in carted.items() if product not in ordered), Decimal())


def _worth(event: Event, product: str, snapshot: Snapshot) -> Decimal:
    known = snapshot.products.get(product)
    price = event.payload.get("price") or (known.text("price") if known else None) or 0
    try:
        return Decimal(str(price)) * int(event.payload.get("quantity") or 1)
    except (InvalidOperation, ValueError):
        return Decimal()
