"""Callers that send a byte at a time: a real server ends their connections, and serves everybody else meanwhile."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dangol.cli import timely
from dangol.cli.serving import listen_on
from dangol.web import guard
from dangol.web.guard import Guard
from dangol.web.settings import WebSettings

PATIENCE = 20.0
LINES: list[socket.socket] = []


async def echo(request: Request) -> Response:
    return PlainTextResponse(await request.body())


@contextmanager
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(timely, "HEAD_SECONDS", 0.5)
    monkeypatch.setattr(guard, "_BODY_SECONDS", 0.5)
    app = Guard(Starlette(routes=[Route("/hooks/kakao/s", echo, methods=["POST"]), Route("/healthz", echo)]), WebSettings(secret=b"s" * 32))
    listener = listen_on("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, http=timely.Timely, log_level="critical", access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        while LINES:
            LINES.pop().close()
        server.should_exit = True
        thread.join(PATIENCE)
        listener.close()


def call(port: int, sent: bytes) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    LINES.append(line)
    line.sendall(sent)
    return line


def ends(line: socket.socket, trickle: bytes = b"") -> bytes:
    """What comes until the server hangs up, while ``trickle`` is sent again and again."""
    got, until = b"", time.monotonic() + PATIENCE
    line.settimeout(0.1)
    while time.monotonic() < until:
        try:
            if trickle:
                line.sendall(trickle)
            if not (more := line.recv(4096)):
                return got
            got += more
        except TimeoutError:
            continue
        except OSError:
            return got
    raise AssertionError("the server still holds the line")


GOOD = b"POST /hooks/kakao/s HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"


def test_a_head_that_does_not_end_ends_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(monkeypatch) as port:
        for sent in (b"", b"POST /hooks/kakao/s HTT", b"POST /hooks/kakao/s HTTP/1.1\r\nHost: x\r\n"):
            assert b"200" not in ends(call(port, sent), b"X-A: b\r\n" if sent else b"")
        held = [call(port, b"GET /healthz HTTP/1.1\r\nHost: x\r\n") for _ in range(50)]
        line = call(port, GOOD)  # fifty that wait hold up nobody
        assert line.recv(4096).startswith(b"HTTP/1.1 200")
        for one in held:
            ends(one)


def test_a_second_request_of_a_connection_has_the_same_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(monkeypatch) as port:
        line = call(port, GOOD)
        assert line.recv(4096).startswith(b"HTTP/1.1 200")
        line.sendall(GOOD)
        assert line.recv(4096).startswith(b"HTTP/1.1 200")
        line.sendall(b"POST /hooks/kakao/s HTTP/1.1\r\n")
        assert b"200" not in ends(line, b"X-A: b\r\n")


def test_a_body_that_does_not_end_is_refused_and_a_long_answer_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(monkeypatch) as port:
        line = call(port, b"POST /hooks/kakao/s HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
        assert ends(line, b"x").startswith(b"HTTP/1.1 408")
        line = call(port, b"POST /hooks/kakao/s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert ends(line, b"1\r\nx\r\n").startswith(b"HTTP/1.1 408")
