"""Poison: work about one event or message that fails each time. It is tried again, later each time, then set aside with its reason.

What is set aside holds up nothing else, is listed, and waits for a person to say ``replay``.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, exists, func, insert, or_, select, update

from dangol.events.tables import troubles
from dangol.kit.errors import DangolError, NotFound
from dangol.kit.retry import delay

MOST_FAILURES = 5  # with the waits of kit.retry: half a minute of trying

Work = Literal["message.decide", "event.apply"]
"""What failed: deciding about a message (the subject is its id), or applying an event to people and threads (its position)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """One piece of work that failed.

    Attributes:
        work, subject: what and about which; subject: a message's id, or an event's position as digits.
        failures: how often; reason: the last error's code or class, never its text, which may quote a customer.
        next_at: it is not tried before; set_aside: it is not tried by itself at all.
    """

    work: Work
    subject: str
    failures: int
    reason: str
    first_at: datetime
    last_at: datetime
    next_at: datetime
    set_aside: bool


def record_failure(
    connection: Connection, work: Work, subject: str, *, reason: str, at: datetime, most: int = MOST_FAILURES, jitter: float = 1.0
) -> Trouble:
    """Counts a failure; the ``most``-th sets the work aside. ``jitter``: 0…1, spreads the waits."""
    this = _this(work, subject)
    row = connection.execute(select(troubles).where(this).with_for_update()).mappings().one_or_none()
    failures = (row["failures"] if row else 0) + 1
    values = {
        "failures": failures,
        "reason": reason[:200],
        "last_at": at,
        "next_at": at + timedelta(seconds=delay(failures, jitter=jitter)),
        "set_aside": failures >= most,
    }
    if row:
        connection.execute(update(troubles).where(this).values(values))
    else:
        connection.execute(insert(troubles).values(work=work, subject=subject, first_at=at, **values))
    return find(connection, work, subject)


def find(connection: Connection, work: Work, subject: str) -> Trouble:
    """Raises ``NotFound`` ``trouble.unknown``."""
    row = connection.execute(select(troubles).where(_this(work, subject))).mappings().one_or_none()
    if row is None:
        raise _unknown(subject)
    return _trouble(row)


def held_back(work: Work, subject: ColumnElement[str], at: datetime | None) -> ColumnElement[bool]:
    """In a query about ``subject``: it is set aside, or (with ``at``) is not to be tried yet."""
    later = troubles.c.set_aside if at is None else or_(troubles.c.set_aside, troubles.c.next_at > at)
    return exists(select(troubles.c.subject).where(troubles.c.work == work, troubles.c.subject == subject, later))


def aside(connection: Connection, limit: int = 100) -> tuple[Trouble, ...]:
    """What is set aside, oldest first."""
    query = select(troubles).where(troubles.c.set_aside).order_by(troubles.c.first_at, troubles.c.subject).limit(limit)
    return tuple(_trouble(row) for row in connection.execute(query).mappings())


def count(connection: Connection) -> int:
    """How many are set aside."""
    return connection.execute(select(func.count()).select_from(troubles).where(troubles.c.set_aside)).scalar_one()


def replay(connection: Connection, subject: str, at: datetime) -> Trouble:
    """Lets what is set aside be tried again at once, with a clean count.

    Raises:
        NotFound: ``trouble.unknown``; nothing of this name is set aside.
    """
    mine = and_(troubles.c.subject == subject, troubles.c.set_aside)
    row = connection.execute(select(troubles).where(mine).with_for_update()).mappings().first()
    if row is None:
        raise _unknown(subject)
    this = _this(row["work"], subject)
    connection.execute(update(troubles).where(this).values(failures=0, next_at=at, set_aside=False))
    return find(connection, row["work"], subject)


def forget(connection: Connection, work: Work, subject: str) -> None:
    """The work succeeded after all."""
    connection.execute(delete(troubles).where(_this(work, subject)))


def reason_of(error: Exception) -> str:
    """An error's code, or its class: its text may quote a customer."""
    return error.code if isinstance(error, DangolError) else f"broken.{type(error).__name__}"


def _this(work: str, subject: str) -> ColumnElement[bool]:
    return and_(troubles.c.work == work, troubles.c.subject == subject)


def _trouble(row: RowMapping) -> Trouble:
    return Trouble(**row)


def _unknown(subject: str) -> NotFound:
    return NotFound(
        "trouble.unknown",
        ko=f"따로 둔 일 가운데 {subject[:64]} 이(가) 없습니다. dangol stuck 으로 번호를 확인해 주세요.",
        en=f"Nothing named {subject[:64]} is set aside. See the ids with: dangol stuck.",
    )
