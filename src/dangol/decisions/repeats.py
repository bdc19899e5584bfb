"""Answers that did not help: whoever got one asked the same again, in like words, within ten minutes.

Nobody has to say that an answer was no good; asking again says it. A question about another product, or in other words, is a new one.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, select, update

from dangol.answers.wordings import groups
from dangol.conversations.tables import conversations, messages
from dangol.decisions.gaps import Asking, Gap
from dangol.decisions.tables import decisions
from dangol.store.among import among

KEY = "again/"  # begins the key of such a question, before the decision's id
REASON = "asked_again"
WITHIN = timedelta(minutes=10)
_ALIKE = 0.6  # stricter than for a group: two questions of one talk are alike anyway
_MOST = 2_000  # pairs of a message and a later one that are looked at, the newest


def asked_again(connection: Connection, since: datetime) -> tuple[tuple[Gap, Asking], ...]:
    """Each answered question that was asked again and is not resolved, with its asking; the newest first."""
    later = messages.alias("later")
    after = and_(
        later.c.conversation == messages.c.conversation,
        later.c.direction == "in",
        later.c.number > messages.c.number,
    )
    columns = (decisions.c.id, decisions.c.at, decisions.c.citations, decisions.c.conversation, conversations.c.identity)
    said = (messages.c.number, messages.c.text, later.c.text.label("again"), later.c.at.label("again_at"))
    joined = select(*columns, *said).select_from(decisions).join(messages, messages.c.id == decisions.c.message).join(later, after)
    open_answers = (decisions.c.kind == "answer", decisions.c.resolved_at.is_(None), decisions.c.at >= since)
    query = joined.join(conversations, conversations.c.id == decisions.c.conversation).where(*open_answers)
    found: dict[str, tuple[Gap, Asking]] = {}
    seen: set[str] = set()
    for row in connection.execute(query.order_by(decisions.c.at.desc(), decisions.c.id, later.c.number).limit(_MOST)):
        if row.id in seen:
            continue
        seen.add(row.id)  # only what was said next
        soon_after = row.again_at - row.at <= WITHIN
        if row.citations and soon_after and asks_the_same(row.text, row.again):
            found[row.id] = _gap(row.id, row.text, row.conversation, row.at), _asking(row)
    return tuple(found.values())


def asks_the_same(asked: str, again: str) -> bool:
    """Whether two messages of one talk ask the same in like words."""
    return len(groups([asked, again], like=_ALIKE)) == 1


def resolve(connection: Connection, keys: Collection[str], at: datetime) -> None:
    """Closes those of ``keys`` that are answers: asked for again, or disliked (``ratings``)."""
    ids = [key.removeprefix(KEY) for key in keys if key.startswith(KEY)]
    connection.execute(update(decisions).where(among(connection, decisions.c.id, ids)).values(resolved_at=at))


def _gap(decision: str, text: str, conversation: str, at: datetime) -> Gap:
    return Gap(
        key=f"{KEY}{decision}", text=text, kind="answer", reasons=(REASON,), conversation=conversation, count=1, first_at=at, last_at=at
    )


def _asking(row: Any) -> Asking:
    return Asking(key=f"{KEY}{row.id}", identity=row.identity, conversation=row.conversation, number=row.number, at=row.at)
