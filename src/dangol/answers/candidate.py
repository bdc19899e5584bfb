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
        sentences: what would be said; subjects: keys it is about; aspect, passage: for the conversation's topic.
    """

    kind: str
    detail: str
    score: float
    sentences: tuple[Sentence, ...]
    subjects: tuple[str, ...] = ()
    aspect: str | None = None
    passage: str | None = None

    @property
    def enough(self) -> bool:
        """Whether it explains so much that it may be spoken."""
        return self.score >= {"passage": ENOUGH_PASSAGE, "told": ENOUGH_TOLD}.get(self.kind, ENOUGH)
