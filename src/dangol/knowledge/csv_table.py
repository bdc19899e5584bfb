"""Reads comma-, semicolon- or tab-separated text (RFC 4180) into records with their lines."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dangol.kit.errors import BadInput
from dangol.knowledge.cells import BadCell, shown
from dangol.knowledge.text_file import DAMAGED, MAX_BYTES, TextFile

MAX_CELL = 100_000  # characters; a longer one is a slip (an unclosed quote, a pasted picture), articles aside
_MAX_HEADER = 100

_Columns = list[str | None]  # "" has no name and must hold nothing, None is not read

csv.field_size_limit(MAX_BYTES)  # Python's own limit of 131,072 would stop at a long article


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One row: its first line and its cells by column, trimmed, in the columns' order.

    ``problem`` says why the row as such cannot be taken; the cells are then what could be read of it.
    """

    line: int
    cells: Mapping[str, str]
    problem: BadCell | None = None


def squeezed(header: str) -> str:
    """The form in which column names are compared: without case and spaces."""
    return "".join(header.split()).casefold()


def header_of(text: str) -> tuple[list[str], str]:
    """The first line's cells and the delimiter that gives most of them."""
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    delimiter = max(",\t;", key=first.count)
    return [cell.strip().strip('"') for cell in first.rstrip("\r\n").split(delimiter)], delimiter


def read_table(
    file: TextFile,
    *,
    known: tuple[str, ...],
    required: tuple[str, ...],
    mapping: Mapping[str, str] | None = None,
    quoted: bool = True,
    max_cell: int = MAX_CELL,
) -> Iterator[Record]:
    """Records of a table whose first row names its columns.

    Args:
        known: columns with a meaning; they are found whatever their case and spaces, other columns keep their own spelling.
        required: those of ``known`` that must be there.
        mapping: ``known`` column to the file's own header, e.g. ``{"id": "상품번호"}``.
        quoted: False for tab-separated feeds that know no quotes.

    Raises:
        BadInput: the file has no header, lacks a required column, names one twice, or a quote does not end where it should:
        then nothing after it can be trusted.
    """
    _, delimiter = header_of(file.text)
    lines = io.StringIO(file.text, newline="")
    if quoted:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    columns: _Columns | None = None
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            if columns is None or reader.line_num > line or "end of data" in str(error):
                raise _quote_not_closed(file.name, line) from error
            yield Record(line=line, cells={}, problem=_STRAY_QUOTE)
            continue
        if not any(cell.strip() for cell in row):
            continue
        if columns is None:
            columns = _columns(file.name, row, known, required, mapping or {})
            continue
        yield _record(line, columns, row, max_cell)
    if columns is None:
        raise _no_header(file.name, required)


_STRAY_QUOTE = BadCell(
    ko='큰따옴표가 잘못 쓰였습니다. 칸 안의 따옴표는 두 번("") 적고 칸 전체를 따옴표로 묶어 주세요.',
    en='a double quote is out of place. Write a quote inside a cell twice ("") and put the whole cell in quotes.',
)


def _record(line: int, columns: _Columns, row: list[str], max_cell: int) -> Record:
    cells: dict[str, str] = {}
    for column, cell in zip(columns, row, strict=False):
        text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
        if column and text:
            cells[column] = text
    return Record(line=line, cells=cells, problem=_row_problem(columns, row, max_cell))


