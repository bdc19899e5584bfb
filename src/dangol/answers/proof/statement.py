"""One clause as a value: what it says, of what, and whether it affirms or denies."""

import re
from dataclasses import dataclass

from .amounts import Amount
from .moments import Moments

CONDITION_WORDS = re.compile(r"경우|때(?!문)|한해|한하여|이상|이하|미만|초과|이내|\b(?:if|when|unless|provided|over|under|within|only)\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One clause.

    Attributes:
        words: its content words, verbs in dictionary form, Latin in lower case, and the topic of the clause before where it has none.
        own, order: without that topic, as a set and in order; focus: those with 도 ("SUV도").
        topic: the nouns of its own topic ("제주는"); lead: its words before them; head: its words before its first amount.
        denies: it says that something is not so; conditional: it holds only under a condition that it names.
        only: the word of which it says "only", ``"*"`` where it says so otherwise, else ``""``.
        amounts, moments: what it counts and when; sentence: its sentence's number in the text; about: the subject's key, if a fact's.
    """

    text: str
    words: frozenset[str]
    own: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()
    lead: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    focus: frozenset[str] = frozenset()
    head: frozenset[str]
    denies: bool
    conditional: bool
    only: str
    amounts: tuple[Amount, ...]
    moments: Moments
    sentence: int = 0
    about: str | None = None


def blank(rest: str, place: int) -> bool:
    """Whether a word was part of a time or a day."""
    return place < len(rest) and rest[place] == " "
