"""Nothing of an erased person is left in any byte of a PostgreSQL server's own folder, its write-ahead log included.

The server is one of our own, because what its log keeps is a setting of the whole server (``wal_recycle``).
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filled_shop import WHO, WORDS, Clock, fill, opened_shop
from traces import grams, in_bytes

from dangol.bootstrap.erasing import erase
from dangol.bootstrap.finding_person import find_person
from dangol.store.scrubbing import kept_in_log

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
_AS = {"user": "postgres"} if os.geteuid() == 0 else {}  # PostgreSQL does not run as root


@contextmanager
def server(*settings: str) -> Iterator[tuple[str, Path]]:
    """A server on a socket, and its folder."""
    initdb = shutil.which("initdb") or (str(_BINARIES[-1]) if _BINARIES else "")
    if not initdb:
        pytest.skip("initdb is not installed")
    at = Path(tempfile.mkdtemp(prefix="dangol-pg-", dir="/tmp"))  # a socket's path is short
    if _AS:
        shutil.chown(at, "postgres")
    data = at / "data"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=at, **_AS)  # type: ignore[call-overload]

    try:
        run(initdb, "-D", str(data), "-U", "postgres", "--wal-segsize=1", "-A", "trust", "--no-sync")
        wanted = ["listen_addresses=''", f"unix_socket_directories='{at}'", "min_wal_size=2MB", *settings]
        control = str(Path(initdb).with_name("pg_ctl"))
        run(control, "-D", str(data), "-w", "-l", str(at / "log"), "-o", " ".join(f"-c {one}" for one in wanted), "start")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={at}", data
        finally:
            run(control, "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(at, ignore_errors=True)


def left(data: Path) -> dict[str, set[str]]:
    files = [path for path in data.rglob("*") if path.is_file()]
    assert any(path.parent.name == "pg_wal" for path in files)
    return {str(path.relative_to(data)): found for path in files if (found := in_bytes(path.read_bytes()))}


@pytest.mark.parametrize("recycling", ["off", "on"])
def test_nothing_is_left_in_the_log_either(tmp_path: Path, recycling: str) -> None:
    with server(f"wal_recycle={recycling}") as (url, data), opened_shop(tmp_path / "brand", url, Clock()) as house:
        fill(house, others=12)
        with house.store.read() as connection:
            gone = [one.id for one in find_person(house, connection, WHO, inbox="web")[1]]
            reasons = kept_in_log(connection)
        before = left(data)
        assert WORDS[:3] in set().union(*before.values())
        assert any(name.startswith("pg_wal/") for name in before)
        erase(house, gone)
        after = left(data)
        if recycling == "off":
            assert reasons == []
            assert after == {}
        else:  # what the doctor warns of is so: the test can fail
            assert reasons == ["wal_recycle = on"]
            assert {name.partition("/")[0] for name in after} <= {"pg_wal"}
            assert not grams().isdisjoint(set().union(*after.values(), set()))
