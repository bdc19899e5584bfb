"""Who was erased, and what a law keeps of them.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import Json, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("erased_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_erasures_identity", "erasures", ["identity"])
    op.create_table(
        "legal_records",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("record", Json, nullable=False),
        sa.Column("occurred_at", UtcDateTime, nullable=False),
        sa.Column("keep_until", UtcDateTime, nullable=False),
    )
    op.create_index("ix_legal_records_identity", "legal_records", ["identity"])
    op.create_index("ix_legal_records_keep_until", "legal_records", ["keep_until"])
