"""Contact data is sealed; which keys it is sealed with.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.resealing import reseal
from dangol.store.schema import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact_keys",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("canary", sa.Text, nullable=False),
        sa.Column("first_used_at", UtcDateTime, nullable=False),
    )
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT 1 FROM identities LIMIT 1")).first():
        reseal(connection)
