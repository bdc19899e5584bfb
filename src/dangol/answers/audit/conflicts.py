"""Contradictions inside the knowledge: two texts that state different values of one thing, or a text and a row.

Two clauses contradict each other when they speak of the same thing in nearly the same words, name the same products and places, and state
values of one kind that exclude each other, while neither text says the other's value anywhere: a fee that differs for Jeju is no
contradiction. What would only nearly do is left alone, because a list of false alarms is read once. What it finds and misses is measured in
``evaluation/audit``.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from math import log
from zoneinfo import ZoneInfo

from dangol.answers.ground import Ground
from dangol.answers.proof.amounts import Amount
from dangol.language.concepts import synonyms

from .claims import Claim, claims
from .conflict import Conflict, place
from .rows import row_conflicts

_ALIKE = 0.6  # of both clauses' weight that the other accounts for
_DENIED_ALIKE = 0.85  # for a bare "it is so" against "it is not"
_OF_HEAD, _OF_LEAD = 0.35, 0.5  # what a word of the heading, and of the clauses before, counts beside one of the clause
_IN_TITLE, _BY_SYNONYM = 0.9, 0.7  # how well a word that only the heading has, and another word for it, accounts for a word
_MOST_TOGETHER = 80  # clauses that share a word: a word more frequent than that says nothing about what is meant
_SPANS = frozenset({"day", "workday", "month", "minute", "second"})


def conflicts(ground: Ground, at: datetime) -> tuple[Conflict, ...]:
    """All contradictions, each pair of texts once, in the order of the texts."""
    today = at.astimezone(ZoneInfo(ground.snapshot.brand.timezone))
    made = claims(ground, today.date())
    found: dict[tuple[str, str, str], Conflict] = {}
    for one in (*row_conflicts(made, ground, today), *_Pairs(made, ground).conflicts()):
        found.setdefault((one.code, one.first.id, one.second.id), one)
    return tuple(found.values())


class _Pairs:
    """The clauses of one knowledge version, two by two."""

    def __init__(self, made: Sequence[Claim], ground: Ground) -> None:
        self._made = made
        self._ground = ground

    def conflicts(self) -> Iterator[Conflict]:
        for first, second in self._together():
            code = self._code(self._made[first], self._made[second])
            if code:
                sides = (self._made[first], self._made[second])
                first_place, second_place = (place(side.id, side.sentence, self._ground) for side in sides)
                yield Conflict(code=code, first=first_place, second=second_place)

    def _together(self) -> list[tuple[int, int]]:
        """Pairs of clauses of different texts that share a telling word."""
        pairs = set()
        for holding in self._holding.values():
            if len(holding) <= _MOST_TOGETHER:
                pairs |= {(a, b) for at, a in enumerate(holding) for b in holding[at + 1 :] if self._made[a].thing != self._made[b].thing}
        return sorted(pairs)

    @cached_property
    def _holding(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, claim in enumerate(self._made):
            for word in claim.words | claim.lead | claim.head:
                found[word].append(at)
        return found

    def _code(self, first: Claim, second: Claim) -> str | None:
        if (
            first.names != second.names
            or first.within != second.within
            or not _shared(first, second)
            or (first.statement.denies != second.statement.denies and _values(first))
        ):
            return None
        if _exclude(first, second):
            return "amount" if self._alike(first, second) >= _ALIKE else None
        if _other_time(first, second):
            return "time" if self._alike(first, second) >= _ALIKE else None
        if _turned(first, second):
            return "denial" if self._alike(first, second) >= _DENIED_ALIKE else None
        return None

    def _alike(self, first: Claim, second: Claim) -> float:
        """0…1: the part of the weight of the words of each clause that the other accounts for, the smaller of the two."""
        return min(self._accounted(first, second), self._accounted(second, first))

    def _accounted(self, ours: Claim, theirs: Claim) -> float:
        weights = {word: self._weight(word) * share for words, share in _parts(ours) for word in words}
        held = sum(weight * _holds(word, theirs) for word, weight in weights.items())
        return held / total if (total := sum(weights.values())) else 0.0

    def _weight(self, word: str) -> float:
        return log(1 + len(self._made) / len(self._holding[word]))


def _parts(claim: Claim) -> Iterator[tuple[frozenset[str], float]]:
    """The words that say what a clause means, with what each counts: the nearer the more."""
    yield claim.head, _OF_HEAD
    yield claim.lead, _OF_LEAD
    yield claim.words, 1.0


def _holds(word: str, claim: Claim) -> float:
    near = claim.words | claim.lead
    if word in near:
        return 1.0
    if word in claim.title:
        return _IN_TITLE
    others = synonyms(word)
    return _BY_SYNONYM if others & near or others & claim.title else 0.0


def _shared(first: Claim, second: Claim) -> bool:
    """Whether words of one clause itself stand in the other; where it is only one ("제주는 3,000원"), their headings must share one too."""
    same = first.words & (second.words or second.head) | second.words & (first.words or first.head)
    above = (first.head | first.lead) & (second.head | second.lead | second.words) | (second.head | second.lead) & first.words
    return len(same) > 1 or bool(same and above)


def _values(claim: Claim) -> bool:
    return bool(claim.statement.amounts or claim.statement.moments.times)


def _exclude(first: Claim, second: Claim) -> bool:
    """Whether they count the same kind of thing in the same role, under the same amounts, and neither text states the other's."""
    ours, theirs = _counts(first), _counts(second)
    for one in ours:
        for other in theirs:
            if one.kind != other.kind or not one.kind or _role(one) != _role(other):
                continue
            if _stated(one, second.counted) or _stated(other, first.counted):
                continue
            if _beside(one, ours) == _beside(other, theirs):
                return True
    return False


def _counts(claim: Claim) -> list[Amount]:
    """Without what is free or not said how much: that is under some condition nearly always."""
    return [amount for amount in claim.statement.amounts if amount.low > 0]


def _beside(amount: Amount, counted: Sequence[Amount]) -> set[tuple[str, float, float]]:
    """The other amounts, which say when this one holds; "한 장" and "한 번" say nothing."""
    return {(other.kind, other.low, other.high) for other in counted if other is not amount and other.high != 1}


def _role(amount: Amount) -> str:
    return "" if amount.kind in _SPANS and amount.role == "most" else amount.role


def _stated(amount: Amount, counted: Sequence[Amount]) -> bool:
    return any(other.kind == amount.kind and other.low <= amount.high and amount.low <= other.high for other in counted)


def _other_time(first: Claim, second: Claim) -> bool:
    ours, theirs = first.statement.moments.times, second.statement.moments.times
    if not ours or not theirs:
        return False
    return not any(a & b for a in ours for b in second.times) and not any(a & b for a in theirs for b in first.times)


def _turned(first: Claim, second: Claim) -> bool:
    """Whether one says that something is so, and the other, without condition, that it is not."""
    one, other = first.statement, second.statement
    plain = not (one.conditional or other.conditional or one.only or other.only or first.cell or second.cell)
    return plain and one.denies != other.denies and len(first.words) > 1 and len(second.words) > 1
