"""How tired somebody is of being written to: their own words ("또 광고야?"), and messages that nothing followed."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from dangol.language.lexicon import Lexicon
from dangol.language.reading import read_all
from dangol.outbox.pressure import REMEMBERED

if TYPE_CHECKING:
    from dangol.bootstrap.house import House

_MOST = 30  # messages of a person that are read, the latest
_LIFE = ("message.received", "order.completed", "offer.chosen", "coupon.applied", "cart.added")
_NO_NAMES = Lexicon(())


def tired_at(house: "House", connection: Connection, ids: Sequence[str], at: datetime) -> list[datetime]:
    """When they said that they are tired of advertising, within the time for which that is remembered."""
    said = [
        (event.occurred_at, str(event.payload.get("text") or ""))
        for event in house.journal.latest(connection, identities=ids, types=["message.received"], limit=_MOST)
        if at - REMEMBERED < event.occurred_at <= at
    ]
    readings = read_all([text for _, text in said], _NO_NAMES, tokens=False)
    return [when for (when, _), reading in zip(said, readings, strict=True) if reading.meaning.tired_of_ads]


def unanswered(house: "House", connection: Connection, ids: Sequence[str], sent: Sequence[datetime]) -> int:
    """How many of the messages at ``sent`` came after the last sign of life."""
    latest = house.journal.latest(connection, identities=ids, types=_LIFE, limit=1)
    last = latest[0].occurred_at if latest else None
    return sum(last is None or one > last for one in sent)
