"""Analysers of the brand: functions that read a record or a picture of a person. Each call is a process of its own with a time limit.

What one finds is data like any other answer. One that fails, hangs or says nonsense has found nothing; the person is told so, and asked
instead.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

import structlog

Analyse = Callable[[str, str | bytes], Mapping[str, Any] | None]
"""Name and record (or picture) to what was found, by question id; None when the analyser is not there, failed or took too long."""

SECONDS = 2.5  # of the 4.2 to 4.5 within which platforms want their reply
PICTURE_SECONDS = 8.0  # pictures come on the page, where no platform waits
_MOST_OUTPUT = 64 * 1024
_PASSED = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")  # the brand's secrets are not
_log = structlog.get_logger("dangol.consultation")


def analysers(registered: Callable[[], Mapping[str, Any]], seconds: float = SECONDS, picture_seconds: float = PICTURE_SECONDS) -> Analyse:
    """Runs what ``[analysers]`` of ``brand.toml`` registers: ``name = "package.module:function"``."""

    def analyse(name: str, record: str | bytes) -> Mapping[str, Any] | None:
        target = registered().get(name)
        return _run(name, target, record, seconds if isinstance(record, str) else picture_seconds) if isinstance(target, str) else None

    return analyse


def _run(name: str, target: str, record: str | bytes, seconds: float) -> Mapping[str, Any] | None:
    command = [sys.executable, "-m", "dangol.bootstrap.consultation.analyser_process", target, type(record).__name__]
    environment = {key: os.environ[key] for key in _PASSED if key in os.environ}
    given = record.encode() if isinstance(record, str) else record
    try:
        done = subprocess.run(  # noqa: S603 (the owner's own setting names the function)
            command,
            input=given,
            capture_output=True,
            timeout=seconds,
            env=environment,
            check=True,
        )
        said = json.loads(done.stdout) if len(done.stdout) <= _MOST_OUTPUT else None
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        _log.warning("analyser.failed", analyser=name, kind=type(error).__name__)
        return None
    return said if isinstance(said, dict) else None
