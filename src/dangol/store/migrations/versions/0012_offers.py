"""Offers, the coupons given to people, and which offer a promotional row advertises.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import Json, UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offers",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("cells", Json, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("given", sa.Integer, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.Column("retired_at", UtcDateTime),
    )
    op.create_table(
        "coupons",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("offer", sa.Text, nullable=False),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("issued_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("redeemed_at", UtcDateTime),
        sa.Column("order_id", sa.Text),
        sa.UniqueConstraint("offer", "identity"),
    )
    op.create_index("ix_coupons_identity", "coupons", ["identity"])
    op.add_column("outbox", sa.Column("offer", sa.Text, nullable=False, server_default=""))
