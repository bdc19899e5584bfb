"""The inbox list and one conversation, as staff see them: every reply with its decision, its evidence and where it stands."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from dangol.bootstrap import staffing
from dangol.bootstrap.house import House
from dangol.bootstrap.wanting import keep_up
from dangol.cli.doors.chat import sender_of
from dangol.cli.doors.people_view import labels, person_card
from dangol.cli.doors.sources import source_notes
from dangol.conversations import threads
from dangol.conversations.conversation import Conversation, Message
from dangol.conversations.inbox import inbox
from dangol.decisions import log
from dangol.decisions.decision import Decision
from dangol.decisions.tables import decisions
from dangol.events.tables import envelopes
from dangol.knowledge.facts import Snapshot
from dangol.knowledge.snapshot import current_version
from dangol.outbox import rows
from dangol.outbox.row import Body, OutboxRow
from dangol.outbox.tables import outbox
from dangol.web.views import THREAD_STATES, ConversationRow, ConversationView, DecisionNote, Draft, ThreadState, Turn

_STANDS = {"queued": "보내는 중", "leased": "보내는 중", "uncertain": "도착했는지 확인해 주세요", "failed": "보내지 못함"}


def listed(house: House, state: ThreadState | None, limit: int) -> list[ConversationRow]:
    """Waiting first (longest wait first), then human, bot and closed, each newest first."""
    shown: list[ConversationRow] = []
    with house.store.read() as connection:
        for one in THREAD_STATES if state is None else (state,):
            lines = inbox(connection, states=(one,), limit=limit - len(shown)) if len(shown) < limit else ()
            talks = [line.conversation for line in lines]
            texts = {line.conversation.id: _in_short(line.asked or line.last) for line in lines}
            found = _rows(connection, talks, texts)
            shown += sorted(found, key=lambda row: row.waiting_since or row.last_at) if one == "waiting" else found
    return shown


def view(house: House, conversation_id: str) -> ConversationView:
    """One conversation.

    Raises:
        NotFound: ``conversation.unknown``.
    """
    keep_up(house)
    snapshot = house.knowledge.snapshot()
    with house.store.read() as connection:
        talk = threads.find(connection, conversation_id)
        said = threads.thread(connection, talk.id)
        decided = log.of_conversation(connection, talk.id)
        names = {account.login: account.name for account in staffing.accounts(connection)}
        (row,) = _rows(
            connection,
            [talk],
            {talk.id: _in_short(next((one for one in reversed(said) if one.direction == "in"), said[-1] if said else None))},
        )
        return ConversationView(
            row=row,
            turns=(*_turns(said, decided, snapshot, names, _bodies(connection, talk.id)), *_unsaid(connection, talk, len(said), names)),
            drafts=_drafts(connection, talk, said, decided, snapshot),
            person=person_card(house, connection, snapshot, talk.identity),
        )


def _in_short(message: Message | None) -> str:
    """What a row of the list shows: what the customer said, since what the machine says begins the same in all of them."""
    return message.text if message else ""


def marker(house: House) -> str:
    """Changes with every event, decision (also every act of an agent), draft and knowledge version: four small queries."""
    with house.store.read() as connection:
        position = connection.execute(select(func.max(envelopes.c.position))).scalar()
        decision = connection.execute(select(func.max(decisions.c.id))).scalar()
        drafts = connection.execute(select(func.count()).select_from(outbox).where(outbox.c.status == "draft")).scalar()
        return f"{position}-{decision}-{drafts}-{current_version(connection)}"


def _rows(connection: Connection, talks: Sequence[Conversation], texts: Mapping[str, str]) -> list[ConversationRow]:
    ids = [talk.id for talk in talks]
    named = labels(connection, {talk.identity for talk in talks})
    drafted = select(outbox.c.conversation, func.count()).where(outbox.c.conversation.in_(ids), outbox.c.status == "draft")
    drafts: dict[str, int] = dict(connection.execute(drafted.group_by(outbox.c.conversation)).all())
    since = _waiting_since(connection, [talk.id for talk in talks if talk.state == "waiting"])
    return [
        ConversationRow(
            id=talk.id,
            inbox=talk.inbox,
            label=named[talk.identity],
            state=talk.state,
            last_text=texts[talk.id],
            last_at=talk.last_at,
            waiting_since=since.get(talk.id, talk.last_customer_at) if talk.state == "waiting" else None,
            owner=talk.owner or "",
            drafts=drafts.get(talk.id, 0),
        )
        for talk in talks
    ]


def _waiting_since(connection: Connection, ids: Collection[str]) -> dict[str, datetime]:
    """When a person was promised last; a reassuring line in between does not start the wait anew."""
    query = select(decisions.c.conversation, decisions.c.at, decisions.c.reasons).where(
        decisions.c.conversation.in_(ids), decisions.c.message.is_not(None)
    )
    since: dict[str, datetime] = {}
    for row in connection.execute(query.order_by(decisions.c.at)):
        if "waiting_for_person" not in row.reasons:
            since[row.conversation] = row.at
    return since


def _bodies(connection: Connection, conversation: str) -> dict[str | None, Body]:
    """What was said, sentence by sentence and with its buttons, by its decision."""
    return {row.decision: row.body for row in rows.of_conversation(connection, conversation, "sent", "uncertain") if row.decision}


def _turns(
    said: Sequence[Message],
    decided: Sequence[Decision],
    snapshot: Snapshot,
    names: Mapping[str, str],
    bodies: Mapping[str | None, Body],
) -> list[Turn]:
    by_id = {decision.id: decision for decision in decided}
    silent = {decision.message: decision for decision in decided if decision.message and decision.kind == "silent"}
    return [
        Turn(
            id=message.id,
            number=message.number,
            sender=sender_of(message.author),
            text=message.text,
            at=message.at,
            author=names.get(message.author, ""),
            decision=_note(by_id.get(message.decision or "") or silent.get(message.id)),
            sources=source_notes(snapshot, message.citations),
            offered=tuple(choice.label for choice in body.choices) if (body := bodies.get(message.decision)) else (),
            cited=" ".join(sentence.text.strip() for sentence in body.sentences if sentence.citations) if body else "",
        )
        for message in said
    ]


def _unsaid(connection: Connection, talk: Conversation, last: int, names: Mapping[str, str]) -> list[Turn]:
    """Replies that have not arrived, or of which nobody knows."""
    waiting = rows.of_conversation(connection, talk.id, "queued", "leased", "uncertain", "failed")
    return [
        Turn(
            id=row.id,
            number=last + place,
            sender=sender_of(row.author),
            text=row.body.text,
            at=row.created_at,
            author=names.get(row.author, ""),
            delivery=_STANDS[row.status],
        )
        for place, row in enumerate(waiting, start=1)
    ]


def _drafts(
    connection: Connection, talk: Conversation, said: Sequence[Message], decided: Sequence[Decision], snapshot: Snapshot
) -> tuple[Draft, ...]:
    by_id = {decision.id: decision for decision in decided}
    asked = {message.id: message.text for message in said}
    return tuple(_draft(row, by_id.get(row.decision or ""), asked, snapshot) for row in rows.of_conversation(connection, talk.id, "draft"))


def _draft(row: OutboxRow, decision: Decision | None, asked: Mapping[str, str], snapshot: Snapshot) -> Draft:
    return Draft(
        id=row.id,
        text=row.body.text,
        question=asked.get((decision.message if decision else None) or "", ""),
        decision=_note(decision) or DecisionNote(kind="answer", confidence=1.0, reasons=()),
        sources=source_notes(snapshot, row.body.citations),
        at=row.created_at,
    )


def _note(decision: Decision | None) -> DecisionNote | None:
    return DecisionNote(kind=decision.kind, confidence=decision.confidence, reasons=decision.reasons) if decision else None
