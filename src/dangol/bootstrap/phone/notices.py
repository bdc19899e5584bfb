"""Finds what a person has to know of, and puts a notice of it into the outbox, once for each member of staff."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection as Database
from sqlalchemy import func, select

from dangol.bootstrap.house import House
from dangol.bootstrap.phone.staff import Member, members
from dangol.bootstrap.phone.words import headline
from dangol.conversations.aside import aside
from dangol.conversations.conversation import BOT
from dangol.conversations.tables import conversations, messages
from dangol.decisions.tables import decisions
from dangol.events.tables import envelopes
from dangol.outbox import queue, rows
from dangol.outbox.row import Body, OutboxRow
from dangol.outbox.tables import outbox
from dangol.people.identities import ensure

NEWS = timedelta(days=1)  # what is older is not told any more: an inbox connected later does not ring for its past
_MOST = 50
_READER = "phone"


def put_notices(house: House) -> int:
    """Puts what is new; cheap while nobody of staff is connected. Returns how many notices there were."""
    told = members(house)
    if not told:
        return 0
    since = house.clock() - NEWS
    with house.store.read() as database:
        news = [*_waiting(database, since), *_drafts(database, since), *_stuck(database, since)]
        news += [("said", message, inbox, owner) for message, inbox, owner in _said(database, since)]
        alarms, end = _alarms(house, database)
        wanted = [(member, one) for one in (*news, *alarms) for member in told if one[3] in {"", member.login}]
        fresh = [(member, one) for member, one in wanted if rows.of_key(database, _key(member, one)) is None]
    if fresh or end is not None:
        with house.store.write() as database:
            for member, (kind, subject, inbox, _) in fresh:
                put_to(database, house, member, _key(member, (kind, subject, inbox, "")), headline(kind, inbox))
            if end is not None:
                house.journal.set_checkpoint(database, _READER, end)
    return len(fresh)


def put_to(database: Database, house: House, member: Member, key: str, text: str) -> OutboxRow:
    """Something to a member of staff; the same key again puts nothing."""
    at, inbox = house.clock(), member.connection.inbox.name
    identity = ensure(database, house.key, inbox, member.external_id, "channel", at)
    thread = aside(database, identity=identity.id, inbox=inbox, at=at, new_id=house.new_id)
    return queue.put(
        database,
        row_id=house.new_id(at),
        conversation=thread,
        kind="notice",
        body=Body(text=text),
        author=BOT,
        at=at,
        idempotency_key=key,
    )


News = tuple[str, str, str, str]  # kind, what it is about, its inbox, the one login that it concerns (empty: all)


def _key(member: Member, one: News) -> str:
    return f"notice/{member.login}/{one[0]}/{one[1]}/{member.connection.inbox.name}"


def _waiting(database: Database, since: datetime) -> Iterator[News]:
    """Threads that wait for a person, by the decision that last said so; those with a draft are told by it."""
    drafted = select(outbox.c.conversation).where(outbox.c.status == "draft")
    newest = select(func.max(decisions.c.id)).where(
        decisions.c.conversation == conversations.c.id, decisions.c.kind == "hand_over", decisions.c.message.is_not(None)
    )
    query = select(newest.scalar_subquery().label("decision"), conversations.c.inbox).where(
        conversations.c.state == "waiting", conversations.c.last_customer_at >= since, conversations.c.id.not_in(drafted)
    )
    for row in database.execute(query.order_by(conversations.c.last_at.desc()).limit(_MOST)):
        if row.decision:
            yield "waiting", row.decision, row.inbox, ""


def _said(database: Database, since: datetime) -> Iterator[tuple[str, str, str]]:
    """What customers said last in threads that somebody owns, if nobody has answered it."""
    numbered = messages.alias("numbered")
    last = select(func.max(numbered.c.number)).where(numbered.c.conversation == conversations.c.id).scalar_subquery()
    query = (
        select(messages.c.id, conversations.c.inbox, conversations.c.owner)
        .join(conversations, conversations.c.id == messages.c.conversation)
        .where(conversations.c.state == "human", conversations.c.last_customer_at >= since, messages.c.number == last)
        .where(messages.c.direction == "in", messages.c.handled)
    )
    for row in database.execute(query.limit(_MOST)):
        yield row.id, row.inbox, row.owner or ""


def _drafts(database: Database, since: datetime) -> Iterator[News]:
    query = select(outbox.c.id, outbox.c.inbox).where(outbox.c.status == "draft", outbox.c.created_at >= since)
    for row in database.execute(query.order_by(outbox.c.created_at.desc()).limit(_MOST)):
        yield "draft", row.id, row.inbox, ""


def _stuck(database: Database, since: datetime) -> Iterator[News]:
    bad = (outbox.c.status.in_(("failed", "uncertain")), outbox.c.kind != "notice", outbox.c.created_at >= since)
    for row in database.execute(select(outbox.c.id, outbox.c.inbox).where(*bad).order_by(outbox.c.created_at.desc()).limit(_MOST)):
        yield "stuck", row.id, row.inbox, ""


def _alarms(house: House, database: Database) -> tuple[list[News], int | None]:
    """Alarms that were raised since the last look, and how far that went; None when the journal has not moved."""
    begin = house.journal.checkpoint(database, _READER)
    end = database.execute(select(func.coalesce(func.max(envelopes.c.position), 0))).scalar_one()
    if end == begin:
        return [], None
    found = house.journal.read(database, after=begin, limit=_MOST, types=["alarm.raised"]) if begin else []
    return [("alarm", str(event.position), "", "") for event in found if not event.imported], end
