"""The tables of what is to be said, and of each attempt to say it."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from dangol.store.personal import personal
from dangol.store.schema import Json, UtcDateTime, metadata

outbox = Table(
    "outbox",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation", Text, ForeignKey("conversations.id"), nullable=False),
    Column("identity", Text, nullable=False),
    Column("inbox", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("body", Json, nullable=False),
    Column("author", Text, nullable=False),
    Column("decision", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("leased_by", Text),
    Column("attempts", Integer, nullable=False),
    Column("last_error", Text),
    Column("sent_at", UtcDateTime),
    Column("idempotency_key", Text, nullable=False, unique=True),
    Column("category", Text, nullable=False, server_default=""),
    Column("offer", Text, nullable=False, server_default=""),
    Index(None, "status", "not_before"),
    Index(None, "conversation", "created_at"),
    Index(None, "decision"),
    info=personal("identity"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("outbox", Text, ForeignKey("outbox.id"), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("outcome", Text),
    Column("platform_id", Text),
    Column("detail", Text),
    UniqueConstraint("outbox", "attempt"),
    info=personal("outbox"),
)
