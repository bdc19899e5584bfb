"""One writer at a time for a file of the brand's folder, across processes."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dangol.kit.errors import BadInput, Busy

WAIT_S = 5.0


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds an exclusive lock on ``path`` (made when missing, left there). It ends with the block, or with the process.

    Raises:
        Busy: somebody else held it for five seconds. BadInput: the file cannot be made there.
    """
    try:
        file = path.open("a")
    except OSError as error:
        raise BadInput(
            "file.cannot_lock",
            ko=f"{path.name} 파일을 만들 수 없습니다. 브랜드 폴더가 있는지와 쓰기 권한을 확인해 주세요.",
            en=f"{path.name} cannot be made. Check that the brand's folder exists and may be written to.",
        ) from error
    with file:
        _wait_for(file.fileno(), path.name)
        yield


def _wait_for(descriptor: int, name: str) -> None:
    until = time.monotonic() + WAIT_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise Busy(
                    "file.locked",
                    ko=f"다른 사람이 파일을 고치고 있습니다({name}). 잠시 뒤 다시 시도해 주세요.",
                    en=f"Somebody else is changing the file ({name}). Try again in a moment.",
                ) from error
            time.sleep(0.02)
