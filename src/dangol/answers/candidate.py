"""A possible answer to one clause, with how much of the question it explains. The best one is spoken."""

from dataclasses import dataclass

from .answer import Sentence

# The part of a question's weight that evidence must explain before it is spoken; chosen on the development brands (evaluation/brands).
ENOUGH = 0.62
ENOUGH_PASSAGE = 0.4  # a passage's score is a probability; below this a wrong answer costs more than a person's minute
ENOUGH_TOLD = 0.5  # likewise of what a row says without being asked for by a word of it


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A possible answer.

    Attributes:
        kind: ``"fact"``, ``"hours"``, ``"passage"``, ``"list"`` …, the reason's first half; detail: its second (a column, an id).
        score: 0…1, the part of the question's weight that the evidence explains, lowered where a wanted kind of value is missing.
        sure: 0…1, of a passage: how probable it is that any text answers the question (see ``answerable``); else None.
        sentences: what would be said; subjects: keys it is about; aspect, passage: for the conversation's topic.
    """

    kind: str
    detail: str
    score: float
    sentences: tuple[Sentence, ...]
    subjects: tuple[str, ...] = ()
    aspect: str | None = None
    passage: str | None = None
    sure: float | None = None

    @property
    def confidence(self) -> float:
        """0…1, how sure we say we are: of a passage ``sure``, above ``ENOUGH_PASSAGE`` where it is spoken, below it where it is not."""
        if self.sure is None:
            return min(self.score, 1.0)
        return ENOUGH_PASSAGE + (1 - ENOUGH_PASSAGE) * self.sure if self.enough else ENOUGH_PASSAGE * self.sure

    @property
    def enough(self) -> bool:
        """Whether it explains so much that it may be spoken."""
        return self.score >= {"passage": ENOUGH_PASSAGE, "told": ENOUGH_TOLD}.get(self.kind, ENOUGH)
