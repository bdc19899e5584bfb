"""Contact data that lies in the clear, or is sealed with a key of before, is sealed with the active one: after an upgrade or a rotation."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, Text, bindparam, inspect, select, update

from dangol.kit.sealing import is_sealed
from dangol.store.schema import BigId, Json
from dangol.store.sealed import CONTACT_NAMES, looks_like_contact, open_payload, opened, seal, seal_payload, seal_value, vault_of

_BATCH = 2_000
_PICTURES = 4  # each has up to 8 MiB
_CONTACTS = frozenset({"login", "email", "phone"})
_NAMES = CONTACT_NAMES | {"name", "firstname", "lastname", "이름"}  # of a trait, as ``people.traits`` has them

# The columns that this needs, apart from what the rooms declare today: a migration runs it on the tables of its own time.
_tables = MetaData()
_identities = Table("identities", _tables, Column("id", Text, primary_key=True), Column("kind", Text), Column("external_id", Text))
_traits = Table("traits", _tables, Column("id", BigId, primary_key=True), Column("name", Text), Column("value", Json))
_payloads = Table("payloads", _tables, Column("position", BigId, primary_key=True), Column("payload", Json))
_envelopes = Table("envelopes", _tables, Column("position", BigId, primary_key=True), Column("type", Text))

_pictures = Table("pictures", _tables, Column("id", Text, primary_key=True), Column("picture", Text))


def reseal(connection: Connection) -> int:
    """Seals all contact data with the active key; answers how many rows changed. Running it again changes nothing.

    Raises:
        Broken: ``key.wrong``, something is sealed with a key that is not here; ``sealed.no_key``.
    """
    vault_of(connection)
    return (
        _walk(connection, _identities, _identities.c.external_id, _identity)
        + _walk(connection, _traits, _traits.c.value, _trait)
        + _walk(connection, _payloads, _payloads.c.payload, _payload)
        + (_walk(connection, _pictures, _pictures.c.picture, _picture, _PICTURES) if inspect(connection).has_table("pictures") else 0)
    )


def _walk(connection: Connection, table: Table, column: Column[Any], anew: Callable[[Connection, Any], Any], batch: int = _BATCH) -> int:
    """Goes through a table by its key and rewrites what ``anew`` gives another value; None leaves a row as it is."""
    (key,) = table.primary_key
    change = update(table).where(key == bindparam("row")).values({column.name: bindparam("new")})
    wanted = select(table)
    if table is _payloads:
        wanted = select(table, _envelopes.c.type).join(_envelopes, _envelopes.c.position == table.c.position)
    changed, last = 0, None
    while True:
        page = wanted.order_by(key).limit(batch) if last is None else wanted.where(key > last).order_by(key).limit(batch)
        rows = connection.execute(page).all()
        if not rows:
            return changed
        last = getattr(rows[-1], key.name)
        new = [{"row": getattr(row, key.name), "new": value} for row in rows if (value := anew(connection, row)) is not None]
        if new:
            connection.execute(change, new)
            changed += len(new)


def _identity(connection: Connection, row: Any) -> str | None:
    if is_sealed(row.external_id):
        return _again(connection, row.external_id)
    contact = row.kind in _CONTACTS or looks_like_contact(row.external_id)
    return seal(connection, row.external_id) if contact else None


def _trait(connection: Connection, row: Any) -> str | None:
    if row.value is None:
        return None
    if is_sealed(row.value):
        return _again(connection, row.value)
    contact = row.name.lower().replace("_", "") in _NAMES or (isinstance(row.value, str) and looks_like_contact(row.value))
    return seal_value(connection, row.value) if contact else None


def _payload(connection: Connection, row: Any) -> dict[str, Any] | None:
    also = ("value",) if row.type == "identity.verified" else ()
    new = seal_payload(connection, open_payload(connection, row.payload), *also)
    before, after = list(_sealed_texts(row.payload)), list(_sealed_texts(new))
    fresh = len(before) == len(after) and all(vault_of(connection).is_active(text) for text in before)
    return None if fresh else new


def _picture(connection: Connection, row: Any) -> str | None:
    return _again(connection, row.picture)


def _again(connection: Connection, sealed: str) -> str | None:
    return None if vault_of(connection).is_active(sealed) else seal(connection, opened(connection, sealed))


def _sealed_texts(value: Any) -> Iterator[str]:
    if is_sealed(value):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _sealed_texts(item)
