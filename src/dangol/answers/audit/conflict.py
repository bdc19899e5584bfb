"""A contradiction as a value: both places, each with its words and where the owner wrote them."""

from dataclasses import dataclass

from dangol.answers.ground import Ground
from dangol.knowledge.facts import Source

CODES = ("amount", "time", "denial", "hours", "cell", "phone")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One side: the citation id (``brand`` for ``brand.toml``), the words, and the file and line (0 = whole file) they stand in."""

    id: str
    text: str
    file: str
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """Two places that cannot both be right. ``code``: what differs, of ``CODES``."""

    code: str
    first: Place
    second: Place


def place(citation_id: str, text: str, ground: Ground) -> Place:
    source = _source(citation_id, ground)
    return Place(id=citation_id, text=text, file=source.file, line=source.line)


def _source(citation_id: str, ground: Ground) -> Source:
    if found := ground.faqs.get(citation_id) or ground.passages.get(citation_id):
        return found.source
    key, _, column = citation_id.rpartition("/")
    subject = ground.subjects.get(key)
    return subject.facts[column].source if subject and column in subject.facts else Source(file="brand.toml")
