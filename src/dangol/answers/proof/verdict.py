"""What the proof of a sentence found, and the evidence that it was held against."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from dangol.answers.answer import Sentence
from dangol.answers.ground import Ground
from dangol.kit.text import squash

from .cited import Cited
from .statement import Statement

CODES = (
    "citation",  # none, or one that nothing current bears
    "version",  # what is cited has changed since
    "amount",  # a number, price, measure or count that no evidence states of this
    "time",  # a time of day, or opening hours that the place does not keep
    "day",  # a date or weekday that no evidence names, or that the calendar contradicts
    "name",  # a product or place other than the cited ones
    "word",  # what is said has no word in the evidence
    "other",  # what the evidence says of another time or topic
    "order",  # cheaper, heavier … the wrong way round
    "denial",  # said to be so where the evidence says it is not, or the other way round
    "exception",  # a rule without the exception that the evidence states with it
    "condition",  # a benefit without the amount from which it is given
    "only",  # "only" where the evidence does not say so
    "absolute",  # best, always, all, 100 %, guaranteed … that no evidence says
    "medical",  # an effect on health, evidence or not
    "opinion",  # a review said as a fact, beside one, or otherwise than its writers said it
    "address",  # a link, an e-mail address, a phone number or a handle that the evidence does not hold
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """A sentence and why it may not be said, as ``CODES``; no fault = proven."""

    sentence: Sentence
    faults: tuple[str, ...] = ()

    @property
    def proven(self) -> bool:
        return not self.faults


@dataclass(frozen=True, kw_only=True)
class Case:
    """One sentence as read, beside its evidence.

    Attributes:
        text: as normalised; said: its statements; evidence: what its citations stand for; at: the brand's local time.
        spared: places in the text that belong to names, whose numbers ("4인") are no amounts.
        wrong_sum: a sum in it is not right; the right ones are taken out of the text.
        about: for each statement the keys of the cited subjects that it names, inherited from the statement before.
    """

    text: str
    said: tuple[Statement, ...]
    evidence: tuple[Cited, ...]
    ground: Ground
    at: datetime
    about: tuple[frozenset[str], ...] = ()
    names: frozenset[str] = field(default=frozenset())
    wrong_sum: bool = False

    @cached_property
    def made(self) -> tuple[tuple[Cited, Statement], ...]:
        """Every statement of the evidence with its citation."""
        return tuple((one, statement) for one in self.evidence for statement in one.made)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The subjects whose facts are cited."""
        return frozenset(one.about for one in self.evidence if one.about)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset[str]().union(*(one.words for one in self.evidence))

    @cached_property
    def letters(self) -> str:
        return " ".join(one.letters for one in self.evidence)

    @cached_property
    def called(self) -> str:
        """The letters of the cited subjects' names."""
        return squash(" ".join(self.names))

    @cached_property
    def pieces(self) -> frozenset[str]:
        """The words of the evidence as written, between spaces and signs."""
        return frozenset(piece for one in self.evidence for piece in re.split(r"[\s\W\d]+", one.text))

    @cached_property
    def title(self) -> frozenset[str]:
        """Words of headings, questions, names and columns: what the evidence is about, in all of its statements."""
        return frozenset[str]().union(*(one.title for one in self.evidence))

    @cached_property
    def rarity(self) -> Mapping[str, float]:
        """0…1 for each word of the evidence: the rarer among its statements, the more it tells which of them is meant."""
        count: dict[str, int] = {}
        for _, statement in self.made:
            for word in statement.words:
                count[word] = count.get(word, 0) + 1
        total = max(1, len(self.made))
        return {word: 1.0 - (seen - 1) / total for word, seen in count.items()}
