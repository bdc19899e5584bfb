"""How orders stand, and how far shops were asked.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import BigId, Json, UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "orders",
        sa.Column("id", BigId, primary_key=True, autoincrement=True),
        sa.Column("inbox", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("identity", sa.Text, sa.ForeignKey("identities.id"), nullable=False),
        sa.Column("by_email", sa.Text),
        sa.Column("by_phone", sa.Text),
        sa.Column("facts", Json, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_orders_identity", "orders", ["identity"])
    op.create_index("ix_orders_by_email", "orders", ["by_email"])
    op.create_index("ix_orders_by_phone", "orders", ["by_phone"])
    op.create_index("ix_orders_inbox_number", "orders", ["inbox", "number"])
    op.create_table(
        "asked_shops",
        sa.Column("inbox", sa.Text, primary_key=True),
        sa.Column("since", UtcDateTime, nullable=False),
        sa.Column("sequence", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("answered_at", UtcDateTime),
        sa.Column("trouble", sa.Text, nullable=False),
    )
