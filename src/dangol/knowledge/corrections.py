"""An agent's correction goes into the brand's own ``faq.csv`` and is imported from there, so that the files stay the one truth."""

import csv
import io
import os
import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from dangol.kit.errors import BadInput, NotFound
from dangol.knowledge.cells import shown
from dangol.knowledge.csv_table import header_of, squeezed
from dangol.knowledge.file_lock import locked
from dangol.knowledge.imports import write
from dangol.knowledge.sources import BRAND, brand_faq, parse
from dangol.knowledge.subject_rows import FAQ_COLUMNS, bad_id, read_faqs
from dangol.knowledge.text_file import TextFile, decode, read_bytes
from dangol.store.engine import Store

FILE = "faq.csv"
MAX_TEXT = 4_000  # characters of a question or an answer that an agent writes

_NUMBERED = re.compile(r"(.*?)(\d{1,9})")
_FORMULA = ("=", "+", "-", "@")


def add_faq(store: Store, folder: Path, *, question: str, answer: str, at: datetime, faq_id: str | None = None) -> str:
    """Appends a question and its answer to the brand's ``faq.csv`` (made when missing) and imports it; gives the id.

    The other rows stay byte for byte as they are. Without ``faq_id`` the next free number is taken (``f20`` gives ``f21``).

    Raises:
        BadInput: ``faq.text`` an empty or overlong text; ``faq.id_taken``; the file itself cannot be read as a table.
        Busy: somebody else is writing, try again. File and store are unchanged then.
    """
    texts = {"question": _clean(question, "question"), "answer": _clean(answer, "answer")}
    chosen = ""

    def appended(table: "_FaqTable") -> str:
        nonlocal chosen
        chosen = faq_id if faq_id is not None else _next_id(table.ids)
        _refuse_id(chosen, table.ids)
        return table.text + ("" if table.text.endswith(("\n", "\r")) else table.line_end) + table.row({"id": chosen} | texts)

    _rewrite(store, folder, at, appended)
    return chosen


def edit_faq(store: Store, folder: Path, faq_id: str, *, at: datetime, question: str | None = None, answer: str | None = None) -> None:
    """Replaces a question, its answer or both in the brand's ``faq.csv`` and imports it; other rows and columns stay as they are.

    Raises:
        NotFound: no row has this id. BadInput, Busy: as for ``add_faq``.
    """
    given = {"question": question, "answer": answer}
    texts = {column: _clean(text, column) for column, text in given.items() if text is not None}

    def edited(table: "_FaqTable") -> str:
        if faq_id not in table.ids:
            raise NotFound(
                "faq.not_found",
                ko=f"{FILE}에 id {shown(faq_id)}인 행이 없습니다. 목록을 새로 고쳐 주세요.",
                en=f"{FILE} has no row with the id {shown(faq_id)}. Reload the list.",
            )
        start, end = table.ids[faq_id]
        old = dict(zip(table.columns, next(csv.reader(table.lines[start:end], delimiter=table.delimiter)), strict=False))
        return "".join(table.lines[:start]) + table.row(old | texts) + "".join(table.lines[end:])

    _rewrite(store, folder, at, edited)


@dataclass(frozen=True, kw_only=True, slots=True)
class _FaqTable:
    """The file as it stands: its text, lines and columns, and where each id's row lies (first line, line after it)."""

    text: str
    lines: list[str]
    columns: list[str]
    ids: dict[str, tuple[int, int]]
    delimiter: str
    line_end: str
    quoting: Literal[0, 1]

    def row(self, cells: dict[str, str]) -> str:
        written = io.StringIO()
        writer = csv.writer(written, delimiter=self.delimiter, quoting=self.quoting, lineterminator=self.line_end)
        writer.writerow([cells.get(column, "") for column in self.columns])
        return written.getvalue()


def _rewrite(store: Store, folder: Path, at: datetime, change: Callable[[_FaqTable], str]) -> None:
    path = (folder / FILE).resolve()
    with locked(folder / ".faq.lock"):
        raw = read_bytes(path, FILE) if path.exists() else b""
        text, encoding = decode(raw) if raw.strip() else (",".join(FAQ_COLUMNS) + "\n", "utf-8")
        new = change(_table(text, encoding))
        encoded, encoding = _encoded(new, encoding)
        files = parse([brand_faq(TextFile(name=FILE, text=unicodedata.normalize("NFC", new), encoding=encoding))], None)
        beside = path.with_name(f".{FILE}.{os.getpid()}.tmp")
        try:
            _write_beside(beside, path, encoded)
            with store.write() as connection:
                write(connection, files, at, lambda origin: origin == BRAND + FILE)
                beside.replace(path)  # last in the transaction: if either fails, neither has happened
        finally:
            beside.unlink(missing_ok=True)


