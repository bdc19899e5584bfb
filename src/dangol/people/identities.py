"""An identity: someone's id inside one inbox, or a login, an e-mail address, a phone number, an anonymous browser."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import Connection, Row, select

from dangol.kit.errors import BadInput, NotFound
from dangol.kit.ids import pseudonym
from dangol.kit.sealing import is_sealed
from dangol.people import components
from dangol.people.tables import identities
from dangol.store.among import among, rows_among
from dangol.store.bulk import insert_rows
from dangol.store.schema import UNSTORABLE, instant_as_stored
from dangol.store.sealed import looks_like_contact, opened, seal

_MINUTE = timedelta(minutes=1)
_SEEN = "SELECT id, first_seen, last_seen FROM identities WHERE id IN"
IdentityKind = Literal["anonymous", "channel", "login", "email", "phone"]

_CONTACTS = frozenset({"login", "email", "phone"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """Someone was seen: in which inbox, under which id there, when."""

    inbox: str
    external_id: str
    kind: IdentityKind
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Who was seen.

    Attributes:
        id: the pseudonym of (inbox, external_id) under the brand's key.
        first_seen, last_seen: the earliest and the latest sighting, aware UTC.
        person: the id of the person we believe stands behind it now; derived from the active merges.
    """

    id: str
    inbox: str
    external_id: str
    kind: IdentityKind
    first_seen: datetime
    last_seen: datetime
    person: str


@lru_cache(16_384)
def identity_id(key: bytes, inbox: str, external_id: str) -> str:
    return pseudonym(key, "identity", inbox, external_id)


def ensure(connection: Connection, key: bytes, inbox: str, external_id: str, kind: IdentityKind, at: datetime) -> Identity:
    """The identity, made when it is new (and then its own person); ``at`` widens its first and last sighting."""
    return ensure_many(connection, key, [Sighting(inbox=inbox, external_id=external_id, kind=kind, at=at)])[0]


def ensure_many(connection: Connection, key: bytes, sightings: Sequence[Sighting]) -> list[Identity]:
    """``ensure`` for many: one identity for each sighting, in their order. A known identity keeps its kind.

    Raises:
        BadInput: ``people.bad_external_id``: empty, longer than 512 characters, or not storable.
    """
    for sighting in sightings:
        _refuse_unstorable(sighting.external_id)
    ids = [identity_id(key, sighting.inbox, sighting.external_id) for sighting in sightings]
    known = _by_id(connection, set(ids))
    merged: dict[str, Identity] = {}
    for name, sighting in zip(ids, sightings, strict=True):
        merged[name] = _widened(merged.get(name) or known.get(name), name, sighting)
    _save(connection, [identity for name, identity in merged.items() if identity != known.get(name)], known)
    earlier = [name for name, before in known.items() if merged[name].first_seen < before.first_seen]
    if earlier and components.recompute_merged(connection, earlier):  # the earliest identity gives a person its id
        merged = _by_id(connection, merged)
    return [merged[name] for name in ids]


def notice(connection: Connection, key: bytes, sightings: Collection[Sighting]) -> None:
    """``ensure_many`` for thousands a second: whoever is known and was seen within the last minute is left as they are.

    Raises:
        BadInput: as ``ensure_many``.
    """
    spans: dict[str, tuple[Sighting, Sighting]] = {}  # the earliest and the latest of each
    for sighting in sightings:
        name = identity_id(key, sighting.inbox, sighting.external_id)
        first, last = spans.get(name, (sighting, sighting))
        spans[name] = (sighting if sighting.at < first.at else first, sighting if sighting.at > last.at else last)
    known = {name: (first, last) for name, first, last in rows_among(connection, _SEEN, spans)}
    sqlite = connection.dialect.name == "sqlite"
    fresh: list[Sighting] = []
    later: dict[str, Any] = {}
    for name, (earliest, latest) in spans.items():
        seen = known.get(name)
        if seen is None or instant_as_stored(earliest.at, sqlite) < seen[0]:
            fresh += [earliest, latest] if earliest is not latest else [latest]
        elif instant_as_stored(latest.at - _MINUTE, sqlite) > seen[1]:
            later[name] = instant_as_stored(latest.at, sqlite)
    if later:
        _seen_later(connection, later)
    if fresh:
        ensure_many(connection, key, fresh)


