"""Two or more products side by side: the columns asked about, or those in which they differ, and which is less or more."""

from collections.abc import Sequence

from dangol.kit.korean import particle
from dangol.knowledge.facts import Subject
from dangol.language.concepts import concept_of_header

from . import attributes
from .answer import Sentence
from .candidate import Candidate
from .columns import SILENT, column_for, concept_is, description_of, lines_of
from .ground import Ground
from .measures import amount, asks_less, asks_more
from .question import Question
from .saying import cite, sentence, shown
from .voice import Voice, won

_DIFFERENCES = ("price", "weight", "size", "capacity", "material", "ingredients", "options", "origin", "power", "flavor")
_MOST_COLUMNS = 3
_MOST_BESIDE = 7  # columns when nothing in particular is asked: price, stock, and what differs
_SHORT = 60  # characters of a value that stands in a column of a table
_ALWAYS = ("price", "stock")
_WORDS = (
    "차이 비교 비교하다 다르다 달라 어느 높다 낮다 크다 작다 싸다 비싸다 가볍다 무겁다 저렴 저렴하다 대비 차이점 좋다 낫다 길다 짧다 "
    "vs difference compare cheaper better versus"
)
_COMPARING = frozenset(_WORDS.split())
# Scores chosen on the development brands (evaluation/brands).
_BY_TEXT = 0.75  # what is compared stands in no column of both, but in what is said of each
_NAMED_COLUMN = 0.7
_NO_WORDS = 0.95
_SAID_OF_EACH = 0.4


def compare(question: Question, keys: Sequence[str], ground: Ground, voice: Voice) -> Candidate | None:
    """The products compared, or None where nothing tells them apart."""
    subjects = [ground.subjects[key] for key in keys]
    asked = _asked(question, subjects, ground)
    columns = asked[:_MOST_COLUMNS] or _beside(subjects, ground)
    if question.concepts and not asked:
        said = _by_text(question, keys, ground, voice)
        if said or not set(question.concepts) <= {"description"}:
            return said
    if not columns:
        return None
    lines = [line for subject in subjects if not question.concepts and (line := _described(subject))]
    lines += [sentence(subject, column, voice) for column in columns for subject in subjects if column in subject.facts]
    verdict = _verdict(question, subjects, columns[0], voice) if question.compares or question.superlative else None
    return Candidate(
        kind="compare",
        detail=",".join(columns),
        score=_score(question, columns),
        sentences=(*lines, verdict) if verdict else tuple(lines),
        subjects=tuple(keys),
        aspect=columns[0],
    )


def _by_text(question: Question, keys: Sequence[str], ground: Ground, voice: Voice) -> Candidate | None:
    spoken = [attributes.candidate(question, key, ground, voice) for key in keys]
    found = [candidate for candidate in spoken if candidate and candidate.score >= _SAID_OF_EACH]
    if len(found) < len(keys):
        return None
    said = tuple(line for candidate in found for line in candidate.sentences)
    return Candidate(kind="compare", detail="description", score=_BY_TEXT, sentences=said, subjects=tuple(keys), aspect=found[0].aspect)


def _score(question: Question, columns: Sequence[str]) -> float:
    total = sum(term.weight for term in question.terms)
    if not total:
        return _NO_WORDS
    got = sum(term.weight for term in question.terms if term.form in _COMPARING or _about(term.form, columns))
    return max(got / total, _NAMED_COLUMN if question.concepts else 0.0)


def _about(form: str, columns: Sequence[str]) -> bool:
    return any((known := concept_of_header(column)) is not None and form in known.words for column in columns)


def _described(subject: Subject) -> Sentence | None:
    """The first line of a product's description, for "what is the difference"."""
    column = description_of(subject)
    line = next(iter(lines_of(subject, column)), None) if column else None
    return Sentence(text=f"{subject.name}: {line}", citations=(cite(subject.facts[column], line),)) if column and line else None


def _asked(question: Question, subjects: Sequence[Subject], ground: Ground) -> list[str]:
    columns = (column_for(name, subject, ground) for name in question.concepts for subject in subjects)
    return list(dict.fromkeys(column for column in columns if column and not concept_is(column, "description")))


def _differing(subjects: Sequence[Subject], ground: Ground) -> list[str]:
    found = []
    for name in _DIFFERENCES:
        columns = {ground.column(subject, name) for subject in subjects}
        column = columns.pop()
        if column and not columns and len({subject.text(column) for subject in subjects}) > 1:
            found.append(column)
    return found


def _beside(subjects: Sequence[Subject], ground: Ground) -> list[str]:
    """Price and stock, and then what differs; nothing where nothing differs."""
    differing = _differing(subjects, ground)
    always = [column for name in _ALWAYS for subject in subjects[:1] if (column := ground.column(subject, name))]
    shared = [column for column in always if all(column in subject.facts for subject in subjects)]
    own = [column for column in _own(subjects) if column not in differing]
    return list(dict.fromkeys([*shared, *differing, *own]))[:_MOST_BESIDE] if differing or own else []


def _own(subjects: Sequence[Subject]) -> list[str]:
    """Further columns that all have and that differ, short enough to stand beside each other."""
    return [
        column
        for column in subjects[0].facts
        if column not in SILENT
        and not concept_is(column, "description")
        and all(column in subject.facts for subject in subjects)
        and len({subject.facts[column].value for subject in subjects}) > 1
        and all(len(subject.facts[column].value) <= _SHORT for subject in subjects)
    ]


def _verdict(question: Question, subjects: Sequence[Subject], column: str, voice: Voice) -> Sentence | None:
    """Which is less or more, where every value is a number."""
    values = [(amount(shown(subject.facts[column])), subject) for subject in subjects if column in subject.facts]
    numbers = [(value, subject) for value, subject in values if value is not None]
    if len(numbers) != len(subjects) or len({value for value, _ in numbers}) < 2:
        return None
    numbers.sort(key=lambda pair: pair[0])
    (least, low), (most, high) = numbers[0], numbers[-1]
    text = _cheaper(question, low, high, won(str(int(most - least))), voice) if concept_is(column, "price") else None
    if text is None:
        winner = low if asks_less(question.text) else high if asks_more(question.text) else None
        if winner is None:
            return None
        text = voice.say(f"그래서 {particle(winner.name, '이에요')}.", f"So it is {winner.name}.")
    return Sentence(text=text, citations=tuple(cite(subject.facts[column]) for _, subject in numbers))


def _cheaper(question: Question, low: Subject, high: Subject, gap: str, voice: Voice) -> str:
    cheaper, dearer = f"{particle(low.name, '이')} {gap} 더 저렴해요.", f"{particle(high.name, '이')} {gap} 더 비싸요."
    return voice.say(dearer if asks_more(question.text) else cheaper, f"{low.name} is {gap.removesuffix('원')} won cheaper.")
