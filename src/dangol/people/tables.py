"""Identities, the merges between them, and what is known of them."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Table, Text, UniqueConstraint

from dangol.store.personal import personal
from dangol.store.schema import BigId, Json, UtcDateTime, metadata

identities = Table(
    "identities",
    metadata,
    Column("id", Text, primary_key=True),
    Column("inbox", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("last_seen", UtcDateTime, nullable=False),
    Column("person", Text, nullable=False, index=True),  # derived from the active merges, see people.merges
    UniqueConstraint("inbox", "external_id"),
    info=personal("id"),
)

merges = Table(
    "merges",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("left", Text, ForeignKey("identities.id"), nullable=False, index=True),
    Column("right", Text, ForeignKey("identities.id"), nullable=False, index=True),
    Column("evidence", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("merged_at", UtcDateTime, nullable=False),
    Column("undone_at", UtcDateTime),  # null while the merge is active
    Column("undone_reason", Text),
    info=personal("left", "right"),
)

traits = Table(
    "traits",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("identity", Text, ForeignKey("identities.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("value", Json),  # null: no longer known
    Column("source", Text, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Index(None, "identity", "name"),
    info=personal("identity"),
)

consents = Table(
    "consents",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("identity", Text, ForeignKey("identities.id"), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("wording", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("noticed_at", UtcDateTime),  # its result was told (정보통신망법 50조 7항)
    Column("confirmed_at", UtcDateTime),  # it was last recalled, every two years (50조 8항)
    UniqueConstraint("identity", "purpose", "act", "at"),
    info=personal("identity"),
)

need_signs = Table(  # derived from the journal by people.need_state
    "need_signs",
    metadata,
    Column("event", BigId, primary_key=True, autoincrement=False),  # its position in the journal
    Column("kind", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("ends", Boolean, primary_key=True),
    Column("identity", Text, nullable=False),
    Column("weight", Float, nullable=False),
    Column("how", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "identity", "at"),
    info=personal("identity"),
)

orders = Table(  # how each line of an order stands, by the shop's word; people.orders
    "orders",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("inbox", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("identity", Text, ForeignKey("identities.id"), nullable=False, index=True),
    Column("by_email", Text, index=True),  # pseudonym of whoever has proved the buyer's address
    Column("by_phone", Text, index=True),
    Column("facts", Json, nullable=False),  # {field: [value, version, since]}
    Column("changed_at", UtcDateTime, nullable=False),
    Index(None, "inbox", "number"),
    info=personal("identity", "by_email", "by_phone"),
)
