"""Who may open the inbox.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff",
        sa.Column("login", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("added_at", UtcDateTime, nullable=False),
    )