def _row_problem(columns: _Columns, row: list[str], max_cell: int) -> BadCell | None:
    if len(row) < len(columns):
        return BadCell(
            ko=f"{len(columns)}칸이어야 하는데 {len(row)}칸입니다. 빠진 칸을 비워서라도 채워 주세요.",
            en=f"the row has {len(row)} cells where the header has {len(columns)}. Add the missing ones, empty if need be.",
        )
    if any(cell.strip() for column, cell in zip([*columns, *[""] * len(row)], row, strict=False) if column == ""):
        return BadCell(
            ko=f"머리글은 {len([c for c in columns if c])}칸인데 그보다 많은 칸에 값이 있습니다. 쉼표가 든 칸은 따옴표로 묶어 주세요.",
            en="there is a value beyond the named columns. Put cells that contain a comma in quotes.",
        )
    for column, cell in zip(columns, row, strict=False):
        if DAMAGED.search(cell):
            return BadCell(
                ko=f"{column} 칸에 읽을 수 없는 바이트가 있습니다. 파일을 UTF-8로 다시 저장해 주세요.",
                en=f"{column} holds bytes that are no text. Save the file again as UTF-8.",
            )
        if "\0" in cell:
            return BadCell(ko=f"{column} 칸에 NUL 문자가 있습니다. 지워 주세요.", en=f"{column} holds a NUL character. Remove it.")
        if len(cell) > max_cell:
            return BadCell(
                ko=f"{column} 칸이 너무 깁니다({len(cell):,}자, 최대 {max_cell:,}자).",
                en=f"{column} is too long ({len(cell):,} characters; at most {max_cell:,}).",
            )
    return None


def _columns(file: str, row: list[str], known: tuple[str, ...], required: tuple[str, ...], mapping: Mapping[str, str]) -> _Columns:
    headers = [" ".join(cell.split()) for cell in row]
    by_key = _by_key(file, headers)
    names = {squeezed(name): name for name in known}
    for column, header in mapping.items():
        key = squeezed(header)
        if key not in by_key:
            raise _no_column(file, header, headers)
        names = {other: name for other, name in names.items() if name != column} | {key: column}
    missing = [column for column in required if column not in {names.get(key) for key in by_key}]
    if missing:
        raise _no_column(file, ", ".join(missing), headers)
    taken = set(names.values())
    # A column that bears a known name while another one is mapped to it has no meaning left, and is not read.
    return [names.get(squeezed(header)) or (None if header in taken else header) for header in headers]


def _by_key(file: str, headers: list[str]) -> dict[str, str]:
    by_key: dict[str, str] = {}
    for header in filter(None, headers):
        if squeezed(header) in by_key:
            raise BadInput(
                "file.column_twice",
                ko=f"{file}: {shown(header)} 열이 두 번 있습니다. 하나만 남기거나 이름을 바꿔 주세요.",
                en=f"{file}: the column {shown(header)} is there twice. Keep one, or rename it.",
            )
        if len(header) > _MAX_HEADER or DAMAGED.search(header) or not header.isprintable():
            raise BadInput(
                "file.bad_header",
                ko=f"{file}: 열 이름 {shown(header)}을(를) 읽을 수 없습니다. {_MAX_HEADER}자 안의 글자로 적어 주세요.",
                en=f"{file}: the column name {shown(header)} cannot be read. Use at most {_MAX_HEADER} plain characters.",
            )
        by_key[squeezed(header)] = header
    return by_key


def _no_header(file: str, required: tuple[str, ...]) -> BadInput:
    return BadInput(
        "file.empty",
        ko=f"{file} 파일이 비어 있습니다. 첫 줄에 {', '.join(required)} 열 이름이 있어야 합니다.",
        en=f"{file} is empty. Its first row must name the columns {', '.join(required)}.",
    )


def _no_column(file: str, wanted: str, headers: list[str]) -> BadInput:
    found = ", ".join(shown(header) for header in headers if header)[:300]
    return BadInput(
        "file.column_missing",
        ko=f"{file}: {wanted} 열이 없습니다. 있는 열: {found}. 머리글을 고치거나 어느 열인지 알려 주세요(--id 등).",
        en=f"{file}: there is no column {wanted}. It has: {found}. Correct the header, or say which column it is (--id and so on).",
    )


def _quote_not_closed(file: str, line: int) -> BadInput:
    return BadInput(
        "file.quote_not_closed",
        ko=f"{file} {line}번째 줄: 여기서 연 큰따옴표가 제대로 닫히지 않아 뒤를 읽을 수 없습니다. 따옴표를 고쳐 주세요.",
        en=f"{file}, line {line}: a quote opened here does not close properly, so what follows cannot be read. Correct the quote.",
    )
