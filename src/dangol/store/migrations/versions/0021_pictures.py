"""Pictures sent in consultations.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pictures",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("identity", sa.Text, sa.ForeignKey("identities.id"), nullable=False),
        sa.Column("consultation", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("media", sa.Text, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("orientation", sa.Integer, nullable=False),
        sa.Column("picture", sa.Text, nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_pictures_identity_consultation", "pictures", ["identity", "consultation"])
    op.create_index("ix_pictures_at", "pictures", ["at"])
