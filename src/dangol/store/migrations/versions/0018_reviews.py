"""Reviews: what buyers say, beside what is true.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import Json, UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("citation", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("thing", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("valid_from", UtcDateTime, nullable=False),
        sa.Column("valid_to", UtcDateTime),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("review", sa.Text, nullable=False),
        sa.Column("product", sa.Text, nullable=False),
        sa.Column("rating", sa.Float),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("written_on", sa.Text, nullable=False),
        sa.Column("traits", Json, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("identity", sa.Text),
    )
    current = sa.text("valid_to IS NULL")
    op.create_index("ix_reviews_current", "reviews", ["citation"], unique=True, sqlite_where=current, postgresql_where=current)
    op.create_index("ix_reviews_identity", "reviews", ["identity"])
