"""Needs kept up with the journal: each event's signs are written once, and read back as needs at any moment.

The journal's reader ``people.needs`` goes on from its checkpoint. Whoever asks for needs lets it catch up first, so the next request
already sees what has just happened. Reading texts is done outside the transaction; signs and checkpoint commit together.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from dangol.events.journal import Journal
from dangol.people.identities import members
from dangol.people.needs import LONGEST, Need, Sign, needs_at
from dangol.people.signs import TYPES, Hear, signs_of
from dangol.people.tables import need_signs
from dangol.store.among import among
from dangol.store.engine import Store
from dangol.store.upsert import insert_or_ignore

READER = "people.needs"
_PAGE = 500
_MOST = 2_000  # signs of one person that are weighed, the latest


def catch_up(store: Store, journal: Journal, hear: Hear, now: datetime, most: int | None = None) -> int:
    """Reads what the journal has had since. Answers how many events there were.

    What happened so long before ``now`` that no need could be left of it is passed over unread, so a long history costs little.

    Args:
        most: stop after about so many events, for somebody who cannot wait for a whole import to be read.
    """
    done = 0
    while (most is None or done < most) and (count := _page(store, journal, hear, now)) > 0:
        done += count
    return done


def _page(store: Store, journal: Journal, hear: Hear, now: datetime) -> int:
    with store.read() as connection:
        after = journal.checkpoint(connection, READER)
        events = journal.read(connection, after=after, limit=_PAGE, types=TYPES)
    if not events:
        return 0
    lately = [event for event in events if event.occurred_at > now - LONGEST]
    rows = [{**_row(sign), "identity": event.identity} for event in lately for sign in signs_of(event, hear)]
    with store.write() as connection:
        if journal.checkpoint(connection, READER) != after:
            return 1  # another process was here; go on from where it is
        if rows:
            connection.execute(insert_or_ignore(connection, need_signs), rows)
        journal.set_checkpoint(connection, READER, events[-1].position or after)
    return len(events)


def needs_of(connection: Connection, person: str, at: datetime) -> list[Need]:
    """A person's needs at a moment, of all their identities; empty for somebody unknown."""
    return needs_among(connection, [identity.id for identity in members(connection, person)], at)


def needs_among(connection: Connection, ids: Sequence[str], at: datetime) -> list[Need]:
    """The needs that show in what these identities alone did and said."""
    return needs_at(_signs(connection, ids, at), at) if ids else []


def _signs(connection: Connection, identities: Sequence[str], at: datetime) -> list[Sign]:
    table = need_signs
    near = among(connection, table.c.identity, identities) & (table.c.at <= at) & (table.c.at > at - LONGEST)
    rows = connection.execute(select(table).where(near).order_by(table.c.at.desc()).limit(_MOST))
    return [
        Sign(kind=row.kind, subject=row.subject, weight=row.weight, how=row.how, ends=row.ends, at=row.at, event=row.event) for row in rows
    ]


def _row(sign: Sign) -> dict[str, object]:
    return {name: getattr(sign, name) for name in ("kind", "subject", "weight", "how", "ends", "at", "event")}
