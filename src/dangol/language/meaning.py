"""What a text means: its act, what it is for, what its writer needs, its sentiment, toxicity, hard selling, urgency, and what it names.

Three small models judge act, sentiment and toxicity; transparent rules (``rules``, ``signals``) draw the rest from them. For English there
are rules alone; other languages are recognised and read as neutral with no confidence, so that whoever decides hands them over.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .entity import Entity
from .personal_data import PersonalData

Act = Literal["fragment", "statement", "question", "command", "rhetorical_question", "rhetorical_command", "intonation_dependent"]
Function = Literal[
    "complaint", "praise", "thanks", "greeting", "farewell", "acknowledgement", "order", "idea", "curiosity", "request", "chatter"
]
NeedKind = Literal["know", "go", "compare", "buy", "help", "complain", "praise", "idea", "curiosity", "none"]
SentimentLabel = Literal["negative", "neutral", "positive"]
ToxicityLabel = Literal["hate", "offensive", "none"]
_LEAST = 1e-6  # no side is less likely
_BETWEEN = 0.5  # a score beyond this is a side
ACTS: tuple[Act, ...] = (
    *("fragment", "statement", "question", "command", "rhetorical_question", "rhetorical_command", "intonation_dependent"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentiment:
    """``score``: -1 (negative) … 1 (positive), twice the probability of positive against negative, less one; ``neutral``: 0…1."""

    label: SentimentLabel
    score: float
    neutral: float

    @property
    def positive(self) -> float:
        """0…1, the probability of positive, were it one of the two."""
        return (self.score + 1) / 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Toxicity:
    """``score``: 0…1, how likely it is hateful or offensive; ``words``: an insult found by name, or empty."""

    label: ToxicityLabel
    score: float
    words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Meaning:
    """What a text means.

    Attributes:
        act: one of 3i4K's seven; certainty: 0…1 of it. function: what it is for; need: what its writer wants now.
        hard_sell: 0…1, how hard the text sells, or how plainly it says that somebody does ("또 광고야?"); tired_of_ads: the latter.
        urgency: 0…1. upset: angry or hurt. asks_person: wants a person, not a machine.
        entities: places count in the text as read; personal_data: places count in the text as given.
        evidence: (what was read, the words it was read from), for those who ask why.
    """

    act: Act
    certainty: float
    function: Function
    need: NeedKind
    sentiment: Sentiment
    toxicity: Toxicity
    hard_sell: float
    tired_of_ads: bool
    urgency: float
    upset: bool
    asks_person: bool
    entities: tuple[Entity, ...]
    personal_data: tuple[PersonalData, ...]
    evidence: tuple[tuple[str, str], ...]


def labels_of(probabilities: Sequence[float], shift: float = 0.0) -> Sentiment:
    """Probabilities of (negative, neutral, positive) as a Sentiment, the sides' log-odds moved by ``shift``.

    Neutral where neither side is likelier than it and they are near each other: of those who take a side few are read as taking none.
    """
    negative, neutral, positive = max(probabilities[0], _LEAST), max(probabilities[1], _LEAST), max(probabilities[2], _LEAST)
    positive *= math.exp(shift)
    score = (positive - negative) / (positive + negative)
    side = (1 - neutral) * (1 + abs(score)) / 2
    label: SentimentLabel = "neutral" if neutral >= side and abs(score) < _BETWEEN else "positive" if score > 0 else "negative"
    return Sentiment(label=label, score=round(score, 4), neutral=round(neutral, 4))
