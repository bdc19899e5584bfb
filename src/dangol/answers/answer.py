"""An answer is a reply whose every sentence rests on facts or passages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dangol.channels.port import Link

Outcome = Literal["answer", "ask_back", "hand_over"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """What a sentence rests on: the id of ARCHITECTURE §5, the version cited and the words relied upon."""

    id: str
    version: int
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One sentence and its evidence. Greetings, thanks and questions back carry none."""

    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One value of a comparison and what it rests on."""

    text: str
    citation: Citation


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Products side by side. Its sentences say the same.

    Attributes:
        heads: their names; rows: a label, and for each product its cell, None where the files do not say; urls: where each is
            ordered, "" where that is not known.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]
    urls: tuple[str, ...]

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(cell.citation for _, cells in self.rows for cell in cells if cell)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hint:
    """A text near to a question that goes to a person: its citation id, and its title, which may be tapped."""

    key: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """What the talk is about, kept with the conversation so that "그건 얼마예요?" finds its subject.

    Attributes:
        subjects: ``product/<id>`` or ``place/<id>`` keys spoken of, most recent first, at most four.
        about: those that the last question was asked of; empty when it was asked of none ("배송비 얼마예요?").
        frame: what was asked last, in words, without the names of what it was asked of ("카페인 몇 mg이에요").
        said: what stood beside it without a place in it, with which an amount or region after it is still meant ("교환은요?").
        aspect: what was asked last where it was none of these: ``"order"`` for the asker's own orders.
        passage: citation id of the last passage or FAQ used, or None.
        asked_back: the customer's question to which we asked back and which waits for its subject, or None.
        candidates: the subjects we named last, in the order said: when asking back, or in a list.
        turns: how many turns the customer has had.
        told: what the customer told of themselves in this talk that reviewers told, too: (the brand's column, value).
        hints: citation ids of the texts that were offered when a question was handed over, in the order shown; hinted: that question.
        picked: the one of them that was tapped last, "" for none; more: something else was said while a person was waited for.
    """

    subjects: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    frame: str = ""
    said: str = ""
    aspect: str | None = None
    passage: str | None = None
    asked_back: str | None = None
    candidates: tuple[str, ...] = ()
    turns: int = 0
    told: tuple[tuple[str, str], ...] = ()
    hints: tuple[str, ...] = ()
    hinted: str = ""
    picked: str = ""
    more: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What ``answers.answer`` found.

    Attributes:
        outcome: answer, ask_back or hand_over.
        sentences: what to say; never empty (a hand-over says that a person will look).
        confidence: 0…1, how sure we are that this is what was asked and that it is so.
        reasons: machine names of why, e.g. ``("fact.price",)``, ``("harm.skin",)``, ``("no_evidence",)``.
        topic: the conversation's topic after this turn.
        draft: for a hand-over, sentences an agent may send, when there was evidence but not enough.
        links: pages that it leads to: where the product is ordered, the way to the shop. comparison: what it compared, as a table.
        hints: where evidence is thin, the titles of texts that may have been meant, nearest first.
    """

    outcome: Outcome
    sentences: tuple[Sentence, ...]
    confidence: float
    reasons: tuple[str, ...]
    topic: Topic
    draft: tuple[Sentence, ...] = ()
    links: tuple[Link, ...] = ()
    comparison: Comparison | None = None
    hints: tuple[Hint, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return cited_by(self.sentences)


def cited_by(sentences: Iterable[Sentence]) -> tuple[Citation, ...]:
    """All citations in the order of the sentences, each id once, with all the words relied upon."""
    quotes: dict[tuple[str, int], dict[str, None]] = {}
    for sentence in sentences:
        for citation in sentence.citations:
            quotes.setdefault((citation.id, citation.version), {})[citation.quote] = None
    return tuple(Citation(id=name, version=version, quote=" ".join(said)) for (name, version), said in quotes.items())
