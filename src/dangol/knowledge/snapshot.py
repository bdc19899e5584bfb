"""Loads everything that is true now as one frozen value."""

from typing import Any

from sqlalchemy import Connection, Table, select

from dangol.knowledge.facts import BrandProfile, Fact, Faq, Passage, Review, Snapshot, Source, Subject, SubjectKind
from dangol.knowledge.tables import facts, faqs, knowledge_version, passages, reviews

_VERSION = select(knowledge_version.c.version)


def current_version(connection: Connection) -> int:
    """The knowledge version: one row by one query; it moves whenever an import changes anything."""
    version: int = connection.execute(_VERSION).scalar_one()
    return version


def load_snapshot(connection: Connection, brand: BrandProfile) -> Snapshot:
    """All current products, places, questions, passages and reviews, in the order of their files.

    ``connection`` must see one consistent state, as ``Store.read`` gives it.
    """
    subjects = _subjects(connection)
    loaded_faqs = (_faq(row) for row in _current(connection, faqs))
    return Snapshot(
        version=current_version(connection),
        brand=brand,
        products={subject.id: subject for subject in subjects if subject.kind == "product"},
        places={subject.id: subject for subject in subjects if subject.kind == "place"},
        faqs={faq.id: faq for faq in loaded_faqs},
        passages=tuple(_passage(row) for row in _current(connection, passages)),
        reviews={row.review: _review(row) for row in _current(connection, reviews)},
    )


def source(origin: str, line: int) -> Source:
    """The source of a row, from the way its table keeps it."""
    return Source(file=origin.partition(":")[2], line=line)


def _current(connection: Connection, table: Table) -> list[Any]:
    """Sorted here and not by the engine, whose collation would decide the order."""
    rows = connection.execute(select(table).where(table.c.valid_to.is_(None)))
    return sorted(rows, key=lambda row: (row.origin, row.line, row.thing, row.position))


def _subjects(connection: Connection) -> list[Subject]:
    by_key: dict[tuple[SubjectKind, str], dict[str, Fact]] = {}
    for row in _current(connection, facts):
        fact = Fact(
            kind=row.kind,
            subject=row.subject,
            column=row.column,
            value=row.value,
            version=row.version,
            valid_from=row.valid_from,
            source=source(row.origin, row.line),
        )
        by_key.setdefault((fact.kind, fact.subject), {})[fact.column] = fact
    return [Subject(kind=kind, id=id_, name=found["name"].value, facts=found) for (kind, id_), found in by_key.items()]


def _faq(row: Any) -> Faq:
    return Faq(id=row.faq, question=row.question, answer=row.answer, version=row.version, source=source(row.origin, row.line))


def _passage(row: Any) -> Passage:
    return Passage(
        kind=row.kind,
        document=row.document,
        anchor=row.anchor,
        number=row.position,
        title=row.title,
        headings=tuple(row.headings),
        text=row.text,
        version=row.version,
        source=source(row.origin, row.line),
        tables=tuple(tuple(tuple(cells) for cells in table) for table in row.tables),
    )


def _review(row: Any) -> Review:
    return Review(
        id=row.review,
        product=row.product,
        rating=row.rating,
        text=row.text,
        written_on=row.written_on,
        traits=row.traits,
        channel=row.channel,
        version=row.version,
        source=source(row.origin, row.line),
    )
