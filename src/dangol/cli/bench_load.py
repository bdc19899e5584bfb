"""Load for ``dangol bench intake``: ``wrk`` where it is installed (Debian has it), else threads of ours, which are slower and show less."""

import json
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

_VISITORS = 10_000
_CONNECTIONS = 64
_LUA = """
local run, many, path, n = "%(run)s", %(many)d, "%(path)s", 0
local headers = {["Content-Type"] = "application/json", ["Authorization"] = "Basic YmVuY2g6"}
math.randomseed(%(seed)d)
local function call()
  n = n + 1
  return string.format('{"type":"track","userId":"u%%d","event":"Product Viewed","messageId":"%%s-%%d","timestamp":"%(at)s",' ..
    '"properties":{"product_id":"p%%03d","price":18000},"context":{"locale":"ko-KR","page":{"url":"https://shop.example/p/%%d"}}}',
    math.random(%(visitors)d), run, n, math.random(300), n)
end
request = function()
  if many == 1 then return wrk.format("POST", path, headers, call()) end
  local calls = {}
  for i = 1, many do calls[i] = call() end
  return wrk.format("POST", path, headers, '{"batch":[' .. table.concat(calls, ",") .. ']}')
end
done = function(summary, latency, requests)
  local e = summary.errors
  local failed, p50, p99 = e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3
  io.write(string.format('\\nRESULT {"requests":%%d,"seconds":%%f,"failed":%%d,"p50":%%f,"p99":%%f}\\n', summary.requests,
    summary.duration / 1e6, failed, p50, p99))
end
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """What came of a run: requests answered 200, those that were not, over how many seconds, and how long they took in milliseconds."""

    requests: int
    failed: int
    seconds: float
    p50: float
    p99: float


def generator() -> str:
    """Which load generator this machine has, in words."""
    return f"wrk, {_CONNECTIONS} connections" if shutil.which("wrk") else f"{_CONNECTIONS} threads of Python"


def load(port: int, path: str, many: int, seconds: float, at: str) -> Load:
    """Posts calls that nobody has sent before for some seconds: ``many`` in a request, as a batch when it is more than one."""
    run = token_hex(6)
    return _wrk(port, path, many, seconds, at, run) if shutil.which("wrk") else _threads(port, path, many, seconds, at, run)


def _wrk(port: int, path: str, many: int, seconds: float, at: str, run: str) -> Load:
    script = _LUA % {"run": run, "many": many, "path": path, "seed": int(run, 16) % 2**31, "at": at, "visitors": _VISITORS}
    with tempfile.TemporaryDirectory() as folder:
        lua = Path(folder) / "load.lua"
        lua.write_text(script, encoding="utf-8")
        command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{seconds:g}s", "--timeout", "10s", "-s", str(lua), f"http://127.0.0.1:{port}"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    told = json.loads(said.rpartition("RESULT ")[2])
    return Load(
        requests=told["requests"] - told["failed"], failed=told["failed"], seconds=told["seconds"], p50=told["p50"], p99=told["p99"]
    )


def _threads(port: int, path: str, many: int, seconds: float, at: str, run: str) -> Load:
    took: list[float] = []
    failed: list[int] = []
    ends = time.perf_counter() + seconds

    def send(number: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as line:
            sent = 0
            while time.perf_counter() < ends:
                began = time.perf_counter()
                line.sendall(_request(path, [_call(f"{run}-{number}-{sent}-{index}", at) for index in range(many)]))
                status = _answered(line)
                sent += 1
                took.append((time.perf_counter() - began) * 1000) if status == 200 else failed.append(status)

    began = time.perf_counter()
    senders = [threading.Thread(target=send, args=(number,)) for number in range(_CONNECTIONS)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    ordered = sorted(took) or [0.0]
    return Load(
        requests=len(took),
        failed=len(failed),
        seconds=time.perf_counter() - began,
        p50=ordered[len(ordered) // 2],
        p99=ordered[len(ordered) * 99 // 100],
    )


def _call(name: str, at: str) -> dict[str, object]:
    visitor = f"u{hash(name) % _VISITORS}"
    call = {"type": "track", "userId": visitor, "event": "Product Viewed", "messageId": name, "timestamp": at}
    return call | {"properties": {"product_id": "p001", "price": 18000}, "context": {"locale": "ko-KR"}}


def _request(path: str, calls: list[dict[str, object]]) -> bytes:
    body = json.dumps(calls[0] if len(calls) == 1 else {"batch": calls}).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Basic YmVuY2g6\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def _answered(line: socket.socket) -> int:
    """The status; the answer is read whole."""
    raw = b""
    while b"\r\n\r\n" not in raw:
        raw += line.recv(65_536)
    head, _, body = raw.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
    while len(body) < length:
        body += line.recv(65_536)
    return int(head.split(b" ", 2)[1])
