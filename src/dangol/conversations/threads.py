"""Threads read, moved from state to state, and our own utterances put into them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, func, insert, select, update

from dangol.conversations.conversation import Cited, Conversation, Message
from dangol.conversations.rows import as_conversation, as_message, message_columns, storable
from dangol.conversations.states import Move, after
from dangol.conversations.tables import conversations, messages
from dangol.kit.errors import NotFound
from dangol.store.upsert import insert_or_ignore

# Statements of the way of each message are built once: building one takes as long as running it.
_ONE = select(conversations).where(conversations.c.id == bindparam("which"))
_HELD = _ONE.with_for_update()
_MINE = select(conversations).where(conversations.c.identity == bindparam("identity"), conversations.c.inbox == bindparam("inbox"))
_NEWEST = _MINE.order_by(conversations.c.opened_at.desc(), conversations.c.id.desc()).limit(1)
_OPEN = _MINE.where(conversations.c.state != "closed").with_for_update()
_CHANGE = update(conversations).where(conversations.c.id == bindparam("which"))
_CHANGE_SEEN = _CHANGE.where(conversations.c.sequence == bindparam("seen"))
_MESSAGE = select(messages).where(messages.c.id == bindparam("which"))
_HANDLED = update(messages).where(messages.c.id == bindparam("which")).values(handled=True)
_KEYED = select(messages).where(messages.c.conversation == bindparam("conversation"), messages.c.client_key == bindparam("key"))
_LAST = select(func.max(messages.c.number)).where(messages.c.conversation == bindparam("conversation"))

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
    row = connection.execute(_NEWEST, {"identity": identity, "inbox": inbox}).mappings().one_or_none()
    return as_conversation(row) if row else None


def opened(connection: Connection, identity: str, inbox: str, at: datetime, new_id: NewId, language: str | None = None) -> Conversation:
    """The open conversation, held until the transaction ends; a new one when there is none."""
    mine = {"identity": identity, "inbox": inbox}
    row = connection.execute(_OPEN, mine).mappings().one_or_none()
    while row is None:  # on PostgreSQL another process may open it, or close it, between our two statements
        fresh = _fresh(new_id(at), identity, inbox, at, language or "ko")
        connection.execute(insert_or_ignore(connection, conversations), fresh)
        row = connection.execute(_OPEN, mine).mappings().one_or_none()
    return as_conversation(row)


def _fresh(conversation: str, identity: str, inbox: str, at: datetime, language: str) -> dict[str, Any]:
    state: dict[str, Any] = {"state": "bot", "owner": None, "sequence": 0, "language": language, "topic": {}}
    return {"id": conversation, "identity": identity, "inbox": inbox, "opened_at": at, "last_at": at, **state}


def message(connection: Connection, message_id: str) -> Message:
    """The message with this id.

    Raises:
        NotFound: ``message.unknown``.
    """
    row = connection.execute(_MESSAGE, {"which": message_id}).mappings().one_or_none()
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


def set_topic(connection: Connection, conversation: str, topic: Mapping[str, Any]) -> Conversation:
    """What the talk is about from now on; a decision that is being thought about it is thought again."""
    return _changed(connection, held(connection, conversation), {"topic": dict(topic)})


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
    changes = {"state": state, "sequence": seen.sequence + 1, **({} if topic is None else {"topic": dict(topic)})}
    done = connection.execute(_CHANGE_SEEN, {"which": seen.id, "seen": seen.sequence, **changes})
    if done.rowcount != 1:
        return False
    connection.execute(_HANDLED, {"which": message.id})
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
    known = connection.execute(_KEYED, {"conversation": conversation, "key": client_key}).mappings().one_or_none()
    if known:
        return as_message(known)
    said = Message(
        id=message_id,
        conversation=conversation,
        number=next_number(connection, conversation),
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
    connection.execute(insert(messages), message_columns(said))
    connection.execute(_CHANGE, {"which": now.id, "last_at": max(now.last_at, at), "sequence": now.sequence + 1})
    return said


def waiting(connection: Connection) -> int:
    """How many conversations wait for a person."""
    return connection.execute(select(func.count()).select_from(conversations).where(conversations.c.state == "waiting")).scalar_one()


def next_number(connection: Connection, conversation: str) -> int:
    """The number after the last of a conversation's messages; the conversation has to be held."""
    last = connection.execute(_LAST, {"conversation": conversation}).scalar_one()
    return (last or 0) + 1


def _changed(connection: Connection, now: Conversation, changes: Mapping[str, Any]) -> Conversation:
    connection.execute(_CHANGE, {"which": now.id, **changes, "sequence": now.sequence + 1})
    return find(connection, now.id)


def _required(connection: Connection, conversation: str, *, lock: bool) -> Conversation:
    row = connection.execute(_HELD if lock else _ONE, {"which": conversation}).mappings().one_or_none()
    if row is None:
        raise NotFound(
            "conversation.unknown",
            ko=f"대화 {conversation} 이(가) 없습니다. 주소나 번호를 확인해 주세요.",
            en=f"There is no conversation {conversation}. Check the address or the id.",
        )
    return as_conversation(row)
