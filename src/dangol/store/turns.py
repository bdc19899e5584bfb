"""Work that only one may do at a time: in one transaction (a turn), or while thinking outside of any (a claim).

SQLite has one writer and one serving process anyway; on PostgreSQL advisory locks are held until the commit, or the end of the claim.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from hashlib import blake2b

from sqlalchemy import Connection, func, select

from dangol.store.engine import Store


class Turn(IntEnum):
    """What is done one at a time. The numbers are PostgreSQL advisory lock keys: any, but never changed."""

    UPGRADE = 0x64616E67_01
    JOURNAL = 0x64616E67_02
    MERGES = 0x64616E67_03


def take(connection: Connection, turn: Turn) -> None:
    """Waits until no other transaction holds ``turn``; it is given back when this one ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(turn.value)))


@contextmanager
def claim(store: Store, name: str) -> Iterator[bool]:
    """Whether nobody else holds ``name`` now; if so it is ours for the length of the block. A process that dies holds nothing.

    It saves several workers the same thinking. It is no proof: whoever commits compares what has moved meanwhile.
    """
    if store.dialect == "sqlite":
        yield True
        return
    key = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
    with store.session() as connection:
        got = bool(connection.execute(select(func.pg_try_advisory_lock(key))).scalar_one())
        try:
            yield got
        finally:
            if got:
                connection.execute(select(func.pg_advisory_unlock(key)))
