"""The machine in words, for figures that mean something only together with it."""

import os
import platform
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")


def machine() -> str:
    """The CPU's model, the cores that this process may use, the operating system and the Python, for example
    ``"Intel(R) Xeon(R) Processor, 2 cores, Linux x86_64, CPython 3.11.7"``."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    system = f"{platform.system()} {platform.machine()}"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{_model()}, {cores} core{'' if cores == 1 else 's'}, {system}, {python}"


def _model() -> str:
    try:
        lines = _CPUINFO.read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or "unknown CPU"
