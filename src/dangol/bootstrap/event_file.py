"""``dangol import FILE --as events``: histories of any length, with bounded memory, each refused row by its line and reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from dangol.bootstrap.event_rows import ENVELOPE, WrongRow, rows_of
from dangol.bootstrap.house import WEB, House
from dangol.bootstrap.intake import problems, take
from dangol.bootstrap.refusals import Refusals
from dangol.events.incoming import Incoming
from dangol.kit.clock import parse_instant
from dangol.kit.errors import BadInput
from dangol.knowledge.rows import RefusedRow

_BATCH = 2_000  # events in a commit
_AHEAD = timedelta(hours=24)
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)

Progress = Callable[[int, int], None]
"""Is told how many bytes have been read, and how many there are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventReport:
    """What became of the rows: events added, events that had been there before, rows refused."""

    added: int
    duplicates: int
    refused: Refusals


def import_events(house: House, path: Path, progress: Progress | None = None) -> EventReport:
    """Appends a file's events as history; importing it twice changes nothing. Rows that cannot be read are left out and reported.

    Raises:
        BadInput: ``file.missing``, ``file.unreadable``, ``import.bad_header``.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            return _imported(house, file, path, (lambda done: progress(done, size)) if progress else (lambda _done: None))
    except FileNotFoundError as error:
        raise BadInput("file.missing", ko=f"{path} 파일이 없습니다.", en=f"There is no file {path}.") from error
    except OSError as error:
        raise BadInput("file.unreadable", ko=f"{path} 파일을 읽을 수 없습니다.", en=f"{path} cannot be read.") from error


def _imported(house: House, file: IO[bytes], path: Path, told: Callable[[int], None]) -> EventReport:
    refused = Refusals()
    added = duplicates = 0
    batch: list[Incoming] = []
    now = house.clock()

    def flush() -> None:
        nonlocal added, duplicates
        doubled = sum(one.duplicate for one in take(house, batch)) if batch else 0
        added, duplicates = added + len(batch) - doubled, duplicates + doubled
        batch.clear()

    for line, row in rows_of(file, path):
        try:
            batch.append(_incoming(row, now))
        except WrongRow as wrong:
            refused.add(RefusedRow(file=str(path), line=line, reason_ko=wrong.ko, reason_en=wrong.en))
        if len(batch) == _BATCH:
            flush()
            told(file.tell())
    flush()
    told(path.stat().st_size)
    return EventReport(added=added, duplicates=duplicates, refused=refused)


def _incoming(row: dict[str, Any] | WrongRow, now: datetime) -> Incoming:
    if isinstance(row, WrongRow):
        raise row
    found = _complete(row)
    inbox = found.get("inbox", WEB)
    data = found.get("data", {})
    for field, most in (("id", 200), ("identity", 200), ("type", 64)):
        if not isinstance(found[field], str) or not 0 < len(found[field]) <= most:
            raise WrongRow(f"{field}은(는) 1자에서 {most}자 사이의 글자여야 합니다.", f"{field} must be text of 1 to {most} characters.")
    if not isinstance(inbox, str) or not 0 < len(inbox) <= 64:
        raise WrongRow("inbox는 1자에서 64자 사이의 글자여야 합니다.", "inbox must be text of 1 to 64 characters.")
    if not isinstance(data, dict):
        raise WrongRow("data는 JSON 객체여야 합니다.", "data must be a JSON object.")
    event = Incoming(
        id=found["id"],
        type=found["type"],
        identity=found["identity"],
        inbox=inbox,
        occurred_at=_instant(found["occurred_at"], now),
        received_at=now,
        data=data,
        imported=True,
        kind="login" if inbox == "login" else "channel",
        checked=True,
    )
    for problem in problems(event):
        raise WrongRow(f"{problem.field}: {problem.ko}", f"{problem.field}: {problem.en}")
    return event


def _complete(found: dict[str, Any]) -> dict[str, Any]:
    unknown = [name for name in found if name not in (*ENVELOPE, "data")]
    if unknown:
        raise WrongRow(f"모르는 항목입니다: {unknown[0][:64]}.", f"unknown field: {unknown[0][:64]}.")
    missing = [name for name in ENVELOPE[:4] if found.get(name) is None]
    if missing:
        raise WrongRow(f"{missing[0]} 항목이 없습니다.", f"{missing[0]} is missing.")
    return found


def _instant(value: Any, now: datetime) -> datetime:
    try:
        at = parse_instant(value)
    except (TypeError, ValueError, OverflowError):
        raise WrongRow(
            "occurred_at은 2026-11-22T09:00:00+09:00 같은 시각이어야 합니다.",
            "occurred_at must be an instant such as 2026-11-22T09:00:00+09:00.",
        ) from None
    if not _EARLIEST <= at <= now + _AHEAD:
        raise WrongRow("occurred_at이 2000년보다 앞서거나 앞날입니다.", "occurred_at lies before 2000 or in the future.")
    return min(at, now)
