"""A person's rhythms, out of the journal: what they ordered and where they were, by product, category and place."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from dangol.events.event import Event
from dangol.people.identities import members
from dangol.people.rhythm import Rhythm, rhythms

if TYPE_CHECKING:
    from dangol.bootstrap.house import House
    from dangol.knowledge.facts import Snapshot

_TYPES = ("order.completed", "place.visited")
_MOST = 20_000  # events, the first: a longer history than this of one person is a machine's
_DAYS = ("월", "화", "수", "목", "금", "토", "일")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def rhythms_of(house: "House", connection: Connection, snapshot: "Snapshot", person: str, at: datetime) -> list[Rhythm]:
    """The rhythms of a person's orders and visits before ``at``, on the brand's wall clock; empty for somebody unknown.

    A product that the catalogue knows counts for its category too: who buys another coffee each week has a rhythm of coffee.
    """
    return rhythms_among(house, connection, snapshot, [identity.id for identity in members(connection, person)], at)


def rhythms_among(house: "House", connection: Connection, snapshot: "Snapshot", ids: Sequence[str], at: datetime) -> list[Rhythm]:
    """The rhythms in what these identities alone did."""
    if not ids:
        return []
    zone = ZoneInfo(snapshot.brand.timezone)
    history: dict[str, list[datetime]] = {}
    for event in house.journal.read(connection, limit=_MOST, identities=ids, types=_TYPES):
        when = event.occurred_at.astimezone(zone).replace(tzinfo=None)
        for thing in set(_things(event, snapshot)):
            history.setdefault(thing, []).append(when)
    return rhythms(history, at.astimezone(zone).replace(tzinfo=None))


def rhythm_words(rhythm: Rhythm, names: Mapping[str, str]) -> tuple[str, str]:
    """A rhythm in one sentence, Korean and English; ``names`` is what things are called, by ``product/P001``."""
    called = names.get(rhythm.thing, rhythm.thing.partition("/")[2])
    ko, en = how_often(rhythm)
    due = rhythm.next_at.strftime("%m-%d %H:%M")
    sure = f"{100 * rhythm.probability:.0f}%"
    return f"{called}: {ko} ({rhythm.turns}번 보임). 다음 {due}, {sure}", f"{called}: {en} (seen {rhythm.turns} times). Next {due}, {sure}"


def how_often(rhythm: Rhythm) -> tuple[str, str]:
    """When it comes again, in a few words, Korean and English."""
    hour = int(rhythm.center % 24)
    match rhythm.period:
        case "day":
            ko, en = ("평일" if rhythm.weekdays else "날마다"), ("on weekdays" if rhythm.weekdays else "daily")
            return f"{ko} {hour}시쯤", f"{en} about {hour}:00"
        case "week":
            day = int(rhythm.center // 24) % 7
            return f"매주 {_DAYS[day]}요일쯤", f"weekly about {_DAYS_EN[day]}"
        case "month":
            return f"매달 {int(rhythm.center)}일쯤", f"monthly about day {int(rhythm.center)}"
        case "gap":
            return f"{rhythm.center / 24:.0f}일마다", f"every {rhythm.center / 24:.0f} days"


def _things(event: Event, snapshot: "Snapshot") -> Iterator[str]:
    for line in event.payload.get("products") or ():
        product = str(line["product_id"])
        yield f"product/{product}"
        known = snapshot.products.get(product)
        if known and (category := known.facts.get("category")):
            yield f"category/{category.value}"
    if event.type == "place.visited":
        for kind, name in (("category", "category"), ("place", "place_id")):
            if value := event.payload.get(name):
                yield f"{kind}/{value}"
