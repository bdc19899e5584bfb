"""The one table that belongs to the installation itself and to no room: who may open the inbox."""

from sqlalchemy import Column, Table, Text

from dangol.store.schema import UtcDateTime, metadata

staff = Table(
    "staff",
    metadata,
    Column("login", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
)
