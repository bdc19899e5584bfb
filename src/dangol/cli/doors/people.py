"""People as the console shows them: found by a search, and one person on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from dangol.bootstrap.finding_person import called, find_person, seen_lately
from dangol.bootstrap.house import House
from dangol.bootstrap.showing import Showing, showing
from dangol.cli.doors import person_parts as parts
from dangol.cli.doors.people_view import KINDS, in_words, labels
from dangol.conversations.threads import newest
from dangol.kit.errors import Conflict, NotFound
from dangol.people.identities import Identity, find, members
from dangol.people.proven import proven
from dangol.people.timeline import timeline
from dangol.web.person_views import Happened, PersonRow, PersonView

_PAGE = 25  # events of a page of the timeline
_COUNTED = 2_000  # events, the latest, that the clock's bars count


@dataclass(frozen=True, slots=True)
class PeopleDoor:
    house: House

    def search(self, text: str, *, limit: int) -> Sequence[PersonRow]:
        with self.house.store.read() as connection:
            found = self._found(connection, text, limit) if text else seen_lately(connection, limit)
            names = labels(connection, found)
            one_each = {one.person: one for name in reversed(found) for one in [find(connection, name)]}
            people = list(reversed(one_each.values()))[:limit]
        return [
            PersonRow(id=one.id, label=names[one.id], line=f"{one.inbox} · {KINDS[one.kind]}", last_seen=one.last_seen) for one in people
        ]

    def _found(self, connection: Connection, text: str, limit: int) -> list[str]:
        try:
            exact = [find_person(self.house, connection, text)[0].id]
        except (NotFound, Conflict):
            exact = []
        return [*exact, *called(connection, text, limit)]

    def person(self, identity: str, *, at: datetime, before: int | None, whole: bool) -> PersonView:
        house = self.house
        snapshot = house.knowledge.snapshot()
        with house.store.read() as connection:
            who = find(connection, identity)
            sure = [one.id for one in proven(connection, identity)]
        now = showing(house, sure, at)  # outside of a transaction: it may wait for the ranking
        with house.store.read() as connection:
            everyone = members(connection, who.person)
            ids = [one.id for one in everyone]
            looked = parts.Looked(house=house, connection=connection, snapshot=snapshot, person=who.person, ids=ids, at=at)
            events = timeline(connection, house.journal, who.person, _PAGE + 1, before)
            hours, days = parts.clock(looked, _COUNTED)
            return PersonView(
                id=identity,
                label=labels(connection, [identity])[identity],
                last_seen=max(one.last_seen for one in everyone),
                wishes=(*parts.wishes(looked), *parts.guesses(looked, now.gathered.latent)),
                turns=parts.turns(looked),
                traces=parts.traces(looked),
                shown=parts.shown(now),
                left_out=parts.left_out(now),
                home=_home(now),
                links=parts.links(connection, everyone, whole=whole),
                words=parts.words(connection, everyone),
                orders=parts.bought(looked),
                known=parts.known(looked, whole=whole),
                timeline=tuple(
                    Happened(at=one.occurred_at, type=one.type, text=in_words(one, snapshot), inbox=one.inbox, position=one.position or 0)
                    for one in events[:_PAGE]
                ),
                more=(events[_PAGE - 1].position or 0) if len(events) > _PAGE else 0,
                hours=hours,
                days=days,
                talk=_talk(connection, everyone),
                whole=whole,
            )


def _home(now: Showing) -> str:
    return "personal" if now.gathered.personal else now.gathered.why


def _talk(connection: Connection, everyone: Sequence[Identity]) -> str:
    """The newest conversation of any of their identities."""
    talks = [talk for one in everyone if (talk := newest(connection, identity=one.id, inbox=one.inbox))]
    return max(talks, key=lambda talk: talk.last_at).id if talks else ""
