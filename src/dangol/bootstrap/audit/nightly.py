"""The audit once a day: a few questions a round of the worker, each batch with its checkpoint in one transaction.

Killed anywhere it goes on behind the last batch that was committed; two workers that do the same batch write it once. When the knowledge
moves in between, the run begins anew, because half of it would be about something else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from dangol.answers.audit.finding import Finding, Run, as_json, from_json
from dangol.answers.engine import Answerer
from dangol.bootstrap.audit.examine import Examined, contradictions, examine, lines_of, wrong_lines
from dangol.bootstrap.audit.questions import questions
from dangol.bootstrap.audit.tables import audit_findings, audits
from dangol.bootstrap.house import House
from dangol.conversations.tables import messages
from dangol.store.among import among
from dangol.store.upsert import insert_or_ignore

QUIET_HOUR = 3  # in the brand's time; an hour before retention rewrites the files
BATCH = 20  # questions, or lines of the sheet, a round: customers who ask meanwhile share the interpreter with it
_KEPT = 30  # runs


@dataclass(frozen=True, kw_only=True, slots=True)
class _Begun:
    """A run that is not finished: ``next`` 0 is the knowledge itself; then come the lines of the sheet, then the questions."""

    day: str
    at: datetime
    version: int
    next: int


def step(house: House) -> bool:
    """Does the next batch of today's audit, if one is due; answers whether there was anything to do."""
    begun = _begun(house)
    answerer = house.knowledge.answerer() if begun else None
    if begun is None or answerer is None:
        return False
    if answerer.ground.snapshot.version != begun.version:
        return _anew(house, begun, answerer.ground.snapshot.version)
    done, until, last = _batch(house, answerer, begun)
    with house.store.write() as connection:
        _commit(connection, begun, done, until, house.clock() if last else None)
    return True


def ask(house: House) -> None:
    """Wants today's audit anew, at once; the worker does it."""
    with house.store.write() as connection:
        day = _today(house)
        connection.execute(delete(audit_findings).where(audit_findings.c.audit == day))
        connection.execute(delete(audits).where(audits.c.day == day))
        _insert(house, connection, day)


def last_run(connection: Connection) -> Run | None:
    """The newest run, finished or not."""
    row = connection.execute(select(audits).order_by(audits.c.day.desc()).limit(1)).mappings().one_or_none()
    if row is None:
        return None
    kept = select(audit_findings.c.finding).where(audit_findings.c.audit == row["day"]).order_by(audit_findings.c.number)
    return Run(
        at=row["at"],
        finished_at=row["finished_at"],
        version=row["version"],
        questions=row["questions"],
        answered=row["answered"],
        findings=tuple(from_json(one) for one in connection.execute(kept).scalars()),
    )


def _today(house: House) -> str:
    return house.clock().astimezone(ZoneInfo(house.knowledge.brand().profile.timezone)).date().isoformat()


def _begun(house: House) -> _Begun | None:
    """Today's run, begun when it is due; None when it is not due or finished."""
    day = _today(house)
    with house.store.read() as connection:
        row = connection.execute(select(audits).where(audits.c.day == day)).mappings().one_or_none()
    hour = house.clock().astimezone(ZoneInfo(house.knowledge.brand().profile.timezone)).hour
    if row is None and hour >= QUIET_HOUR:
        with house.store.write() as connection:
            _insert(house, connection, day)
            row = connection.execute(select(audits).where(audits.c.day == day)).mappings().one()
    if row is None or row["finished_at"] is not None:
        return None
    return _Begun(day=day, at=row["at"], version=row["version"], next=row["next"])


def _insert(house: House, connection: Connection, day: str) -> None:
    values = {"day": day, "at": house.clock(), "version": -1, "next": 0, "questions": 0, "answered": 0}
    connection.execute(insert_or_ignore(connection, audits).values(values))
    old = select(audits.c.day).order_by(audits.c.day.desc()).offset(_KEPT)
    gone = connection.execute(old).scalars().all()
    for table, column in ((audit_findings, audit_findings.c.audit), (audits, audits.c.day)):
        connection.execute(delete(table).where(among(connection, column, gone)))


def _anew(house: House, begun: _Begun, version: int) -> bool:
    with house.store.write() as connection:
        values = {"version": version, "next": 0, "questions": 0, "answered": 0, "at": house.clock()}
        if connection.execute(update(audits).where(_ours(begun)).values(values)).rowcount:
            connection.execute(delete(audit_findings).where(audit_findings.c.audit == begun.day))
    return True


def _batch(house: House, answerer: Answerer, begun: _Begun) -> tuple[Examined, int, bool]:
    """What the next batch found, where the one after it begins, and whether it was the last."""
    if begun.next == 0:
        return Examined(questions=0, answered=0, findings=contradictions(answerer, begun.at)), 1, False
    lines = lines_of(answerer, begun.at)
    first = begun.next - 1
    if first < len(lines):
        until = min(first + BATCH, len(lines))
        found = wrong_lines(answerer, lines[first:until], begun.at)
        return Examined(questions=0, answered=0, findings=found), until + 1, False
    with house.store.read() as connection:
        asked = questions(connection, answerer.ground.snapshot, begun.at)
    first -= len(lines)
    return examine(answerer, asked[first : first + BATCH], begun.at), begun.next + BATCH, first + BATCH >= len(asked)


def _commit(connection: Connection, begun: _Begun, done: Examined, until: int, finished_at: datetime | None) -> None:
    """The batch and the checkpoint behind it, ``until``; nothing, if another worker has written this batch already."""
    counted = {"questions": audits.c.questions + done.questions, "answered": audits.c.answered + done.answered}
    moved = {"next": until, "finished_at": finished_at, **counted}
    if connection.execute(update(audits).where(_ours(begun)).values(moved)).rowcount:
        _keep(connection, begun.day, done.findings)


def _keep(connection: Connection, day: str, findings: Sequence[Finding]) -> None:
    newest = select(func.coalesce(func.max(audit_findings.c.number), 0)).where(audit_findings.c.audit == day)
    number = connection.execute(newest).scalar_one()
    asked = {found.question.removeprefix("message/") for found in findings if found.question.startswith("message/")}
    there = set(connection.execute(select(messages.c.id).where(among(connection, messages.c.id, asked))).scalars())
    for found in findings:
        message = found.question.removeprefix("message/") if found.question.startswith("message/") else None
        if message is None or message in there:  # else it was erased meanwhile
            number += 1
            connection.execute(insert(audit_findings).values(audit=day, number=number, message=message, finding=as_json(found)))


def _ours(begun: _Begun) -> ColumnElement[bool]:
    return (audits.c.day == begun.day) & (audits.c.next == begun.next) & (audits.c.version == begun.version)
