"""What waits to be said: put in, approved or discarded, leased to whoever sends it."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, insert, select

from dangol.conversations.conversation import Conversation
from dangol.conversations.rows import storable
from dangol.kit.errors import Conflict
from dangol.outbox.ad_label import relabelled
from dangol.outbox.body import body_json, edited
from dangol.outbox.row import Body, Kind, OutboxRow
from dangol.outbox.rows import as_row, change, expect, find, of_key
from dangol.outbox.tables import outbox

REQUEST_LEASE_SECONDS = 30.0  # longer than any platform waits for an inline reply (Kakao: 5 s)
_IN_HAND = ("queued", "leased")
_AHEAD = (
    select(outbox.c.id)
    .where(outbox.c.conversation == bindparam("conversation"), outbox.c.status.in_(_IN_HAND), outbox.c.not_before <= bindparam("at"))
    .limit(1)
)
_SAME_INSTANT = (outbox.c.created_at == bindparam("created")) & (outbox.c.id < bindparam("row"))
_AHEAD_OF = _AHEAD.where((outbox.c.created_at < bindparam("created")) | _SAME_INSTANT)


def put(
    connection: Connection,
    *,
    row_id: str,
    conversation: Conversation,
    kind: Kind,
    body: Body,
    author: str,
    at: datetime,
    decision: str | None = None,
    draft: bool = False,
    not_before: datetime | None = None,
    idempotency_key: str | None = None,
    category: str = "",
    offer: str = "",
    lease_to: str | None = None,
) -> OutboxRow:
    """Puts something to be said to the identity that ``conversation`` is with. Only ``decisions/`` calls this towards customers.

    What may leave is asked when it leaves (``outbox.gate``), not here.

    Args:
        draft: it waits for a person's approval. not_before: it is not tried earlier; None = at once.
        idempotency_key: the row's own id when None. A key that is there already gives back its row, and nothing is added.
        category: of the goods that a promotional row advertises. offer: which of the brand's offers it holds out.
        lease_to: the request that says it itself (see ``lease_to_request``), so that no worker does.
    """
    key = idempotency_key or row_id
    if known := of_key(connection, key):
        return known
    values = {
        "id": row_id,
        "conversation": conversation.id,
        "identity": conversation.identity,
        "inbox": conversation.inbox,
        "kind": kind,
        "status": "draft" if draft else "leased" if lease_to else "queued",
        "leased_by": None if draft else lease_to,
        "lease_until": at + timedelta(seconds=REQUEST_LEASE_SECONDS) if lease_to and not draft else None,
        "body": body_json(body),
        "author": author,
        "decision": decision,
        "created_at": at,
        "not_before": not_before or at,
        "attempts": 0,
        "idempotency_key": key,
        "category": category,
        "offer": offer,
    }
    connection.execute(insert(outbox), values)
    return as_row({**values, "last_error": None, "sent_at": None})


def lease(connection: Connection, worker: str, at: datetime, seconds: float, limit: int = 10) -> tuple[OutboxRow, ...]:
    """Gives due rows to ``worker`` (a name no other process has) for ``seconds``, oldest first.

    A conversation's rows go one after the other: none is given while an earlier one of its thread is still in hand.
    """
    earlier = outbox.alias("earlier")
    before = (earlier.c.created_at < outbox.c.created_at) | ((earlier.c.created_at == outbox.c.created_at) & (earlier.c.id < outbox.c.id))
    in_hand = select(earlier.c.id).where(earlier.c.conversation == outbox.c.conversation, earlier.c.status.in_(_IN_HAND), before)
    due = select(outbox.c.id).where(outbox.c.status == "queued", outbox.c.not_before <= at, ~in_hand.exists())
    oldest = due.order_by(outbox.c.created_at, outbox.c.id).limit(limit).with_for_update(skip_locked=True)
    ids = connection.execute(oldest).scalars().all()
    return tuple(_leased(connection, row_id, worker, at, seconds) for row_id in ids)


def ahead(connection: Connection, conversation: str, at: datetime, of: OutboxRow | None = None) -> bool:
    """Whether a row of the conversation, an earlier one than ``of``, is being said or could be at once: a worker says both in order."""
    theirs = {"conversation": conversation, "at": at}
    found = connection.execute(_AHEAD_OF, {**theirs, "created": of.created_at, "row": of.id}) if of else connection.execute(_AHEAD, theirs)
    return found.first() is not None


def lease_to_request(connection: Connection, row_id: str, request: str, at: datetime, seconds: float = REQUEST_LEASE_SECONDS) -> OutboxRow:
    """Gives a queued row to the request that waits for it, so that no worker sends it meanwhile.

    Raises:
        Conflict: ``outbox.moved_on``; it is leased, sent or settled by now. ``outbox.not_its_turn``; an earlier one is still to be said.
    """
    row = expect(find(connection, row_id, lock=True), "queued")
    if ahead(connection, row.conversation, at, of=row):
        raise _not_its_turn(row_id)
    return _leased(connection, row_id, request, at, seconds)


def approve(connection: Connection, row_id: str, *, text: str | None, agent: str, at: datetime) -> OutboxRow:
    """Queues a draft, as it is or in the agent's wording; the agent is its author from now on. An advertisement keeps its label.

    Raises:
        Conflict: ``outbox.moved_on``; it is no draft any more.
    """
    draft = expect(find(connection, row_id, lock=True), "draft")
    if text is not None and draft.kind == "promotional":
        text = relabelled(draft.body.text, text)
    body = draft.body if text is None else edited(draft.body, storable(text))
    return change(connection, row_id, status="queued", body=body_json(body), author=agent, not_before=at)


def discard(connection: Connection, row_id: str) -> OutboxRow:
    """Cancels what has not left yet: a draft, or a row nobody has leased.

    Raises:
        Conflict: ``outbox.moved_on``.
    """
    expect(find(connection, row_id, lock=True), "draft", "queued")
    return change(connection, row_id, status="cancelled")


def _leased(connection: Connection, row_id: str, to: str, at: datetime, seconds: float) -> OutboxRow:
    return change(connection, row_id, status="leased", leased_by=to, lease_until=at + timedelta(seconds=seconds))


def _not_its_turn(row_id: str) -> Conflict:
    return Conflict(
        "outbox.not_its_turn",
        ko=f"같은 대화에서 먼저 나갈 메시지가 있어 {row_id} 은(는) 순서를 기다립니다. 곧 보냅니다.",
        en=f"An earlier message of the conversation has not left yet, so {row_id} waits for its turn. It is sent shortly.",
    )
