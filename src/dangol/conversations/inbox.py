"""Many threads at once: the list that agents work from, and the messages that still want a decision."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, exists, func, select

from dangol.conversations.conversation import Listed, Message, State
from dangol.conversations.rows import as_conversation, as_message
from dangol.conversations.tables import conversations, messages
from dangol.events.tables import troubles
from dangol.events.troubles import held_back

_EARLIER = (
    select(messages)
    .where(messages.c.conversation == bindparam("conversation"), messages.c.number < bindparam("number"), ~messages.c.handled)
    .where(~held_back("message.decide", messages.c.id, None))
    .order_by(messages.c.number)
    .limit(1)
)


def inbox(
    connection: Connection, states: Collection[State] = ("waiting", "human", "bot"), limit: int = 50, before: datetime | None = None
) -> tuple[Listed, ...]:
    """Conversations in one of ``states``, newest talk first; ``before`` (the last line's ``last_at``) asks for the next page."""
    wanted = select(conversations).where(conversations.c.state.in_(tuple(states)))
    if before is not None:
        wanted = wanted.where(conversations.c.last_at < before)
    page = wanted.order_by(conversations.c.last_at.desc(), conversations.c.id.desc()).limit(limit)
    found = [as_conversation(row) for row in connection.execute(page).mappings()]
    ids = [conversation.id for conversation in found]
    last, unanswered = _last(connection, ids), _unanswered(connection, ids)
    asked = _last(connection, ids, messages.c.direction == "in")
    return tuple(
        Listed(
            conversation=conversation,
            last=last.get(conversation.id),
            asked=asked.get(conversation.id),
            messages=last[conversation.id].number if conversation.id in last else 0,  # numbers have no gaps
            unanswered=unanswered.get(conversation.id, 0),
        )
        for conversation in found
    )


def counts(connection: Connection) -> Mapping[State, int]:
    """How many conversations are in each state; a state without any is absent."""
    query = select(conversations.c.state, func.count()).group_by(conversations.c.state)
    return dict(connection.execute(query).all())


def unhandled(connection: Connection, limit: int, before: datetime | None = None, *, due_at: datetime | None = None) -> tuple[Message, ...]:
    """Customers' messages about which nothing has been decided, oldest first. What is set aside (``events.troubles``) is left out.

    Args:
        before: leaves out those still in hand. due_at: leaves out those that failed and are not to be tried again before.
    """
    due = select(messages).where(~messages.c.handled, ~held_back("message.decide", messages.c.id, due_at))
    if before is not None:
        due = due.where(messages.c.at < before)
    if due_at is not None:
        due = due.where(~_behind_a_failed_one(due_at))
    oldest = due.order_by(messages.c.at, messages.c.conversation, messages.c.number).limit(limit)
    return tuple(as_message(row) for row in connection.execute(oldest).mappings())


def _behind_a_failed_one(at: datetime) -> ColumnElement[bool]:
    """An earlier message of the same thread failed and is not to be tried before ``at``: this one waits with it."""
    earlier = messages.alias("earlier")
    same = (earlier.c.conversation == messages.c.conversation, earlier.c.number < messages.c.number, ~earlier.c.handled)
    failed = (troubles.c.work == "message.decide", ~troubles.c.set_aside, troubles.c.next_at > at)
    return exists(select(earlier.c.id).join(troubles, troubles.c.subject == earlier.c.id).where(*same, *failed))


def forget_decided(connection: Connection) -> None:
    """Messages that failed and were decided about after all are no trouble any more."""
    decided = exists(select(messages.c.id).where(messages.c.id == troubles.c.subject, messages.c.handled))
    connection.execute(delete(troubles).where(troubles.c.work == "message.decide", decided))


def earlier_unhandled(connection: Connection, message: Message) -> Message | None:
    """The oldest message of the thread that came before ``message``, is undecided and is not set aside: it has its turn first."""
    row = connection.execute(_EARLIER, {"conversation": message.conversation, "number": message.number}).mappings().one_or_none()
    return as_message(row) if row else None


def _last(connection: Connection, ids: Collection[str], *among: ColumnElement[bool]) -> Mapping[str, Message]:
    query = select(messages.c.conversation, func.max(messages.c.number).label("number"))
    newest = query.where(messages.c.conversation.in_(ids), *among).group_by(messages.c.conversation).subquery()
    same = and_(messages.c.conversation == newest.c.conversation, messages.c.number == newest.c.number)
    rows = connection.execute(select(messages).join(newest, same)).mappings()
    return {message.conversation: message for message in map(as_message, rows)}


def _unanswered(connection: Connection, ids: Collection[str]) -> Mapping[str, int]:
    said = messages.alias("said")
    ours = select(func.coalesce(func.max(said.c.number), 0)).where(
        said.c.conversation == messages.c.conversation, said.c.direction == "out"
    )
    since = select(messages.c.conversation, func.count()).where(messages.c.conversation.in_(ids), messages.c.direction == "in")
    query = since.where(messages.c.number > ours.scalar_subquery()).group_by(messages.c.conversation)
    return dict(connection.execute(query).all())
