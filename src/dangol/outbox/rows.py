"""Outbox rows read, found, locked and changed."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, select, update

from dangol.kit.errors import Conflict, NotFound
from dangol.outbox.body import body_from
from dangol.outbox.row import Delivery, OutboxRow, Status
from dangol.outbox.tables import deliveries, outbox
from dangol.store.among import among

_ONE = select(outbox).where(outbox.c.id == bindparam("which"))
_HELD = _ONE.with_for_update()
_CHANGE = update(outbox).where(outbox.c.id == bindparam("which"))
_KEYED = select(outbox).where(outbox.c.idempotency_key == bindparam("key"))


def as_row(row: RowMapping | Mapping[str, Any]) -> OutboxRow:
    return OutboxRow(
        id=row["id"],
        conversation=row["conversation"],
        identity=row["identity"],
        inbox=row["inbox"],
        kind=row["kind"],
        status=row["status"],
        body=body_from(row["body"]),
        author=row["author"],
        decision=row["decision"],
        created_at=row["created_at"],
        not_before=row["not_before"],
        lease_until=row["lease_until"],
        leased_by=row["leased_by"],
        attempts=row["attempts"],
        last_error=row["last_error"],
        sent_at=row["sent_at"],
        idempotency_key=row["idempotency_key"],
        category=row["category"],
        offer=row["offer"],
    )


def find(connection: Connection, row_id: str, *, lock: bool = False) -> OutboxRow:
    """The row with this id; with ``lock`` nobody else changes it until the transaction ends.

    Raises:
        NotFound: ``outbox.unknown``.
    """
    row = connection.execute(_HELD if lock else _ONE, {"which": row_id}).mappings().one_or_none()
    if row is None:
        raise NotFound(
            "outbox.unknown",
            ko=f"보낼 메시지 {row_id} 이(가) 없습니다. 주소나 번호를 확인해 주세요.",
            en=f"There is no outgoing message {row_id}. Check the address or the id.",
        )
    return as_row(row)


def change(connection: Connection, row_id: str, **values: Any) -> OutboxRow:
    """Sets columns of a row that the caller holds, and reads it back."""
    connection.execute(_CHANGE, {"which": row_id, **values})
    return find(connection, row_id)


def of_decision(connection: Connection, decision: str) -> OutboxRow | None:
    """The row that a decision put here, None when it says nothing."""
    row = connection.execute(select(outbox).where(outbox.c.decision == decision)).mappings().one_or_none()
    return as_row(row) if row else None


def of_decisions(connection: Connection, decisions: Collection[str]) -> dict[str, OutboxRow]:
    """The rows that these decisions put here, by decision."""
    if not decisions:
        return {}
    rows = connection.execute(select(outbox).where(among(connection, outbox.c.decision, decisions))).mappings()
    return {row["decision"]: as_row(row) for row in rows}


def of_key(connection: Connection, idempotency_key: str) -> OutboxRow | None:
    """The row with this idempotency key, None when there is none."""
    row = connection.execute(_KEYED, {"key": idempotency_key}).mappings().one_or_none()
    return as_row(row) if row else None


def of_conversation(connection: Connection, conversation: str, *statuses: Status) -> tuple[OutboxRow, ...]:
    """The rows of a conversation in one of ``statuses`` (all when none is given), oldest first."""
    query = select(outbox).where(outbox.c.conversation == conversation)
    query = query.where(outbox.c.status.in_(statuses)) if statuses else query
    return tuple(as_row(row) for row in connection.execute(query.order_by(outbox.c.created_at, outbox.c.id)).mappings())


def uncertain(connection: Connection, limit: int = 100) -> tuple[OutboxRow, ...]:
    """Rows of which nobody knows whether they arrived, oldest first: a person settles them."""
    return in_status(connection, "uncertain", limit)


def in_status(connection: Connection, status: Status, limit: int = 100) -> tuple[OutboxRow, ...]:
    """Rows that stand there, oldest first."""
    query = select(outbox).where(outbox.c.status == status).order_by(outbox.c.created_at, outbox.c.id).limit(limit)
    return tuple(as_row(row) for row in connection.execute(query).mappings())


def not_sent(connection: Connection, limit: int = 100) -> tuple[OutboxRow, ...]:
    """What waits, is held, was refused or failed, newest first: everything but drafts and what was sent or cancelled."""
    query = select(outbox).where(outbox.c.status.in_(("queued", "leased", "uncertain", "failed", "refused")))
    return tuple(
        as_row(row) for row in connection.execute(query.order_by(outbox.c.created_at.desc(), outbox.c.id.desc()).limit(limit)).mappings()
    )


def attempts(connection: Connection, row_id: str) -> tuple[Delivery, ...]:
    """Each attempt to say a row, in order."""
    query = select(deliveries).where(deliveries.c.outbox == row_id).order_by(deliveries.c.attempt)
    return tuple(Delivery(**row) for row in connection.execute(query).mappings())


def expect(row: OutboxRow, *statuses: Status) -> OutboxRow:
    """``row``, when it is in one of ``statuses``.

    Raises:
        Conflict: ``outbox.moved_on``; it is elsewhere by now.
    """
    if row.status not in statuses:
        raise moved_on(row.id, row.status)
    return row


def moved_on(row_id: str, status: Status) -> Conflict:
    return Conflict(
        "outbox.moved_on",
        ko=f"보낼 메시지 {row_id} 의 상태가 이미 {status}(으)로 바뀌었습니다. 화면을 새로 고쳐 확인해 주세요.",
        en=f"The outgoing message {row_id} is {status} by now. Reload to see where it stands.",
    )
