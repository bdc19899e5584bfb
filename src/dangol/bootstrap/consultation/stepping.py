"""One step of a consultation, the same in a chat and on the page: an answer taken, with what it makes known, and the end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dangol.bootstrap.consultation.analysers import Analyse
from dangol.bootstrap.consultation.words import CONSENT, LINES, differs, read_from, spoken
from dangol.offers.consultation.configure import Built, configure
from dangol.offers.consultation.course import advance, next_question
from dangol.offers.consultation.found import found
from dangol.offers.consultation.questionnaire import Question, Questionnaire, Value
from dangol.offers.consultation.sheet import Consent, Place, Sheet, Step


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """A step, what is said before the next question, that question (None at the end), and what came of it at the end."""

    step: Step
    said: tuple[str, ...] = ()
    question: Question | None
    built: Built | None = None


def begin(of: Questionnaire, identity: str, place: Place, at: datetime) -> Sheet:
    return Sheet(identity=identity, consultation=of.id, place=place, started_at=at, changed_at=at)


def due(of: Questionnaire, sheet: Sheet) -> Question | None:
    """What is asked now: consent first. None at the end."""
    return next_question(of, sheet.answers) if sheet.consent else CONSENT


def take(
    of: Questionnaire,
    sheet: Sheet,
    question: Question,
    value: Value,
    known: Mapping[str, Any],
    language: str,
    analyse: Analyse,
    picture: bytes = b"",
) -> Taken:
    """Takes an answer to ``question``.

    Args:
        known: the person's traits by name, so that an answer that differs from what was known is said.
        picture: what was sent, for an image question.
        analyse: reads a record or picture that was given; it may take seconds, and is never called inside a transaction.
    """
    if question is CONSENT:
        consent: Consent = "kept" if value == ("kept",) else "once"
        wording = of.consent.of(language) if consent == "kept" else ""
        agreed = replace(sheet, consent=consent, wording=wording, misses=0)
        return _ended(of, agreed, {}, ())
    advanced = advance(of, sheet, question, value)
    if advanced.contradiction is not None:
        said = (advanced.contradiction.say.of(language), LINES["again"].of(language))
        return Taken(step=Step(sheet=advanced.sheet), said=said, question=question)
    told: tuple[str, ...] = ()
    traits: dict[str, Any] = {}
    if sheet.consent == "kept" and question.trait:
        traits[question.trait] = spoken(question, value, "ko")
        before = known.get(question.trait)
        if before is not None and before != traits[question.trait]:
            told = (differs(question.trait, str(before), spoken(question, value, language), language),)
    record = picture if question.kind == "image" else value
    if question.analyser and isinstance(record, str | bytes) and record:
        return _analysed(of, advanced.sheet, question, analyse(question.analyser, record), traits, language)
    return _ended(of, advanced.sheet, traits, told)


def _analysed(
    of: Questionnaire, sheet: Sheet, question: Question, said: Mapping[str, Any] | None, traits: Mapping[str, Any], language: str
) -> Taken:
    """What was found in a record answers later questions, and is said; what contradicts other answers is asked as ever."""
    answers = found(of, question, said or {})
    known, lines = dict(traits), list[str]()
    for one in of.questions:
        if one.id not in answers or one.id in sheet.answers:
            continue
        value, confidence = answers[one.id]
        after = advance(of, sheet, one, value)
        if after.contradiction is None and one.id in after.sheet.answers:
            sheet = after.sheet
            lines.append(read_from(one, value, language, confidence))
            if sheet.consent == "kept" and one.trait:
                known[one.trait] = spoken(one, value, "ko")
    line = LINES[("picture_" if question.kind == "image" else "") + ("found" if lines else "found_nothing")].of(language)
    return _ended(of, sheet, known, (line, *lines))


def _ended(of: Questionnaire, sheet: Sheet, traits: Mapping[str, Any], said: tuple[str, ...]) -> Taken:
    """With the result and a closed sheet, when no question is left."""
    question = due(of, sheet)
    if question is not None:
        return Taken(step=Step(sheet=sheet, traits=traits), said=said, question=question)
    built = configure(of.build, sheet.answers) if of.build else None
    return Taken(step=Step(sheet=replace(sheet, status="done"), traits=traits), said=said, question=None, built=built)
