"""What the brand's offers are doing: which stand, how often each was shown, chosen, given and used, and what messages bring."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from dangol.bootstrap.house import House
from dangol.bootstrap.lessons import lessons
from dangol.bootstrap.offer_settings import read_offer_settings
from dangol.bootstrap.own_policy import Trial, trial
from dangol.decisions.holdout import Effect
from dangol.events.tables import envelopes, payloads
from dangol.offers.book import Entry, read_book
from dangol.offers.eligible import stands
from dangol.offers.shelf import shelf
from dangol.offers.tables import coupons

SINCE = timedelta(days=30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """One offer: why it does not stand (empty while it does); people to whom it was shown, who chose it within ``SINCE``; coupons of it."""

    entry: Entry
    lost: str
    shown: int
    chosen: int
    given: int
    used: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """All offers in the file's order; how messages are set, what they bring against the holdout, and the owner's policy, if any."""

    offers: tuple[Standing, ...]
    messages: str
    effect: Effect
    trial: Trial | None


def board(house: House, at: datetime) -> Board:
    here = shelf(house.knowledge.snapshot())
    with house.store.read() as connection:
        book = read_book(connection)
        seen = _people(connection, at - SINCE)
        counted = select(coupons.c.offer, func.count(), func.count(coupons.c.redeemed_at)).group_by(coupons.c.offer)
        given = {row[0]: (row[1], row[2]) for row in connection.execute(counted)}
    made = tuple(
        Standing(
            entry=entry,
            lost=stands(entry, here, at) or "",
            shown=seen.get(("offer.shown", name), 0),
            chosen=seen.get(("offer.chosen", name), 0),
            given=given.get(name, (0, 0))[0],
            used=given.get(name, (0, 0))[1],
        )
        for name, entry in book.items()
    )
    told = read_offer_settings(house.knowledge.brand().offers)
    known = lessons(house, at)
    return Board(offers=made, messages=told.messages, effect=known.effect, trial=trial(house, at, known))


def _people(connection: Connection, since: datetime) -> dict[tuple[str, str], int]:
    """How many identities there are of each kind of event and offer."""
    offer = payloads.c.payload["offer"].as_string()
    told = (envelopes.c.type.in_(("offer.shown", "offer.chosen")), envelopes.c.occurred_at > since)
    query = select(envelopes.c.type, offer, func.count(envelopes.c.identity.distinct())).where(*told)
    counted = query.join(payloads, payloads.c.position == envelopes.c.position).group_by(envelopes.c.type, offer)
    return {(row[0], row[1]): row[2] for row in connection.execute(counted)}
