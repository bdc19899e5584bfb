"""A platform outside: it counts each message that reaches it, and takes its time, so that a sender can die before or after it.

Only the wire is ours: the outbox, its leases, attempts and receipts are the real ones. Rows of the inbox ``outside`` are posted to it.
"""

import http.client
import json
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any
from urllib.parse import urlsplit

OUTSIDE = "outside"
_SLOWEST = 0.08  # seconds before and after a message counts as arrived


class Platform:
    """``arrived`` counts by the outbox row's id; ``speaking`` holds the processes that are sending at this moment."""

    def __init__(self, seed: int) -> None:
        self.arrived: Counter[str] = Counter()
        self.speaking: dict[str, int] = {}
        random, lock, arrived, speaking = Random(seed), threading.Lock(), self.arrived, self.speaking

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers["content-length"])
                whole = self.rfile.read(size)
                if len(whole) < size:  # the sender died in the middle: nothing arrived
                    return
                said = json.loads(whole)
                with lock:
                    speaking[said["key"]] = said["pid"]
                    before, after = random.uniform(0, _SLOWEST), random.uniform(0, _SLOWEST)
                time.sleep(before)
                with lock:
                    arrived[said["key"]] += 1
                time.sleep(after)
                speaking.pop(said["key"], None)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def install(address: str) -> Callable[[], None]:
    """From now on this process's deliveries to the inbox ``outside`` go to the platform at ``address``. What is returned ends that."""
    from dangol.bootstrap import sending
    from dangol.outbox.row import OutboxRow

    real = sending.deliver
    where = urlsplit(address).netloc

    def send(row: OutboxRow) -> str | None:
        line = http.client.HTTPConnection(where, timeout=5)
        try:
            line.request("POST", "/", json.dumps({"key": row.id, "pid": os.getpid()}))
            line.getresponse().read()
        finally:
            line.close()
        return f"parcel-{row.id}"

    def deliver(desk: Any, row: OutboxRow, theirs: Callable[[OutboxRow], str | None], *more: Any, **named: Any) -> Any:
        return real(desk, row, send if row.inbox == OUTSIDE else theirs, *more, **named)

    def remove() -> None:
        sending.deliver = real

    sending.deliver = deliver
    return remove
