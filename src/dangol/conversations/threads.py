"""Threads read, moved from state to state, and our own utterances put into them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from dangol.conversations.conversation import Cited, Conversation, Message
from dangol.conversations.rows import as_conversation, as_message, message_columns, storable
from dangol.conversations.states import Move, after
from dangol.conversations.tables import conversations, messages
from dangol.kit.errors import NotFound
from dangol.store.upsert import insert_or_ignore

NewId = Callable[[datetime], str]
"""Makes an id that sorts by the instant given; ``kit.ids.new_id`` is one."""


def find(connection: Connection, conversation: str) -> Conversation:
    """The conversation with this id.

    Raises:
        NotFound: ``conversation.unknown``.
    """
    return _required(connection, conversation, lock=False)


def held(connection: Connection, conversation: str) -> Conversation:
    """As ``find``, and nobody else changes it until the transaction ends."""
    return _required(connection, conversation, lock=True)


def newest(connection: Connection, *, identity: str, inbox: str) -> Conversation | None:
    """The newest conversation of this identity in this inbox, open or closed; None when there is none."""
    mine = select(conversations).where(conversations.c.identity == identity, conversations.c.inbox == inbox)
    row = connection.execute(mine.order_by(conversations.c.opened_at.desc(), conversations.c.id.desc()).limit(1)).mappings().one_or_none()
    return as_conversation(row) if row else None


def opened(connection: Connection, identity: str, inbox: str, at: datetime, new_id: NewId, language: str | None = None) -> Conversation:
    """The open conversation, held until the transaction ends; a new one when there is none."""
    mine = (conversations.c.identity == identity, conversations.c.inbox == inbox, conversations.c.state != "closed")
    query = select(conversations).where(*mine).with_for_update()
    row = connection.execute(query).mappings().one_or_none()
    while row is None:  # on PostgreSQL another process may open it, or close it, between our two statements
        fresh = _fresh(new_id(at), identity, inbox, at, language or "ko")
        connection.execute(insert_or_ignore(connection, conversations), fresh)
        row = connection.execute(query).mappings().one_or_none()
    return as_conversation(row)


def _fresh(conversation: str, identity: str, inbox: str, at: datetime, language: str) -> dict[str, Any]:
    state: dict[str, Any] = {"state": "bot", "owner": None, "sequence": 0, "language": language, "topic": {}}
    return {"id": conversation, "identity": identity, "inbox": inbox, "opened_at": at, "last_at": at, **state}


def message(connection: Connection, message_id: str) -> Message:
    """The message with this id.

    Raises:
        NotFound: ``message.unknown``.
    """
    row = connection.execute(select(messages).where(messages.c.id == message_id)).mappings().one_or_none()
    if row is None:
        raise NotFound(
            "message.unknown",
            ko=f"메시지 {message_id} 이(가) 없습니다. 주소나 번호를 확인해 주세요.",
            en=f"There is no message {message_id}. Check the address or the id.",
        )
    return as_message(row)


def thread(connection: Connection, conversation: str, after: int = 0) -> tuple[Message, ...]:
    """The messages of a conversation whose number is above ``after``, in order."""
    wanted = select(messages).where(messages.c.conversation == conversation, messages.c.number > after).order_by(messages.c.number)
    return tuple(as_message(row) for row in connection.execute(wanted).mappings())


def move(connection: Connection, conversation: str, move: Move, *, owner: str | None = None) -> Conversation:
    """Moves a conversation along the table of ``states``; ``owner`` is the agent who takes it over.

    Raises:
        Conflict: ``conversation.bad_move``. NotFound: ``conversation.unknown``.
    """
    now = held(connection, conversation)
    state = after(now.state, move)
    return _changed(connection, now, {"state": state, "owner": owner if state == "human" else None})


def owned_elsewhere(connection: Connection, talk: Conversation, owner: Literal["person", "machine"], window: str) -> None:
    """A person of ours talks in the platform's own ``window``, or has left it. One who owns the thread here keeps it."""
    if owner == "person" and talk.state in {"bot", "waiting"}:
        move(connection, talk.id, "take_over", owner=window)
    elif owner == "machine" and talk.state == "human" and talk.owner == window:
        move(connection, talk.id, "hand_back")


def settle(
    connection: Connection, seen: Conversation, message: Message, *, move: Move | None = None, topic: Mapping[str, Any] | None = None
) -> bool:
    """Marks a customer's message handled, and moves state and topic, if nothing has changed since ``seen`` was read.

    Returns False, with nothing changed, when the sequence has moved: the decision has to be computed again.
    """
    state = after(seen.state, move) if move else seen.state
    same = conversations.c.sequence == seen.sequence
    changes = {"state": state, "sequence": seen.sequence + 1, **({} if topic is None else {"topic": dict(topic)})}
    done = connection.execute(update(conversations).where(conversations.c.id == seen.id, same).values(changes))
    if done.rowcount != 1:
        return False
    connection.execute(update(messages).where(messages.c.id == message.id).values(handled=True))
    return True


def add_outgoing(
    connection: Connection,
    conversation: str,
    *,
    message_id: str,
    client_key: str,
    text: str,
    author: str,
    at: datetime,
    citations: tuple[Cited, ...] = (),
    decision: str | None = None,
) -> Message:
    """Puts what we have said into the thread. ``client_key`` names it: said twice with one key, it stands there once."""
    now = held(connection, conversation)
    there = messages.c.conversation == conversation
    known = connection.execute(select(messages).where(there, messages.c.client_key == client_key)).mappings().one_or_none()
    if known:
        return as_message(known)
    said = Message(
        id=message_id,
        conversation=conversation,
        number=next_number(connection, there),
        direction="out",
        author=author,
        text=storable(text),
        at=at,
        event_position=None,
        client_key=client_key,
        handled=True,
        citations=citations,
        decision=decision,
    )
    connection.execute(insert(messages).values(message_columns(said)))
    moved = {"last_at": max(now.last_at, at), "sequence": now.sequence + 1}
    connection.execute(update(conversations).where(conversations.c.id == now.id).values(moved))
    return said


def waiting(connection: Connection) -> int:
    """How many conversations wait for a person."""
    return connection.execute(select(func.count()).select_from(conversations).where(conversations.c.state == "waiting")).scalar_one()


def next_number(connection: Connection, there: ColumnElement[bool]) -> int:
    """The number after the last of the messages ``there``; the conversation has to be held."""
    last = connection.execute(select(func.max(messages.c.number)).where(there)).scalar_one()
    return (last or 0) + 1


def _changed(connection: Connection, now: Conversation, changes: Mapping[str, Any]) -> Conversation:
    values = {**changes, "sequence": now.sequence + 1}
    connection.execute(update(conversations).where(conversations.c.id == now.id).values(values))
    return find(connection, now.id)


def _required(connection: Connection, conversation: str, *, lock: bool) -> Conversation:
    query = select(conversations).where(conversations.c.id == conversation)
    row = connection.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    if row is None:
        raise NotFound(
            "conversation.unknown",
            ko=f"대화 {conversation} 이(가) 없습니다. 주소나 번호를 확인해 주세요.",
            en=f"There is no conversation {conversation}. Check the address or the id.",
        )
    return as_conversation(row)
