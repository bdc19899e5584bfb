"""Answers out of a product's or a place's columns: price, stock, options, and any further column a brand may keep."""

from dangol.kit.text import squash
from dangol.knowledge.facts import Subject
from dangol.language.lexicon import respell

from .answer import Sentence
from .candidate import Candidate
from .columns import description_of
from .evidence import Evidence, evidence_for
from .ground import Ground
from .option_prices import later_option
from .question import Question
from .saying import cite, sentence
from .voice import Voice

# Chosen on the development brands (evaluation/brands).
_OVERVIEW = 0.9
_NO_WORDS = 0.95  # nothing is asked but what a column is
_BY_UNIT = 0.6  # what a unit asks for weighs as much as an aspect
_BY_NAME = 0.9  # a word of the subject's own name is explained by naming it
_SPOILT = 0.5  # for an amount that stands nowhere, or another kind of value than the one wanted
_MOST_LINES = 3
_SHOP_WORDS = frozenset(["매장", "가게", "지점", "점포", "오프라인", "샵", "쇼룸", "본점", "지하", "store", "shop", "branch", "place"])


def candidate(question: Question, key: str, ground: Ground, voice: Voice) -> Candidate | None:
    """The columns of one subject that answer a question, or None where none does."""
    subject = ground.subjects[key]
    said = question.concepts or question.units or question.wanted or any(term.weight >= 0.15 for term in question.terms)
    if not said and question.mentions and (question.exists or not question.unnamed) and subject.kind == "product":
        return _overview(question, key, ground, voice)
    found = evidence_for(question, subject, ground)
    if not found.columns and not found.lines:
        return None
    score = _score(question, subject, found) * (_SPOILT if found.uncounted or found.short else 1.0)
    sentences = _sentences(subject, found, voice)
    text = " ".join(sentence.text for sentence in sentences)
    if not found.named and any(not pattern.search(text) for pattern in question.wanted):
        score *= _SPOILT
    return Candidate(
        kind="fact",
        detail=",".join(found.columns) or "description",
        score=score,
        sentences=sentences,
        subjects=(key,),
        aspect=(found.columns or ["description"])[0],
    )


def _overview(question: Question, key: str, ground: Ground, voice: Voice) -> Candidate | None:
    """A product named and nothing asked: whether it is there, what it costs, in which options."""
    subject = ground.subjects[key]
    names = ("stock", "price") if question.exists else ("price", "stock", "options")
    told = later_option(question, subject)
    if told is not None:  # "모서리 보호대 8개짜리": the price is another's
        names = ("stock", "options") if not told else names
    columns = [column for name in names if (column := ground.column(subject, name))]
    lines = tuple(sentence(subject, column, voice) for column in columns)
    lines += tuple(_line(subject, line) for line in told or ())
    if not lines:
        return None
    return Candidate(kind="fact", detail=",".join(columns), score=_OVERVIEW, sentences=lines, subjects=(key,), aspect=names[0])


def _sentences(subject: Subject, found: Evidence, voice: Voice) -> tuple[Sentence, ...]:
    said = [sentence(subject, column, voice, found.absent) for column in found.columns]
    return (*said, *(_line(subject, line) for line in found.lines[:_MOST_LINES]))


def _line(subject: Subject, line: str) -> Sentence:
    """A sentence of a description as it stands."""
    column = description_of(subject) or "description"
    ended = line if line.endswith((".", "!", "?")) else line + "."
    return Sentence(text=ended, citations=(cite(subject.facts[column], line),))


def _score(question: Question, subject: Subject, found: Evidence) -> float:
    """The part of the question's weight that is explained."""
    if not question.terms:
        return _NO_WORDS
    asked = found.asked or _BY_UNIT * found.unit
    total = sum(term.weight for term in question.terms)
    got = sum(term.weight * max(found.explained.get(term.form, 0.0), _BY_NAME * _in_name(term.form, subject)) for term in question.terms)
    return (got + asked) / (total + (asked or 0.3))


def _in_name(form: str, subject: Subject) -> bool:
    """Whether a word says the subject's name, or where a place is ("연희동 가게")."""
    bare = squash(form)
    if subject.kind == "place" and form in _SHOP_WORDS:
        return True
    near = subject.kind == "place" and len(form) > 2 and form[:2] in subject.name and form[-1] in "동점역구리시쪽"
    return near or (len(bare) > 1 and bare in squash(respell(subject.name)))
