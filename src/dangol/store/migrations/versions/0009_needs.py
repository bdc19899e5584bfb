"""Signs of what people want.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import BigId, UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "need_signs",
        sa.Column("event", BigId, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("ends", sa.Boolean, primary_key=True),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("weight", sa.Float, nullable=False),
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_need_signs_identity_at", "need_signs", ["identity", "at"])
