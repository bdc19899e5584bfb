"""The owner's own policies that passed and went live.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import Json, UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policies",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("arms", Json, nullable=False),
        sa.Column("figures", Json, nullable=False),
        sa.Column("live_at", UtcDateTime, nullable=False),
    )
