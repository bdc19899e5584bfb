"""The journal's indices cost the same however long it is: known keys apart, and the events of someone epoch by epoch.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import BigId, Json, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _made_anew()
    else:
        op.drop_constraint("uq_envelopes_inbox_dedupe_hash", "envelopes")
        op.drop_index("ix_envelopes_identity_position", "envelopes")
        op.add_column("envelopes", sa.Column("epoch", sa.Integer))
        op.execute('UPDATE envelopes SET epoch = "position" >> 13')
        op.alter_column("envelopes", "epoch", nullable=False)
    op.create_index("ix_envelopes_epoch_identity", "envelopes", ["epoch", "identity"])
    op.create_table(
        "known_keys",
        sa.Column("dedupe_hash", sa.Text, primary_key=True),
        sa.Column("position", BigId, nullable=False),
        sqlite_with_rowid=False,
    )


def _made_anew() -> None:
    """SQLite cannot take a unique constraint away. Children first, so that no row ever points at one that is not there."""
    op.create_table(
        "envelopes_anew",
        sa.Column("position", BigId, primary_key=True, autoincrement=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("inbox", sa.Text, nullable=False),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("occurred_at", UtcDateTime, nullable=False),
        sa.Column("received_at", UtcDateTime, nullable=False),
        sa.Column("dedupe_hash", sa.Text, nullable=False),
        sa.Column("imported", sa.Boolean, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
    )
    kept = "position, type, inbox, identity, occurred_at, received_at, dedupe_hash, imported"
    op.execute(f"INSERT INTO envelopes_anew SELECT {kept}, position >> 13 FROM envelopes")  # noqa: S608
    op.create_table(
        "payloads_anew",
        sa.Column("position", BigId, sa.ForeignKey("envelopes_anew.position"), primary_key=True, autoincrement=False),
        sa.Column("payload", Json, nullable=False),
    )
    op.execute("INSERT INTO payloads_anew SELECT position, payload FROM payloads")
    op.drop_table("payloads")
    op.drop_table("envelopes")
    op.rename_table("envelopes_anew", "envelopes")
    op.rename_table("payloads_anew", "payloads")
