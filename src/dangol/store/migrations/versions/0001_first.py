"""The journal and the people in it.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import BigId, Json, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _journal()
    _people()


def _journal() -> None:
    op.create_table(
        "envelopes",
        sa.Column("position", BigId, primary_key=True, autoincrement=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("inbox", sa.Text, nullable=False),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("occurred_at", UtcDateTime, nullable=False),
        sa.Column("received_at", UtcDateTime, nullable=False),
        sa.Column("dedupe_hash", sa.Text, nullable=False),
        sa.Column("imported", sa.Boolean, nullable=False),
        sa.UniqueConstraint("inbox", "dedupe_hash"),
    )
    op.create_index("ix_envelopes_identity_position", "envelopes", ["identity", "position"])
    op.create_table(
        "payloads",
        sa.Column("position", BigId, sa.ForeignKey("envelopes.position"), primary_key=True, autoincrement=False),
        sa.Column("payload", Json, nullable=False),
    )
    op.create_table(
        "checkpoints",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("position", BigId, nullable=False),
    )


def _people() -> None:
    op.create_table(
        "identities",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("inbox", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("first_seen", UtcDateTime, nullable=False),
        sa.Column("last_seen", UtcDateTime, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.UniqueConstraint("inbox", "external_id"),
    )
    op.create_index("ix_identities_person", "identities", ["person"])
    op.create_table(
        "merges",
        sa.Column("id", BigId, primary_key=True, autoincrement=True),
        sa.Column("left", sa.Text, sa.ForeignKey("identities.id"), nullable=False),
        sa.Column("right", sa.Text, sa.ForeignKey("identities.id"), nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("merged_at", UtcDateTime, nullable=False),
        sa.Column("undone_at", UtcDateTime),
        sa.Column("undone_reason", sa.Text),
    )
    op.create_index("ix_merges_left", "merges", ["left"])
    op.create_index("ix_merges_right", "merges", ["right"])
    op.create_table(
        "traits",
        sa.Column("id", BigId, primary_key=True, autoincrement=True),
        sa.Column("identity", sa.Text, sa.ForeignKey("identities.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", Json),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("set_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_traits_identity_name", "traits", ["identity", "name"])
