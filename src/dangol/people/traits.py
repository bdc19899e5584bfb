"""Traits: what is known of someone beyond what they did, each with its source. Kept by identity, read by person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from dangol.kit.sealing import is_sealed
from dangol.people import tables
from dangol.people.identities import find, members
from dangol.store.sealed import CONTACT_NAMES, looks_like_contact, open_value, seal_value

UNDER_14 = "under14"  # True where a platform said so, see bootstrap.guardian

_SEALED = CONTACT_NAMES | {"name", "firstname", "lastname", "이름"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Trait:
    """One thing known: any JSON value, who said so, when, of which identity."""

    identity: str
    name: str
    value: Any
    source: str
    set_at: datetime


def set_trait(connection: Connection, identity: str, name: str, value: Any, source: str, at: datetime) -> Trait:
    """Writes a trait down; earlier values stay as history. None means that it is no longer known.

    Raises:
        NotFound: ``people.no_identity``.
    """
    find(connection, identity)
    trait = Trait(identity=identity, name=name, value=value, source=source, set_at=at)
    row = {"identity": identity, "name": name, "value": _stored(connection, name, value), "source": source, "set_at": at}
    connection.execute(insert(tables.traits).values(row))
    return trait


def traits(connection: Connection, person: str) -> dict[str, Trait]:
    """What is known of a person, by name: of all its identities, the value set last wins, also when it is None."""
    return traits_of(connection, [identity.id for identity in members(connection, person)])


def traits_of(connection: Connection, identities: Collection[str]) -> dict[str, Trait]:
    """``traits`` of these identities alone."""
    table = tables.traits
    query = select(table).where(table.c.identity.in_(identities)).order_by(table.c.set_at, table.c.id)
    return {
        row.name: Trait(identity=row.identity, name=row.name, value=open_value(connection, row.value), source=row.source, set_at=row.set_at)
        for row in connection.execute(query)
    }


def of_identity(connection: Connection, identity: str, name: str) -> Any:
    """The newest value of one trait of one identity, None when there is none."""
    table = tables.traits
    newest = (
        select(table.c.value).where(table.c.identity == identity, table.c.name == name).order_by(table.c.set_at.desc(), table.c.id.desc())
    )
    return open_value(connection, connection.execute(newest.limit(1)).scalar_one_or_none())


def forget(connection: Connection, identity: str, source: str) -> int:
    """Deletes what ``source`` told of an identity, earlier values too. Returns how many there were."""
    mine = (tables.traits.c.identity == identity, tables.traits.c.source == source)
    return connection.execute(delete(tables.traits).where(*mine)).rowcount


def _stored(connection: Connection, name: str, value: Any) -> Any:
    """Names and contacts lie sealed; interests and habits in the clear, so that they can be counted."""
    contact = name.lower().replace("_", "") in _SEALED or (isinstance(value, str) and looks_like_contact(value))
    return seal_value(connection, value) if value is not None and (contact or is_sealed(value)) else value
