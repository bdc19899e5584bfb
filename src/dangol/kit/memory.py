"""The memory of a process that serves: what was freed goes back, and cycles are looked for as often as they are made.

glibc keeps freed memory for later, a heap for each of sixteen threads of two cores: at ten thousand facts under load that was 25 MB.
"""

import ctypes
import gc
import sys

_YOUNG, _MIDDLE, _OLD = 50_000, 20, 20  # new objects before the youngest are looked through; Python's own are 700, 10 and 10
_ARENAS, _MMAP_FROM = -8, -3  # M_ARENA_MAX, M_MMAP_THRESHOLD of mallopt(3)
_FEW = 2  # heaps for all threads
_LARGE = 1 << 20  # bytes: what is larger is the system's again when it is freed


def be_sparing() -> None:
    """Asks glibc for few heaps; before threads begin. Elsewhere nothing is done."""
    if sys.platform.startswith("linux") and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(_ARENAS, _FEW)
        libc.mallopt(_MMAP_FROM, _LARGE)


def give_back() -> None:
    """Returns freed memory to the system, where its C library can; a few milliseconds. glibc keeps it for later, and after loading
    there is no such later. Elsewhere nothing is done."""
    if sys.platform.startswith("linux") and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)


def seldom_collect() -> None:
    """Has Python look for cycles after 50,000 new objects. A server makes that many in a hundredth of a second and hardly a cycle;
    looking after each 700 took a third of the processor's time of a batch of events.
    """
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
