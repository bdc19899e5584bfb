"""Looks up what a citation rests on: its text now, and all the versions it has had."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, select

from dangol.knowledge.facts import Snapshot, Source, Subject
from dangol.knowledge.snapshot import source
from dangol.knowledge.tables import facts, faqs, passages, reviews


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What a citation says now, for a person to read beside an answer.

    ``title`` is the product's or place's name and the column, the question, or the document's title and headings.
    """

    citation_id: str
    text: str
    version: int
    source: Source
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PastVersion:
    """One version of a citation: its text from ``valid_from`` until ``valid_to`` (None: still so)."""

    version: int
    text: str
    valid_from: datetime
    valid_to: datetime | None
    source: Source


def resolve(snapshot: Snapshot, citation_id: str) -> Evidence | None:
    """The evidence behind a citation's id, or None when nothing current bears it."""
    kind, _, rest = citation_id.partition("/")
    if kind in {"product", "place"}:
        return _of_subject(snapshot.products if kind == "product" else snapshot.places, citation_id, rest)
    if kind == "faq" and (faq := snapshot.faqs.get(rest)):
        return Evidence(citation_id=citation_id, text=faq.answer, version=faq.version, source=faq.source, title=faq.question)
    if kind == "review" and (review := snapshot.reviews.get(rest)):
        product = snapshot.products.get(review.product)
        title = f"{product.name if product else review.product} 후기" + (f" {review.rating:g}/5" if review.rating else "")
        return Evidence(citation_id=citation_id, text=review.text, version=review.version, source=review.source, title=title)
    for passage in snapshot.passages if kind in {"policy", "article"} else ():
        if passage.citation_id == citation_id:
            title = " > ".join(part for part in (passage.title, *passage.headings) if part)
            return Evidence(citation_id=citation_id, text=passage.text, version=passage.version, source=passage.source, title=title)
    return None


def fact_versions(connection: Connection, citation_id: str) -> tuple[PastVersion, ...]:
    """All versions of a citation, oldest first: a fact's value, a question's answer or a passage's text. Empty when there is none."""
    kind = citation_id.partition("/")[0]
    texts = {"policy": passages.c.text, "article": passages.c.text, "faq": faqs.c.answer, "review": reviews.c.text}
    text: Column[str] = texts.get(kind, facts.c.value)
    table = text.table.c
    columns = (table.version, text.label("said"), table.valid_from, table.valid_to, table.origin, table.line)
    query = select(*columns).where(table.citation == citation_id).order_by(table.version)
    return tuple(
        PastVersion(
            version=row.version,
            text=row.said,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            source=source(row.origin, row.line),
        )
        for row in connection.execute(query)
    )


def _of_subject(subjects: Mapping[str, Subject], citation_id: str, rest: str) -> Evidence | None:
    """Ids and columns may hold slashes themselves, so each place where the two could part is tried."""
    for place, character in enumerate(rest):
        subject = subjects.get(rest[:place]) if character == "/" else None
        fact = subject.facts.get(rest[place + 1 :]) if subject else None
        if subject and fact:
            title = f"{subject.name} · {fact.column}"
            return Evidence(citation_id=citation_id, text=fact.value, version=fact.version, source=fact.source, title=title)
    return None
