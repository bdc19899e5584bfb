"""What the readers of files yield: a row that may become knowledge, or a refusal that says where and why."""

from dataclasses import dataclass
from typing import Literal

from dangol.knowledge.facts import PassageKind, Source, SubjectKind

Table = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusedRow:
    """A row that was left out.

    Attributes:
        file: as the owner named it; line: 1-based place of the row's first line, 0 for the whole file.
        reason_ko, reason_en: one sentence each: what is wrong and what to do.
        thing: ``product/<id>`` and the like where the row told its id, else empty. What was known of it stays.
    """

    file: str
    line: int
    reason_ko: str
    reason_en: str
    thing: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SubjectRow:
    """A product or a place: its non-empty cells in the columns' order, the ``name`` among them, the id not."""

    kind: SubjectKind
    id: str
    cells: tuple[tuple[str, str], ...]
    source: Source

    @property
    def thing(self) -> str:
        return f"{self.kind}/{self.id}"


@dataclass(frozen=True, kw_only=True, slots=True)
class FaqRow:
    """A question and its answer."""

    id: str
    question: str
    answer: str
    source: Source

    @property
    def thing(self) -> str:
        return f"faq/{self.id}"


@dataclass(frozen=True, kw_only=True, slots=True)
class PassageRow:
    """One passage of a policy or an article; ``facts.Passage`` before it has a version."""

    kind: PassageKind
    document: str
    anchor: str
    number: int
    title: str
    headings: tuple[str, ...]
    text: str
    tables: tuple[Table, ...]
    source: Source

    @property
    def thing(self) -> str:
        return f"{self.kind}/{self.document}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewRow:
    """A review; ``facts.Review`` before it has a version.

    ``author`` is the writer's id at ``channel`` as the file has it, and is never kept; ``identity`` their pseudonym.
    """

    id: str
    product: str
    rating: float | None
    text: str
    written_on: str
    traits: tuple[tuple[str, str], ...]
    channel: str
    source: Source
    author: str = ""
    identity: str = ""

    @property
    def thing(self) -> str:
        return f"review/{self.id}"


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawnRow:
    """A partial feed says that this product is gone."""

    thing: str
    source: Source


Accepted = SubjectRow | FaqRow | PassageRow | ReviewRow | WithdrawnRow
Row = Accepted | RefusedRow
ImportKind = Literal["products", "places", "faq", "policies", "articles", "reviews"]
