"""What came of each answer, worked out here and nowhere else.

An *answer* is a decision of the machine that rests on something and was said to a customer. Of these, the first that fits came of it:

- ``helpful``, ``not_helpful``: its customer said so (the newest word; "이걸로 됐어요" under what they had tapped is one, too)
- ``repeated``: they asked the same again, in like words, within ten minutes (``repeats``)
- ``person``: an agent wrote before they said anything else, or their next message within a day went to a person
- ``went_on``: they said something else within a day
- ``silent``: a day went by without a word of theirs; that is neither good nor bad by itself
- ``open``: the day is not over
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, and_, select

from dangol.answers.hints import PERSON, SETTLED
from dangol.conversations.conversation import BOT
from dangol.conversations.tables import messages
from dangol.decisions.ratings import rated
from dangol.decisions.repeats import WITHIN, asks_the_same
from dangol.decisions.tables import decisions
from dangol.store.among import among

Verdict = Literal["helpful", "not_helpful", "repeated", "person", "went_on", "silent", "open"]
VERDICTS: tuple[Verdict, ...] = ("helpful", "not_helpful", "repeated", "person", "went_on", "silent", "open")
SILENCE = timedelta(days=1)
MOST = 5_000  # answers that are looked at, the newest


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of one answer. ``entries``: citation ids of what it rests on."""

    decision: str
    entries: tuple[str, ...]
    verdict: Verdict
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What came of all answers that rest on one entry, by verdict; the counts add up to how often it was said."""

    id: str
    counts: Mapping[Verdict, int]
    last_at: datetime

    @property
    def answered(self) -> int:
        return sum(self.counts.values())

    @property
    def bad(self) -> int:
        """How many surely did not help."""
        return self.counts["not_helpful"] + self.counts["repeated"] + self.counts["person"]


@dataclass(frozen=True, kw_only=True, slots=True)
class _After:
    """What was said after an answer: the customer's next message, and an agent's words before it."""

    text: str = ""
    at: datetime | None = None
    agent: bool = False
    reasons: tuple[str, ...] = field(default=())
    handed_over: bool = False


def outcomes(connection: Connection, since: datetime, now: datetime, limit: int = MOST) -> tuple[Outcome, ...]:
    """Of the newest answers given since then, what came of each by ``now``; the newest first."""
    said = messages.alias("said")
    columns = (decisions.c.id, decisions.c.at, decisions.c.citations, decisions.c.conversation, messages.c.text, said.c.number)
    answered = (
        select(*columns)
        .join(messages, messages.c.id == decisions.c.message)
        .join(said, and_(said.c.decision == decisions.c.id, said.c.author == BOT))
        .where(decisions.c.kind == "answer", decisions.c.author == BOT, decisions.c.at >= since)
        .order_by(decisions.c.at.desc(), decisions.c.id)
        .limit(limit)
    )
    rows = [row for row in connection.execute(answered) if row.citations]
    word = rated(connection, [row.id for row in rows])
    later = _later(connection, {row.conversation for row in rows}, since)
    return tuple(
        Outcome(
            decision=row.id,
            entries=tuple(cited["id"] for cited in row.citations),
            verdict=_verdict(row.text, row.at, word.get(row.id), _after(later[row.conversation], row.number), now),
            at=row.at,
        )
        for row in rows
    )


def by_entry(found: Iterable[Outcome]) -> list[Entry]:
    """What came of each entry's answers; those that helped least first, then those said most."""
    counts: dict[str, dict[Verdict, int]] = defaultdict(lambda: dict.fromkeys(VERDICTS, 0))
    last: dict[str, datetime] = {}
    for outcome in found:
        for entry in outcome.entries:
            counts[entry][outcome.verdict] += 1
            last[entry] = max(last.get(entry, outcome.at), outcome.at)
    entries = [Entry(id=name, counts=counted, last_at=last[name]) for name, counted in counts.items()]
    return sorted(entries, key=lambda entry: (-entry.bad, -entry.answered, entry.id))


def _later(connection: Connection, talks: Collection[str], since: datetime) -> Mapping[str, Sequence[Any]]:
    """What was said in these conversations since then, in order, a customer's message with the decision about it."""
    columns = (messages.c.conversation, messages.c.number, messages.c.direction, messages.c.author, messages.c.text, messages.c.at)
    query = select(*columns, decisions.c.kind, decisions.c.reasons).join(decisions, decisions.c.message == messages.c.id, isouter=True)
    here = query.where(among(connection, messages.c.conversation, talks), messages.c.at >= since)
    found: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(here.order_by(messages.c.conversation, messages.c.number)):
        found[row.conversation].append(row)
    return found


def _after(said: Sequence[Any], number: int) -> _After:
    agent = False
    for row in said:
        if row.number <= number:
            continue
        if row.direction == "in":
            handed_over = row.kind == "hand_over"
            return _After(text=row.text, at=row.at, agent=agent, reasons=tuple(row.reasons or ()), handed_over=handed_over)
        agent = agent or row.author != BOT
    return _After(agent=agent)


def _verdict(asked: str, at: datetime, helpful: bool | None, after: _After, now: datetime) -> Verdict:
    if helpful is not None:
        return "helpful" if helpful else "not_helpful"
    soon = after.at is not None and after.at - at <= SILENCE
    if soon and SETTLED in after.reasons:
        return "helpful"
    if after.at is not None and after.at - at <= WITHIN and asks_the_same(asked, after.text):
        return "repeated"
    if after.agent or (soon and (after.handed_over or PERSON in after.reasons)):
        return "person"
    if soon:
        return "went_on"
    return "silent" if now - at > SILENCE else "open"
