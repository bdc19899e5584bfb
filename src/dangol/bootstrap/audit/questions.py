"""What is asked in an audit: the brand's own FAQ, and what customers asked lately."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from dangol.conversations.tables import messages
from dangol.decisions.log import question_key
from dangol.decisions.tables import decisions
from dangol.knowledge.facts import Snapshot

LATELY = timedelta(days=90)
MOST_ASKED = 500  # of customers' questions; the newest


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """``id`` is ``faq/<id>`` or ``message/<id>``: a customer's words are never copied, only pointed at."""

    id: str
    text: str


def questions(connection: Connection, known: Snapshot, until: datetime, most: int = MOST_ASKED) -> list[Question]:
    """FAQs in the file's order; then the newest distinct questions of customers that a machine decided about, until ``until``."""
    return [*(Question(id=faq.citation_id, text=faq.question) for faq in known.faqs.values()), *_asked(connection, until, most)]


def _asked(connection: Connection, until: datetime, most: int) -> Iterator[Question]:
    spoken = select(messages.c.id, messages.c.text).join(decisions, decisions.c.message == messages.c.id)
    recent = spoken.where(decisions.c.kind.in_(("answer", "ask_back")), decisions.c.at > until - LATELY, decisions.c.at <= until)
    seen: set[str] = set()
    for row in connection.execute(recent.order_by(decisions.c.at.desc(), messages.c.id.desc())):
        key = question_key(row.text)
        if key in seen:
            continue
        seen.add(key)
        yield Question(id=f"message/{row.id}", text=row.text)
        if len(seen) >= most:
            return
