"""Who agreed to advertising, and what a promotional row advertises.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import BigId, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("id", BigId, primary_key=True, autoincrement=True),
        sa.Column("identity", sa.Text, sa.ForeignKey("identities.id"), nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("noticed_at", UtcDateTime),
        sa.Column("confirmed_at", UtcDateTime),
        sa.UniqueConstraint("identity", "purpose", "act", "at"),
    )
    op.add_column("outbox", sa.Column("category", sa.Text, nullable=False, server_default=""))
