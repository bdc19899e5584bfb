"""The journal's tables. Envelopes are for ever; payloads can be deleted (erasure)."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, text

from dangol.store.personal import nobodys, personal
from dangol.store.schema import BigId, Json, UtcDateTime, metadata

# The events of someone are found epoch by epoch: an index over all of time would change a page of its own for each event. With 8,192 events
# an epoch, about a hundred pages are written over and over until the next one, and a million events are 122 short searches.
EPOCH = 13

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
    Column("epoch", Integer, nullable=False),  # position >> EPOCH
    Index(None, "epoch", "identity"),
    info=personal("identity", fate="unlinked"),
)

known_keys = Table(
    "known_keys",
    metadata,
    Column("dedupe_hash", Text, primary_key=True),
    Column("position", BigId, nullable=False),
    info=nobodys(),
    sqlite_with_rowid=False,
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
    info=personal("subject", through=("messages.id", "envelopes.position")),
)
