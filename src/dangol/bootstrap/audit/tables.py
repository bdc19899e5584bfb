"""The runs of the audit with their checkpoint, and what each found."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from dangol.store.personal import nobodys, personal
from dangol.store.schema import Json, UtcDateTime, metadata

audits = Table(  # one run a day of the brand: how far it has come is its checkpoint
    "audits",
    metadata,
    Column("day", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    Column("next", Integer, nullable=False),
    Column("questions", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("finished_at", UtcDateTime),
    info=nobodys(),
)

audit_findings = Table(  # what a run found; of a customer's question only which message it was, and the finding goes with it
    "audit_findings",
    metadata,
    Column("audit", Text, ForeignKey("audits.day"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("message", Text, ForeignKey("messages.id")),
    Column("finding", Json, nullable=False),
    Index(None, "message"),
    info=personal("message"),
)
