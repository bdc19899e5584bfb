"""Twenty thousand messages in a burst over the platforms' addresses of one real server, and what each side knows of them afterwards."""

import asyncio
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from crash.flood import CHANNELS, Outcome, flood, pour
from crash.verdict import settled
from dangol.bootstrap.house import House, open_house
from dangol.cli.bench_intake import cpu, peak_mb
from dangol.conversations.tables import conversations, messages
from dangol.decisions.tables import decisions
from dangol.outbox.tables import outbox
from dangol.people.identities import identity_id

_TOML = '\n[inboxes.{0}]\nchannel = "{0}"\nmode = "automatic"\nplatform = "{1}/{0}"\n{2}'
_KEYS = {"kakao": "", "talktalk": 'token = "ct_burst"\n', "telegram": 'token = "1:burst"\n'}
_UNDECIDED = b"dangol_messages_undecided "


@dataclass(kw_only=True)
class Burst:
    """What a burst did: seconds until all was taken or refused and until all was decided, CPU and memory of the server, broken promises."""

    outcome: Outcome
    poured: float
    decided: float
    cpu: float
    idle_mb: float
    peak_mb: float
    counts: Counter[str]
    wrong: list[str]


class Platforms:
    """What customers on the platforms were shown by calls to the platforms' APIs: by channel and user."""

    def __init__(self) -> None:
        self.shown: Counter[tuple[str, str]] = Counter()
        shown, lock = self.shown, threading.Lock()

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said = json.loads(self.rfile.read(int(self.headers["content-length"])))
                channel = self.path.split("/")[1]
                user = {"kakao": self.path.rpartition("/")[2], "talktalk": said.get("user"), "telegram": str(said.get("chat_id"))}[channel]
                with lock:
                    shown[channel, str(user)] += 1
                answer: dict[str, Any] = {"ok": True, "result": {"message_id": 1}, "success": True, "resultCode": "00"}
                body = json.dumps({**answer, "taskId": "t", "status": "SUCCESS"}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def run_burst(folder: Path, url: str, *, many: int, seed: int, at_once: int) -> Burst:
    """Floods a real server of an imported brand, waits until it is done, stops it, and judges."""
    platforms = Platforms()
    toml = folder / "brand.toml"
    toml.write_text(toml.read_text("utf-8") + "".join(_TOML.format(one, platforms.address, _KEYS[one]) for one in CHANNELS), "utf-8")
    calls = flood(many, seed, platforms.address)
    try:
        with _server(folder, url) as (port, pid):
            house = open_house(folder, url=url)
            doors = {}
            for name in CHANNELS:
                connection = house.connection(name)
                assert connection is not None
                secret = {"X-Telegram-Bot-Api-Secret-Token": connection.account.header_secret}
                doors[name] = (f"http://127.0.0.1:{port}{connection.path}", secret)
            house.close()
            idle, spent, began = float(peak_mb(pid)), cpu(pid), time.monotonic()
            outcome = asyncio.run(pour(doors, calls, at_once))
            poured = time.monotonic() - began
            _all_decided(port, pid)
            decided, spent, peak = time.monotonic() - began, cpu(pid) - spent, float(peak_mb(pid))
        house = settled(folder, url)
        counts: Counter[str] = Counter()
        with house.store.read() as connection_:
            wrong = [*outcome.wrong, *_judged(house, connection_, outcome, platforms.shown, counts)]
        house.close()
    finally:
        platforms.close()
    return Burst(outcome=outcome, poured=poured, decided=decided, cpu=spent, idle_mb=idle, peak_mb=peak, counts=counts, wrong=wrong)


def _judged(house: House, connection: Connection, outcome: Outcome, shown: Counter[tuple[str, str]], counts: Counter[str]) -> Iterator[str]:
    """Each accepted message is there once, decided about once, and said at most once; of a refused one there is nothing or the same."""
    people = {(name, identity_id(house.key, name, user)): (name, user) for name, user in outcome.accepted | outcome.refused}
    query = select(messages.c.id, conversations.c.inbox, conversations.c.identity).join_from(messages, conversations)
    there = Counter[tuple[str, str]]()
    sender: dict[str, tuple[str, str]] = {}
    for message, inbox, identity in connection.execute(query.where(messages.c.direction == "in")):
        who = people.get((inbox, identity), (inbox, "?"))
        there[who] += 1
        sender[message] = who
    decided = Counter(connection.execute(select(decisions.c.message).where(decisions.c.message.is_not(None))).scalars())
    of = {row.id: row.message for row in connection.execute(select(decisions.c.id, decisions.c.message))}
    said: dict[str, list[str]] = {}
    for row in connection.execute(select(outbox.c.decision, outbox.c.status)):
        said.setdefault(of.get(row.decision) or "", []).append(row.status)
    for who in outcome.accepted:
        if there[who] != 1:
            yield f"{who} was accepted and is there {there[who]} times"
    for who in outcome.refused:
        counts["refused"] += 1
        if there[who] > 1:
            yield f"{who} was refused and is there {there[who]} times"
    for message, who in sender.items():
        statuses = said.get(message, [])
        counts[f"{who[0]}: {statuses[0] if statuses else 'silence'}"] += 1
        if who[1] == "?":
            yield f"a message in {who[0]} that nobody sent"
        if decided[message] != 1 or len(statuses) > 1:
            yield f"{who}: {decided[message]} decisions, {len(statuses)} rows"
        calls, arrived = shown[who], shown[who] + (1 if outcome.shown[who] else 0)
        if calls > 1 or (statuses == ["sent"] and not arrived):
            yield f"{who}: {statuses}, shown {arrived} times, {calls} of them by a call"


@contextmanager
def _server(folder: Path, url: str) -> Iterator[tuple[int, int]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    code = "from dangol.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", "--brand", str(folder), "--port", str(port)]
    log = (folder.parent / "server.log").open("wb")
    process = subprocess.Popen(command, env={**os.environ, "DANGOL_DATABASE_URL": url}, stdout=log, stderr=log)
    try:
        until = time.monotonic() + 120
        while _asked(port, "/readyz")[0] != 200:
            if process.poll() is not None or time.monotonic() > until:
                raise AssertionError("the server does not start")
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        log.close()


def _all_decided(port: int, pid: int) -> None:
    """Waits while the server has something to decide about and works at it."""
    before, idle = -1.0, 0
    while idle < 60:
        line = next(one for one in _asked(port, "/metrics")[1].splitlines() if one.startswith(_UNDECIDED))
        if float(line.rpartition(b" ")[2]) == 0:
            return
        spent = cpu(pid)
        idle = idle + 1 if spent - before < 0.05 else 0
        before = spent
        time.sleep(0.5)
    raise AssertionError("messages wait, and the server does nothing about them")


def _asked(port: int, path: str) -> tuple[int, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.read()
    except OSError:
        return 0, b""
    finally:
        line.close()
