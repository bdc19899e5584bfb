"""How probable it is that a passage answers a question: features of the two, and a small logistic model over them.

The features say how much of the question the passage explains, word by word and letter by letter, whether its heading was asked about,
whether it holds the kind of value wanted, and how far ahead of the next passage it is. The weights lie in ``data/passages.json``; they
were fitted by ``python -m evaluation.fit`` on the development brands' questions (never on the demo's), and that file says on which.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from dangol.kit.text import bigrams, squash
from dangol.knowledge.search import Search
from dangol.language.concepts import synonyms

from .ground import Ground, Piece, words_in
from .question import Question
from .terms import Term

_LOOK_AT = 24  # pieces matched a question; the search ranks the right one within ten for nearly nine of ten titles
_KEEP = 8  # pieces whose words are looked at closely
_GENERIC_HEAD = frozenset({"안내", "정책", "규정", "방법", "이용", "관련", "faq", "어떻게", "하다", "되다", "있다", "얼마", "수", "나요"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A passage beside a question: its citation id and the features that do not depend on what would be said of it."""

    key: str
    features: Mapping[str, float]


def matches(question: Question, ground: Ground, search: Search) -> list[Match]:
    """The passages nearest to a question with their features, at most eight, nearest first."""
    hits = _nearby(question, ground, search)
    pairs = frozenset(bigrams(question.text))
    found = [(_rank(features := _features(question, ground.pieces[key], ground, pairs, hit)), key, features) for key, hit in hits.items()]
    found.sort(key=lambda row: (-row[0], row[1]))
    kept = []
    for at, (rank, key, features) in enumerate(found[:_KEEP]):
        other = found[1][0] if at == 0 and len(found) > 1 else found[0][0] if at else 0.0
        kept.append(Match(key=key, features={**features, "ahead": max(-0.5, min(0.5, rank - other))}))
    return kept


def probability(match: Match, said: Mapping[str, float]) -> float:
    """0…1: that this passage, so said, answers the question."""
    weights = _weights()
    features = {**match.features, **said}
    total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


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


@cache
def _weights() -> dict[str, float]:
    text = files("dangol.answers").joinpath("data", "passages.json").read_text(encoding="utf-8")
    return dict(json.loads(text)["weights"])


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
    found = {hit.key: (hit.score, hit.coverage) for hit in hits if hit.key in ground.pieces}
    for term in question.terms:
        for form in term.forms:
            for key in ground.headed(form):
                if len(found) < _LOOK_AT * 3:
                    found.setdefault(key, (0.0, 0.0))
    return found


def _spoken(question: Question) -> tuple[Term, ...]:
    """What a passage has to explain: the terms, the days, and for a subject alone ("소금빵 언제 나와요") its name."""
    if question.weight > 0.1:
        return (*question.terms, *question.calendar)
    said = [word for mention in question.mentions for start, end in mention.spans for word in sorted(words_in(question.text[start:end]))]
    return (*question.terms, *question.calendar, *(Term(form=word, weight=0.5) for word in said))


def _features(question: Question, piece: Piece, ground: Ground, pairs: frozenset[str], hit: tuple[float, float]) -> dict[str, float]:
    total = explained = strange = missed = heavy = 0.0
    asked: set[str] = set()
    spoken = _spoken(question)
    for term in spoken:
        part = piece.explains_any(term.forms)
        total += term.weight
        explained += term.weight * part
        heavy += term.weight >= 0.4
        if part < 0.5:
            missed += term.weight
            strange += term.weight * (not any(ground.known(form) for form in term.forms))
        if part and term.weight > 0.1:
            asked.update(term.forms)
    head = piece.head - _GENERIC_HEAD
    matched = sum(any(_alike(term, word) for term in asked) for word in head)
    in_head = sum(term.weight for term in spoken if any(_alike(form, word) for form in term.forms for word in head))
    named = _named(question, piece, ground)
    kind = piece.key.partition("/")[0]
    return {
        "coverage": explained / total if total else 0.0,
        "explained": min(explained, 3.0) / 3,
        "strange": min(strange, 2.0) / 2,
        "missed": min(missed, 3.0) / 3,
        "few": 1.0 if heavy <= 1 else 0.0,
        "many": 1.0 if heavy >= 4 else 0.0,
        "light": 1.0 if total < 0.35 else 0.0,
        "in_head": in_head / total if total else 0.0,
        "closeness": matched / len(head) if head else 0.0,
        "named": named,
        "mention": float(bool(question.mentions)),
        "unnamed": float(bool(question.mentions) and named < 0.5),
        "product_asked": float(bool(question.mentions) and question.asks_for("price", "stock", "options")),
        "faq": float(kind == "faq"),
        "article": float(kind == "article"),
        "near": float(piece.key.partition("#")[0] == question.near),
        "borrowed": float(question.borrowed),
        "search": min(hit[0], 1.0),
        "search_coverage": hit[1],
        "letters": len(pairs & piece.pairs) / len(pairs) if pairs else 0.0,
        "head_letters": len(pairs & piece.head_pairs) / max(1, min(len(pairs), len(piece.head_pairs))),
        "english": float(question.language == "en"),
    }


def _rank(features: Mapping[str, float]) -> float:
    """A first order among passages, before the model: coverage, with how much of the heading was asked about."""
    return (
        features["coverage"]
        + 0.18 * features["in_head"]
        + 0.15 * features["closeness"]
        + 0.2 * features["named"]
        + 0.2 * features["letters"]
        + 0.1 * features["near"]
    )


def _named(question: Question, piece: Piece, ground: Ground) -> float:
    """0…1: how far the passage speaks of the product or place that the question is about."""
    named = 0.0
    for mention in question.mentions:
        said = question.text[mention.spans[0][0] : mention.spans[-1][1]]
        named = max(named, max((piece.explains(word) for word in words_in(said)), default=0.0))
    if not question.mentions:
        for key in question.subjects:
            words = words_in(ground.subjects[key].name)
            named = max(named, sum(piece.explains(word) for word in words) / max(len(words), 1))
    return named


@lru_cache(maxsize=65536)
def _alike(term: str, word: str) -> bool:
    return any(other == word or (len(other) > 1 and other in word) or (len(word) > 1 and word in other) for other in synonyms(term))
