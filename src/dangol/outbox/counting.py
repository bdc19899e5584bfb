"""What counts for a row at the moment of sending, read in the transaction that lets it leave."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from dangol.conversations.tables import messages
from dangol.events.journal import Journal
from dangol.knowledge.tables import facts
from dangol.offers.still import lost
from dangol.outbox.ad_label import Sender
from dangol.outbox.gate import Going, Purchase, Verdict, judge
from dangol.outbox.pressure import LEFT, Caps, room, sent_to
from dangol.outbox.row import OutboxRow
from dangol.people.consents import Standing, standing
from dangol.store.among import among

_NEWEST = 200  # orders of one identity that are looked at, the latest first
_ASKED = (messages.c.conversation == bindparam("conversation"), messages.c.direction == "in", messages.c.at <= bindparam("before"))
_LAST_ASKED = select(func.max(messages.c.at)).where(*_ASKED)
_BY_OUR_WORD = Standing()


def check(connection: Connection, journal: Journal, row: OutboxRow, sender: Sender, at: datetime, caps: Caps | None = None) -> Verdict:
    """Whether ``row`` may leave at ``at``, by what is known in this transaction. Without ``caps`` any number goes to a person."""
    going = Going(
        kind=row.kind,
        text=row.body.text,
        category=row.category,
        answers=row.answers,
        written_at=row.created_at,
        last_asked_at=_last_asked(connection, row.conversation, row.created_at),
        lost=lost(connection, row.offer, at) if row.offer else "",
        crowded=row.kind == "promotional" and _crowded(connection, row, at, caps),
    )
    if row.kind != "promotional":
        return judge(going, _BY_OUR_WORD, (), sender, at)
    bought = _purchases(connection, journal, row.identity) if row.category else ()
    return judge(going, standing(connection, row.identity), bought, sender, at)


def _crowded(connection: Connection, row: OutboxRow, at: datetime, caps: Caps | None) -> bool:
    return caps is not None and not room(caps, sent_to(connection, row.identity, at, statuses=LEFT, other_than=row.id), at)


def _last_asked(connection: Connection, conversation: str, before: datetime) -> datetime | None:
    found: datetime | None = connection.execute(_LAST_ASKED, {"conversation": conversation, "before": before}).scalar_one()
    return found


def _purchases(connection: Connection, journal: Journal, identity: str) -> tuple[Purchase, ...]:
    """What the identity itself has bought, with the categories that the brand's files give these products now."""
    orders = journal.latest(connection, identities=[identity], types=["order.completed"], limit=_NEWEST)
    bought = [(order, str(item["product_id"])) for order in orders for item in order.payload.get("products", ())]
    if not bought:
        return ()
    named = (facts.c.kind == "product", facts.c.column == "category", facts.c.valid_to.is_(None))
    query = select(facts.c.subject, facts.c.value).where(*named, among(connection, facts.c.subject, {product for _, product in bought}))
    category = {row.subject: row.value for row in connection.execute(query)}
    return tuple(
        Purchase(order=str(order.payload.get("order_id") or order.position), category=category[product], at=order.occurred_at)
        for order, product in bought
        if product in category
    )
