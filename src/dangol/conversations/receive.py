"""A customer's message finds its thread: one open conversation an identity and inbox, and each message in it once."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from dangol.conversations.conversation import CUSTOMER, Conversation, Message, Received
from dangol.conversations.rows import as_message, message_columns, storable
from dangol.conversations.tables import conversations, messages
from dangol.conversations.threads import NewId, find, next_number, opened

_TOUCH = update(conversations).where(conversations.c.id == bindparam("which"))
_AT = select(messages).where(messages.c.event_position == bindparam("position"))
_THEIRS = (conversations.c.identity == bindparam("identity"), conversations.c.inbox == bindparam("inbox"))
_KEYED = (
    select(messages)
    .join(conversations, conversations.c.id == messages.c.conversation)
    .where(*_THEIRS, messages.c.client_key == bindparam("key"), messages.c.direction == "in")
    .order_by(messages.c.at)
    .limit(1)
)


def receive(
    connection: Connection,
    *,
    identity: str,
    inbox: str,
    text: str,
    at: datetime,
    new_id: NewId,
    event_position: int | None = None,
    client_key: str | None = None,
    language: str | None = None,
    imported: bool = False,
    fresh: bool = False,
) -> Received:
    """Puts a customer's message into the open conversation, opening one when there is none or the last is closed.

    Args:
        at: when it was said; event_position: where the journal has it; client_key: the sender's own id for it. A message
            whose position or key is known already is a duplicate: it is given back and nothing changes.
        language: ``"ko"`` or ``"en"`` when the text showed it; a new conversation is Korean otherwise.
        imported: history: it counts as handled, so that no decision is ever made about it.
        fresh: the journal, whose turn the caller holds, has just taken its event in as new, so no message of it can be there.
    """
    client_key = None if client_key is None else storable(client_key)
    if not fresh and (known := _known(connection, identity, inbox, event_position, client_key)):
        return known
    conversation = opened(connection, identity, inbox, at, new_id, language)
    # It may have come while we waited for the conversation.
    if not fresh and (known := _known(connection, identity, inbox, event_position, client_key)):
        return known
    message = Message(
        id=new_id(at),
        conversation=conversation.id,
        number=next_number(connection, conversation.id),
        direction="in",
        author=CUSTOMER,
        text=storable(text),
        at=at,
        event_position=event_position,
        client_key=client_key,
        handled=imported,
        citations=(),
        decision=None,
    )
    connection.execute(insert(messages), message_columns(message))
    return Received(conversation=_touched(connection, conversation, at, language), message=message, duplicate=False)


def known_message(connection: Connection, identity: str, inbox: str, client_key: str) -> bool:
    """Whether this identity's message with this key is there."""
    return _known(connection, identity, inbox, None, client_key) is not None


def _known(connection: Connection, identity: str, inbox: str, event_position: int | None, client_key: str | None) -> Received | None:
    found = None
    if event_position is not None:
        found = connection.execute(_AT, {"position": event_position}).mappings().one_or_none()
    if found is None and client_key is not None:
        found = connection.execute(_KEYED, {"identity": identity, "inbox": inbox, "key": client_key}).mappings().one_or_none()
    if found is None:
        return None
    message = as_message(found)
    return Received(conversation=find(connection, message.conversation), message=message, duplicate=True)


def _touched(connection: Connection, now: Conversation, at: datetime, language: str | None) -> Conversation:
    changed = replace(
        now,
        sequence=now.sequence + 1,
        language=language or now.language,
        last_at=max(now.last_at, at),
        last_customer_at=max(now.last_customer_at or at, at),
    )
    values = {name: getattr(changed, name) for name in ("sequence", "language", "last_at", "last_customer_at")}
    connection.execute(_TOUCH, {"which": now.id, **values})
    return changed
