"""What the brand's knowledge does not answer yet: questions asked back or handed over, counted by their normalised text."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select, update

from dangol.answers.hints import PICKED
from dangol.conversations.conversation import BOT
from dangol.conversations.tables import conversations, messages
from dangol.decisions.decision import Kind
from dangol.decisions.tables import decisions
from dangol.store.among import among

_NEAR = 12  # messages after a question in which an agent's answer to it is looked for


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """One question without a good answer.

    Attributes:
        key: names all its spellings, see ``log.question_key``.
        text, kind, reasons, conversation: of the newest time it was asked; count: how often it was.
    """

    key: str
    text: str
    kind: Kind
    reasons: tuple[str, ...]
    conversation: str
    count: int
    first_at: datetime
    last_at: datetime


def unanswered(connection: Connection, since: datetime, limit: int = 50) -> tuple[Gap, ...]:
    """Open questions asked since then, the most frequent first."""
    still_open = (decisions.c.question_key.is_not(None), decisions.c.resolved_at.is_(None), decisions.c.at >= since)
    key, first, last, count = decisions.c.question_key, func.min(decisions.c.at), func.max(decisions.c.at), func.count()
    counted = select(key, first.label("first_at"), last.label("last_at"), count.label("asked")).where(*still_open).group_by(key)
    top = counted.order_by(count.desc(), last.desc(), key).limit(limit).subquery()
    newest = and_(decisions.c.question_key == top.c.question_key, decisions.c.at == top.c.last_at)
    columns = (top, messages.c.text, decisions.c.kind, decisions.c.reasons, decisions.c.conversation)
    query = select(*columns).join_from(top, decisions, newest).join(messages, messages.c.id == decisions.c.message)
    ordered = query.order_by(top.c.asked.desc(), top.c.last_at.desc(), top.c.question_key, decisions.c.id)
    gaps = {
        row.question_key: Gap(
            key=row.question_key,
            text=row.text,
            kind=row.kind,
            reasons=tuple(row.reasons),
            conversation=row.conversation,
            count=row.asked,
            first_at=row.first_at,
            last_at=row.last_at,
        )
        for row in connection.execute(ordered)
    }
    return tuple(gaps.values())


def mark_resolved(connection: Connection, key: str, at: datetime) -> int:
    """Closes a question for all times it was asked until ``at``; asked again later it comes back. Returns how many there were."""
    asked = (decisions.c.question_key == key, decisions.c.resolved_at.is_(None), decisions.c.at <= at)
    return connection.execute(update(decisions).where(*asked).values(resolved_at=at)).rowcount


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """One time that an open question was asked: by which identity, when, in which conversation, and in which of its messages."""

    key: str
    identity: str
    conversation: str
    number: int
    at: datetime


def askings(connection: Connection, keys: Collection[str], since: datetime) -> tuple[Asking, ...]:
    """Each time that these questions were asked and not answered since, the newest first."""
    still_open = (among(connection, decisions.c.question_key, keys), decisions.c.resolved_at.is_(None), decisions.c.at >= since)
    columns = (decisions.c.question_key, conversations.c.identity, decisions.c.conversation, messages.c.number, decisions.c.at)
    joined = select(*columns).join(messages, messages.c.id == decisions.c.message)
    query = joined.join(conversations, conversations.c.id == decisions.c.conversation).where(*still_open)
    return tuple(
        Asking(key=row.question_key, identity=row.identity, conversation=row.conversation, number=row.number, at=row.at)
        for row in connection.execute(query.order_by(decisions.c.at.desc(), decisions.c.id))
    )


def agents_reply(connection: Connection, asking: Asking) -> str | None:
    """What an agent said first after it was asked, before the customer spoke of something else; None when nobody did."""
    later = select(messages.c.direction, messages.c.author, messages.c.text).where(
        messages.c.conversation == asking.conversation, messages.c.number > asking.number
    )
    for row in connection.execute(later.order_by(messages.c.number).limit(_NEAR)):
        if row.direction == "out" and row.author != BOT:
            return str(row.text)
    return None


def tapped(connection: Connection, asking: Asking) -> str | None:
    """What was said from the text that the customer took up when it was offered instead (``answers.hints``); None where none was."""
    later = select(decisions.c.reasons, decisions.c.citations).join(messages, messages.c.id == decisions.c.message)
    here = (messages.c.conversation == asking.conversation, messages.c.number > asking.number)
    for row in connection.execute(later.where(*here).order_by(messages.c.number).limit(_NEAR)):
        if row.reasons and row.reasons[0] == PICKED:
            return " ".join(cited["quote"] for cited in row.citations)
    return None