def _table(text: str, encoding: str) -> _FaqTable:
    for _ in read_faqs(TextFile(name=FILE, text=text, encoding=encoding)):
        pass  # raises BadInput where the table as a whole cannot be read, and then nothing may be written to it
    headers, delimiter = header_of(text)
    known = {squeezed(column): column for column in FAQ_COLUMNS}
    columns = [known.get(squeezed(header), header) for header in headers]
    first_line = next(line for line in io.StringIO(text, newline="") if line.strip())
    lines = list(io.StringIO(text, newline=""))
    return _FaqTable(
        text=text,
        lines=lines,
        columns=columns,
        ids=_places(lines, delimiter, columns.index("id")),
        delimiter=delimiter,
        line_end="\r\n" if first_line.endswith("\r\n") else "\n",
        quoting=csv.QUOTE_ALL if first_line.count('"') >= 2 * len(columns) else csv.QUOTE_MINIMAL,
    )


def _places(lines: list[str], delimiter: str, id_column: int) -> dict[str, tuple[int, int]]:
    reader = csv.reader(lines, delimiter=delimiter)
    places: dict[str, tuple[int, int]] = {}
    start = 0
    for row in reader:
        if len(row) > id_column:
            places.setdefault(row[id_column].strip(), (start, reader.line_num))
        start = reader.line_num
    return places


def _next_id(ids: dict[str, tuple[int, int]]) -> str:
    numbered = [found for id_ in ids if (found := _NUMBERED.fullmatch(id_))]
    if not numbered:
        return "faq-1" if "faq-1" not in ids else f"faq-{len(ids) + 1}"
    last = max(numbered, key=lambda found: int(found[2]))
    return f"{last[1]}{int(last[2]) + 1:0{len(last[2])}d}"


def _refuse_id(faq_id: str, ids: dict[str, tuple[int, int]]) -> None:
    problem = bad_id(faq_id)
    if problem:
        raise BadInput("faq.id", ko=problem.ko, en=problem.en)
    if faq_id in ids:
        raise BadInput(
            "faq.id_taken",
            ko=f"id {shown(faq_id)}은(는) {FILE}에 이미 있습니다. 다른 id를 쓰거나 그 행을 고쳐 주세요.",
            en=f"The id {shown(faq_id)} is already in {FILE}. Use another, or edit that row.",
        )


def _clean(text: str, column: str) -> str:
    """The text as a cell; one that a spreadsheet would run as a formula gets a space in front, which reading takes off again."""
    kept = "".join(character for character in text if character in "\n\t" or character.isprintable()).strip()
    if not kept or len(kept) > MAX_TEXT:
        raise BadInput(
            "faq.text",
            ko=f"{column} 칸은 1자에서 {MAX_TEXT:,}자 사이여야 합니다.",
            en=f"{column} must have 1 to {MAX_TEXT:,} characters.",
        )
    return f" {kept}" if kept.startswith(_FORMULA) else kept


def _encoded(text: str, encoding: str) -> tuple[bytes, str]:
    try:
        return text.encode(encoding, "surrogateescape"), encoding
    except UnicodeEncodeError:  # an emoji has no place in cp949: the mark tells spreadsheets that the file is UTF-8 now
        return text.encode("utf-8-sig", "replace"), "utf-8-sig"


def _write_beside(beside: Path, path: Path, encoded: bytes) -> None:
    try:
        with beside.open("wb") as file:
            file.write(encoded)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            beside.chmod(path.stat().st_mode & 0o777)
    except OSError as error:
        raise BadInput(
            "faq.not_writable",
            ko=f"{FILE} 파일을 고쳐 쓸 수 없습니다. 폴더의 쓰기 권한과 남은 공간을 확인해 주세요.",
            en=f"{FILE} cannot be rewritten. Check that the folder may be written to and has space.",
        ) from error
