"""Whose a row is: each table says it once, in its ``info``, and everything that is owed to a person follows from that.

Export reads, and erasure deletes, exactly the rows that these declarations lead to. So a new table is part of both as soon as it is
declared, and a table that says nothing fails the tests (``tests/test_docs.py``) and makes an erasure refuse.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Literal

from sqlalchemy import Column, ColumnElement, Connection, Table, Text, cast, delete, inspect, or_, select, update

import dangol
from dangol.kit.errors import Broken
from dangol.store.among import among
from dangol.store.schema import metadata

Fate = Literal["deleted", "unlinked", "kept"]

ERASED: Final = "erased"  # stands in place of an identity whose person was erased; no pseudonym reads so
_KEY: Final = "personal"


@dataclass(frozen=True, kw_only=True, slots=True)
class Personal:
    """How a table's rows belong to someone.

    Attributes:
        by: columns that lead to an identity: they hold its pseudonym, or a foreign key into another personal table.
        through: keys of other personal tables (``"messages.id"``) of which the one column holds one as text, without a foreign key.
        fate: on erasure rows are deleted; or unlinked, the pseudonym gives way to ``ERASED``; or kept, because a law says so.
    """

    by: tuple[str, ...]
    fate: Fate
    through: tuple[str, ...] = ()


def personal(*by: str, fate: Fate = "deleted", through: tuple[str, ...] = ()) -> dict[str, Personal]:
    """A table's ``info`` when its rows belong to somebody, see ``Personal``."""
    return {_KEY: Personal(by=by, fate=fate, through=through)}


def nobodys() -> dict[str, None]:
    """A table's ``info`` when no row of it belongs to a customer."""
    return {_KEY: None}


def declared() -> Mapping[str, Personal | None]:
    """What each table of every room says of itself, children before their parents.

    Raises:
        Broken: ``personal.undeclared``, a table says nothing.
    """
    for path in sorted(Path(dangol.__file__).parent.glob("**/tables.py")):
        import_module(".".join(("dangol", *path.relative_to(Path(dangol.__file__).parent).with_suffix("").parts)))
    silent = [table.name for table in metadata.sorted_tables if _KEY not in table.info]
    if silent:
        raise _undeclared(silent)
    said: dict[str, Personal | None] = {table.name: table.info[_KEY] for table in reversed(metadata.sorted_tables)}
    return dict(sorted(said.items(), key=lambda item: not (item[1] and item[1].through)))  # those point at rows that have to be there still


def refuse_unknown(connection: Connection) -> None:
    """Raises ``Broken`` (``personal.undeclared``) when the store has a table that no room declares: what it holds cannot be known."""
    unknown = set(inspect(connection).get_table_names()) - {*declared(), "alembic_version"}
    if unknown:
        raise _undeclared(sorted(unknown))


def rows_of(connection: Connection, identities: Collection[str]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each personal table with the rows that belong to ``identities``, in the order of their primary keys; parents first."""
    for name, how in reversed(list(declared().items())):
        if how is not None:
            table = metadata.tables[name]
            query = select(table).where(_theirs(connection, table, identities)).order_by(*table.primary_key)
            yield name, [dict(row) for row in connection.execute(query).mappings()]


def hold(connection: Connection, identities: Collection[str]) -> None:
    """Locks the rows that belong to ``identities`` until the transaction ends, so that nobody adds to them (PostgreSQL)."""
    if connection.dialect.name != "postgresql":
        return
    for table in _deletable():
        connection.execute(select(*table.primary_key).where(_theirs(connection, table, identities)).with_for_update())


def delete_rows(connection: Connection, identities: Collection[str]) -> dict[str, int]:
    """Deletes or unlinks all that belongs to ``identities``. Answers how many rows of each table were touched."""
    touched: dict[str, int] = {}
    for name, how in declared().items():
        table = metadata.tables[name]
        if how is None or how.fate == "kept":
            continue
        theirs = _theirs(connection, table, identities)
        if how.fate == "deleted":
            touched[name] = connection.execute(delete(table).where(theirs)).rowcount
        else:
            touched[name] = connection.execute(update(table).where(theirs).values(dict.fromkeys(how.by, ERASED))).rowcount
    return touched


def delete_with(connection: Connection, root: Table, keys: Collection[str]) -> dict[str, int]:
    """Deletes rows of ``root`` by their keys, and first everything that points at them, over other tables too."""
    (key,) = root.primary_key
    gone: dict[str, ColumnElement[bool]] = {root.name: among(connection, key, keys)}
    names = list(declared())
    for name in reversed(names):  # parents first, and those that point without a foreign key last
        table = metadata.tables[name]
        ways = [_in(column, to, gone[to.table.name]) for column, to in _pointers(table) if to.table.name in gone]
        if ways and table is not root:
            gone[name] = or_(*ways)
    return {name: connection.execute(delete(metadata.tables[name]).where(gone[name])).rowcount for name in names if name in gone}


def _pointers(table: Table) -> Iterator[tuple[Column[Any], Column[Any]]]:
    """The columns that hold another table's key, with that key."""
    how: Personal | None = table.info[_KEY]
    for column in table.columns:
        for key in column.foreign_keys:
            yield column, key.column
        for key_of in how.through if how and column.name in how.by else ():
            other, _, name = key_of.partition(".")
            yield column, metadata.tables[other].c[name]


def _in(column: Column[Any], to: Column[Any], theirs: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether ``column`` holds a key ``to`` of one of their rows; numbers may be held as text."""
    held = to if type(column.type) is type(to.type) else cast(to, Text)
    return column.in_(select(held).where(theirs))


def _deletable() -> Iterator[Table]:
    for name, how in declared().items():
        if how is not None and how.fate == "deleted":
            yield metadata.tables[name]


def _theirs(connection: Connection, table: Table, identities: Collection[str]) -> ColumnElement[bool]:
    how: Personal = table.info[_KEY]
    return or_(*(_leads_to(connection, table.c[column], identities) for column in how.by))


def _leads_to(connection: Connection, column: Column[Any], identities: Collection[str]) -> ColumnElement[bool]:
    parents = [to for pointer, to in _pointers(column.table) if pointer is column and to.table.name != "identities"]
    if not parents:
        return among(connection, column, identities)
    return or_(*(_in(column, to, _theirs(connection, to.table, identities)) for to in parents))


def _undeclared(tables: list[str]) -> Broken:
    names = ", ".join(tables)
    return Broken(
        "personal.undeclared",
        ko=f"표 {names} 에 누구의 것인지가 적혀 있지 않아, 개인정보를 빠짐없이 찾을 수 없습니다. 프로그램과 저장소의 판을 맞춰 주세요.",
        en=f"Nothing says whose the rows of {names} are, so personal data cannot be found whole. Bring program and store to one version.",
    )
