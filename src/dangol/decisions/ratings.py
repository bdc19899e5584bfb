"""Was this helpful: what the customer of an answer says of it. Nobody can speak for somebody else, and the newest word counts."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, and_, select

from dangol.conversations.conversation import BOT
from dangol.conversations.tables import conversations, messages
from dangol.decisions.gaps import Asking, Gap
from dangol.decisions.repeats import KEY
from dangol.decisions.tables import decisions, ratings
from dangol.kit.errors import NotFound
from dangol.store.among import among
from dangol.store.upsert import insert_or_update

REASON = "disliked"


def answer_to(connection: Connection, *, identity: str, message: str) -> tuple[str, str]:
    """The decision and the conversation of an answer that the machine gave to ``identity``.

    Raises:
        NotFound: ``message.unknown``; there is no such message, it is no answer of the machine, or it was said to somebody else.
    """
    said = (
        select(messages.c.decision, messages.c.conversation)
        .join(conversations, conversations.c.id == messages.c.conversation)
        .join(decisions, decisions.c.id == messages.c.decision)
        .where(messages.c.id == message, messages.c.author == BOT, conversations.c.identity == identity, decisions.c.kind == "answer")
    )
    row = connection.execute(said).one_or_none()
    if row is None:
        raise NotFound("message.unknown", ko="평가할 답이 없어요.", en="There is no such answer to rate.")
    return row.decision, row.conversation


def rate(connection: Connection, *, identity: str, message: str, helpful: bool, at: datetime) -> None:
    """Keeps what ``identity`` says of an answer that the machine gave them.

    Raises:
        NotFound: as ``answer_to``.
    """
    decision, conversation = answer_to(connection, identity=identity, message=message)
    values = {"decision": decision, "conversation": conversation, "helpful": helpful, "at": at}
    connection.execute(insert_or_update(connection, ratings, update=("helpful", "at")), values)


def rated(connection: Connection, wanted: Collection[str]) -> dict[str, bool]:
    """Of these decisions, those that were rated: whether they were helpful."""
    query = select(ratings.c.decision, ratings.c.helpful).where(among(connection, ratings.c.decision, wanted))
    return {row.decision: row.helpful for row in connection.execute(query)}


def disliked(connection: Connection, since: datetime) -> tuple[tuple[Gap, Asking, tuple[str, ...]], ...]:
    """Each answer that its customer found no help and that is not resolved, with its asking and the ids that it cites; the newest first."""
    columns = (decisions.c.id, decisions.c.at, decisions.c.citations, decisions.c.conversation, conversations.c.identity)
    query = (
        select(*columns, messages.c.number, messages.c.text)
        .select_from(ratings)
        .join(decisions, and_(decisions.c.id == ratings.c.decision, decisions.c.resolved_at.is_(None)))
        .join(messages, messages.c.id == decisions.c.message)
        .join(conversations, conversations.c.id == decisions.c.conversation)
        .where(~ratings.c.helpful, decisions.c.at >= since)
    )
    found = []
    for row in connection.execute(query.order_by(decisions.c.at.desc(), decisions.c.id)):
        key, talk = f"{KEY}{row.id}", row.conversation
        gap = Gap(key=key, text=row.text, kind="answer", reasons=(REASON,), conversation=talk, count=1, first_at=row.at, last_at=row.at)
        asking = Asking(key=key, identity=row.identity, conversation=talk, number=row.number, at=row.at)
        found.append((gap, asking, tuple(cited["id"] for cited in row.citations)))
    return tuple(found)
