"""Each attempt to say a row is written down before it is made, and settled after: sent, failed, or nobody knows.

An attempt that was begun and never settled is ``uncertain``: it may have arrived, so it is never repeated without a person's word.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from dangol.channels.failures import DeliveryError
from dangol.conversations.rows import storable
from dangol.kit.errors import Conflict
from dangol.kit.retry import delay
from dangol.outbox.gate import Verdict
from dangol.outbox.row import Delivery, OutboxRow, Outcome
from dangol.outbox.rows import as_row, change, expect, find
from dangol.outbox.tables import deliveries, outbox

_HOLDERS = (outbox.c.id == bindparam("which"), outbox.c.status == "leased", outbox.c.leased_by == bindparam("holder"))
_STILL_THEIRS = update(outbox).where(*_HOLDERS, outbox.c.attempts == bindparam("tried"), outbox.c.lease_until > bindparam("now"))

MAX_ATTEMPTS = 12  # with the waits of kit.retry: about an hour of trying


@dataclass(frozen=True, kw_only=True, slots=True)
class Expired:
    """What became of rows whose lease ran out: ids put back into the queue, ids of which nobody knows."""

    queued: tuple[str, ...]
    uncertain: tuple[str, ...]


def record_attempt(connection: Connection, row: OutboxRow, *, delivery_id: str, at: datetime) -> Delivery:
    """Writes down that the holder of ``row``'s lease is about to try. Commit before trying.

    Raises:
        Conflict: ``outbox.lease_lost``; the row is somebody else's by now, or this lease was used already.
    """
    begun = connection.execute(_STILL_THEIRS, {**_held(row, at), "attempts": row.attempts + 1})
    if begun.rowcount != 1:
        raise _lease_lost(row.id)
    delivery = Delivery(id=delivery_id, outbox=row.id, attempt=row.attempts + 1, started_at=at)
    started = {"id": delivery.id, "outbox": delivery.outbox, "attempt": delivery.attempt, "started_at": at}
    connection.execute(insert(deliveries), started)
    return delivery


def record_said(connection: Connection, row: OutboxRow, *, delivery_id: str, at: datetime) -> OutboxRow:
    """The attempt and its success at once, where both are in one transaction with what was said.

    Raises:
        Conflict: ``outbox.lease_lost``.
    """
    done = {"status": "sent", "sent_at": at, "attempts": row.attempts + 1, "lease_until": None, "leased_by": None, "last_error": None}
    if connection.execute(_STILL_THEIRS, {**_held(row, at), **done}).rowcount != 1:
        raise _lease_lost(row.id)
    tried = {"id": delivery_id, "outbox": row.id, "attempt": row.attempts + 1, "started_at": at, "outcome": "sent"}
    connection.execute(insert(deliveries), tried)
    return replace(row, status="sent", sent_at=at, attempts=row.attempts + 1, lease_until=None, leased_by=None, last_error=None)


def keep_back(connection: Connection, row: OutboxRow, verdict: Verdict, *, at: datetime) -> None:
    """The gate is closed for a leased row: it is queued for the hour at which it may go, or refused for good; it says by which rule.

    Raises:
        Conflict: ``outbox.lease_lost``.
    """
    status = "queued" if verdict.until else "refused"
    mine = (outbox.c.id == row.id, outbox.c.status == "leased", outbox.c.leased_by == row.leased_by, outbox.c.attempts == row.attempts)
    values = {
        "status": status,
        "not_before": verdict.until or at,
        "last_error": f"gate.{verdict.rule}",
        "lease_until": None,
        "leased_by": None,
    }
    if connection.execute(update(outbox).where(*mine).values(values)).rowcount != 1:
        raise _lease_lost(row.id)


def mark_sent(connection: Connection, delivery: Delivery, *, platform_id: str | None, at: datetime) -> OutboxRow | None:
    """The platform has it. A late word counts too: an uncertain row, or one queued for another try, is sent after all.

    Returns the row, or None when it was settled before and nothing but the attempt's own record changed.
    """
    row = find(connection, delivery.outbox, lock=True)
    _settle(connection, delivery, "sent", platform_id=platform_id)
    if row.status not in {"leased", "uncertain", "queued"} or (row.status == "leased" and row.attempts != delivery.attempt):
        return None
    return change(connection, row.id, status="sent", sent_at=at, lease_until=None, leased_by=None, last_error=None)


def mark_failed(connection: Connection, delivery: Delivery, error: DeliveryError, *, at: datetime, jitter: float) -> OutboxRow:
    """The platform does not have it. It is tried again when ``error`` says that this can help, with growing waits.

    Args:
        jitter: 0…1, drawn by the caller. The wait is the platform's own ``retry_after`` where it is longer.
    """
    row = find(connection, delivery.outbox, lock=True)
    detail = error.code if error.said is None else f"{error.code} {error.said}"
    _settle(connection, delivery, "failed", detail=storable(detail[:200]))
    if row.status not in {"leased", "uncertain"} or row.attempts != delivery.attempt:
        return row
    again = error.retry and delivery.attempt < MAX_ATTEMPTS
    wait = max(delay(delivery.attempt, jitter=jitter), error.retry_after or 0.0) if again else 0.0
    status = "queued" if again else "failed"
    due = at + timedelta(seconds=wait)
    return change(connection, row.id, status=status, not_before=due, last_error=error.code, lease_until=None, leased_by=None)


def mark_uncertain(connection: Connection, delivery: Delivery, *, code: str) -> OutboxRow:
    """Nobody knows whether it arrived; ``code`` says why. It is listed, and not tried again by itself."""
    row = find(connection, delivery.outbox, lock=True)
    _settle(connection, delivery, "uncertain", detail=code)
    if row.status != "leased" or row.attempts != delivery.attempt:
        return row
    return change(connection, row.id, status="uncertain", last_error=code, lease_until=None, leased_by=None)


def expire_leases(connection: Connection, at: datetime) -> Expired:
    """Settles leases that ran out: an attempt that had begun makes its row uncertain; without one it goes back to the queue."""
    over = select(outbox).where(outbox.c.status == "leased", outbox.c.lease_until <= at).order_by(outbox.c.created_at, outbox.c.id)
    rows = [as_row(row) for row in connection.execute(over.with_for_update(skip_locked=True)).mappings()]
    begun = [delivery for row in rows if (delivery := _begun(connection, row))]
    for delivery in begun:
        mark_uncertain(connection, delivery, code="delivery.lease_expired")
    doubtful = {delivery.outbox for delivery in begun}
    idle = tuple(row.id for row in rows if row.id not in doubtful)
    for row_id in idle:
        change(connection, row_id, status="queued", lease_until=None, leased_by=None)
    return Expired(queued=idle, uncertain=tuple(row.id for row in rows if row.id in doubtful))


def resolve_uncertain(connection: Connection, row_id: str, *, sent: bool, at: datetime) -> OutboxRow:
    """A person's word on an uncertain row: it had arrived, or it had not and is queued to be tried again.

    Raises:
        Conflict: ``outbox.moved_on``; it is not uncertain any more.
    """
    expect(find(connection, row_id, lock=True), "uncertain")
    if sent:
        return change(connection, row_id, status="sent", sent_at=at)
    return change(connection, row_id, status="queued", not_before=at)


def requeue_failed(connection: Connection, row_id: str, *, at: datetime) -> OutboxRow:
    """A person lets a row that was given up be tried again: its platform never had it, so nothing is said twice.

    Raises:
        Conflict: ``outbox.moved_on``; it is not failed. NotFound: ``outbox.unknown``.
    """
    expect(find(connection, row_id, lock=True), "failed")
    return change(connection, row_id, status="queued", not_before=at)


def _begun(connection: Connection, row: OutboxRow) -> Delivery | None:
    """The attempt that was running under this row's lease, if any."""
    running = (deliveries.c.outbox == row.id, deliveries.c.attempt == row.attempts, deliveries.c.outcome.is_(None))
    found = connection.execute(select(deliveries).where(*running)).mappings().one_or_none()
    return Delivery(**found) if found else None


def _held(row: OutboxRow, at: datetime) -> dict[str, Any]:
    return {"which": row.id, "holder": row.leased_by, "tried": row.attempts, "now": at}


def _settle(connection: Connection, delivery: Delivery, outcome: Outcome, **values: Any) -> None:
    connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(outcome=outcome, **values))


def _lease_lost(row_id: str) -> Conflict:
    return Conflict(
        "outbox.lease_lost",
        ko=f"보낼 메시지 {row_id} 을(를) 보낼 차례가 지났거나 다른 작업이 맡았습니다. 보내지 않았습니다.",
        en=f"The lease on outgoing message {row_id} is over or somebody else holds it. It was not sent from here.",
    )
