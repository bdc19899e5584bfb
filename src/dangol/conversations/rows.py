"""Table rows read as the room's values, and text made storable."""

import re
from typing import Any

from sqlalchemy import RowMapping

from dangol.conversations.conversation import Cited, Conversation, Message

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL refuses NUL in text; lone surrogates have no UTF-8


def storable(text: str) -> str:
    """``text`` with each NUL or lone surrogate as U+FFFD; everything else untouched."""
    return _UNSTORABLE.sub("\ufffd", text)


def as_conversation(row: RowMapping) -> Conversation:
    return Conversation(
        id=row["id"],
        identity=row["identity"],
        inbox=row["inbox"],
        state=row["state"],
        owner=row["owner"],
        sequence=row["sequence"],
        language=row["language"],
        topic=row["topic"],
        opened_at=row["opened_at"],
        last_at=row["last_at"],
        last_customer_at=row["last_customer_at"],
    )


def as_message(row: RowMapping) -> Message:
    return Message(
        id=row["id"],
        conversation=row["conversation"],
        number=row["number"],
        direction=row["direction"],
        author=row["author"],
        text=row["text"],
        at=row["at"],
        event_position=row["event_position"],
        client_key=row["client_key"],
        handled=row["handled"],
        citations=tuple(Cited(**cited) for cited in row["citations"]),
        decision=row["decision"],
    )


def message_columns(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "conversation": message.conversation,
        "number": message.number,
        "direction": message.direction,
        "author": message.author,
        "text": message.text,
        "at": message.at,
        "event_position": message.event_position,
        "client_key": message.client_key,
        "handled": message.handled,
        "citations": [{"id": cited.id, "version": cited.version, "quote": cited.quote} for cited in message.citations],
        "decision": message.decision,
    }
