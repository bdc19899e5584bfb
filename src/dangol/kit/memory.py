"""What was freed goes back to the machine: glibc keeps freed memory for later, and after loading there is no such later."""

import ctypes
import sys


def give_back() -> None:
    """Returns freed memory to the system, where its C library can (glibc); a few milliseconds. Elsewhere nothing is done."""
    if sys.platform.startswith("linux") and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)
