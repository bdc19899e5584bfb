"""What the law has the owner do by a date, as the page of duties shows it."""

from datetime import timedelta

from dangol.bootstrap.house import House
from dangol.bootstrap.keeping import overdue
from dangol.cli.doors.people_view import labels
from dangol.conversations.rights import rights_asked
from dangol.decisions.duties import CONFIRM_EVERY, to_confirm, untold
from dangol.people.identities import find
from dangol.web.views import Duties, Duty

_SOON = timedelta(days=60)
_MOST = 200


def duties(house: House) -> Duties:
    """What is due, the soonest first."""
    now = house.clock()
    with house.store.read() as connection:
        words, rights = untold(connection, _MOST), rights_asked(connection, now)
        names = labels(connection, {one.identity for one in words} | {one.identity for one in rights})
        found = [
            Duty(
                what=f"{one.act}.{one.purpose}",
                label=names[one.identity],
                inbox=find(connection, one.identity).inbox,
                conversation_id=one.conversation,
                since=one.at,
                due_at=one.due_at,
                status=one.status or "waiting",
                reason=one.reason,
            )
            for one in words
        ]
        confirm, first = to_confirm(connection, now + _SOON)
    found += [
        Duty(
            what=f"right.{one.right}",
            label=names[one.identity],
            inbox=one.inbox,
            conversation_id=one.conversation,
            since=one.at,
            due_at=one.due_at,
            status="person",
        )
        for one in rights
    ]
    return Duties(
        rows=tuple(sorted(found, key=lambda one: one.due_at)),
        confirm=confirm,
        confirm_first=first,
        confirm_days=CONFIRM_EVERY.days,
        kept_too_long=sum(overdue(house).values()),
    )
