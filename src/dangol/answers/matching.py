"""How probable it is that a passage answers a question: features of the two, and a small logistic model over them.

The features say how much of the question the passage explains, word by word and letter by letter, whether its heading was asked about,
whether it holds the kind of value wanted, and how far ahead of the next passage it is. The weights lie in ``data/passages.json``; they
were fitted by ``python -m evaluation.fit`` on the development brands' questions (never on the demo's), and that file says on which.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dangol.kit.text import squash
from dangol.knowledge.search import Search
from dangol.language.concepts import synonyms

from .features import asked_of, features_of
from .fitted import Fitted
from .ground import Ground
from .question import Question
from .terms import Term

_MODEL = Fitted("passages.json")
_LOOK_AT = 24  # pieces matched a question; the search ranks the right one within ten for nearly nine of ten titles
_READ_NOW = 10  # of those, how many may be read for the first time: a tenth of a second
_BY_MEANING = 6  # more, nearest in meaning: they may share no word with the question
_KEEP = 8  # pieces whose words are looked at closely


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A passage beside a question: its citation id and the features that do not depend on what would be said of it."""

    key: str
    features: Mapping[str, float]


def matches(question: Question, ground: Ground, search: Search) -> list[Match]:
    """The passages nearest to a question with their features, at most eight, nearest first."""
    near = ground.meanings.near(question.spoken)
    hits = _nearby(question, ground, search)
    for key in near.nearest(_BY_MEANING):
        hits.setdefault(key, (0.0, 0.0))
    pieces = ground.shelf.pieces(tuple(hits), at_most=_READ_NOW)
    asked = asked_of(question, ground)
    found = [
        (_rank(features := {**features_of(asked, piece, ground, hits[key]), **near.features(key)}), key, features)
        for key, piece in pieces.items()
    ]
    found.sort(key=lambda row: (-row[0], row[1]))
    kept = []
    for at, (rank, key, features) in enumerate(found[:_KEEP]):
        other = found[1][0] if at == 0 and len(found) > 1 else found[0][0] if at else 0.0
        kept.append(Match(key=key, features={**features, "ahead": max(-0.5, min(0.5, rank - other))}))
    return kept


def probability(match: Match, said: Mapping[str, float]) -> float:
    """0…1: that this passage, so said, answers the question."""
    return _MODEL.probability({**match.features, **said})


def said_of(question: Question, sentences: Sequence[str]) -> dict[str, float]:
    """The features of what would be said: whether it holds the kinds of value wanted, in one sentence with the words asked about."""
    text = " ".join(sentences)
    held = all(pattern.search(text) for pattern in question.wanted)
    return {
        "wanted_held": float(bool(question.wanted) and held),
        "wanted_missing": float(bool(question.wanted) and not held),
        "other_year": float(not _same_year(question.text, text)),
        "together": max((_together(question, sentence) for sentence in sentences), default=0.0),
    }


def holds(said: str, term: Term) -> bool:
    letters = squash(said)
    if term.literal:
        return squash(term.form) in letters
    return any(bare in letters for form in term.forms for other in synonyms(form) if len(bare := squash(other)) > 1) or term.form in said


def gain(terms: Sequence[Term], said: str) -> float:
    """The weight of those terms that a text holds."""
    return sum(term.weight for term in terms if holds(said, term))


def _same_year(asked: str, text: str) -> bool:
    """A year that is asked about must be spoken of: what is said of 2027 is no answer about 2028."""
    return all(year in text for year in re.findall(r"20[2-9]\d(?=\s?년|\s|$)", asked)) or not re.search(r"20[2-9]\d", text)


def _together(question: Question, said: str) -> float:
    """Whether one sentence alone explains the question and holds the kind of value wanted: 0…1."""
    weight = question.weight or 1.0
    return gain(question.terms, said) / weight if all(pattern.search(said) for pattern in question.wanted) else 0.0


def _nearby(question: Question, ground: Ground, search: Search) -> dict[str, tuple[float, float]]:
    """Pieces to look at, each with the search's score and coverage (0, 0 where only a heading led to it)."""
    wanted = " ".join(dict.fromkeys([*(form for term in question.terms for form in term.forms[:3]), question.text]))
    hits = search.query(wanted, limit=_LOOK_AT, kinds=("faq", "policy", "article"), collapse=False)
    found = {hit.key: (hit.score, hit.coverage) for hit in hits}
    for term in question.terms:
        for form in term.forms:
            for key in ground.headed(form):
                if len(found) < _LOOK_AT * 3:
                    found.setdefault(key, (0.0, 0.0))
    return found


def _rank(features: Mapping[str, float]) -> float:
    """A first order among passages, before the model: coverage, with how much of the heading was asked about."""
    return (
        features["coverage"]
        + 0.18 * features["in_head"]
        + 0.15 * features["closeness"]
        + 0.2 * features["named"]
        + 0.2 * features["letters"]
        + 0.1 * features["near"]
        + 0.25 * features.get("head_stands", 0.0)
        + 0.25 * features.get("whole_stands", 0.0)
    )
