"""Reads a file of events row by row, whatever its size: JSON lines, or CSV whose further columns are the event's data."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import msgspec

from dangol.events.catalog import CATALOG
from dangol.kit.errors import BadInput
from dangol.knowledge.text_file import DAMAGED

ENVELOPE = ("id", "type", "identity", "occurred_at", "inbox")
LONGEST_ROW = 1024 * 1024  # bytes
_SNIFFED = 64 * 1024
_DELIMITERS = ",;\t"


class WrongRow(Exception):
    """A row cannot be read: why, in both languages."""

    def __init__(self, ko: str, en: str) -> None:
        super().__init__(en)
        self.ko, self.en = ko, en


Row = tuple[int, dict[str, Any] | WrongRow]
"""The line on which a row begins (1…), and what it says as ``{"id", "type", …, "data"}``, or why it cannot be read."""


def rows_of(file: IO[bytes], path: Path) -> Iterator[Row]:
    """The rows of an open file, a line at a time in memory. ``.csv`` and ``.tsv`` are tables, anything else is JSON lines.

    Raises:
        BadInput: ``import.bad_header``, a table lacks a column that is needed.
    """
    return _table(file, str(path)) if path.suffix.lower() in {".csv", ".tsv"} else _json_lines(file)


def _json_lines(file: IO[bytes]) -> Iterator[Row]:
    number = 0
    while raw := file.readline(LONGEST_ROW + 1):
        number += 1
        if len(raw) > LONGEST_ROW and not raw.endswith(b"\n"):
            while (rest := file.readline(LONGEST_ROW)) and not rest.endswith(b"\n"):
                pass
            yield number, WrongRow("한 줄이 1MB보다 깁니다.", "this line is longer than 1 MB.")
        elif raw.strip():
            yield number, _object(raw)


def _object(raw: bytes) -> dict[str, Any] | WrongRow:
    try:
        found = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        if DAMAGED.search(raw.decode("utf-8", "surrogateescape")):
            return WrongRow("UTF-8이 아닌 글자가 있습니다.", "this line is not UTF-8.")
        return WrongRow("JSON 문법에 맞지 않습니다.", "this line is not JSON.")
    if not isinstance(found, dict):
        return WrongRow("한 줄에 JSON 객체 하나여야 합니다.", "a line must hold one JSON object.")
    return found


def _table(file: IO[bytes], name: str) -> Iterator[Row]:
    text = io.TextIOWrapper(file, encoding=_encoding(file), errors="surrogateescape", newline="")
    try:
        yield from _rows(text, name)
    finally:
        text.detach()  # who opened the file closes it


def _rows(text: io.TextIOWrapper, name: str) -> Iterator[Row]:
    header = text.readline(LONGEST_ROW)
    delimiter = max(_DELIMITERS, key=header.count)
    columns = [cell.strip() for cell in next(csv.reader([header], delimiter=delimiter), [])]
    if not set(ENVELOPE[:4]) <= set(columns) or len(set(columns)) != len(columns):
        raise BadInput(
            "import.bad_header",
            ko=f"{name}: 첫 줄에 {', '.join(ENVELOPE[:4])} 열이 한 번씩 있어야 합니다.",
            en=f"{name}: the first row must name the columns {', '.join(ENVELOPE[:4])}, each once.",
        )
    reader = csv.reader(text, delimiter=delimiter)
    while True:
        line = reader.line_num + 2  # where the next row begins; the header has been read before
        try:
            cells = next(reader, None)
        except csv.Error:
            yield line, WrongRow("따옴표가 맞지 않거나 칸이 너무 깁니다.", "quotes do not match, or a cell is too long.")
            continue
        if cells is None:
            return
        if any(cells):
            yield line, _from_cells(columns, cells)


def _encoding(file: IO[bytes]) -> str:
    begin = file.read(_SNIFFED)
    file.seek(0)
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        begin.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(begin) - 4:  # not merely cut in the middle of a letter
            return "cp949"
    return "utf-8-sig"


def _from_cells(columns: list[str], cells: list[str]) -> dict[str, Any] | WrongRow:
    if len(cells) > len(columns):
        return WrongRow("열보다 칸이 많습니다.", "this row has more cells than columns.")
    said = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if cell.strip()}
    if any(DAMAGED.search(cell) for cell in said.values()):
        return WrongRow("읽을 수 없는 글자가 있습니다.", "this row holds bytes that are no text.")
    declared = CATALOG.get(said.get("type", ""))
    kinds = {field.name: field.kind for field in declared.fields} if declared else {}
    told = {column.removeprefix("data."): cell for column, cell in said.items() if column not in ENVELOPE}
    data = {name: _value(kinds.get(name, "text"), cell) for name, cell in told.items()}
    return {column: said[column] for column in ENVELOPE if column in said} | {"data": data}


def _value(kind: str, cell: str) -> Any:
    """A cell as its field wants it; what does not fit stays text, and the catalogue says so."""
    try:
        if kind in {"number", "integer"}:
            number = float(cell.replace(",", ""))
            return int(number) if number.is_integer() else number
        if kind in {"list", "object", "boolean"}:
            return json.loads(cell)
    except (ValueError, OverflowError, RecursionError):
        return cell
    return cell
