"""The tables of sheets and of the pictures that belong to them."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from dangol.store.personal import personal
from dangol.store.schema import Json, UtcDateTime, metadata

consultations = Table(
    "consultations",
    metadata,
    Column("identity", Text, ForeignKey("identities.id"), primary_key=True),
    Column("consultation", Text, primary_key=True),
    Column("answers", Json, nullable=False),
    Column("place", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("consent", Text, nullable=False),
    Column("wording", Text, nullable=False),
    Column("said", Json, nullable=False),
    Column("misses", Integer, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Index(None, "identity", "changed_at"),
    info=personal("identity"),
)

pictures = Table(
    "pictures",
    metadata,
    Column("id", Text, primary_key=True),
    Column("identity", Text, ForeignKey("identities.id"), nullable=False),
    Column("consultation", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("orientation", Integer, nullable=False),
    Column("picture", Text, nullable=False),  # sealed: the bytes in base64
    Column("wording", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "identity", "consultation"),
    Index(None, "at"),
    info=personal("identity"),
)
