"""``dangol bench intake``: how fast events are taken in, durable before 200, behind real HTTP; and its baselines from the same run.

The server is a process of its own on a fresh store, the load generator shares the machine with it. After each run the store's events are
counted: a figure counts only when each event that was answered 200 is there.
"""

import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from rich.table import Table
from sqlalchemy import create_engine, func, make_url, select, text

from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.intake import take
from dangol.cli.bench_load import Load, generator, load
from dangol.events.incoming import Incoming
from dangol.events.tables import envelopes
from dangol.kit.machine import machine

_BRAND = 'name = "측정"\n\n[inboxes.site]\nchannel = "segment"\nwrite_key = "bench"\n'
_MAIN = "from dangol.cli import main; main()"
_GROUP = 2_000  # events in a commit, of the baselines and of filling
_ROW = ("product.viewed", "site", "0" * 26, 0, 0)
_PAYLOAD = '{"product_id":"p001","price":18000,"context":{"url":"https://shop.example/p/1","locale":"ko-KR"}}'


def intake_table(sizes: Sequence[int], seconds: float, postgres: str) -> Table:
    """Measures at each length of the journal.

    Args:
        sizes: events that the journal holds before the measurement. postgres: a server in which a database may be made; "" for none.
    """
    busy = f"load {os.getloadavg()[0]:.1f} before it began"
    title = f"intake: durable before 200; load by {generator()}, on the same machine\n{machine()}, {busy}"
    table = Table(title=title, title_justify="left")
    for heading in ("what", "journal", "requests/s", "events/s", "p50 ms", "p99 ms", "CPU µs/event", "MB"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    _baselines(table, seconds, postgres)
    with tempfile.TemporaryDirectory() as folder:
        _measure(table, "SQLite FULL", Path(folder), "", sizes, seconds)
    if postgres:
        with tempfile.TemporaryDirectory() as folder, database(postgres) as url:
            _measure(table, "PostgreSQL", Path(folder), url, sizes, seconds)
    return table


def _measure(table: Table, store: str, folder: Path, url: str, sizes: Sequence[int], seconds: float) -> None:
    (folder / "brand.toml").write_text(_BRAND, encoding="utf-8")
    for size in sizes:
        house = open_house(folder, url=url or None)
        fill(house, size)
        house.close()
        with _served(folder, url) as (port, process):
            for path, many in (("/v1/track", 1), ("/v1/batch", 100)):
                before, spent = _count(folder, url), cpu(process.pid)
                done = load(port, path, many, seconds, datetime.now(UTC).isoformat())
                kept = _count(folder, url) - before
                if kept < done.requests * many:
                    raise AssertionError(f"{done.requests * many} events were answered 200, and {kept} are there")
                _row(table, f"{path}{f' of {many}' if many > 1 else ''}, {store}", f"{before:,}", done, many, process.pid, spent)


def _row(table: Table, what: str, journal: str, done: Load, many: int, pid: int, spent: float) -> None:
    each = (cpu(pid) - spent) * 1e6 / max(1, (done.requests + done.failed) * many)
    rate = done.requests / done.seconds
    failed = f" ({done.failed} refused)" if done.failed else ""
    table.add_row(
        what + failed, journal, f"{rate:,.0f}", f"{rate * many:,.0f}", f"{done.p50:.1f}", f"{done.p99:.1f}", f"{each:.0f}", peak_mb(pid)
    )


def fill(house: House, size: int) -> None:
    """Brings the journal to ``size`` events, through the same rooms as everything else."""
    with house.store.read() as connection:
        there: int = connection.execute(select(func.count()).select_from(envelopes)).scalar_one()
    run, at = token_hex(6), datetime.now(UTC)
    for start in range(there, size, _GROUP):
        take(house, [_event(f"{run}-{number}", f"u{number * 7919 % 10_000}", at) for number in range(start, min(start + _GROUP, size))])


def _event(id_: str, identity: str, at: datetime) -> Incoming:
    data = {"product_id": "p001", "price": 18000, "context": {"url": "https://shop.example/p/1", "locale": "ko-KR"}}
    whose = {"identity": identity, "inbox": "site", "kind": "login"}
    return Incoming(id=id_, type="product.viewed", occurred_at=at, received_at=at, data=data, imported=True, **whose)  # type: ignore[arg-type]


def _count(folder: Path, url: str) -> int:
    house = open_house(folder, url=url or None)
    try:
        with house.store.read() as connection:
            found: int = connection.execute(select(func.count()).select_from(envelopes)).scalar_one()
        return found
    finally:
        house.close()


@contextmanager
def _served(folder: Path, url: str) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    port = _free_port()
    environment = {**os.environ, **({"DANGOL_DATABASE_URL": url} if url else {})}
    command = [sys.executable, "-c", _MAIN, "serve", "--brand", str(folder), "--port", str(port)]
    with _process(command, port, environment) as process:
        yield port, process


@contextmanager
def _process(command: Sequence[str], port: int, environment: dict[str, str] | None = None) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        until = time.monotonic() + 120
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the server did not start")
            time.sleep(0.1)
        calm(process.pid)
        yield process
    finally:
        process.terminate()
        process.wait(30)


def calm(pid: int) -> None:
    """Waits until the server does nothing: what it loads at its start is not what we measure."""
    for _ in range(60):
        before = cpu(pid)
        time.sleep(1)
        if cpu(pid) - before < 0.15:
            return


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def cpu(pid: int) -> float:
    """Seconds of processor that a process has had, where the system tells it: a figure that other work on the machine disturbs less."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_mb(pid: int) -> str:
    """The most memory that the process has had, where the system tells it."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return ""
    return next((f"{int(line.split()[1]) / 1024:.0f}" for line in lines if line.startswith("VmHWM")), "")


def _baselines(table: Table, seconds: float, postgres: str) -> None:
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", "dangol.cli.bench_bare:app", "--port", str(port), "--no-access-log"]
    with _process(command, port) as process:
        for path, many in (("/v1/track", 1), ("/v1/batch", 100)):
            spent = cpu(process.pid)
            done = load(port, path, many, seconds, datetime.now(UTC).isoformat())
            _row(table, f"baseline: Starlette and msgspec, no store, {path}", "", done, many, process.pid, spent)
    with tempfile.TemporaryDirectory() as folder:
        _written(table, f"baseline: sqlite3 alone, FULL, {_GROUP:,} a commit, no index", _sqlite_alone(Path(folder) / "bare.db", seconds))
    if postgres:
        with database(postgres) as url:
            _written(table, f"baseline: psycopg alone, {_GROUP:,} a commit, no index", _psycopg_alone(url, seconds))


def _written(table: Table, what: str, rate: float) -> None:
    table.add_row(what, "", "", f"{rate:,.0f}", "", "", "", "")


def _sqlite_alone(path: Path, seconds: float) -> float:
    bare = sqlite3.connect(path, isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", _TABLE):
        bare.execute(statement)
    written, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        rows = [(written + number, *_ROW, f"{written + number:026d}", _PAYLOAD) for number in range(_GROUP)]
        bare.execute("BEGIN IMMEDIATE")
        bare.executemany("INSERT INTO bare VALUES (?,?,?,?,?,?,?,?)", rows)
        bare.execute("COMMIT")
        written += _GROUP
    took = time.perf_counter() - began
    bare.close()
    return written / took


def _psycopg_alone(url: str, seconds: float) -> float:
    import psycopg

    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as bare:
        bare.execute(_TABLE)
        bare.commit()
        written, began = 0, time.perf_counter()
        while time.perf_counter() - began < seconds:
            rows = [(written + number, *_ROW, f"{written + number:026d}", _PAYLOAD) for number in range(_GROUP)]
            with bare.cursor() as cursor, cursor.copy("COPY bare FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            bare.commit()
            written += _GROUP
        return written / (time.perf_counter() - began)


_TABLE = (
    "CREATE TABLE bare (position bigint PRIMARY KEY, type text, inbox text, identity text, occurred_at bigint, received_at bigint, "
    "dedupe_hash text, payload text)"
)


@contextmanager
def database(server: str) -> Iterator[str]:
    """A database of our own in ``server``, dropped at the end."""
    address = make_url(server).set(drivername="postgresql+psycopg")
    name = f"dangol_bench_{token_hex(6)}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield address.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()
