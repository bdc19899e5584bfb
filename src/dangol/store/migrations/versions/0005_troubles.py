"""Work that keeps failing, and what of it is set aside.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "troubles",
        sa.Column("work", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("first_at", UtcDateTime, nullable=False),
        sa.Column("last_at", UtcDateTime, nullable=False),
        sa.Column("next_at", UtcDateTime, nullable=False),
        sa.Column("set_aside", sa.Boolean, nullable=False),
    )
    aside = sa.text("set_aside")
    op.create_index("ix_troubles_set_aside", "troubles", ["first_at"], sqlite_where=aside, postgresql_where=aside)
