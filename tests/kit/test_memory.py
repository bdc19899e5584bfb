"""Freed memory is given back where the C library can."""

import subprocess
import sys
from pathlib import Path

import pytest

from dangol.kit.memory import be_sparing, give_back


def resident() -> int:
    """MB of this process that are in memory."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc can")
def test_what_was_freed_is_given_back() -> None:
    kept = []
    freed = []
    for _ in range(200_000):  # blocks that are too small for pages of their own, with some kept in between
        freed.append(bytearray(700))
        if len(freed) % 50 == 0:
            kept.append(bytearray(700))
    full = resident()
    del freed
    give_back()
    assert resident() < full - 60


_THREADS = """
import sys, threading
from pathlib import Path
from dangol.kit.memory import be_sparing
if sys.argv[1] == "sparing":
    be_sparing()
gate, kept = threading.Barrier(16), []
def work():
    gate.wait()
    kept.append([bytearray(700) for _ in range(2000)])
    gate.wait()
threads = [threading.Thread(target=work) for _ in range(16)]
[one.start() for one in threads]; [one.join() for one in threads]
print(sum(line.endswith("rw-p 00000000 00:00 0 ") and int(line.split("-")[0], 16) % (1 << 26) == 0
          for line in Path("/proc/self/maps").read_text().splitlines()))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc can")
def test_many_threads_share_few_heaps() -> None:
    def heaps(how: str) -> int:
        return int(subprocess.run([sys.executable, "-c", _THREADS, how], check=True, capture_output=True, text=True).stdout)

    assert heaps("sparing") <= 1 < heaps("plain")
    be_sparing()  # and here, where threads run already, it harms nothing
