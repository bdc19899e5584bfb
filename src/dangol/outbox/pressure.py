"""How much a person may be written to unasked: caps, lowered by every sign that it is too much. Pure, but for the reading of what was sent.

Each word of being tired of advertising ("또 광고야?") within 60 days halves what may be sent in a week and in a month, and after the newest
there is silence for 14 days. So does every third message in a row that was not answered by anything: no word, no click, no order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from dangol.outbox.tables import outbox
from dangol.people.tables import identities

REMEMBERED = timedelta(days=60)  # a word of being tired
SILENCE = timedelta(days=14)  # after the newest of them
_IN_A_ROW = 3  # unanswered messages that count as one such word
PLANNED = ("draft", "queued", "leased", "sent", "uncertain")  # what counts when one more is thought of
LEFT = ("leased", "sent", "uncertain")  # and when one is about to leave
_DAY, _WEEK, _MONTH = timedelta(days=1), timedelta(days=7), timedelta(days=30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Caps:
    """The most promotional messages to one person within 24 hours, 7 days and 30 days."""

    a_day: int
    a_week: int
    a_month: int


def room(caps: Caps, sent: Sequence[datetime], at: datetime, *, tired: Sequence[datetime] = (), unanswered: int = 0) -> bool:
    """Whether one more may be sent at ``at``.

    Args:
        sent: when the others were or will be sent. tired: when the person said that it is too much. unanswered: messages in a row that
            nothing followed.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 25, tzinfo=UTC)
    >>> caps = Caps(a_day=1, a_week=2, a_month=4)
    >>> room(caps, [now - _DAY * 3], now), room(caps, [now - _DAY * 3], now, tired=[now - _DAY * 20])
    (True, False)
    """
    words = [one for one in tired if at - REMEMBERED < one <= at]
    if any(one > at - SILENCE for one in words):
        return False
    halved = min(len(words) + unanswered // _IN_A_ROW, 31)
    spans = ((_DAY, caps.a_day), (_WEEK, caps.a_week >> halved), (_MONTH, caps.a_month >> halved))
    return all(sum(one > at - span for one in sent) < most for span, most in spans)


def sent_to(
    connection: Connection, identity: str, at: datetime, *, statuses: Sequence[str] = PLANNED, other_than: str = ""
) -> list[datetime]:
    """When promotional rows to the person behind an identity left or will leave, whichever of their identities they go to; of 30 days."""
    person = select(identities.c.person).where(identities.c.id == identity).scalar_subquery()
    theirs = select(identities.c.id).where(identities.c.person == person)
    when = func.coalesce(outbox.c.sent_at, outbox.c.not_before)
    mine = (outbox.c.kind == "promotional", outbox.c.identity.in_(theirs), outbox.c.status.in_(statuses), outbox.c.id != other_than)
    return list(connection.execute(select(when).where(*mine, when > at - _MONTH)).scalars())
