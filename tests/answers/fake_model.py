"""A server of this machine that speaks the streaming protocol of OpenAI-compatible servers, and does with it what a test asks."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Wait:
    seconds: float


@dataclass(frozen=True)
class Status:
    code: int


@dataclass(frozen=True)
class Raw:
    """Bytes instead of the protocol's."""

    data: bytes


@dataclass(frozen=True)
class Tokens:
    read: int
    written: int


Step = str | Wait | Status | Raw | Tokens
Script = Callable[[dict[str, Any]], Sequence[Step]]


@dataclass
class Fake:
    """``url``: where it listens; ``asked``: the request bodies; ``ended``: when each text step had been written, by the monotonic clock."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)


def line(text: str, *cite: str) -> str:
    """One sentence as a model writes it."""
    return json.dumps({"text": text, "cite": list(cite)}, ensure_ascii=False) + "\n"


def given(body: dict[str, Any]) -> dict[str, Any]:
    """The data that a model was given."""
    data: dict[str, Any] = json.loads(next(message["content"] for message in body["messages"] if message["role"] == "user"))
    return data


@contextmanager
def serving(script: Script) -> Iterator[Fake]:
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            fake.asked.append(body)
            fake.keys.append(self.headers.get("authorization", ""))
            self.close_connection = True
            steps = script(body)
            if steps and isinstance(steps[0], Status):
                self.send_error(steps[0].code)
                return
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("connection", "close")
            self.end_headers()
            try:
                for step in steps:
                    self._step(step)
                self._chunk({}, "stop")
                self.wfile.write(b"data: [DONE]\n\n")
            except OSError:
                pass  # the caller has gone

        def _step(self, step: Step) -> None:
            if isinstance(step, Wait):
                time.sleep(step.seconds)
            elif isinstance(step, Raw):
                self.wfile.write(step.data)
            elif isinstance(step, Tokens):
                usage = {"prompt_tokens": step.read, "completion_tokens": step.written, "total_tokens": step.read + step.written}
                self._chunk({}, None, usage)
            elif isinstance(step, str):
                self._chunk({"role": "assistant", "content": step}, None)
                fake.ended.append(time.monotonic())

        def _chunk(self, delta: dict[str, str], finish: str | None, usage: dict[str, int] | None = None) -> None:
            choices = [] if usage else [{"index": 0, "delta": delta, "finish_reason": finish}]
            chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "fake", "choices": choices, "usage": usage}
            self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
            self.wfile.flush()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    fake.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
