"""Sheets of consultations.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import Json, UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultations",
        sa.Column("identity", sa.Text, sa.ForeignKey("identities.id"), primary_key=True),
        sa.Column("consultation", sa.Text, primary_key=True),
        sa.Column("answers", Json, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("consent", sa.Text, nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("said", Json, nullable=False),
        sa.Column("misses", sa.Integer, nullable=False),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_consultations_identity_changed_at", "consultations", ["identity", "changed_at"])
