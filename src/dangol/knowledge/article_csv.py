"""Reads articles from a table: one row, one article; columns by ``--id``, ``--title`` and ``--body``."""

from collections.abc import Iterator, Mapping

from dangol.knowledge.csv_table import Record, read_table
from dangol.knowledge.facts import PassageKind, Source
from dangol.knowledge.plain_text import html_to_text, paragraphs, passages
from dangol.knowledge.rows import PassageRow, Row
from dangol.knowledge.subject_rows import Ids, missing
from dangol.knowledge.text_file import TextFile

MAX_BODY = 2_000_000


def read_articles(file: TextFile, mapping: Mapping[str, str] | None = None, kind: PassageKind = "article") -> Iterator[Row]:
    """The passages of each article. Ids are kept as given; a body may be HTML; a title may be missing.

    Raises:
        BadInput: the table as a whole cannot be read, see ``csv_table``.
    """
    ids = Ids(kind, file.name)
    known = ("id", "title", "body")
    for record in read_table(file, known=known, required=("id", "body"), mapping=mapping, max_cell=MAX_BODY):
        id_ = record.cells.get("id", "")
        body = html_to_text(record.cells.get("body", ""))
        checked = Record(line=record.line, cells={**record.cells, "body": body}, problem=record.problem)
        problem = ids.problem(checked, id_) or missing(checked, "body")
        if problem:
            yield ids.refused(record.line, id_, problem)
            continue
        title = " ".join(html_to_text(record.cells.get("title", "")).split())
        for number, passage in enumerate(passages(paragraphs(body, record.line)), start=1):
            yield PassageRow(
                kind=kind,
                document=id_,
                anchor=str(number),
                number=number,
                title=title,
                headings=(),
                text=passage.text,
                tables=(),
                source=Source(file=file.name, line=record.line),
            )
