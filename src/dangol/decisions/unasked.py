"""A service message that nobody has just asked for: a decision of its own, and the row that says it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from dangol.conversations.conversation import Conversation
from dangol.decisions import log
from dangol.decisions.decision import Decision, Rung
from dangol.outbox.queue import put
from dangol.outbox.row import Body


def tell(
    connection: Connection,
    talk: Conversation,
    *,
    body: Body,
    author: str,
    reasons: tuple[str, ...],
    rung: Rung,
    key: str,
    new_id: Callable[[datetime], str],
    at: datetime,
) -> None:
    """Puts ``body`` into the outbox for whom ``talk`` is with. ``key`` names the row, so that a second one is never put."""
    decision = Decision(
        id=new_id(at),
        kind="answer",
        conversation=talk.id,
        message=None,
        author=author,
        text=body.text,
        citations=body.citations,
        reasons=reasons,
        rung=rung,
        at=at,
    )
    log.add(connection, decision)
    put(
        connection,
        row_id=new_id(at),
        conversation=talk,
        kind="service",
        body=body,
        author=author,
        at=at,
        decision=decision.id,
        idempotency_key=key,
    )
