"""Decisions, one at most for each message of a customer (an agent's own acts point at no message); the owner's policies; ratings."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Table, Text

from dangol.store.personal import nobodys, personal
from dangol.store.schema import Json, UtcDateTime, metadata

decisions = Table(
    "decisions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("conversation", Text, ForeignKey("conversations.id"), nullable=False),
    Column("message", Text, ForeignKey("messages.id"), unique=True),
    Column("author", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("citations", Json, nullable=False),
    Column("draft", Json, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("reasons", Json, nullable=False),
    Column("propensity", Float, nullable=False),
    Column("rung", Text, nullable=False),
    Column("ms", Float, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("question_key", Text),
    Column("resolved_at", UtcDateTime),
    Index(None, "conversation", "at"),
    Index(None, "kind", "at"),
    Index(None, "question_key"),
    info=personal("conversation"),
)

policies = Table(  # of the owner's own, those that passed and went live
    "policies",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("arms", Json, nullable=False),
    Column("figures", Json, nullable=False),  # by which it passed
    Column("live_at", UtcDateTime, nullable=False),
    info=nobodys(),
)

ratings = Table(
    "ratings",
    metadata,
    Column("decision", Text, ForeignKey("decisions.id"), primary_key=True),
    Column("conversation", Text, ForeignKey("conversations.id"), nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "conversation"),
    info=personal("conversation"),
)
