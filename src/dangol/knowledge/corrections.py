"""An agent's correction goes into the brand's own ``faq.csv`` and is imported from there, so that the files stay the one truth."""

import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from dangol.kit.errors import BadInput, NotFound
from dangol.knowledge.cells import shown
from dangol.knowledge.csv_edit import EditTable, as_cell, edit_table, encoded, write_beside
from dangol.knowledge.file_lock import locked
from dangol.knowledge.imports import write
from dangol.knowledge.sources import BRAND, brand_faq, parse
from dangol.knowledge.subject_rows import FAQ_COLUMNS, bad_id, read_faqs
from dangol.knowledge.text_file import TextFile, decode, read_bytes
from dangol.store.engine import Store

FILE = "faq.csv"
MAX_TEXT = 4_000  # characters of a question or an answer that an agent writes

_NUMBERED = re.compile(r"(.*?)(\d{1,9})")


def add_faq(store: Store, folder: Path, *, question: str, answer: str, at: datetime, faq_id: str | None = None) -> str:
    """Appends a question and its answer to the brand's ``faq.csv`` (made when missing) and imports it; gives the id.

    The other rows stay byte for byte as they are. Without ``faq_id`` the next free number is taken (``f20`` gives ``f21``).

    Raises:
        BadInput: ``faq.text`` an empty or overlong text; ``faq.id_taken``; the file itself cannot be read as a table.
        Busy: somebody else is writing, try again. File and store are unchanged then.
    """
    texts = {"question": _clean(question, "question"), "answer": _clean(answer, "answer")}
    chosen = ""

    def appended(table: EditTable) -> str:
        nonlocal chosen
        chosen = faq_id if faq_id is not None else _next_id(table.ids)
        _refuse_id(chosen, table.ids)
        return table.appended({"id": chosen} | texts)

    _rewrite(store, folder, at, appended)
    return chosen


def edit_faq(store: Store, folder: Path, faq_id: str, *, at: datetime, question: str | None = None, answer: str | None = None) -> None:
    """Replaces a question, its answer or both in the brand's ``faq.csv`` and imports it; other rows and columns stay as they are.

    Raises:
        NotFound: no row has this id. BadInput, Busy: as for ``add_faq``.
    """
    given = {"question": question, "answer": answer}
    texts = {column: _clean(text, column) for column, text in given.items() if text is not None}

    def edited(table: EditTable) -> str:
        if faq_id not in table.ids:
            raise NotFound(
                "faq.not_found",
                ko=f"{FILE}에 id {shown(faq_id)}인 행이 없습니다. 목록을 새로 고쳐 주세요.",
                en=f"{FILE} has no row with the id {shown(faq_id)}. Reload the list.",
            )
        return table.replaced(faq_id, texts)

    _rewrite(store, folder, at, edited)


def _rewrite(store: Store, folder: Path, at: datetime, change: Callable[[EditTable], str]) -> None:
    path = (folder / FILE).resolve()
    with locked(folder / ".faq.lock"):
        raw = read_bytes(path, FILE) if path.exists() else b""
        text, encoding = decode(raw) if raw.strip() else (",".join(FAQ_COLUMNS) + "\n", "utf-8")
        new = change(_table(text, encoding))
        content, encoding = encoded(new, encoding)
        files = parse([brand_faq(TextFile(name=FILE, text=unicodedata.normalize("NFC", new), encoding=encoding))], None)
        beside = path.with_name(f".{FILE}.{os.getpid()}.tmp")
        try:
            write_beside(beside, path, content)
            with store.write() as connection:
                write(connection, files, at, lambda origin: origin == BRAND + FILE)
                beside.replace(path)  # last in the transaction: if either fails, neither has happened
        finally:
            beside.unlink(missing_ok=True)


def _table(text: str, encoding: str) -> EditTable:
    for _ in read_faqs(TextFile(name=FILE, text=text, encoding=encoding)):
        pass  # raises BadInput where the table as a whole cannot be read, and then nothing may be written to it
    return edit_table(text, FAQ_COLUMNS)


def _next_id(ids: Mapping[str, tuple[int, int]]) -> str:
    numbered = [found for id_ in ids if (found := _NUMBERED.fullmatch(id_))]
    if not numbered:
        return "faq-1" if "faq-1" not in ids else f"faq-{len(ids) + 1}"
    last = max(numbered, key=lambda found: int(found[2]))
    return f"{last[1]}{int(last[2]) + 1:0{len(last[2])}d}"


def _refuse_id(faq_id: str, ids: Mapping[str, tuple[int, int]]) -> None:
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
    kept = as_cell(text)
    if not kept or len(kept) > MAX_TEXT:
        raise BadInput(
            "faq.text",
            ko=f"{column} 칸은 1자에서 {MAX_TEXT:,}자 사이여야 합니다.",
            en=f"{column} must have 1 to {MAX_TEXT:,} characters.",
        )
    return kept
