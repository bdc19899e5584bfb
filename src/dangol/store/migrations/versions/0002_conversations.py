"""Conversations, the outbox and decisions.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from dangol.store.schema import BigId, Json, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _conversations()
    _outbox()
    _decisions()


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("inbox", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("owner", sa.Text),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("topic", Json, nullable=False),
        sa.Column("opened_at", UtcDateTime, nullable=False),
        sa.Column("last_at", UtcDateTime, nullable=False),
        sa.Column("last_customer_at", UtcDateTime),
    )
    still_open = sa.text("state <> 'closed'")
    op.create_index(
        "uq_conversations_open",
        "conversations",
        ["identity", "inbox"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_index("ix_conversations_identity", "conversations", ["identity"])
    op.create_index("ix_conversations_state_last_at", "conversations", ["state", "last_at"])
    op.create_table(
        "messages",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("conversation", sa.Text, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("direction", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("event_position", BigId, unique=True),
        sa.Column("client_key", sa.Text),
        sa.Column("handled", sa.Boolean, nullable=False),
        sa.Column("citations", Json, nullable=False),
        sa.Column("decision", sa.Text),
        sa.UniqueConstraint("conversation", "number"),
        sa.UniqueConstraint("conversation", "client_key"),
    )
    due = sa.text("NOT handled")
    op.create_index("ix_messages_unhandled", "messages", ["at"], sqlite_where=due, postgresql_where=due)


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("conversation", sa.Text, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("inbox", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("decision", sa.Text),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("not_before", UtcDateTime, nullable=False),
        sa.Column("lease_until", UtcDateTime),
        sa.Column("leased_by", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("last_error", sa.Text),
        sa.Column("sent_at", UtcDateTime),
        sa.Column("idempotency_key", sa.Text, nullable=False, unique=True),
    )
    op.create_index("ix_outbox_status_not_before", "outbox", ["status", "not_before"])
    op.create_index("ix_outbox_conversation_created_at", "outbox", ["conversation", "created_at"])
    op.create_index("ix_outbox_decision", "outbox", ["decision"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("outbox", sa.Text, sa.ForeignKey("outbox.id"), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.Column("outcome", sa.Text),
        sa.Column("platform_id", sa.Text),
        sa.Column("detail", sa.Text),
        sa.UniqueConstraint("outbox", "attempt"),
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("conversation", sa.Text, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("message", sa.Text, sa.ForeignKey("messages.id"), unique=True),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("citations", Json, nullable=False),
        sa.Column("draft", Json, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("reasons", Json, nullable=False),
        sa.Column("propensity", sa.Float, nullable=False),
        sa.Column("rung", sa.Text, nullable=False),
        sa.Column("ms", sa.Float, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("question_key", sa.Text),
        sa.Column("resolved_at", UtcDateTime),
    )
    op.create_index("ix_decisions_conversation_at", "decisions", ["conversation", "at"])
    op.create_index("ix_decisions_kind_at", "decisions", ["kind", "at"])
    op.create_index("ix_decisions_question_key", "decisions", ["question_key"])
