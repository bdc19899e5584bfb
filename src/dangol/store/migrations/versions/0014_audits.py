"""The nightly audit: its runs with their checkpoint, and what each found.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import Json, UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audits",
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("next", sa.Integer, nullable=False),
        sa.Column("questions", sa.Integer, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.Column("finished_at", UtcDateTime),
    )
    op.create_table(
        "audit_findings",
        sa.Column("audit", sa.Text, sa.ForeignKey("audits.day"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("message", sa.Text, sa.ForeignKey("messages.id")),
        sa.Column("finding", Json, nullable=False),
    )
    op.create_index("ix_audit_findings_message", "audit_findings", ["message"])
