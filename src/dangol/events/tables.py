"""The journal's tables. Envelopes are for ever; payloads can be deleted (erasure)."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from dangol.store.personal import nobodys, personal
from dangol.store.schema import BigId, Json, UtcDateTime, metadata

_ASIDE = text("set_aside")

envelopes = Table(
    "envelopes",
    metadata,
    Column("position", BigId, primary_key=True, autoincrement=False),
    Column("type", Text, nullable=False),
    Column("inbox", Text, nullable=False),
    Column("identity", Text, nullable=False),
    Column("occurred_at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("dedupe_hash", Text, nullable=False),
    Column("imported", Boolean, nullable=False),
    UniqueConstraint("inbox", "dedupe_hash"),
    Index(None, "identity", "position"),
    info=personal("identity", fate="unlinked"),
)

payloads = Table(
    "payloads",
    metadata,
    Column("position", BigId, ForeignKey("envelopes.position"), primary_key=True, autoincrement=False),
    Column("payload", Json, nullable=False),
    info=personal("position"),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("name", Text, primary_key=True),
    Column("position", BigId, nullable=False),
    info=nobodys(),
)

troubles = Table(
    "troubles",
    metadata,
    Column("work", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
    Column("set_aside", Boolean, nullable=False),
    Index("ix_troubles_set_aside", "first_at", sqlite_where=_ASIDE, postgresql_where=_ASIDE),
    info=personal("subject", through="messages.id"),
)
