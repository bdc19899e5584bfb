"""Why a text was read so: how far each of its words moves what the models say, found by leaving it out (occlusion, Zeiler & Fergus 2014).

It asks only the port, so it explains a larger model as well as the shipped ones. About 1 ms a text; for pages, not for the flow of
messages.
"""

import math
import re
from dataclasses import dataclass

from .models.minds import LABELS, minds
from .reading import Reading

_MOST = 40  # words; of a longer text the first ones
_WORD = re.compile(r"\S+")
_SYLLABLE = re.compile("[가-힣]")
_LEAST = 0.02  # a word that moves a probability by less says nothing


@dataclass(frozen=True, kw_only=True, slots=True)
class Weight:
    """One word and what it does.

    Attributes:
        sentiment: -1 … 1, how far it moves the probability of positive against negative, up or down.
        act, toxicity: how far it raises the probability of the act that was read, and of hate or offence.
    """

    word: str
    start: int
    end: int
    sentiment: float
    act: float
    toxicity: float

    @property
    def most(self) -> float:
        return max(abs(self.sentiment), abs(self.act), abs(self.toxicity))


def weights_of(reading: Reading) -> tuple[Weight, ...]:
    """The words of a Korean text that move something, in order. English is read by rules, whose words are ``Meaning.evidence``."""
    spans = [found.span() for found in _WORD.finditer(reading.text)][:_MOST]
    if reading.language != "ko" or not spans or not _SYLLABLE.search(reading.text):
        return ()
    texts = [reading.text, *(reading.text[:start] + reading.text[end:] for start, end in spans)]
    judging = minds()
    positive = [_odds(row[2], row[0]) for row in judging.sentiment.probabilities(texts).tolist()]
    at = LABELS["act"].index(reading.meaning.act)
    act = [row[at] for row in judging.act.probabilities(texts).tolist()]
    toxic = [1 - row[0] for row in judging.toxicity.probabilities(texts).tolist()]
    found = (
        Weight(
            word=reading.text[start:end],
            start=start,
            end=end,
            sentiment=round(positive[0] - positive[number], 3),
            act=round(act[0] - act[number], 3),
            toxicity=round(toxic[0] - toxic[number], 3),
        )
        for number, (start, end) in enumerate(spans, 1)
    )
    return tuple(weight for weight in found if weight.most >= _LEAST)


def _odds(positive: float, negative: float) -> float:
    sided = positive + negative
    return positive / sided if sided and math.isfinite(sided) else 0.5
