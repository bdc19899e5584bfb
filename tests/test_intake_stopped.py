"""A server that is told to stop, or is killed, while events pour in: whatever it said yes to is in the journal, once."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dangol.bootstrap.house import open_house

COMMAND = [sys.executable, "-c", "from dangol.cli import main; main()"]
BRAND = 'name = "보리네"\n\n[inboxes.site]\nchannel = "segment"\nwrite_key = "k"\n'
SENDERS = 8


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Sender(threading.Thread):
    """Sends one call after the other, each with an id of its own, until the server is gone; remembers which were answered 200."""

    def __init__(self, port: int, name: str) -> None:
        super().__init__(daemon=True)
        self.port, self.prefix = port, name
        self.kept: list[str] = []

    def run(self) -> None:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as line:
            for number in range(100_000):
                name = f"{self.prefix}-{number}"
                body = json.dumps({"userId": self.prefix, "event": "Product Viewed", "messageId": name, "properties": {"product_id": "p"}})
                try:
                    line.request("POST", "/v1/track", body, {"Authorization": "Bearer k"})
                    answer = line.getresponse()
                    answer.read()
                except (OSError, http.client.HTTPException):
                    return
                if answer.status == 200:
                    self.kept.append(name)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
@pytest.mark.parametrize("store_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_what_was_answered_is_kept(tmp_path: Path, store_url: str, how: signal.Signals) -> None:
    folder = tmp_path / "brand"
    folder.mkdir()
    (folder / "brand.toml").write_text(BRAND, encoding="utf-8")
    open_house(folder, url=store_url).close()
    port = free_port()
    environment = {**os.environ, "DANGOL_DATABASE_URL": store_url}
    server = subprocess.Popen(
        [*COMMAND, "serve", "--brand", str(folder), "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    )
    try:
        until = time.monotonic() + 60
        while not _listens(port):
            assert server.poll() is None, server.communicate()
            assert time.monotonic() < until
            time.sleep(0.1)
        senders = [Sender(port, f"s{number}") for number in range(SENDERS)]
        for sender in senders:
            sender.start()
        while sum(len(sender.kept) for sender in senders) < 200:
            assert time.monotonic() < until
            time.sleep(0.01)
        server.send_signal(how)
        server.wait(30)
        for sender in senders:
            sender.join(30)
    finally:
        server.kill()
        server.wait(10)
        assert server.stderr is not None
        server.stderr.close()
    kept = [name for sender in senders for name in sender.kept]
    house = open_house(folder, url=store_url)
    with house.store.read() as connection:
        stored = house.journal.read(connection, limit=1_000_000)
    hashes = {house.journal.dedupe_hash("site", name) for name in kept}
    house.close()
    assert hashes <= {event.dedupe_key for event in stored}
    assert len({event.dedupe_key for event in stored}) == len(stored)
    assert len(stored) <= len(kept) + SENDERS  # at most the one of each sender that was under way


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
