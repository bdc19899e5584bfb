"""The ledger of erasures: a file beside the store that outlives it, so that a backup from before an erasure can be cleaned.

One line for each erased identity: ``{"identity": pseudonym, "erased_at": instant}``. A pseudonym is a keyed hash; the ledger names nobody.
"""

import fcntl
import json
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dangol.kit.clock import parse_instant
from dangol.kit.errors import Broken, Refused

FILE = "erasures.jsonl"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An identity (its pseudonym) was erased at an instant."""

    identity: str
    erased_at: datetime


def append(path: Path, identities: Collection[str], at: datetime) -> None:
    """Writes erasures down, on the disk when this returns.

    Raises:
        Refused: ``ledger.not_writable``.
    """
    lines = "".join(json.dumps({"identity": one, "erased_at": at.isoformat()}) + "\n" for one in identities)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            os.write(handle, lines.encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise Refused(
            "ledger.not_writable",
            ko=f"삭제 대장을 쓸 수 없습니다: {path}. 폴더의 권한과 남은 공간을 확인해 주세요. 아무것도 지우지 않았습니다.",
            en=f"The ledger of erasures cannot be written: {path}. Check permissions and space. Nothing was erased.",
        ) from error


def entries(path: Path) -> Iterator[Entry]:
    """What a ledger says; nothing when there is none.

    Raises:
        Broken: ``ledger.damaged``, naming the line.
    """
    if not path.exists():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            found = json.loads(line)
            yield Entry(identity=str(found["identity"]), erased_at=parse_instant(found["erased_at"]))
        except (ValueError, KeyError, TypeError) as error:
            raise Broken(
                "ledger.damaged",
                ko=f"삭제 대장 {path}의 {number}번째 줄을 읽을 수 없습니다. 다른 사본을 쓰거나 그 줄을 고쳐 주세요.",
                en=f"Line {number} of the ledger of erasures {path} cannot be read. Use another copy, or mend that line.",
            ) from error


def latest(found: Iterable[Entry]) -> dict[str, datetime]:
    """For each identity when it was erased last."""
    last: dict[str, datetime] = {}
    for entry in found:
        last[entry.identity] = max(entry.erased_at, last.get(entry.identity, entry.erased_at))
    return last
