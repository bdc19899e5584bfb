"""Shops are asked about several things, keep tokens, and are told apart by what they last said of their goods.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import Json, UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shop_marks",
        sa.Column("inbox", sa.Text, primary_key=True),
        sa.Column("about", sa.Text, primary_key=True),
        sa.Column("since", UtcDateTime, nullable=False),
        sa.Column("sequence", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("answered_at", UtcDateTime),
        sa.Column("trouble", sa.Text, nullable=False),
    )
    op.execute(
        "INSERT INTO shop_marks (inbox, about, since, sequence, tries, answered_at, trouble)"
        " SELECT inbox, 'orders', since, sequence, tries, answered_at, trouble FROM asked_shops"
    )
    op.drop_table("asked_shops")
    op.create_table(
        "shop_tokens",
        sa.Column("inbox", sa.Text, primary_key=True),
        sa.Column("client", sa.Text, primary_key=True),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "shop_goods",
        sa.Column("inbox", sa.Text, primary_key=True),
        sa.Column("thing", sa.Text, primary_key=True),
        sa.Column("names", Json, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("missed", sa.Integer, nullable=False),
    )
