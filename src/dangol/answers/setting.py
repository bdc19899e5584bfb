"""What answering one message works with: what is true, how it is searched, how the brand speaks, and the moment."""

from dataclasses import dataclass, field
from datetime import datetime

from dangol.kit.sphere import Point
from dangol.knowledge.search import Search

from .ground import Ground
from .matching import Match, matches
from .question import Question
from .voice import Voice


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """One knowledge version, prepared and searchable; the voice for the asker's language; ``at``, the brand's local time.
    ``here`` is where the asker says to be, for this message alone; None where no position was shared."""

    ground: Ground
    search: Search
    voice: Voice
    at: datetime
    here: Point | None = None
    _matched: dict[Question, list[Match]] = field(default_factory=dict, compare=False, repr=False)

    def matches(self, question: Question) -> list[Match]:
        """``matching.matches``, once a question: the search and the encoder are what an answer costs most."""
        if question not in self._matched:
            self._matched[question] = matches(question, self.ground, self.search)
        return self._matched[question]
