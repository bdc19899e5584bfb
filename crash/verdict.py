"""After the last death: everything is settled by a worker two minutes later, and each promise is held against what is stored."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from crash.clients import Promises
from crash.parcel import OUTSIDE
from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.sending import sweep
from dangol.bootstrap.stuck import stuck
from dangol.conversations.tables import conversations, messages
from dangol.decisions.tables import decisions
from dangol.events.tables import envelopes
from dangol.kit.clock import utc_now
from dangol.outbox.tables import deliveries, outbox
from dangol.people.identities import identity_id

_ROUNDS = 20_000  # ten rows are said in a round: three hundred deaths leave thousands


@dataclass(kw_only=True)
class Verdict:
    """``wrong``: one sentence for each promise that was broken; ``counts``: what was looked at."""

    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def settled(folder: Path, url: str) -> House:
    """The house after a worker of two minutes later has done all that is to be done."""
    house = open_house(folder, url=url, clock=lambda: utc_now() + timedelta(minutes=2))
    house.knowledge.answerer()
    for _ in range(_ROUNDS):
        if sweep(house, "verdict", limit=500).idle:
            return house
    raise AssertionError("a worker never comes to an end")


def judge(house: House, promises: Promises, arrived: Mapping[str, int]) -> Verdict:
    """Holds ``promises`` and what ``arrived`` outside against the store."""
    verdict = Verdict()
    uncertain = {row.id for row in stuck(house).uncertain}
    with house.store.read() as connection:
        heard = _heard(connection)
        verdict.wrong += _lost(house, promises, heard, verdict.counts)
        verdict.wrong += _events(connection, promises, heard, verdict.counts)
        verdict.wrong += _decided(connection, verdict.counts)
        verdict.wrong += _said(connection, arrived, uncertain, verdict.counts)
        verdict.wrong += _order(connection)
    if aside := stuck(house).aside:
        verdict.wrong.append(f"set aside though nothing is wrong with it: {[(one.subject, one.reason) for one in aside]}")
    return verdict


_Heard = Mapping[tuple[str, str, str], list[str]]  # (inbox, identity, client key) -> texts


def _heard(connection: Connection) -> _Heard:
    found: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    query = select(conversations.c.inbox, conversations.c.identity, messages.c.client_key, messages.c.text).join_from(
        messages, conversations
    )
    for inbox, identity, key, text in connection.execute(query.where(messages.c.direction == "in")):
        found[inbox, identity, key].append(text)
    return found


def _lost(house: House, promises: Promises, heard: _Heard, counts: Counter[str]) -> Iterator[str]:
    named = {(inbox, identity_id(house.key, inbox, who), key): (inbox, who, key) for inbox, who, key in promises.sent}
    for stored, sent in named.items():
        texts = heard.get(stored, [])
        if sent in promises.chats:
            counts["chat messages acknowledged"] += 1
            if texts != [promises.chats[sent]]:
                yield f"acknowledged {sent}, stored {len(texts)} times"
        elif len(texts) > 1:
            yield f"{sent} was never acknowledged and is stored {len(texts)} times"
    for inbox, identity, key in heard:
        if inbox != OUTSIDE and (inbox, identity, key) not in named:
            yield f"a message {key} in {inbox} that nobody sent"


def _events(connection: Connection, promises: Promises, heard: _Heard, counts: Counter[str]) -> Iterator[str]:
    types = {row.position: row.type for row in connection.execute(select(envelopes.c.position, envelopes.c.type))}
    outside = {key for inbox, _, key in heard if inbox == OUTSIDE}
    if len(set(promises.events.values())) != len(promises.events):
        yield "two events were given one position"
    for event, position in promises.events.items():
        counts["events acknowledged"] += 1
        if position not in types:
            yield f"event {event} was acknowledged at {position} and is not there"
        elif types[position] == "message.received" and f"event/{position}" not in outside:
            yield f"event {event} is in the journal and not in its thread"
    if sorted(types) != list(range(1, len(types) + 1)):
        yield "the journal has a hole"


def _decided(connection: Connection, counts: Counter[str]) -> Iterator[str]:
    of: Counter[str] = Counter(connection.execute(select(decisions.c.message).where(decisions.c.message.is_not(None))).scalars())
    rows: Counter[str] = Counter(connection.execute(select(outbox.c.decision)).scalars())
    kinds = {row.message: (row.id, row.kind) for row in connection.execute(select(decisions)) if row.message}
    for message in connection.execute(select(messages.c.id).where(messages.c.direction == "in")).scalars():
        counts["messages decided about"] += 1
        if of[message] != 1:
            yield f"message {message} has {of[message]} decisions"
            continue
        decision, kind = kinds[message]
        if rows[decision] > 1 or (kind in {"answer", "ask_back"} and not rows[decision]):
            yield f"decision {decision} ({kind}) has {rows[decision]} outbox rows"


def _said(connection: Connection, arrived: Mapping[str, int], uncertain: set[str], counts: Counter[str]) -> Iterator[str]:
    tries = Counter(connection.execute(select(deliveries.c.outbox)).scalars())
    spoken = Counter(connection.execute(select(messages.c.client_key).where(messages.c.direction == "out")).scalars())
    for row in connection.execute(select(outbox)):
        counts[f"{'outside' if row.inbox == OUTSIDE else 'web'} rows {row.status}"] += 1
        in_thread, reached = spoken[f"outbox/{row.id}"], arrived.get(row.id, 0)
        if row.status not in {"sent", "draft", "uncertain"}:
            yield f"row {row.id} is {row.status}: {row.last_error}"
        if in_thread != (row.status == "sent"):
            yield f"row {row.id} is {row.status} and stands {in_thread} times in its thread"
        if row.inbox != OUTSIDE:
            if row.status == "uncertain":
                yield f"row {row.id} is uncertain in our own thread"
            continue
        if reached > 1 or tries[row.id] > 1:
            yield f"row {row.id} was tried {tries[row.id]} times and arrived {reached} times"
        if row.status == "sent" and reached != 1:
            yield f"row {row.id} is called sent and arrived {reached} times"
        if row.status == "uncertain":
            counts[f"uncertain, arrived {reached} times"] += 1
            if row.id not in uncertain:
                yield f"row {row.id} is uncertain and not listed"


def _order(connection: Connection) -> Iterator[str]:
    """Replies stand in a thread in the order of what they reply to."""
    asked = {row.id: row.number for row in connection.execute(select(messages.c.id, messages.c.number))}
    about = {row.id: row.message for row in connection.execute(select(decisions.c.id, decisions.c.message))}
    rows = {row.decision: row for row in connection.execute(select(outbox))}
    last: dict[str, tuple[int, str]] = {}
    replies = select(messages).where(messages.c.direction == "out").order_by(messages.c.conversation, messages.c.number)
    for reply in connection.execute(replies):
        number = asked.get(about.get(reply.decision) or "", 0)
        row = rows.get(reply.decision)
        shown = f"{number} ({row.inbox}, put {row.created_at:%T.%f}, said {row.sent_at:%T.%f})" if row and row.sent_at else f"{number}"
        before, told = last.get(reply.conversation, (0, ""))
        if number < before:
            yield f"in {reply.conversation} the reply to {shown} stands after the reply to {told}"
        last[reply.conversation] = number, shown
