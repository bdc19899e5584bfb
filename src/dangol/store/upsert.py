"""INSERT … ON CONFLICT, which both engines know and SQLAlchemy spells once for each."""

from collections.abc import Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = sqlite.Insert | postgresql.Insert


def insert_or_update(connection: Connection, table: Table, *, update: Sequence[str]) -> Insert:
    """A statement for rows that may be there already: execute it with one row's values, or with a list of them.

    ``update`` names the columns that take the new value when the primary key is there; the others keep what they have.
    For a table with a second unique constraint take ``insert_or_ignore``: PostgreSQL can still refuse a row by that one.
    """
    statement = _insert(connection, table)
    keys = [column.name for column in table.primary_key]
    return statement.on_conflict_do_update(index_elements=keys, set_={name: statement.excluded[name] for name in update})


def insert_or_ignore(connection: Connection, table: Table) -> Insert:
    """A statement that leaves out rows of which any unique key is there already."""
    return _insert(connection, table).on_conflict_do_nothing()


def _insert(connection: Connection, table: Table) -> Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
