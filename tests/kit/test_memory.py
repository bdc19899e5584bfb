"""Freed memory is given back where the C library can."""

import sys
from pathlib import Path

import pytest

from dangol.kit.memory import give_back


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
