"""Rewriting a store's files, so that nothing deleted is left in them."""

import contextlib
import time

from sqlalchemy import Connection, Engine, func, select, text

from dangol.store import failures
from dangol.store.personal import declared

_MAY_CHECKPOINT = (  # the role came with PostgreSQL 15
    "SELECT current_setting('is_superuser') = 'on' OR EXISTS"
    " (SELECT 1 FROM pg_roles WHERE rolname = 'pg_checkpoint' AND pg_has_role(current_user, oid, 'MEMBER'))"
)
_MAY_SWITCH = "SELECT has_function_privilege(current_user, 'pg_switch_wal()', 'EXECUTE')"
_SOMEBODY_SEES_OLD_ROWS = (  # a transaction that runs, in any database of the server, or a snapshot in this one
    "SELECT pg_snapshot_xmin(pg_current_snapshot()) <= CAST(:xid AS xid8) OR EXISTS"
    " (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND age(backend_xmin) >= age(CAST(CAST(:xid AS xid8) AS xid)))"
)
_PATIENCE_S = 30.0  # for those who look at an older state: our own reads take milliseconds, an automatic ANALYZE a little longer
_ATTEMPTS = 6  # each waits for readers as long as the engine waits for a lock


def rewrite_sqlite(writer: Engine) -> None:
    """VACUUM writes every page anew; emptying the write-ahead log then leaves no older page behind.

    Raises:
        Busy: ``store.locked``, a reader still looks at the old rows.
    """
    with contextlib.closing(writer.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        for _ in range(_ATTEMPTS):
            busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return
    raise failures.locked()


def rewrite_postgresql(writer: Engine) -> None:
    """VACUUM FULL writes each table into a new file; the checkpoint makes the old ones go.

    It copies dead rows that some transaction may still see, so it waits for those first, and gives up with ``Busy`` after a while.

    The write-ahead log holds the deleted rows too. A new file of it is begun, so that the checkpoint lets the older ones go; a server with
    ``wal_recycle = off`` then deletes them, any other keeps them to write over later (``kept_in_log`` says what stands against it).
    A user that may not run CHECKPOINT leaves it to the server's own (within ``checkpoint_timeout``, five minutes by default).
    """
    with writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        _wait_for_readers(connection)
        for table in [name for name, how in declared().items() if how is not None]:
            connection.execute(text(f'VACUUM (FULL) "{table}"'))
        if connection.execute(text(_MAY_SWITCH)).scalar_one():
            connection.execute(text("SELECT pg_switch_wal()"))
        if connection.execute(text(_MAY_CHECKPOINT)).scalar_one():
            connection.execute(text("CHECKPOINT"))


def kept_in_log(connection: Connection) -> list[str]:
    """Why a PostgreSQL server keeps deleted rows in its write-ahead log after a rewriting, in its own words; empty: it keeps none."""
    wanted = {"wal_recycle": "off", "archive_mode": "off", "wal_keep_size": "0"}
    found = {name: connection.execute(select(func.current_setting(name, True))).scalar_one() for name in wanted}  # None: of another version
    reasons = [f"{name} = {value}" for name, value in found.items() if value not in {None, wanted[name]}]
    slots = connection.execute(text("SELECT count(*) FROM pg_replication_slots")).scalar_one()
    reasons += [f"{slots} replication slots"] if slots else []
    may = {"pg_switch_wal()": _MAY_SWITCH, "CHECKPOINT": _MAY_CHECKPOINT}
    return reasons + [f"no right to {name}" for name, asked in may.items() if not connection.execute(text(asked)).scalar_one()]


def _wait_for_readers(connection: Connection) -> None:
    xid = connection.execute(text("SELECT CAST(pg_current_xact_id() AS text)")).scalar_one()
    until = time.monotonic() + _PATIENCE_S
    while connection.execute(text(_SOMEBODY_SEES_OLD_ROWS), {"xid": xid}).scalar_one():
        if time.monotonic() > until:
            raise failures.locked()
        time.sleep(0.02)