def _seen_later(connection: Connection, later: Mapping[str, Any]) -> None:
    """Moves ``last_seen`` of known identities on; nothing else of their rows is read or written."""
    ids = sorted(later)
    if connection.dialect.name == "sqlite":
        statement = "UPDATE identities SET last_seen = seen.value FROM json_each(?) AS seen WHERE identities.id = seen.key"
        connection.exec_driver_sql(statement, (json.dumps({name: later[name] for name in ids}),))
        return
    seen = "unnest(%s::text[], %s::timestamptz[]) AS seen(id, at)"
    statement = f"UPDATE identities SET last_seen = seen.at FROM {seen} WHERE identities.id = seen.id"  # noqa: S608
    connection.exec_driver_sql(statement, (ids, [later[name] for name in ids]))


def find(connection: Connection, identity: str) -> Identity:
    """The identity with this id.

    Raises:
        NotFound: ``people.no_identity``.
    """
    row = connection.execute(select(identities).where(identities.c.id == identity)).one_or_none()
    if row is None:
        raise NotFound(
            "people.no_identity",
            ko=f"그런 고객 아이디가 없습니다: {identity}.",
            en=f"There is no such identity: {identity}.",
        )
    return _identity(connection, row)


def members(connection: Connection, person: str) -> list[Identity]:
    """The identities of a person, earliest first; empty when nobody has this id.

    A person's id is the id of one of its identities, so an id from before a merge still finds the person it has become.
    """
    now = select(identities.c.person).where(identities.c.id == person).scalar_subquery()
    query = select(identities).where(identities.c.person == now).order_by(identities.c.first_seen, identities.c.id)
    return [_identity(connection, row) for row in connection.execute(query)]


def _refuse_unstorable(external_id: str) -> None:
    if not 0 < len(external_id) <= 512 or UNSTORABLE.search(external_id):
        raise BadInput(
            "people.bad_external_id",
            ko="채널이 준 고객 아이디가 비었거나 512자보다 길거나 저장할 수 없는 글자가 있습니다.",
            en="The channel's id of the customer is empty, longer than 512 characters, or holds characters that cannot be stored.",
        )


def _by_id(connection: Connection, ids: Collection[str]) -> dict[str, Identity]:
    query = select(identities).where(among(connection, identities.c.id, ids))
    return {row.id: _identity(connection, row) for row in connection.execute(query)}


def _widened(before: Identity | None, name: str, sighting: Sighting) -> Identity:
    return Identity(
        id=name,
        inbox=sighting.inbox,
        external_id=sighting.external_id,
        kind=before.kind if before else sighting.kind,
        first_seen=min(before.first_seen, sighting.at) if before else sighting.at,
        last_seen=max(before.last_seen, sighting.at) if before else sighting.at,
        person=before.person if before else name,
    )


def _save(connection: Connection, changed: Sequence[Identity], known: Collection[str]) -> None:
    # In one order everywhere, so that two transactions on PostgreSQL cannot wait for each other's rows.
    ordered = sorted(changed, key=lambda identity: identity.id)
    born = [_row(connection, identity) for identity in ordered if identity.id not in known]
    insert_rows(connection, identities, born, ignore=True)
    seen = [_row(connection, identity) for identity in ordered if identity.id in known]
    insert_rows(connection, identities, seen, update=("first_seen", "last_seen"))


def _row(connection: Connection, one: Identity) -> tuple[Any, ...]:
    """In the order of the table's columns. An id that is a contact lies sealed; who has it is looked up by the pseudonym, never by it."""
    contact = one.kind in _CONTACTS or looks_like_contact(one.external_id) or is_sealed(one.external_id)
    external_id = seal(connection, one.external_id) if contact else one.external_id
    return (one.id, one.inbox, external_id, one.kind, one.first_seen, one.last_seen, one.person)


def _identity(connection: Connection, row: Row[Any]) -> Identity:
    return Identity(**{**row._mapping, "external_id": opened(connection, row.external_id)})
