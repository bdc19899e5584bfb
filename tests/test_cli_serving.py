"""Processes: a server, a second one that is refused, questions beside it, a worker that stops when told."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from small_brand import small_brand

COMMAND = [sys.executable, "-c", "from dangol.cli import main; main()"]
ENVIRONMENT = {**os.environ, "LANG": "ko_KR.UTF-8", "LC_ALL": "ko_KR.UTF-8"}


def dangol(*arguments: object, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], input=given, capture_output=True, text=True, timeout=120, env=ENVIRONMENT, check=False
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, int, subprocess.Popen[str]]]:
    brand, port = small_brand(tmp_path / "brand"), free_port()
    process = subprocess.Popen(
        [*COMMAND, "serve", "--brand", str(brand), "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )
    try:
        until = time.monotonic() + 90
        while not ready(port):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < until
            time.sleep(0.1)
        yield brand, port, process
    finally:
        process.kill()
        process.communicate()


def test_beside_a_server(served: tuple[Path, int, subprocess.Popen[str]]) -> None:
    brand, port, process = served

    second = dangol("serve", "--brand", brand, "--port", free_port())
    assert second.returncode == 2
    assert f"pid {process.pid}" in second.stderr
    assert second.stderr.count("\n") == 1

    asked = dangol("ask", "--json", "-", "--brand", brand, given='{"text":"보리 소금빵 얼마예요?"}\n')
    assert json.loads(asked.stdout)["citations"][0]["id"] == "product/p1/price"
    recorded = dangol("ask", "택배 되나요?", "--json", "--record", "--brand", brand)
    assert recorded.returncode == 0, recorded.stderr

    taken = dangol("serve", "--brand", small_brand(brand.parent / "other"), "--port", port)
    assert (taken.returncode, taken.stderr.rstrip()[-18:]) == (2, "[serve.port_taken]")

    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert process.returncode in (0, -signal.SIGTERM)  # uvicorn ends by the signal that it was stopped with
    assert re.search(r"owner: \S{16}\n", out)
    assert "Traceback" not in err


def test_a_worker_stops_when_it_is_told(tmp_path: Path) -> None:
    brand = small_brand(tmp_path / "brand")
    process = subprocess.Popen(
        [*COMMAND, "worker", "--brand", str(brand)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    )
    assert process.stderr is not None
    while "일꾼" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")


def test_help_needs_nothing_heavy() -> None:
    code = (
        "import sys; from dangol.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([name for name in ('sqlalchemy', 'fastapi', 'kiwipiepy', 'pydantic', 'rich') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, text=True, timeout=60, check=True)
    assert "Commands:" in told.stdout
    assert told.stdout.splitlines()[-1] == "[]"


def test_two_servers_that_start_at_once_make_one_owner(tmp_path: Path, store_url: str) -> None:
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    from dangol.bootstrap.house import House, open_house
    from dangol.cli.serving import first_accounts

    brand, barrier = small_brand(tmp_path / "brand"), Barrier(2)
    houses = [open_house(brand, url=store_url) for _ in range(2)]

    def start(house: House) -> dict[str, str]:
        barrier.wait()
        return first_accounts(house, (("owner", "사장님", "owner"),))

    with ThreadPoolExecutor(2) as pool:
        shown = list(pool.map(start, houses))
    assert sorted(map(len, shown)) == [0, 1]
    for house in houses:
        house.close()
