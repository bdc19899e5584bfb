"""What customers say of answers.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ratings",
        sa.Column("decision", sa.Text, sa.ForeignKey("decisions.id"), primary_key=True),
        sa.Column("conversation", sa.Text, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_ratings_conversation", "ratings", ["conversation"])
