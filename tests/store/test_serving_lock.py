import os
import subprocess
import sys
from pathlib import Path

import pytest

from dangol.kit.errors import Refused
from dangol.store.engine import Store, open_store
from dangol.store.serving_lock import serving

HOLD = """
import sys
from dangol.store.engine import open_store
from dangol.store.serving_lock import serving
with serving(open_store(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_told_who_serves(tmp_path: Path) -> None:
    path = tmp_path / "dangol.db"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Refused, match=r"store\.already_served") as caught, serving(open_store(path)):
            pass
        assert str(holder.pid) in caught.value.en
        assert str(holder.pid) in caught.value.ko
        holder.kill()
    with serving(open_store(path)):  # a dead process holds nothing
        assert (tmp_path / "dangol.db.serving").read_text() == str(os.getpid())


def test_serving_again_after_the_end(tmp_path: Path) -> None:
    store = open_store(tmp_path / "dangol.db")
    for _ in range(2):
        with serving(store):
            pass


def test_postgresql_may_be_served_by_many() -> None:
    store = Store("postgresql://nobody@127.0.0.1:1/nothing")
    with serving(store), serving(store):
        assert store.path is None
