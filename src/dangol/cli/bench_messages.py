"""``dangol bench messages``: a real server with ten thousand facts answers customers over WebSockets, beside raw baselines."""

import asyncio
import http.client
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.table import Table

from dangol.bootstrap.house import open_house
from dangol.cli.bench_intake import database
from dangol.cli.bench_shop import PRODUCTS, questions, write_shop
from dangol.cli.bench_windows import Heard, Window, flat_out, open_window, steady
from dangol.kit.machine import machine
from dangol.knowledge.imports import import_folder

_PLENTY = "1000000/60000000"
_WINDOWS = 32
_RATE, _STEADY_SECONDS, _FLAT_SECONDS = 50, 20.0, 10.0
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


def messages_table(postgres: str) -> Table:
    """The table of ``bench messages``. ``postgres``: a server in which a database may be made and measured too; "" for none."""
    busy = f"load {os.getloadavg()[0]:.1f} before it began"
    title = f"messages: {PRODUCTS} products of six facts, web chat over WebSockets, load from the same machine\n{machine()}, {busy}"
    table = Table(title=title, title_justify="left")
    for heading in ("what", "p50 ms", "p99 ms", "a second", "peak MB"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    measured = _served("SQLite FULL", "")
    if postgres:
        with database(postgres) as url:
            measured += _served("PostgreSQL", url)
    for row in measured:
        table.add_row(*row)
    for row in (_echo(), _commits(), _search()):
        table.add_row(*row)
    return table


def _served(name: str, url: str) -> list[tuple[str, str, str, str, str]]:
    with _shop(url) as folder, _server(folder, url) as (port, pid):
        even, flat = asyncio.run(_load(port))
        peak = f"{_peak(pid):.0f}"
    missing = f", {even.missing + flat.missing} missing" if even.missing or flat.missing else ""
    return [
        (f"{name}: {_RATE}/s, accepted to answered{missing}", *_percentiles(even.took), f"{len(even.took) / even.seconds:.0f}", peak),
        (f"{name}: {_RATE}/s, sent to answered", *_percentiles(even.whole), "", ""),
        (
            f"{name}: flat out, {_WINDOWS} customers, sent to answered",
            *_percentiles(flat.whole),
            f"{len(flat.whole) / flat.seconds:.0f}",
            peak,
        ),
    ]


async def _load(port: int) -> tuple[Heard, Heard]:
    windows: list[Window] = [await open_window(port, _token(port)) for _ in range(_WINDOWS)]
    texts = questions(1)
    await steady(windows, texts, a_second=_RATE, seconds=3.0)  # warms up, and does not count
    even = await steady(windows, texts, a_second=_RATE, seconds=_STEADY_SECONDS)
    flat = await flat_out(windows, texts, seconds=_FLAT_SECONDS)
    for window in windows:
        await window.close()
    return even, flat


def _token(port: int) -> str:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("POST", "/v1/chat/session", "{}", {"Content-Type": "application/json"})
    token: str = json.loads(line.getresponse().read())["token"]
    line.close()
    return token


@contextmanager
def _shop(url: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="dangol-bench-") as place:
        folder = write_shop(Path(place) / "shop")
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
        process.wait(30)


def _answers(port: int, path: str) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", path)
        return line.getresponse().status in {200, 405}
    except OSError:
        return False
    finally:
        line.close()


def _echo() -> tuple[str, str, str, str, str]:
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
    return ("baseline: Starlette echo over HTTP, one client", *_percentiles(took), f"{1000 * len(took) / sum(took):.0f}", "")


def _commits() -> tuple[str, str, str, str, str]:
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
    return ("baseline: SQLite FULL, one row a commit", *_percentiles(took), f"{1000 * len(took) / sum(took):.0f}", "")


def _search() -> tuple[str, str, str, str, str]:
    """One query of the text index, without reading the question: what tantivy alone costs."""
    with _shop("") as folder:
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
    return ("baseline: one search (tokens and tantivy)", *_percentiles(took), f"{1000 * len(took) / sum(took):.0f}", "")


def _percentiles(took: list[float]) -> tuple[str, str]:
    ordered = sorted(took) or [float("nan")]
    return f"{ordered[len(ordered) // 2]:.2f}", f"{ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]:.2f}"


def _peak(pid: int) -> float:
    """The most memory that a process has held so far, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return float("nan")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
