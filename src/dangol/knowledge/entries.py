"""What one version of one citation is before it is written: its table, its key, its content and a digest of that."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sqlalchemy import Table

from dangol.knowledge import tables
from dangol.knowledge.rows import FaqRow, PassageRow, ReviewRow, SubjectRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One citation's content as a file says it now."""

    table: Table
    citation: str
    thing: str
    line: int
    position: int
    content: Mapping[str, Any]
    digest: str


Written = SubjectRow | FaqRow | PassageRow | ReviewRow


def entries(rows: Iterable[Written]) -> Iterator[Entry]:
    """All citations that the rows give: one for each cell, question, passage and review."""
    for row in rows:
        match row:
            case SubjectRow():
                for position, (column, value) in enumerate(row.cells):
                    content = {"kind": row.kind, "subject": row.id, "column": column, "value": value}
                    yield _entry(tables.facts, f"{row.thing}/{column}", row, position, content)
            case FaqRow():
                yield _entry(tables.faqs, row.thing, row, 0, {"faq": row.id, "question": row.question, "answer": row.answer})
            case ReviewRow():
                yield _entry(tables.reviews, row.thing, row, 0, _review(row))
            case PassageRow():
                yield _entry(tables.passages, f"{row.thing}#{row.anchor}", row, row.number, _passage(row))


def digest(content: object) -> str:
    """32 hexadecimal digits that change when the content does (BLAKE2b of its JSON)."""
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _entry(table: Table, citation: str, row: Written, position: int, content: dict[str, Any]) -> Entry:
    return Entry(
        table=table,
        citation=citation,
        thing=row.thing,
        line=row.source.line,
        position=position,
        content=content,
        digest=digest(content),
    )


def _passage(row: PassageRow) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "document": row.document,
        "anchor": row.anchor,
        "title": row.title,
        "headings": list(row.headings),
        "text": row.text,
        "tables": [[list(cells) for cells in table] for table in row.tables],
    }


def _review(row: ReviewRow) -> dict[str, Any]:
    return {
        "review": row.id,
        "product": row.product,
        "rating": row.rating,
        "text": row.text,
        "written_on": row.written_on,
        "traits": dict(row.traits),
        "channel": row.channel,
        "identity": row.identity or None,
    }
