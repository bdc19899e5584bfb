"""The tables of threads. One open conversation an identity and inbox is a rule of the database itself."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from dangol.store.personal import personal
from dangol.store.schema import BigId, Json, UtcDateTime, metadata

_OPEN = text("state <> 'closed'")
_DUE = text("NOT handled")

conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("identity", Text, nullable=False),
    Column("inbox", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("owner", Text),
    Column("sequence", Integer, nullable=False),
    Column("language", Text, nullable=False),
    Column("topic", Json, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("last_customer_at", UtcDateTime),
    Index("uq_conversations_open", "identity", "inbox", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index(None, "identity"),
    Index(None, "state", "last_at"),
    info=personal("identity"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation", Text, ForeignKey("conversations.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("direction", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("event_position", BigId, unique=True),
    Column("client_key", Text),
    Column("handled", Boolean, nullable=False),
    Column("citations", Json, nullable=False),
    Column("decision", Text),
    UniqueConstraint("conversation", "number"),
    UniqueConstraint("conversation", "client_key"),
    Index("ix_messages_unhandled", "at", sqlite_where=_DUE, postgresql_where=_DUE),
    info=personal("conversation"),
)
