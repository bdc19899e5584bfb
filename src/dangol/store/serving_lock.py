"""One SQLite file is served by one process. A lock file beside it says which; the system frees it when that process dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dangol.kit.errors import Refused
from dangol.store.engine import Store


@contextmanager
def serving(store: Store) -> Iterator[None]:
    """Holds the right to serve this store while the block runs. Nothing to hold on PostgreSQL, which many processes may serve.

    Raises:
        Refused: ``store.already_served``, naming the process that serves it; ``store.cannot_open``, no lock file can be made.
    """
    if store.path is None:
        yield
        return
    handle = _opened(store.path.with_name(store.path.name + ".serving"))
    try:
        _lock(handle)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)  # frees the lock; the file stays, for removing it would race with the next process


def served_by(store: Store) -> str:
    """The id of the process that serves this SQLite store now, empty when none does. It looks for an instant and keeps nothing."""
    path = store.path.with_name(store.path.name + ".serving") if store.path else None
    if path is None or not path.exists():
        return ""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.pread(handle, 20, 0).decode() or "?"
    finally:
        os.close(handle)
    return ""


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise Refused(
            "store.cannot_open",
            ko=f"잠금 파일을 만들 수 없습니다: {path}. 폴더가 있는지와 쓰기 권한을 확인해 주세요.",
            en=f"The lock file cannot be made: {path}. Check that its folder exists and that you may write there.",
        ) from error


def _lock(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        pid = os.pread(handle, 20, 0).decode() or "?"
        raise Refused(
            "store.already_served",
            ko=f"이 브랜드는 이미 다른 프로세스(pid {pid})가 서비스하고 있습니다. 그 프로세스를 먼저 끝내 주세요.",
            en=f"Another process (pid {pid}) already serves this brand. Stop it first.",
        ) from error
