"""Reads a file of events, one JSON object a line: ``{"id","type","identity","occurred_at","inbox"?,"data"}``."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dangol.bootstrap.house import WEB, House
from dangol.bootstrap.intake import problems, take
from dangol.events.incoming import Incoming
from dangol.kit.clock import parse_instant
from dangol.knowledge.rows import RefusedRow
from dangol.knowledge.text_file import read_bytes

_FIELDS = ("id", "type", "identity", "occurred_at", "inbox", "data")
_REQUIRED = ("id", "type", "identity", "occurred_at")
_BATCH = 5_000
_AHEAD = timedelta(hours=24)
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class EventReport:
    """What became of the lines: events added, events that had been there before, lines refused."""

    added: int
    duplicates: int
    refused: tuple[RefusedRow, ...]


class _Wrong(Exception):
    def __init__(self, ko: str, en: str) -> None:
        super().__init__(en)
        self.ko, self.en = ko, en


def import_events(house: House, path: Path, progress: Callable[[int, int], None] | None = None) -> EventReport:
    """Appends a file's events as history; importing it twice changes nothing. Lines that cannot be read are left out and reported.

    Raises:
        BadInput: the file cannot be read.
    """
    lines = read_bytes(path, str(path)).split(b"\n")
    refused: list[RefusedRow] = []
    added = duplicates = 0
    batch: list[Incoming] = []
    for number, event in _read(lines, house.clock(), str(path), refused):
        batch.append(event)
        if len(batch) == _BATCH:
            added, duplicates = _counted(house, batch, added, duplicates)
            batch = []
            if progress:
                progress(number, len(lines))
    added, duplicates = _counted(house, batch, added, duplicates)
    if progress:
        progress(len(lines), len(lines))
    return EventReport(added=added, duplicates=duplicates, refused=tuple(refused))


def _counted(house: House, batch: list[Incoming], added: int, duplicates: int) -> tuple[int, int]:
    doubled = sum(one.duplicate for one in take(house, batch)) if batch else 0
    return added + len(batch) - doubled, duplicates + doubled


def _read(lines: list[bytes], now: datetime, name: str, refused: list[RefusedRow]) -> Iterator[tuple[int, Incoming]]:
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        try:
            yield number, _incoming(raw, now)
        except _Wrong as wrong:
            refused.append(RefusedRow(file=name, line=number, reason_ko=wrong.ko, reason_en=wrong.en))


def _incoming(raw: bytes, now: datetime) -> Incoming:
    found = _object(raw)
    inbox = found.get("inbox", WEB)
    data = found.get("data", {})
    for field, most in (("id", 200), ("identity", 200), ("type", 64)):
        if not isinstance(found[field], str) or not 0 < len(found[field]) <= most:
            raise _Wrong(f"{field}은(는) 1자에서 {most}자 사이의 글자여야 합니다.", f"{field} must be text of 1 to {most} characters.")
    if not isinstance(inbox, str) or not 0 < len(inbox) <= 64:
        raise _Wrong("inbox는 1자에서 64자 사이의 글자여야 합니다.", "inbox must be text of 1 to 64 characters.")
    if not isinstance(data, dict):
        raise _Wrong("data는 JSON 객체여야 합니다.", "data must be a JSON object.")
    event = Incoming(
        id=found["id"],
        type=found["type"],
        identity=found["identity"],
        inbox=inbox,
        occurred_at=_instant(found["occurred_at"], now),
        received_at=now,
        data=data,
        imported=True,
    )
    for problem in problems(event):
        raise _Wrong(f"{problem.field}: {problem.ko}", f"{problem.field}: {problem.en}")
    return event


def _object(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise _Wrong("UTF-8이 아닌 글자가 있습니다.", "this line is not UTF-8.") from None
    except (ValueError, RecursionError):
        raise _Wrong("JSON 문법에 맞지 않습니다.", "this line is not JSON.") from None
    if not isinstance(found, dict):
        raise _Wrong("한 줄에 JSON 객체 하나여야 합니다.", "a line must hold one JSON object.")
    unknown = [name for name in found if name not in _FIELDS]
    if unknown:
        raise _Wrong(f"모르는 항목입니다: {unknown[0][:64]}.", f"unknown field: {unknown[0][:64]}.")
    missing = [name for name in _REQUIRED if found.get(name) is None]
    if missing:
        raise _Wrong(f"{missing[0]} 항목이 없습니다.", f"{missing[0]} is missing.")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _instant(value: Any, now: datetime) -> datetime:
    try:
        at = parse_instant(value)
    except (TypeError, ValueError, OverflowError):
        raise _Wrong(
            "occurred_at은 2026-11-22T09:00:00+09:00 같은 시각이어야 합니다.",
            "occurred_at must be an instant such as 2026-11-22T09:00:00+09:00.",
        ) from None
    if not _EARLIEST <= at <= now + _AHEAD:
        raise _Wrong("occurred_at이 2000년보다 앞서거나 앞날입니다.", "occurred_at lies before 2000 or in the future.")
    return min(at, now)
