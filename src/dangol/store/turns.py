"""Work that only one transaction may do at a time. SQLite has one writer anyway; on PostgreSQL a lock is held until the commit."""

from enum import IntEnum

from sqlalchemy import Connection, func, select


class Turn(IntEnum):
    """What is done one at a time. The numbers are PostgreSQL advisory lock keys: any, but never changed."""

    UPGRADE = 0x64616E67_01
    JOURNAL = 0x64616E67_02
    MERGES = 0x64616E67_03


def take(connection: Connection, turn: Turn) -> None:
    """Waits until no other transaction holds ``turn``; it is given back when this one ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(turn.value)))
