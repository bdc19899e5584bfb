"""A row of the owner's own CSV file changed in place: the other rows stay byte for byte as they are (decision 0005)."""

import csv
import io
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from dangol.kit.errors import BadInput
from dangol.knowledge.csv_table import header_of, squeezed

_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, kw_only=True, slots=True)
class EditTable:
    """The file as it stands: its text, lines and columns, and where each id's row lies (first line, line after it)."""

    text: str
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    ids: Mapping[str, tuple[int, int]]
    delimiter: str
    line_end: str
    quoting: Literal[0, 1]

    def row(self, cells: Mapping[str, str]) -> str:
        written = io.StringIO()
        writer = csv.writer(written, delimiter=self.delimiter, quoting=self.quoting, lineterminator=self.line_end)
        writer.writerow([cells.get(column, "") for column in self.columns])
        return written.getvalue()

    def raw(self, id_: str) -> str:
        """A row as it stands in the file."""
        start, end = self.ids[id_]
        return "".join(self.lines[start:end])

    def cells(self, id_: str) -> dict[str, str]:
        start, end = self.ids[id_]
        row = next(csv.reader(self.lines[start:end], delimiter=self.delimiter))
        return dict(zip(self.columns, row, strict=False))

    def appended(self, cells: Mapping[str, str]) -> str:
        """The text with one row more."""
        return self.text + ("" if self.text.endswith(("\n", "\r")) else self.line_end) + self.row(cells)

    def replaced(self, id_: str, cells: Mapping[str, str]) -> str:
        """The text with a row that says ``cells``; its other columns stay."""
        start, end = self.ids[id_]
        return "".join(self.lines[:start]) + self.row({**self.cells(id_), **cells}) + "".join(self.lines[end:])

    def widened(self, wanted: Sequence[str]) -> "EditTable":
        """With these columns at the end of each row, where they are not there yet."""
        more = [column for column in wanted if column not in self.columns]
        if not more:
            return self
        first = next(number for number, line in enumerate(self.lines) if line.strip())
        ends = {end - 1 for _, end in self.ids.values()}
        lines = list(self.lines)
        for number in (first, *sorted(ends)):
            body = lines[number].rstrip("\r\n")
            added = self.delimiter.join(["", *(more if number == first else [""] * len(more))])
            lines[number] = body + added + (lines[number][len(body) :] or self.line_end)
        return replace(self, text="".join(lines), lines=tuple(lines), columns=(*self.columns, *more))


def edit_table(text: str, known: Sequence[str]) -> EditTable:
    """The table in a file's text, its columns by the names ``known`` where a header means one of them. Read it first: it must be one."""
    headers, delimiter = header_of(text)
    names = {squeezed(column): column for column in known}
    columns = [names.get(squeezed(header), header) for header in headers]
    lines = list(io.StringIO(text, newline=""))
    first_line = next(line for line in lines if line.strip())
    return EditTable(
        text=text,
        lines=tuple(lines),
        columns=tuple(columns),
        ids=_places(lines, delimiter, columns.index("id")),
        delimiter=delimiter,
        line_end="\r\n" if first_line.endswith("\r\n") else "\n",
        quoting=csv.QUOTE_ALL if first_line.count('"') >= 2 * len(columns) else csv.QUOTE_MINIMAL,
    )


def as_cell(text: str) -> str:
    """Text as a cell; one that a spreadsheet would run as a formula gets a space in front, which reading takes off again."""
    kept = "".join(character for character in text if character in "\n\t" or character.isprintable()).strip()
    return f" {kept}" if kept.startswith(_FORMULA) else kept


def encoded(text: str, encoding: str) -> tuple[bytes, str]:
    """The bytes in the file's own encoding, and which that is now."""
    try:
        return text.encode(encoding, "surrogateescape"), encoding
    except UnicodeEncodeError:  # an emoji has no place in cp949: the mark tells spreadsheets that the file is UTF-8 now
        return text.encode("utf-8-sig", "replace"), "utf-8-sig"


def write_beside(beside: Path, path: Path, content: bytes) -> None:
    """Writes what will take the place of ``path``, with its permissions, and makes it durable."""
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            beside.chmod(path.stat().st_mode & 0o777)
    except OSError as error:
        raise BadInput(
            "file.not_writable",
            ko=f"{path.name} 파일을 고쳐 쓸 수 없습니다. 폴더의 쓰기 권한과 남은 공간을 확인해 주세요.",
            en=f"{path.name} cannot be rewritten. Check that the folder may be written to and has space.",
        ) from error


def _places(lines: Sequence[str], delimiter: str, id_column: int) -> dict[str, tuple[int, int]]:
    reader = csv.reader(lines, delimiter=delimiter)
    places: dict[str, tuple[int, int]] = {}
    start, header = 0, True
    for row in reader:
        if header and any(cell.strip() for cell in row):
            header = False
        elif len(row) > id_column:
            places.setdefault(row[id_column].strip(), (start, reader.line_num))
        start = reader.line_num
    return places
