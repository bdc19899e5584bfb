"""The values other rooms see of a brand's knowledge. All frozen; one ``Snapshot`` is one consistent version of everything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

SubjectKind = Literal["product", "place"]
PassageKind = Literal["policy", "article"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where something was read: the file as the owner named it (or a feed's address) and its line (1-based; 0 = whole file)."""

    file: str
    line: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One true thing about one subject: the column's raw text, versioned.

    ``citation_id`` is ``product/<id>/<column>`` or ``place/<id>/<column>``.
    """

    kind: SubjectKind
    subject: str
    column: str
    value: str
    version: int
    valid_from: datetime
    source: Source

    @property
    def citation_id(self) -> str:
        return f"{self.kind}/{self.subject}/{self.column}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """A product or a place: its id, display name and current facts by column (the header's own spelling; empty cells are absent)."""

    kind: SubjectKind
    id: str
    name: str
    facts: Mapping[str, Fact]

    def text(self, column: str) -> str | None:
        """The raw value of a column, or None when the brand's files do not say."""
        fact = self.facts.get(column)
        return fact.value if fact else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Faq:
    """A question the brand has answered. ``citation_id`` is ``faq/<id>``."""

    id: str
    question: str
    answer: str
    version: int
    source: Source

    @property
    def citation_id(self) -> str:
        return f"faq/{self.id}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A piece of a longer text under one heading. ``citation_id`` is ``policy/<stem>#<anchor>`` or ``article/<stem or id>#<anchor>``.

    Attributes:
        document: the file's stem, or the article's own id.
        anchor: its name, unique in the document: that of its heading (see ``anchors``), or 1, 2, … where no heading is.
        number: 1-based place in the document, which moves when something is written before it.
        title: the document's title; headings: the path of headings above the passage, outermost first.
        text: plain text with Markdown marks removed; table rows as ``cell | cell`` lines, list items as ``- item`` lines.
        tables: each table as its rows (first row = header), for looking values up (a fee by region).
    """

    kind: PassageKind
    document: str
    anchor: str
    number: int
    title: str
    headings: tuple[str, ...]
    text: str
    version: int
    source: Source
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()

    @property
    def citation_id(self) -> str:
        return f"{self.kind}/{self.document}#{self.anchor}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """What somebody wrote of a product: an opinion, never a fact. ``citation_id`` is ``review/<id>``.

    Attributes:
        product: the product's id. rating: 1…5, None where none was given. text: as written, personal data masked.
        written_on: ISO date, or empty. traits: what the writer told of themselves, by the brand's own columns ("키": "172").
        channel: where it was written, as the file says; who wrote it is never among what is shown.
    """

    id: str
    product: str
    rating: float | None
    text: str
    written_on: str
    traits: Mapping[str, str]
    channel: str
    version: int
    source: Source

    @property
    def citation_id(self) -> str:
        return f"review/{self.id}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """How the brand speaks: what it calls a customer (호칭) and its manner (말투): ``해요체`` (default) or ``합니다체``."""

    customer: str = "고객님"
    style: str = "해요체"


@dataclass(frozen=True, kw_only=True, slots=True)
class BrandProfile:
    """What ``brand.toml`` says of the brand itself. Empty strings where it is silent. ``link_hosts``: where its links may lead."""

    name: str
    name_en: str = ""
    timezone: str = "Asia/Seoul"
    phone: str = ""
    email: str = ""
    voice: Voice = field(default_factory=Voice)
    link_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """Everything true at one knowledge version. Order is the files' order."""

    version: int
    brand: BrandProfile
    products: Mapping[str, Subject]
    places: Mapping[str, Subject]
    faqs: Mapping[str, Faq]
    passages: tuple[Passage, ...]
    reviews: Mapping[str, Review] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A search result: a document's key, its relevance (larger is better) and title.

    ``key`` is the citation id of the best piece of that document: ``faq/<id>``, ``policy/<stem>#<anchor>``,
    ``article/<id>#<anchor>``, ``product/<id>`` or ``place/<id>``. ``score`` is about 0…1 and can be compared between queries.
    ``coverage``, 0…1, is the part of the query's informative weight whose words stand in that piece; low means thin evidence.
    """

    key: str
    score: float
    title: str
    coverage: float = 0.0
