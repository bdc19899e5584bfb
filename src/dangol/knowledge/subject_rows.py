"""Checks the cells of one product or place after another, and remembers which ids were there."""

from collections.abc import Callable, Iterator, Mapping

from dangol.knowledge import cells as cell
from dangol.knowledge.cells import BadCell, shown
from dangol.knowledge.csv_table import Record, read_table
from dangol.knowledge.facts import Source, SubjectKind
from dangol.knowledge.rows import FaqRow, RefusedRow, Row, SubjectRow
from dangol.knowledge.text_file import TextFile

MAX_ID = 200

PRODUCT_COLUMNS = ("id", "name", "category", "price", "stock", "options", "description", "url")
PLACE_COLUMNS = ("id", "name", "address", "lat", "lon", "phone", "hours", "closed", "parking")
FAQ_COLUMNS = ("id", "question", "answer")

_CHECKS: dict[str, dict[str, Callable[[str], str | BadCell]]] = {
    "product": {"price": cell.price, "stock": cell.stock},
    "place": {"hours": cell.hours, "lat": cell.latitude, "lon": cell.longitude},
}


def read_products(file: TextFile, mapping: Mapping[str, str] | None = None) -> Iterator[Row]:
    """Rows of a ``products.csv``. BadInput where the file as a whole cannot be read (see ``csv_table``)."""
    return _read_subjects(file, "product", PRODUCT_COLUMNS, mapping)


def read_places(file: TextFile, mapping: Mapping[str, str] | None = None) -> Iterator[Row]:
    """Rows of a ``places.csv``; errors as for products."""
    return _read_subjects(file, "place", PLACE_COLUMNS, mapping)


def read_faqs(file: TextFile, mapping: Mapping[str, str] | None = None) -> Iterator[Row]:
    """Rows of a ``faq.csv``; columns beyond id, question and answer are not read. Errors as for products."""
    ids = Ids("faq", file.name)
    for record in read_table(file, known=FAQ_COLUMNS, required=FAQ_COLUMNS, mapping=_title_as(mapping, "question", "answer")):
        id_ = record.cells.get("id", "")
        problem = ids.problem(record, id_) or missing(record, "question") or missing(record, "answer")
        if problem:
            yield ids.refused(record.line, id_, problem)
        else:
            source = Source(file=file.name, line=record.line)
            yield FaqRow(id=id_, question=record.cells["question"], answer=record.cells["answer"], source=source)


class Ids:
    """The ids of one file: each is taken once, and a second one is told where the first is."""

    def __init__(self, prefix: str, file: str) -> None:
        self._prefix = prefix
        self._file = file
        self._lines: dict[str, int] = {}

    def problem(self, record: Record, id_: str) -> BadCell | None:
        """What is wrong with the record as such or with its id, if anything."""
        return record.problem or bad_id(id_) or self._taken(id_, record.line)

    def refused(self, line: int, id_: str, problem: BadCell) -> RefusedRow:
        known = f"{self._prefix}/{id_}" if bad_id(id_) is None else ""
        return RefusedRow(file=self._file, line=line, reason_ko=problem.ko, reason_en=problem.en, thing=known)

    def _taken(self, id_: str, line: int) -> BadCell | None:
        first = self._lines.setdefault(id_, line)
        if first == line:
            return None
        return BadCell(
            ko=f"id {shown(id_)}은(는) {first}번째 줄에 이미 있습니다. 둘 중 하나의 id를 바꿔 주세요.",
            en=f"the id {shown(id_)} is already on line {first}. Change one of the two.",
        )


def subject_row(kind: SubjectKind, file: str, record: Record, ids: Ids) -> SubjectRow | RefusedRow:
    """A product or a place from a record whose columns have our names, with price, stock, hours and coordinates checked."""
    id_ = record.cells.get("id", "")
    problem = ids.problem(record, id_) or missing(record, "name") or _half_a_position(record)
    if problem:
        return ids.refused(record.line, id_, problem)
    checks = _CHECKS[kind]
    kept: list[tuple[str, str]] = []
    for column, text in record.cells.items():
        value = checks[column](text) if column in checks else text
        if isinstance(value, BadCell):
            return ids.refused(record.line, id_, BadCell(ko=f"{column}: {value.ko}", en=f"{column}: {value.en}"))
        if column != "id":
            kept.append((column, value))
    return SubjectRow(kind=kind, id=id_, cells=tuple(kept), source=Source(file=file, line=record.line))


def missing(record: Record, column: str) -> BadCell | None:
    """A problem when the column's cell is empty."""
    if record.cells.get(column):
        return None
    return BadCell(ko=f"{column} 칸이 비어 있습니다.", en=f"{column} is empty.")


def bad_id(id_: str) -> BadCell | None:
    """A problem when the id is empty, longer than 200 characters or not printable on one line."""
    if not id_:
        return BadCell(ko="id 칸이 비어 있습니다. 겹치지 않는 id를 적어 주세요.", en="id is empty. Give the row an id of its own.")
    if len(id_) > MAX_ID or not id_.isprintable():
        return BadCell(
            ko=f"id {shown(id_)}을(를) 쓸 수 없습니다. {MAX_ID}자 안에서 한 줄로 적어 주세요.",
            en=f"the id {shown(id_)} cannot be used. Write it on one line with at most {MAX_ID} characters.",
        )
    return None


def _half_a_position(record: Record) -> BadCell | None:
    if ("lat" in record.cells) == ("lon" in record.cells):
        return None
    return BadCell(ko="lat와 lon은 함께 적거나 함께 비워 주세요.", en="lat and lon must both be given or both be empty.")


def _read_subjects(file: TextFile, kind: SubjectKind, known: tuple[str, ...], mapping: Mapping[str, str] | None) -> Iterator[Row]:
    ids = Ids(kind, file.name)
    for record in read_table(file, known=known, required=("id", "name"), mapping=_title_as(mapping, "name", "description")):
        yield subject_row(kind, file.name, record, ids)


def _title_as(mapping: Mapping[str, str] | None, title: str, body: str) -> dict[str, str]:
    """``--title`` and ``--body`` under the names that this kind of file has for them."""
    return {{"title": title, "body": body}.get(column, column): header for column, header in (mapping or {}).items()}
