"""Says a leased row: the attempt is written down, made outside any transaction, and its end is one transaction.

``deliver`` does all three for a channel that can be called. A request that is itself the reply (Kakao) calls ``begin`` before it answers
and ``succeeded`` after. Where the other side is our own thread, ``say_here`` is all of it in one transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from dangol.channels.failures import DeliveryError, OutcomeUnknown
from dangol.conversations.conversation import Cited
from dangol.conversations.threads import add_outgoing
from dangol.events.event import Event
from dangol.events.journal import Journal
from dangol.kit.clock import Clock
from dangol.kit.errors import NotFound
from dangol.kit.tracing import span
from dangol.outbox.ad_label import Sender
from dangol.outbox.attempts import keep_back, mark_failed, mark_sent, mark_uncertain, record_attempt, record_said, resolve_uncertain
from dangol.outbox.counting import check
from dangol.outbox.gate import GateClosed
from dangol.outbox.pressure import Caps
from dangol.outbox.row import Delivery, OutboxRow
from dangol.outbox.rows import find
from dangol.store.engine import Store

Send = Callable[[OutboxRow], str | None]
"""Hands a row to its platform and returns the platform's id of the message. Raises ``channels.failures.DeliveryError``."""

NewId = Callable[[datetime], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """What every delivery needs. ``jitter`` draws 0…1 (``random.random``); ``sender`` is how the brand is named in what advertises,
    ``caps`` how much of that one person is sent."""

    store: Store
    journal: Journal
    clock: Clock
    new_id: NewId
    jitter: Callable[[], float]
    sender: Sender
    caps: Caps | None = None


def deliver(desk: Desk, row: OutboxRow, send: Send) -> OutboxRow:
    """Says a row that is leased to the caller, and returns where it stands afterwards.

    Any other error than a ``DeliveryError`` may have come after the message left, so it makes the row uncertain
    (``last_error`` names its class) and is not raised. A row that was erased meanwhile comes back as cancelled.

    Raises:
        Conflict: ``outbox.lease_lost``; nothing was sent.
    """
    with span("outbox.deliver", row=row.id, kind=row.kind, attempt=row.attempts + 1) as traced:
        done = _delivered(desk, row, send)
        traced.note(status=done.status)
        return done


def _delivered(desk: Desk, row: OutboxRow, send: Send) -> OutboxRow:
    try:
        return _tried(desk, row, begin(desk, row), send)
    except GateClosed:
        with desk.store.read() as connection:
            return find(connection, row.id)
    except NotFound:  # whoever it was for was erased while it was being sent: nothing is written back
        return replace(row, status="cancelled", lease_until=None, leased_by=None)


def _tried(desk: Desk, row: OutboxRow, delivery: Delivery, send: Send) -> OutboxRow:
    try:
        with span("channel.send", inbox=row.inbox):
            platform_id = send(row)
    except OutcomeUnknown as error:
        return in_doubt(desk, delivery, code=error.code)
    except DeliveryError as error:
        return failed(desk, delivery, error)
    except Exception as error:
        return in_doubt(desk, delivery, code=f"delivery.{type(error).__name__}")
    return succeeded(desk, delivery, platform_id)


def say_here(desk: Desk, connection: Connection, row: OutboxRow, at: datetime) -> OutboxRow:
    """Says a leased row whose other side is our own thread, inside the caller's transaction: it is said if and only if that commits.

    The caller has taken the journal's turn first, as whoever receives does. What the gate keeps back comes back queued or refused.

    Raises:
        Conflict: ``outbox.lease_lost``; nothing was said.
    """
    with span("outbox.say_here", row=row.id, kind=row.kind):
        return _said_here(desk, connection, row, at)


def _said_here(desk: Desk, connection: Connection, row: OutboxRow, at: datetime) -> OutboxRow:
    verdict = check(connection, desk.journal, row, desk.sender, at, desk.caps)
    if not verdict.passes:
        keep_back(connection, row, verdict, at=at)
        return find(connection, row.id)
    sent = record_said(connection, row, delivery_id=desk.new_id(at), at=at)
    _journal(desk, connection, sent, at)
    _into_thread(desk, connection, sent, at)
    return sent


def begin(desk: Desk, row: OutboxRow) -> Delivery:
    """Asks the gate and writes the attempt down, in one transaction. After this the row may leave, and only after this.

    Raises:
        Conflict: ``outbox.lease_lost``. GateClosed: it may not leave; the row says so, and waits for its hour or is refused for good.
    """
    at = desk.clock()
    with span("outbox.begin", row=row.id), desk.store.write() as connection:
        verdict = check(connection, desk.journal, row, desk.sender, at, desk.caps)
        if verdict.passes:
            return record_attempt(connection, row, delivery_id=desk.new_id(at), at=at)
        keep_back(connection, row, verdict, at=at)
    raise GateClosed(verdict)


def succeeded(desk: Desk, delivery: Delivery, platform_id: str | None) -> OutboxRow:
    """It was sent: the row, the journal's ``message.sent`` and the thread say so together. A second word changes nothing."""
    at = desk.clock()
    with span("outbox.succeeded", row=delivery.outbox), desk.store.write() as connection:
        row = find(connection, delivery.outbox)
        _journal(desk, connection, row, at)  # first: whoever receives takes the journal's turn before the conversation, too
        sent = mark_sent(connection, delivery, platform_id=platform_id, at=at)
        _into_thread(desk, connection, sent or row, at)
        return sent or row


def failed(desk: Desk, delivery: Delivery, error: DeliveryError) -> OutboxRow:
    """The platform does not have it: it is queued again, or given up."""
    with desk.store.write() as connection:
        return mark_failed(connection, delivery, error, at=desk.clock(), jitter=desk.jitter())


def in_doubt(desk: Desk, delivery: Delivery, *, code: str) -> OutboxRow:
    """Nobody knows whether the platform has it."""
    with desk.store.write() as connection:
        return mark_uncertain(connection, delivery, code=code)


def settle_uncertain(desk: Desk, row_id: str, *, sent: bool) -> OutboxRow:
    """A person's word on an uncertain row; had it arrived, journal and thread say so too.

    Raises:
        Conflict: ``outbox.moved_on``. NotFound: ``outbox.unknown``.
    """
    at = desk.clock()
    with desk.store.write() as connection:
        if not sent:
            return resolve_uncertain(connection, row_id, sent=False, at=at)
        _journal(desk, connection, find(connection, row_id), at)
        row = resolve_uncertain(connection, row_id, sent=True, at=at)
        _into_thread(desk, connection, row, at)
        return row


def _journal(desk: Desk, connection: Connection, row: OutboxRow, at: datetime) -> None:
    said = Event(
        type="message.sent",
        inbox=row.inbox,
        identity=row.identity,
        occurred_at=at,
        received_at=at,
        dedupe_key=_name(row),
        payload={"text": row.body.text, "conversation": row.conversation, "delivery": row.id},
    )
    desk.journal.append(connection, [said, *_exposure(row, at)])


def _exposure(row: OutboxRow, at: datetime) -> list[Event]:
    """An offer in a message is shown when the message has left."""
    if not row.offer:
        return []
    data = {"offer": row.offer, "place": "message", **({"decision": row.decision} if row.decision else {})}
    key = f"offer.shown/{_name(row)}"
    shown = Event(type="offer.shown", inbox=row.inbox, identity=row.identity, occurred_at=at, received_at=at, dedupe_key=key, payload=data)
    return [shown]


def _into_thread(desk: Desk, connection: Connection, row: OutboxRow, at: datetime) -> None:
    cited = tuple(Cited(id=citation.id, version=citation.version, quote=citation.quote) for citation in row.body.citations)
    add_outgoing(
        connection,
        row.conversation,
        message_id=desk.new_id(at),
        client_key=_name(row),
        text=row.body.text,
        author=row.author,
        at=at,
        citations=cited,
        decision=row.decision,
    )


def _name(row: OutboxRow) -> str:
    return f"outbox/{row.id}"
