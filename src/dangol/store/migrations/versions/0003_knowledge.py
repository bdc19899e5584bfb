"""What is true: facts, questions and answers, passages, and the version of them all.

Revision ID: 0003
Revises: 0002
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import Json, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _versioned("facts", _text("kind"), _text("subject"), _text("column"), _text("value"))
    _versioned("faqs", _text("faq"), _text("question"), _text("answer"))
    _versioned(
        "passages",
        _text("kind"),
        _text("document"),
        _text("anchor"),
        _text("title"),
        sa.Column("headings", Json, nullable=False),
        _text("text"),
        sa.Column("tables", Json, nullable=False),
    )
    version = op.create_table(
        "knowledge_version",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer, nullable=False),
        _text("brand_digest"),
    )
    op.bulk_insert(version, [{"id": 1, "version": 0, "brand_digest": ""}])


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False)


def _versioned(name: str, *content: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("citation", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        _text("thing"),
        _text("origin"),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("valid_from", UtcDateTime, nullable=False),
        sa.Column("valid_to", UtcDateTime),
        _text("digest"),
        *content,
    )
    current = sa.text("valid_to IS NULL")
    op.create_index(f"ix_{name}_current", name, ["citation"], unique=True, sqlite_where=current, postgresql_where=current)
