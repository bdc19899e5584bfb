"""Everybody whom the brand knows, each once, as conditions see them: one walk over the journal instead of one for each person."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from dangol.bootstrap.house import House
from dangol.bootstrap.shopper import TYPES, Past, categories_of, customer, is_child
from dangol.offers.conditions import Customer
from dangol.people.consents import Consent, agreements, history
from dangol.people.orders import NOBODY
from dangol.people.tables import consents, identities, traits
from dangol.store.sealed import open_value

_PAGE = 5_000
_Told = tuple[int, str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Somebody:
    """One person.

    Attributes:
        identities: all that we believe are theirs. customer: what they did and what is known of all of these together.
        said: all their words about advertising, in order. child: any one of their identities is known to be of somebody under 14.
    """

    identities: tuple[str, ...]
    customer: Customer
    said: tuple[Consent, ...]
    child: bool


def everybody(house: House, connection: Connection, at: datetime) -> dict[str, Somebody]:
    """All people by id, visitors without a name too; not what only stands for an order whose buyer nobody told."""
    rows = connection.execute(select(identities.c.id, identities.c.person, identities.c.external_id, identities.c.last_seen)).all()
    person_of = {row.id: row.person for row in rows}
    theirs: dict[str, list[str]] = defaultdict(list)
    seen: dict[str, datetime] = {}
    for row in rows:
        theirs[row.person].append(row.id)
        seen[row.person] = max(row.last_seen, seen.get(row.person, row.last_seen))
    real = {row.person for row in rows if not row.external_id.startswith(NOBODY)}
    pasts, told, said = _pasts(house, connection, person_of, at), _told(connection), _said(connection, person_of)
    snapshot = house.knowledge.snapshot()
    categories, today = categories_of(snapshot), at.astimezone(ZoneInfo(snapshot.brand.timezone)).date()
    found: dict[str, Somebody] = {}
    for person in sorted(real):
        mine = tuple(sorted(theirs[person]))
        traits_in_order = sorted((one for each in mine for one in told.get(each, ())), key=lambda one: one[0])
        known = {name: value for _, name, value in traits_in_order}
        one = customer(pasts.get(person) or Past(at=at), known, categories, today)
        words = tuple(said.get(person, ()))
        found[person] = Somebody(
            identities=mine,
            customer=replace(one, seen=seen[person], agreed=agreements(words, mine)),
            said=words,
            child=one.child or any(is_child({name: value for _, name, value in told.get(each, ())}, today) for each in mine),
        )
    return found


def _pasts(house: House, connection: Connection, person_of: Mapping[str, str], at: datetime) -> dict[str, Past]:
    pasts: dict[str, Past] = {}
    position = 0
    while page := house.journal.read(connection, after=position, limit=_PAGE, types=TYPES):
        for event in page:
            if (person := person_of.get(event.identity)) is not None:
                pasts.setdefault(person, Past(at=at)).take(event)
        position = page[-1].position or position
    return pasts


def _told(connection: Connection) -> dict[str, list[_Told]]:
    """What is known, by identity, each with its place in the order in which it was told."""
    told: dict[str, list[_Told]] = defaultdict(list)
    for place, row in enumerate(connection.execute(select(traits).order_by(traits.c.set_at, traits.c.id))):
        told[row.identity].append((place, row.name, open_value(connection, row.value)))
    return told


def _said(connection: Connection, person_of: Mapping[str, str]) -> dict[str, list[Consent]]:
    whose = connection.execute(select(consents.c.identity).distinct()).scalars().all()
    said: dict[str, list[Consent]] = defaultdict(list)
    for word in history(connection, whose):
        said[person_of[word.identity]].append(word)
    return said
