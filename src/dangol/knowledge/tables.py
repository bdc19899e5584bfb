"""What is true, and what buyers say of it, in tables of one shape.

Each row is one version of one citation, current while ``valid_to`` is null.
"""

from collections.abc import Mapping

from sqlalchemy import Column, Float, Index, Integer, Table, Text

from dangol.store.personal import Personal, nobodys, personal
from dangol.store.schema import Json, UtcDateTime, metadata


def _versioned(name: str, *content: Column[object], info: Mapping[str, Personal | None] | None = None) -> Table:
    table = Table(
        name,
        metadata,
        Column("citation", Text, primary_key=True),
        Column("version", Integer, primary_key=True, autoincrement=False),  # 1… for each citation
        Column("thing", Text, nullable=False),  # product/<id>, faq/<id>, policy/<stem>, review/<id> and the like
        Column("origin", Text, nullable=False),  # "brand:" or "<kind>:", then the file as the owner named it
        Column("line", Integer, nullable=False),
        Column("position", Integer, nullable=False),  # inside the thing; of a passage, its number
        Column("valid_from", UtcDateTime, nullable=False),
        Column("valid_to", UtcDateTime),
        Column("digest", Text, nullable=False),
        *content,
        info=dict(info or nobodys()),
    )
    current = table.c.valid_to.is_(None)
    Index(f"ix_{name}_current", table.c.citation, unique=True, sqlite_where=current, postgresql_where=current)
    return table


facts = _versioned(
    "facts",
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("column", Text, nullable=False),
    Column("value", Text, nullable=False),
)

faqs = _versioned(
    "faqs",
    Column("faq", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
)

passages = _versioned(
    "passages",
    Column("kind", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("anchor", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("headings", Json, nullable=False),
    Column("text", Text, nullable=False),
    Column("tables", Json, nullable=False),
)

# A review is its writer's: of one that is changed or withdrawn, the older version keeps its number and dates, and none of its words.
reviews = _versioned(
    "reviews",
    Column("review", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("rating", Float),  # 1…5
    Column("text", Text, nullable=False),
    Column("written_on", Text, nullable=False),  # ISO date or empty
    Column("traits", Json, nullable=False),
    Column("channel", Text, nullable=False),
    Column("identity", Text, index=True),  # its writer's pseudonym, where that is known
    info=personal("identity"),
)

knowledge_version = Table(
    "knowledge_version",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("version", Integer, nullable=False),
    Column("brand_digest", Text, nullable=False),  # of brand.toml's profile: when it changes, the version moves too
    info=nobodys(),
)
