"""A consultation inside a conversation: one question a turn, interrupted by ordinary questions, resumed, ended by the person's wish.

It is a way of thinking like any other: it changes nothing, and what it would leave behind is written with the decision.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dangol.answers.answer import Answer, Sentence
from dangol.bootstrap.consultation import words
from dangol.bootstrap.consultation.analysers import Analyse
from dangol.bootstrap.consultation.files import Book
from dangol.bootstrap.consultation.stepping import Taken, begin, due, take
from dangol.decisions.consulting import Consulted
from dangol.decisions.handle import Think, Thought
from dangol.kit.text import squash
from dangol.language.reading import Reading
from dangol.offers.consultation.hearing import exactly, within
from dangol.offers.consultation.questionnaire import Question, Questionnaire, Value
from dangol.offers.consultation.sheet import Sheet, Step
from dangol.offers.consultation.sheets import open_in_chat, sheet_of
from dangol.people.proven import proven
from dangol.people.traits import traits_of
from dangol.store.engine import Store

_STOPS = frozenset(map(squash, words.STOPS))
_MISSES = 2  # after so many in a row the guide is offered


@dataclass(frozen=True, kw_only=True, slots=True)
class _Turn:
    """A message while a consultation is open."""

    of: Questionnaire
    sheet: Sheet
    question: Question
    known: Mapping[str, Any]
    thought: Thought

    @property
    def language(self) -> str:
        return self.thought.language


def with_consultations(
    store: Store, book: Callable[[], Book], read: Callable[[str], Reading | None], analyse: Analyse, think: Think
) -> Think:
    """``think``, and the brand's consultations for whoever has begun one.

    Args:
        read: reads a text with the brand's names; None while nothing is loaded.
    """

    def thinking(thought: Thought) -> Answer:
        found = book()
        if not found.all or not thought.identity:
            return think(thought)
        turn = _turn(store, found, thought)
        if turn is not None:
            return _go_on(turn, read(thought.text), analyse, think)
        started = found.started_by(thought.text)
        return _begun(store, started, thought) if started else think(thought)

    return thinking


def _turn(store: Store, book: Book, thought: Thought) -> _Turn | None:
    with store.read() as connection:
        sheet = open_in_chat(connection, thought.identity)
        of = book.all.get(sheet.consultation) if sheet else None
        if sheet is None or of is None:
            return None
        known = traits_of(connection, [one.id for one in proven(connection, thought.identity)])
    question = due(of, sheet)
    if question is None:  # the file has lost the questions that were left
        return None
    values = {name: trait.value for name, trait in known.items()}
    return _Turn(of=of, sheet=sheet, question=question, known=values, thought=thought)


def _begun(store: Store, of: Questionnaire, thought: Thought) -> Answer:
    """The first question; or where a sheet of the page is open, the one that it waits for."""
    with store.read() as connection:
        before = sheet_of(connection, thought.identity, of.id)
    open_ = before if before and before.status == "open" else None
    sheet = replace(open_, place="chat", misses=0) if open_ else begin(of, thought.identity, "chat", thought.at)
    question = due(of, sheet)
    said = (of.intro.of(thought.language), words.LINES["how_to_end"].of(thought.language))
    return _asks(of, Step(sheet=sheet), question, said, thought, "consultation.begins")


def _go_on(turn: _Turn, reading: Reading | None, analyse: Analyse, think: Think) -> Answer:
    text = turn.thought.text
    if squash(text) in _STOPS:
        return _ends(turn)
    if (value := exactly(turn.question, text)) is not None:
        return _takes(turn, value, analyse)
    signals = reading.signals if reading else None
    if signals and signals.asks_person and not signals.harm:
        return _to_guide(turn)
    asks = reading is None or "?" in text or any(clause.asks for clause in reading.clauses)
    if asks or (signals and (signals.harm or signals.upset or signals.complaint)):
        return _interrupted(turn, think(turn.thought))
    if (value := within(turn.question, text)) is not None:
        return _takes(turn, value, analyse)
    return _not_understood(turn)


def _takes(turn: _Turn, value: Value, analyse: Analyse) -> Answer:
    taken = take(turn.of, turn.sheet, turn.question, value, turn.known, turn.language, analyse)
    if taken.question is not None:
        return _asks(turn.of, taken.step, taken.question, taken.said, turn.thought, "consultation.asks")
    return _answer(turn.thought, (*taken.said, *_result(turn.of, taken, turn.language)), taken.step, "consultation.done")


def _result(of: Questionnaire, taken: Taken, language: str) -> Sequence[str]:
    kept = words.LINES["remembered" if taken.step.sheet.consent == "kept" else "forgotten"].of(language)
    if of.build is None or taken.built is None:
        return (words.LINES["thanks"].of(language), kept)
    return (*words.told(of.build, taken.built, language), kept, words.offers_guide(of, language))


def _ends(turn: _Turn) -> Answer:
    said = [words.LINES["ended"].of(turn.language)]
    if turn.sheet.consent == "kept" and turn.sheet.answers:
        said.append(words.LINES["kept_stay"].of(turn.language))
    return _answer(turn.thought, said, Step(sheet=replace(turn.sheet, status="ended")), "consultation.ended")


def _to_guide(turn: _Turn) -> Answer:
    step = Step(sheet=replace(turn.sheet, status="guide"))
    said = (words.to_guide(turn.of, turn.language),)
    return replace(_answer(turn.thought, said, step, "asks_person"), outcome="hand_over")


def _interrupted(turn: _Turn, answer: Answer) -> Answer:
    """An ordinary question is answered as it always is; then the consultation goes on, unless something was asked back or handed over."""
    if answer.outcome != "answer":
        return answer
    again = (words.LINES["resume"].of(turn.language), _worded(turn))
    return Consulted(
        outcome="answer",
        sentences=(*answer.sentences, *(Sentence(text=f"\n{one}") for one in again)),
        confidence=answer.confidence,
        reasons=(*answer.reasons, "consultation.resumes"),
        topic=answer.topic,
        step=Step(sheet=replace(turn.sheet, misses=0)),
        choices=words.choices(turn.question, turn.language),
    )


def _not_understood(turn: _Turn) -> Answer:
    sheet = replace(turn.sheet, misses=turn.sheet.misses + 1)
    said = [words.LINES["not_understood"].of(turn.language)]
    if sheet.misses >= _MISSES:
        said.append(words.offers_guide(turn.of, turn.language))
    return _asks(turn.of, Step(sheet=sheet), turn.question, said, turn.thought, "consultation.not_understood")


def _asks(of: Questionnaire, step: Step, question: Question | None, said: Sequence[str], thought: Thought, reason: str) -> Answer:
    assert question is not None
    asked = words.asking(of, question, step.sheet.answers, thought.language)
    return _answer(thought, (*said, asked), step, reason, question)


def _worded(turn: _Turn) -> str:
    return words.asking(turn.of, turn.question, turn.sheet.answers, turn.language)


def _answer(thought: Thought, said: Sequence[str], step: Step, reason: str, question: Question | None = None) -> Consulted:
    return Consulted(
        outcome="answer",
        sentences=tuple(Sentence(text=one if not number else f"\n{one}") for number, one in enumerate(said)),
        confidence=1.0,
        reasons=(reason,),
        topic=replace(thought.topic, turns=thought.topic.turns + 1),
        step=step,
        choices=words.choices(question, thought.language) if question else (),
    )
