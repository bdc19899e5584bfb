"""Many rows in few statements. The driver lets go of Python's lock once a statement, not once a row, so that requests are read meanwhile.

SQLite takes rows as one long ``VALUES``, in pieces of fixed sizes whose statements it has prepared already; PostgreSQL takes each column
as one array.
"""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import JSON, Column, Connection, Dialect, Table
from sqlalchemy.types import TypeDecorator

from dangol.store.schema import dump_json

_PIECES = (512, 128, 64, 32, 16, 8, 4, 2, 1)  # rows in one statement; SQLite keeps the prepared ones of a connection


def insert_rows(
    connection: Connection, table: Table, rows: Sequence[Sequence[Any]], *, ignore: bool = False, update: Sequence[str] = ()
) -> None:
    """Inserts rows that hold a value for each column of ``table``, in its order; no two with one primary key.

    Args:
        ignore: leaves out rows of which any unique key is there already.
        update: the columns that take the new value where the primary key is there already.
    """
    if not rows:
        return
    columns = [list(column) for column in zip(*rows, strict=True)]
    for at, column in enumerate(table.columns):
        if work := _processor(column, connection.dialect):
            columns[at] = [work(value) for value in columns[at]]
    end = _on_conflict(table, ignore, tuple(update))
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_unnest(table, connection.dialect) + end, tuple(columns))
        return
    stored = list(chain.from_iterable(zip(*columns, strict=True)))
    start, width = 0, len(columns)
    while start < len(rows):
        size = next(size for size in _PIECES if size <= len(rows) - start)
        connection.exec_driver_sql(_values(table, size) + end, tuple(stored[start * width : (start + size) * width]))
        start += size


@cache
def _on_conflict(table: Table, ignore: bool, update: Sequence[str]) -> str:
    if not update:
        return " ON CONFLICT DO NOTHING" if ignore else ""
    keys = ",".join(column.name for column in table.primary_key)
    return f" ON CONFLICT ({keys}) DO UPDATE SET {','.join(f'{name}=excluded.{name}' for name in update)}"


@cache
def _values(table: Table, size: int) -> str:
    row = f"({','.join('?' * len(table.columns))})"
    return f"INSERT INTO {_named(table)} VALUES {','.join([row] * size)}"  # noqa: S608


@cache
def _unnest(table: Table, dialect: Dialect) -> str:
    kinds = [column.type.compile(dialect=dialect) for column in table.columns]
    arrays = ",".join(f"%s::{'text' if kind == 'JSONB' else kind}[]" for kind in kinds)
    cells = ",".join(f"c{number}{'::jsonb' if kind == 'JSONB' else ''}" for number, kind in enumerate(kinds))
    names = ",".join(f"c{number}" for number in range(len(kinds)))
    return f"INSERT INTO {_named(table)} SELECT {cells} FROM unnest({arrays}) AS given({names})"  # noqa: S608


def _named(table: Table) -> str:
    """Table and columns by name: a store that was brought up to date may have them in another order."""
    return f'"{table.name}" ({",".join(f"""{chr(34)}{column.name}{chr(34)}""" for column in table.columns)})'


def _processor(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    kind = column.type
    if isinstance(kind, JSON):
        return lambda value: None if value is None else dump_json(value)
    if isinstance(kind, TypeDecorator):
        return _remembering(kind, dialect)
    return None


def _remembering(kind: TypeDecorator[Any], dialect: Dialect) -> Callable[[Any], Any]:
    """Rows that come together often share a value, such as the instant at which they came."""
    last: list[Any] = [object(), None]

    def work(value: Any) -> Any:
        if value is not last[0]:
            last[:] = value, kind.process_bind_param(value, dialect)
        return last[1]

    return work
