"""``column IN (many texts or numbers)`` as one list parameter, so that its length has no limit and the plan does not depend on it."""

import json
from collections.abc import Collection
from contextlib import closing
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

_T = TypeVar("_T", str, int)


def among(connection: Connection, column: ColumnElement[_T], values: Collection[_T]) -> ColumnElement[bool]:
    """Whether ``column`` is one of ``values`` (none: never).

    A thousand single parameters made PostgreSQL, before its first ANALYZE, compare each row with each value: 28 s to find
    30,000 dedupe hashes. A list that it can join took 0.5 s.
    """
    if connection.dialect.name == "sqlite":
        listed = func.json_each(json.dumps(list(values))).table_valued("value")
        return column.in_(select(listed.c.value))
    return column.in_(select(func.unnest(literal(list(values), ARRAY(column.type)))))


def rows_among(connection: Connection, select_where: str, values: Collection[str]) -> list[tuple[Any, ...]]:
    """Rows of a statement that ends in ``WHERE column IN``: for what is asked at every event."""
    if not values:
        return []
    sqlite = connection.dialect.name == "sqlite"
    statement = select_where + (" (SELECT value FROM json_each(?))" if sqlite else " (SELECT unnest(%s::text[]))")  # noqa: S608
    return plain_rows(connection, statement, json.dumps(list(values)) if sqlite else list(values))


def plain_rows(connection: Connection, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows as the driver gives them, none made into SQLAlchemy's: half the time where there are thousands."""
    with closing(connection.exec_driver_sql(statement, values)) as found:
        return list(found.cursor.fetchall())
