"""A store: one SQLite file or one PostgreSQL database, read in snapshots and written in short transactions."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from dangol.kit.errors import BadInput
from dangol.kit.sealing import Vault
from dangol.store import failures
from dangol.store.schema import dump_json
from dangol.store.sealed import OPTION

LOCK_WAIT_MS = 5_000
_QUEUE_WAIT_S = 30.0  # a thread waits this long behind the other writers of its own process
_READERS = 8  # connections kept open; more are opened under load and closed again
_MORE_READERS = 56
_CACHE_KIB = 16_384  # of the writing connection, when it needs it; with SQLite's own 2 MB it reads pages again that it writes all the time
_READ_CACHE_KIB = 2_048  # of each reading one, of which there may be many
_CHECKPOINT_PAGES = 8_192  # 32 MB of log before it is copied into the file: a page that changed often is copied once

DialectName = Literal["sqlite", "postgresql"]


class Store:
    """The tables of one brand. Thread safe: share one store in a process, and one connection with nobody.

    Args:
        url: ``sqlite:///file`` or ``postgresql://user@host/name``.
        vault: seals contact data (``store.sealed``); without one such data can be neither read nor written.

    Raises:
        BadInput: the url is neither.
    """

    def __init__(self, url: str | URL, vault: Vault | None = None) -> None:
        self.url = _understood(url)
        self.dialect: DialectName = "sqlite" if self.url.get_backend_name() == "sqlite" else "postgresql"
        if self.dialect == "sqlite":
            self._reader = _sqlite(self.url, begin="BEGIN", query_only=True, size=_READERS, more=_MORE_READERS, vault=vault)
            self._writer = _sqlite(self.url, begin="BEGIN IMMEDIATE", query_only=False, size=1, more=0, vault=vault)
        else:
            self._writer = _postgresql(self.url, vault)
            self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._turn = _Turn() if self.dialect == "sqlite" else None

    @property
    def path(self) -> Path | None:
        """The SQLite file; None on PostgreSQL."""
        return Path(self.url.database or "") if self.dialect == "sqlite" else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one consistent snapshot and cannot write.

        Raises:
            Busy: the store is locked, overloaded or unreachable. Broken: the file is damaged or no database.
        """
        with self._explained(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One short transaction: commits at the end of the block, rolls back when it raises. Compute before, notify after.

        Raises:
            Busy: ``store.locked``, ``store.full``, ``store.overloaded`` or ``store.unreachable``. Broken: the file is damaged.
        """
        if self._turn is None:
            with self._explained(), self._writer.begin() as connection:
                yield connection
            return
        with self._turn.taken(), self._explained(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """A connection outside of any transaction, for locks that are held while thinking (PostgreSQL only).

        Raises:
            Busy: as for ``write``.
        """
        with self._explained(), self._writer.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    def upgrade(self) -> None:
        """Brings the tables to the newest version, in one transaction; returns at once when they are there.

        Raises:
            Busy, Broken: as for ``write``; also Broken ``store.newer``, when a newer Dangol has made this store.
        """
        from dangol.store.upgrade import to_head  # reads the names of the migrations: only who upgrades pays

        to_head(self)

    def is_newest(self) -> bool:
        """Whether the tables have this program's version.

        Raises:
            Busy, Broken: as for ``read``.
        """
        from dangol.store.upgrade import at_newest

        return at_newest(self)

    def scrub(self) -> None:
        """After deletions: rewrites the store, so that what was deleted leaves its files. Call it outside of ``read`` and ``write``.

        ``secure_delete`` alone is not enough: SQLite leaves old copies of a row on a page when it splits or balances pages, and
        PostgreSQL leaves dead rows in theirs. Writers wait meanwhile: about 5 ms a megabyte on SQLite, longer on PostgreSQL.

        Raises:
            Busy: ``store.locked``, somebody works in the store for too long. Call it again.
        """
        from dangol.store.scrubbing import rewrite_postgresql, rewrite_sqlite

        if self._turn is None:
            with self._explained():
                rewrite_postgresql(self._writer)
            return
        with self._turn.taken(), self._explained():
            rewrite_sqlite(self._writer)

    def close(self) -> None:
        """Closes all connections. A connection still in use is closed when it is given back."""
        self._writer.dispose()
        if self.dialect == "sqlite":
            self._reader.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, PoolTimeout) as error:
            told = failures.explain(error, str(self.path or self.url.render_as_string(hide_password=True)))
            if told is None:
                raise
            raise told from error


def open_store(url_or_path: str | Path, vault: Vault | None = None) -> Store:
    """A store by its url, or by the path of its SQLite file, which is made when it is missing (its folder is not)."""
    if isinstance(url_or_path, str) and "://" in url_or_path:
        return Store(url_or_path, vault)
    return Store(URL.create("sqlite", database=str(Path(url_or_path).resolve())), vault)


class _Turn:
    """The writers of one process queue here, because SQLite lets waiting writers poll, and starves some of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holder: int | None = None

    @contextmanager
    def taken(self) -> Iterator[None]:
        me = threading.get_ident()
        if self._holder == me:
            raise RuntimeError("write() inside write(): one transaction at a time")
        if not self._lock.acquire(timeout=_QUEUE_WAIT_S):
            raise failures.locked()
        self._holder = me
        try:
            yield
        finally:
            self._holder = None
            self._lock.release()


def _understood(url: str | URL) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed and parsed.drivername in {"sqlite", "sqlite+pysqlite"} and parsed.database and parsed.database != ":memory:":
        return parsed.set(drivername="sqlite+pysqlite")
    if parsed and parsed.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return parsed.set(drivername="postgresql+psycopg")
    shown = parsed.render_as_string(hide_password=True) if parsed else "(unreadable)"
    raise BadInput(
        "store.bad_url",
        ko=f"저장소 주소 {shown} 을(를) 쓸 수 없습니다. sqlite:///파일 또는 postgresql://사용자@서버/이름 으로 적어 주세요.",
        en=f"The store address {shown} cannot be used. Write sqlite:///file or postgresql://user@host/name.",
    )


def _sqlite(url: URL, *, begin: str, query_only: bool, size: int, more: int, vault: Vault | None) -> Engine:
    engine = create_engine(
        url, json_serializer=dump_json, hide_parameters=True, pool_size=size, max_overflow=more, execution_options={OPTION: vault}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # sqlite3 must not begin transactions of its own: see begin_ below
        connection.execute(f"PRAGMA busy_timeout={LOCK_WAIT_MS}").close()
        _to_wal(connection)
        for pragma in (
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            f"cache_size=-{_READ_CACHE_KIB if query_only else _CACHE_KIB}",
            f"wal_autocheckpoint={_CHECKPOINT_PAGES}",
            f"query_only={'ON' if query_only else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin_(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _to_wal(connection: sqlite3.Connection) -> None:
    """Two that open a new file at once both want it alone to turn it to WAL; SQLite refuses one without waiting, so it is asked again."""
    until = time.monotonic() + LOCK_WAIT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(0.005)


def _postgresql(url: URL, vault: Vault | None) -> Engine:
    return create_engine(
        url,
        json_serializer=dump_json,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=_READERS,
        max_overflow=_MORE_READERS,
        execution_options={OPTION: vault},
        connect_args={"connect_timeout": 5, "options": f"-c lock_timeout={LOCK_WAIT_MS} -c timezone=UTC"},
    )
