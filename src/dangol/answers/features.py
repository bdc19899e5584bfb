"""What a passage and a question have in common, as numbers for the model in ``matching``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dangol.kit.text import bigrams
from dangol.language.concepts import synonyms

from .ground import Ground
from .pieces import Piece, words_in
from .question import Question
from .terms import Term

_HEAVY = 0.4  # the weight from which a term is something the question is about
_BY_A_PART = 0.65  # a compound that the brand has never used is not explained by its last part (해외배송 by 배송)
_NAME_ALONE = 0.5  # the weight of a name's word where nothing else is said
_GENERIC_HEAD = frozenset({"안내", "정책", "규정", "방법", "이용", "관련", "faq", "어떻게", "하다", "되다", "있다", "얼마", "수", "나요"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question as passages are held against it.

    Attributes:
        terms: what a passage has to explain; pairs: the pairs of letters of the question.
        mentioned: the words of each thing it names; settled: those of the subjects it is about without naming them.
    """

    question: Question
    terms: tuple[Term, ...]
    pairs: frozenset[str]
    mentioned: tuple[tuple[str, ...], ...]
    settled: tuple[tuple[str, ...], ...]


def asked_of(question: Question, ground: Ground) -> Asked:
    """Prepares a question for all the passages it is held against."""
    whole = [question.text[mention.spans[0][0] : mention.spans[-1][1]] for mention in question.mentions]
    subjects = () if question.mentions else question.subjects
    return Asked(
        question=question,
        terms=(*question.terms, *question.calendar, *_names_alone(question)),
        pairs=frozenset(bigrams(question.text)),
        mentioned=tuple(tuple(sorted(words_in(said))) for said in whole),
        settled=tuple(tuple(sorted(words_in(ground.subjects[key].name))) for key in subjects),
    )


def features_of(asked: Asked, piece: Piece, ground: Ground, hit: tuple[float, float]) -> Mapping[str, float]:
    """The features by name, each about 0…1. ``hit`` is the search's score and coverage."""
    question = asked.question
    named = _named(asked, piece)
    kind = piece.key.partition("/")[0]
    return {
        **_words(asked, piece, ground),
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
        "letters": len(asked.pairs & piece.pairs) / len(asked.pairs) if asked.pairs else 0.0,
        "head_letters": len(asked.pairs & piece.head_pairs) / max(1, min(len(asked.pairs), len(piece.head_pairs))),
        "english": float(question.language == "en"),
    }


def _words(asked: Asked, piece: Piece, ground: Ground) -> dict[str, float]:
    """How much of the question the passage explains word by word, and how much of its heading was asked about."""
    total = explained = strange = missed = heavy = 0.0
    said: set[str] = set()
    for term in asked.terms:
        part = piece.explains_any(term.forms)
        total += term.weight
        explained += term.weight * part
        heavy += term.weight >= _HEAVY
        if part < 0.5:
            missed += term.weight
        if part < _BY_A_PART and not any(ground.known(form) for form in term.forms):
            strange += term.weight
        if part and term.weight > 0.1:
            said.update(term.forms)
    head = piece.head - _GENERIC_HEAD
    matched = sum(any(_alike(form, word) for form in said) for word in head)
    in_head = sum(term.weight for term in asked.terms if any(_alike(form, word) for form in term.forms for word in head))
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
    }


def _names_alone(question: Question) -> list[Term]:
    """For a subject and nothing else ("소금빵 언제 나와요"): the words of its name."""
    if question.weight > 0.1:
        return []
    spans = [span for mention in question.mentions for span in mention.spans]
    return [Term(form=word, weight=_NAME_ALONE) for start, end in spans for word in sorted(words_in(question.text[start:end]))]


def _named(asked: Asked, piece: Piece) -> float:
    """0…1: how far the passage speaks of the product or place that the question is about."""
    mentioned = (piece.explains(word) for words in asked.mentioned for word in words)
    settled = (sum(piece.explains(word) for word in words) / max(len(words), 1) for words in asked.settled)
    return max((*mentioned, *settled), default=0.0)


@lru_cache(maxsize=65536)
def _alike(term: str, word: str) -> bool:
    return any(other == word or (len(other) > 1 and other in word) or (len(word) > 1 and word in other) for other in synonyms(term))
