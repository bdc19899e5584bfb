"""INSERT … ON CONFLICT (primary key) DO UPDATE, which both engines know and SQLAlchemy spells once for each."""

from collections.abc import Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_update(connection: Connection, table: Table, *, update: Sequence[str]) -> sqlite.Insert | postgresql.Insert:
    """A statement for rows that may be there already: execute it with one row's values, or with a list of them.

    ``update`` names the columns that take the new value when the primary key is there; the others keep what they have.
    """
    statement = sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
    keys = [column.name for column in table.primary_key]
    return statement.on_conflict_do_update(index_elements=keys, set_={name: statement.excluded[name] for name in update})
