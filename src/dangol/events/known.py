"""Which events the journal has already, by their dedupe hashes: an index that costs the same however long the journal is.

A unique index over random hashes does not: each new event changes a page of its own somewhere in it, and writing that page costs more
than the event. So the newest hashes (the tail, at most ``TAIL`` and a little) are held in memory, read from the journal itself, and the
older ones stand in ``known_keys``. When the tail is full, it moves there sorted, in slices that ride on the commits of the appends that
follow. This is the log-structured merge tree of O'Neil et al. 1996, with two levels and the journal as its log.

All of it happens under the journal's turn, so one transaction at a time reads and moves; and how far the move has come is committed with
the slice itself, so a crash or a rollback at any point loses nothing and repeats at most a slice, which changes nothing.
"""

import weakref
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, RootTransaction

from dangol.events.tables import checkpoints, known_keys
from dangol.store.among import plain_rows, rows_among
from dangol.store.bulk import insert_rows
from dangol.store.upsert import insert_or_update

TAIL = 131_072  # events; about 25 MB of memory, read in a fifth of a second when a process begins to write
_SLICE = 8_192  # events moved along with one append: some ten milliseconds
_SETTLED, _SLICES = "journal.settled", "journal.slices"
_PROGRESS = f"SELECT name, position FROM checkpoints WHERE name IN ('{_SETTLED}', '{_SLICES}')"  # noqa: S608


class Known:
    """The index of one store, in one process. Used only by whoever holds the journal's turn."""

    def __init__(self, tail: int = TAIL, a_slice: int = _SLICE) -> None:
        self._most = tail
        self._slice = a_slice
        self._tail: dict[str, int] = {}
        self._settled = 0  # positions up to here stand in known_keys
        self._until = 0  # positions up to here have been seen, committed
        self._last_hash = ""
        self._sorted: tuple[int, list[tuple[str, int]]] = (-1, [])
        self._appended_in: weakref.ref[RootTransaction] | None = None

    def look_up(self, connection: Connection, hashes: Collection[str]) -> tuple[dict[str, int], int]:
        """The positions of those of ``hashes`` that are there, and the last position of all (0: an empty journal)."""
        settled, slices = _progress(connection)
        newer = self._newer(connection, settled)
        last = newer[-1][0] if newer else self._until
        same_transaction = self._appended_in is not None and self._appended_in() is connection.get_transaction()
        if not same_transaction:  # else some of what is newer is our own and may yet be rolled back
            self._remember(newer)
        found = {hashed: self._tail[hashed] for hashed in hashes if hashed in self._tail}
        if same_transaction:
            wanted = set(hashes)
            found.update((hashed, position) for position, hashed in newer if hashed in wanted)
        older = [hashed for hashed in hashes if hashed not in found] if settled else []
        if older:
            found.update(rows_among(connection, "SELECT dedupe_hash, position FROM known_keys WHERE dedupe_hash IN", older))
        if not same_transaction and last >= settled + self._most:
            self._move(connection, settled, slices)
        transaction = connection.get_transaction()
        self._appended_in = weakref.ref(transaction) if transaction is not None else None
        return found, last

    def _newer(self, connection: Connection, settled: int) -> list[tuple[Any, ...]]:
        """Position and hash of what was appended since we looked, by whomever. Forgets all when the store is not the one we knew."""
        if settled != self._settled:
            self._settle(settled)
        start = max(self._until, settled)
        begun = start == self._until > settled  # the last one that we know is read again, to see that it is still there
        statement = 'SELECT "position", dedupe_hash FROM envelopes WHERE "position" > ? ORDER BY "position"'
        if connection.dialect.name == "postgresql":
            statement = statement.replace("?", "%s")
        newer = plain_rows(connection, statement, start - begun)
        if begun:
            if not newer or newer[0] != (self._until, self._last_hash):
                self._forget(settled)
                return self._newer(connection, settled)
            del newer[0]
        return newer

    def _remember(self, newer: Sequence[tuple[Any, ...]]) -> None:
        if newer:
            self._tail.update((hashed, position) for position, hashed in newer)
            self._until, self._last_hash = newer[-1]

    def _settle(self, settled: int) -> None:
        """Somebody, maybe we, has finished a move; or another store has come in the place of ours."""
        if settled < self._settled or settled > self._until:
            self._forget(settled)
            return
        self._tail = {hashed: position for hashed, position in self._tail.items() if position > settled}
        self._settled = settled

    def _forget(self, settled: int) -> None:
        self._tail = {}
        self._settled, self._until, self._last_hash = settled, settled, ""

    def _move(self, connection: Connection, settled: int, slices: int) -> None:
        """One slice of the oldest ``TAIL`` events, in the order of their hashes; the same for every process that would do it."""
        end = settled + self._most
        if self._sorted[0] != settled:
            self._sorted = (settled, sorted((hashed, position) for hashed, position in self._tail.items() if position <= end))
        rows = self._sorted[1][slices * self._slice : (slices + 1) * self._slice]
        insert_rows(connection, known_keys, rows, ignore=True)
        over = (slices + 1) * self._slice >= self._most
        now = [(_SETTLED, end), (_SLICES, 0)] if over else [(_SLICES, slices + 1)]
        if over:
            self._sorted = (-1, [])
        connection.execute(
            insert_or_update(connection, checkpoints, update=("position",)),
            [{"name": name, "position": position} for name, position in now],
        )


def _progress(connection: Connection) -> tuple[int, int]:
    """Up to which position all is in ``known_keys``, and how many slices of the move after that have been done."""
    done: dict[str, int] = {row[0]: row[1] for row in connection.exec_driver_sql(_PROGRESS)}
    return done.get(_SETTLED, 0), done.get(_SLICES, 0)
