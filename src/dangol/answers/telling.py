"""What a subject's row says to a question that names none of its columns: the cell or sentence nearest in meaning, weighed.

"물에 빠져도 돼요?" asks for 방수 without a word of it. Every cell with its header and every sentence of a description is held against the
question; a small logistic model (``data/tellings.json``, made by ``python -m evaluation.fit``) gives the probability that it answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dangol.kit.text import squash
from dangol.knowledge.facts import Subject
from dangol.language.concepts import concept_of_header
from dangol.language.lexicon import respell
from dangol.language.likeness import vectors_of

from .answer import Sentence
from .candidate import Candidate
from .columns import SILENT, concept_is, holds_word, lines_of
from .evidence import means_another
from .fitted import Fitted
from .ground import Ground
from .nearness import Among
from .pieces import words_in
from .question import Question
from .saying import cite, sentence, shown
from .voice import Voice

_MODEL = Fitted("tellings.json")
_MOST = 24  # cells and sentences of one subject
_HEAVY = 0.75  # the weight of a noun that is asked about
_PLAIN = ("price", "stock", "options", "category")


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """One thing a row says: a cell, or a sentence of its description (``line``). ``text`` is what it means, header included."""

    column: str
    text: str
    line: str = ""


def tellings(subject: Subject) -> list[Telling]:
    """All that a subject's row says, in the order of its columns."""
    found: list[Telling] = []
    for column, fact in subject.facts.items():
        if column in SILENT:
            continue
        known = concept_of_header(column)
        if concept_is(column, "description"):
            found += [Telling(column=column, text=line, line=line) for line in lines_of(subject, column)]
        else:
            label = known.ko if known and column.isascii() else column
            found.append(Telling(column=column, text=f"{label}: {shown(fact)}"))
    return found[:_MOST]


def weighed(question: Question, key: str, ground: Ground) -> list[tuple[Telling, dict[str, float]]]:
    """What the subject's row says, each with its features; those of what the question leaves when the subject's name is taken out."""
    subject = ground.subjects[key]
    found = [telling for telling in tellings(subject) if _may_tell(telling) and not means_another(question, telling.column)]
    if not found:
        return []
    said = vectors_of([_without_names(question)])[0]
    among = Among(vectors_of([telling.text for telling in found]) @ said)
    heads = Among(vectors_of([telling.text.partition(":")[0] for telling in found]) @ said)
    asked = _asked(question, subject, ground)
    return [(telling, {**asked, **_features(question, telling), **_like(among, heads, at)}) for at, telling in enumerate(found)]


def tell(question: Question, key: str, ground: Ground, voice: Voice) -> Candidate | None:
    """The likeliest cell or sentence as a candidate; its score is the probability that it answers."""
    subject = ground.subjects[key]
    if question.language != "en" and any(
        term.weight >= _HEAVY and not ground.known(term.form) for term in question.terms if not term.phrase
    ):
        return None  # about something of which the brand has never spoken
    ranked = [(_MODEL.probability(features), -at, telling) for at, (telling, features) in enumerate(weighed(question, key, ground))]
    if not ranked:
        return None
    score, _, telling = max(ranked, key=lambda row: row[:2])
    return Candidate(
        kind="told",
        detail=telling.column,
        score=score,
        sentences=(spoken(subject, telling, voice),),
        subjects=(key,),
        aspect=telling.column,
    )


def spoken(subject: Subject, telling: Telling, voice: Voice) -> Sentence:
    """A cell as a sentence in the brand's voice; a sentence of a description as it is."""
    if not telling.line:
        return sentence(subject, telling.column, voice)
    ended = telling.line if telling.line.endswith((".", "!", "?")) else telling.line + "."
    return Sentence(text=f"{subject.name}: {ended}", citations=(cite(subject.facts[telling.column], telling.line),))


def _may_tell(telling: Telling) -> bool:
    """Whether a cell may be told unasked: not that there are some, nor what they cost."""
    known = concept_of_header(telling.column)
    return known is None or known.name not in _PLAIN


def _without_names(question: Question) -> str:
    letters = list(question.spoken)
    shift = len(question.spoken) - len(question.text.strip()) - (len(question.text) - len(question.text.lstrip()))
    for mention in question.mentions:
        for start, end in mention.spans:
            letters[max(0, start + shift) : max(0, end + shift)] = " " * (max(0, end + shift) - max(0, start + shift))
    return " ".join("".join(letters).split())


def _asked(question: Question, subject: Subject, ground: Ground) -> dict[str, float]:
    name = squash(respell(subject.name))
    terms = [term for term in question.terms if squash(term.form) not in name]
    strange = sum(term.weight for term in terms if not ground.known(term.form))
    return {
        "weight": min(sum(term.weight for term in terms), 3.0) / 3,
        "strange": min(strange, 2.0) / 2,
        "borrowed": float(question.borrowed),
        "exact": float(any(mention.exact for mention in question.mentions)),
        "english": float(question.language == "en"),
        "contains": float(question.contains),
        "exists": float(question.exists),
        "place": float(subject.kind == "place"),
    }


def _features(question: Question, telling: Telling) -> dict[str, float]:
    total = sum(term.weight for term in question.terms) or 1.0
    words = words_in(telling.text)
    got = sum(term.weight for term in question.terms if term.form in words or holds_word(telling.text, term.form))
    known = concept_of_header(telling.column)
    held = all(pattern.search(telling.text) for pattern in question.wanted)
    name = known.name if known else ""
    return {
        "covered": got / total,
        "missed": min(total - got, 3.0) / 3,
        "asked_for": float(name in question.concepts and not telling.line),
        "asked_other": float(bool(question.concepts) and name not in question.concepts),
        "wanted_held": float(bool(question.wanted) and held),
        "wanted_missing": float(bool(question.wanted) and not held),
        "line": float(bool(telling.line)),
        "plain": float(name in _PLAIN),
    }


def _like(among: Among, heads: Among, at: int) -> Mapping[str, float]:
    return {
        **{f"told_{name}": value for name, value in among.features(at).items()},
        **{f"head_{name}": value for name, value in heads.features(at).items()},
    }
