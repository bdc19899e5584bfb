"""``dangol bench messages``: a real server with ten thousand facts answers customers of four channels at once, beside raw baselines."""

import asyncio
import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
from rich.table import Table

from dangol.bootstrap.house import House, open_house
from dangol.cli.bench_crowd import Crowd, Heard
from dangol.cli.bench_intake import calm, cpu, database, fill, peak_mb
from dangol.cli.bench_platforms import inboxes, simulated
from dangol.cli.bench_shop import PRODUCTS, questions, write_shop
from dangol.cli.bench_windows import open_window
from dangol.kit.machine import machine
from dangol.knowledge.imports import import_folder

_PLENTY = "1000000/60000000"
_WINDOWS = 32
_RATE, _WARM_SECONDS, _STEADY_SECONDS, _FLAT_SECONDS = 50, 3.0, 20.0, 10.0
_ECHO = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
async def echo(request):
    return JSONResponse(await request.json())
app = Starlette(routes=[Route("/", echo, methods=["POST"])])
uvicorn.run(app, port=int(sys.argv[1]), log_level="critical", access_log=False)
"""


def messages_table(sizes: Sequence[int], postgres: str) -> Table:
    """The table of ``bench messages``.

    Args:
        sizes: events that the journal holds before each measurement. postgres: a server in which a database may be made and measured too;
            "" for none.
    """
    busy = f"load {os.getloadavg()[0]:.1f} before it began"
    title = f"messages: {PRODUCTS} products of six facts, load from the same machine\n{machine()}, {busy}"
    table = Table(title=title, title_justify="left")
    for heading in ("what", "journal", "p50 ms", "p99 ms", "a second", "to a person", "missing", "CPU ms each", "peak MB"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    _served(table, "SQLite FULL", sizes, "")
    if postgres:
        with database(postgres) as url:
            _served(table, "PostgreSQL", sizes, url)
    for what, p50, p99, rate in (_echo(), _commits(), _search()):
        table.add_row(what, "", p50, p99, rate)
    return table


def _served(table: Table, store: str, sizes: Sequence[int], url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        outward = int(reserved.getsockname()[1])
    with _shop(url, f"http://127.0.0.1:{outward}") as folder:
        for size in sizes:
            house = open_house(folder, url=url or None)
            fill(house, size)
            with _server(folder, url) as (port, pid):
                asyncio.run(_measure(table, store, f"{size:,}", house, (port, pid, outward)))
            house.close()


async def _measure(table: Table, store: str, journal: str, house: House, where: tuple[int, int, int]) -> None:
    port, pid, outward = where
    texts = questions(1)
    async with httpx.AsyncClient(trust_env=False) as client:
        web = partial(open_window, port, client)
        with socket.create_server(("127.0.0.1", outward), backlog=512) as listener:
            async with simulated(house, port, listener) as others:
                mixed = Crowd({"web": web, **others})
                await mixed.steady(texts, a_second=_RATE, seconds=_WARM_SECONDS)  # it does not count
                mixed.forget()
                spent = cpu(pid)
                await mixed.steady(texts, a_second=_RATE, seconds=_STEADY_SECONDS)
                _rows(table, f"{store}: {_RATE}/s", journal, mixed, cpu(pid) - spent, peak_mb(pid))
                await mixed.leave()
        await asyncio.to_thread(calm, pid)  # what came too late above is not what is measured below
        alone = Crowd({"web": web})
        spent = cpu(pid)
        await alone.flat_out(texts, customers=_WINDOWS, seconds=_FLAT_SECONDS)
        _row(
            table,
            f"{store}: flat out, {_WINDOWS} web customers, sent to answered",
            journal,
            _all(alone),
            alone,
            cpu(pid) - spent,
            peak_mb(pid),
        )
        await alone.leave()


def _rows(table: Table, what: str, journal: str, crowd: Crowd, spent: float, peak: str) -> None:
    """All channels together, then each; where the reply is the response (Kakao, TalkTalk) keeping the message is part of the figure."""
    together = _all(crowd)
    together.whole = together.took
    _row(table, f"{what} over {len(crowd.heard)} channels, accepted to answered", journal, together, crowd, spent, peak)
    for name, heard in crowd.heard.items():
        p50, p99 = _percentiles(heard.took)
        table.add_row(
            f"    of these, {name}", "", p50, p99, f"{len(heard.took) / crowd.seconds:.0f}", str(heard.handed), str(heard.missing)
        )


def _row(table: Table, what: str, journal: str, heard: Heard, crowd: Crowd, spent: float, peak: str) -> None:
    answered = len(heard.whole)
    each = f"{spent * 1000 / max(1, answered):.1f}"
    figures = (*_percentiles(heard.whole), f"{answered / crowd.seconds:.0f}", str(heard.handed), str(heard.missing), each, peak)
    table.add_row(what, journal, *figures)


def _all(crowd: Crowd) -> Heard:
    together = Heard()
    for one in crowd.heard.values():
        together.took += one.took
        together.whole += one.whole
        together.handed += one.handed
        together.missing += one.missing
    return together


@contextmanager
def _shop(url: str, simulator: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="dangol-bench-") as place:
        folder = write_shop(Path(place) / "shop")
        with (folder / "brand.toml").open("a", encoding="utf-8") as toml:
            toml.write(inboxes(simulator))
        house = open_house(folder, url=url or None)
        import_folder(house.store, folder, house.clock())
        house.close()
        yield folder


@contextmanager
def _server(folder: Path, url: str) -> Iterator[tuple[int, int]]:
    environment = {**os.environ, "DANGOL_DATABASE_URL": url, "DANGOL_ADDRESS_RATE": _PLENTY, "DANGOL_VISITOR_RATE": _PLENTY}
    code = "from dangol.cli import main; main()"
    port = _free_port()
    command = [sys.executable, "-c", code, "serve", "--brand", str(folder), "--port", str(port)]
    with _running(command, port, "/readyz", environment | {"DANGOL_INBOX_RATE": _PLENTY}) as pid:
        yield port, pid


@contextmanager
def _running(command: list[str], port: int, ready: str, environment: dict[str, str]) -> Iterator[int]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)  # noqa: S603 (ourselves)
    try:
        until = time.monotonic() + 120
        while not _answers(port, ready):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the measured server does not start")
            time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(60)  # what is being answered may take 20 s to end, open calls 10


def _answers(port: int, path: str) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", path)
        return line.getresponse().status in {200, 405}
    except OSError:
        return False
    finally:
        line.close()


def _echo() -> tuple[str, str, str, str]:
    """Starlette that sends back what it gets: what HTTP alone costs on this machine."""
    port = _free_port()
    with _running([sys.executable, "-c", _ECHO, str(port)], port, "/", dict(os.environ)):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        took = []
        for _ in range(3000):
            began = time.perf_counter()
            line.request("POST", "/", '{"text":"x"}', {"Content-Type": "application/json"})
            line.getresponse().read()
            took.append((time.perf_counter() - began) * 1000)
        line.close()
    return ("baseline: Starlette echo over HTTP, one client", *_percentiles(took), f"{1000 * len(took) / sum(took):.0f}")


def _commits() -> tuple[str, str, str, str]:
    """One row and one commit, synced: what the disk alone costs."""
    with tempfile.TemporaryDirectory(prefix="dangol-bench-") as place:
        line = sqlite3.connect(Path(place) / "raw.db", isolation_level=None)
        line.execute("PRAGMA journal_mode=WAL")
        line.execute("PRAGMA synchronous=FULL")
        line.execute("CREATE TABLE raw (it TEXT)")
        took = []
        for _ in range(2000):
            began = time.perf_counter()
            line.execute("INSERT INTO raw VALUES ('x')")
            took.append((time.perf_counter() - began) * 1000)
        line.close()
    return ("baseline: SQLite FULL, one row a commit", *_percentiles(took), f"{1000 * len(took) / sum(took):.0f}")


def _search() -> tuple[str, str, str, str]:
    """One query of the text index, without reading the question: what tantivy alone costs."""
    with _shop("", "http://127.0.0.1:9") as folder:
        house = open_house(folder)
        answerer = house.knowledge.answerer()
        assert answerer is not None
        texts = questions(2)
        took = []
        for _ in range(1000):
            text = next(texts)
            began = time.perf_counter()
            answerer.search.query(text)
            took.append((time.perf_counter() - began) * 1000)
        house.close()
    return ("baseline: one search (tokens and tantivy)", *_percentiles(took), f"{1000 * len(took) / sum(took):.0f}")


def _percentiles(took: list[float]) -> tuple[str, str]:
    ordered = sorted(took) or [float("nan")]
    return f"{ordered[len(ordered) // 2]:.2f}", f"{ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]:.2f}"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
