"""The journal's tables. Envelopes are for ever; payloads can be deleted (erasure)."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from dangol.store.schema import BigId, Json, UtcDateTime, metadata

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
)

payloads = Table(
    "payloads",
    metadata,
    Column("position", BigId, ForeignKey("envelopes.position"), primary_key=True, autoincrement=False),
    Column("payload", Json, nullable=False),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("name", Text, primary_key=True),
    Column("position", BigId, nullable=False),
)
