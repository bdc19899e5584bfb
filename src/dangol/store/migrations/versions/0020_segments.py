"""Frozen segments, and what was exported to advertising platforms.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "frozen_segments",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("made_from", sa.Text, nullable=False),
        sa.Column("conditions", sa.Text, nullable=False),
        sa.Column("frozen_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "segment_members",
        sa.Column("segment", sa.Text, sa.ForeignKey("frozen_segments.name"), primary_key=True),
        sa.Column("identity", sa.Text, primary_key=True),
    )
    op.create_index("ix_segment_members_identity", "segment_members", ["identity"])
    op.create_table(
        "audience_exports",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("segment", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("contacts", sa.Integer, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "audience_digests",
        sa.Column("recipient", sa.Text, primary_key=True),
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_audience_digests_identity", "audience_digests", ["identity"])
