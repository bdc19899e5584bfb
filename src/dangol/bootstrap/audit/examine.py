"""What an audit does: the knowledge against itself, the sheet against its sources, each question through every form of its answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dangol.answers.answer import Answer, Sentence, Topic
from dangol.answers.audit.conflicts import conflicts
from dangol.answers.audit.finding import Finding, of_conflict, of_form, of_line, unsendable
from dangol.answers.audit.forms import different_forms
from dangol.answers.audit.sheet import sheet, unproven
from dangol.answers.engine import Answerer
from dangol.answers.proof.prover import Prover
from dangol.bootstrap.audit.questions import Question
from dangol.channels import registry
from dangol.channels.failures import DeliveryError
from dangol.channels.plain import blocks
from dangol.channels.port import Letter
from dangol.channels.read_back import read_back
from dangol.conversations.rows import storable
from dangol.language.reading import language_of
from dangol.outbox.row import Body

_WEB = "web"


@dataclass(frozen=True, kw_only=True, slots=True)
class Examined:
    """What came of some questions: how many there were, how many were answered, and where a form differs."""

    questions: int
    answered: int
    findings: tuple[Finding, ...]


def contradictions(answerer: Answerer, at: datetime) -> tuple[Finding, ...]:
    """Where the knowledge says two things that cannot both be true."""
    return tuple(map(of_conflict, conflicts(answerer.ground, at)))


def lines_of(answerer: Answerer, at: datetime) -> tuple[Sentence, ...]:
    """The lines of the sheet, as it would be printed at ``at``."""
    local = at.astimezone(ZoneInfo(answerer.ground.snapshot.brand.timezone))
    return sheet(answerer.ground, local.date()).sentences


def wrong_lines(answerer: Answerer, lines: Iterable[Sentence], at: datetime) -> tuple[Finding, ...]:
    """Those whose sources do not say them."""
    return tuple(map(of_line, unproven(lines, Prover(answerer.ground), at)))


def examine(answerer: Answerer, asked: Iterable[Question], at: datetime) -> Examined:
    """Each question as a first one, answered as it would be now, and its forms compared. Nothing is recorded or sent."""
    findings: list[Finding] = []
    count = answered = 0
    for question in asked:
        count += 1
        answer = answerer.answer(question.text, Topic(), at)
        if answer.outcome == "answer":
            answered += 1
            findings += _of_forms(answer, question, answerer, at)
    return Examined(questions=count, answered=answered, findings=tuple(findings))


def _of_forms(answer: Answer, question: Question, answerer: Answerer, at: datetime) -> Iterator[Finding]:
    local = at.astimezone(ZoneInfo(answerer.ground.snapshot.brand.timezone))
    body = Body(text=answer.text, sentences=answer.sentences, links=answer.links, comparison=answer.comparison)
    letter = Letter(to="1", text=answer.text, key="audit", now=at, asked_at=at, links=body.links, table=body.table)
    forms = {_WEB: storable(blocks(body.table) if body.table else answer.text)}
    for name in registry.names():
        channel = registry.channel(name)
        if channel is None or channel.sells:  # a shop's orders are read there; nobody is written to
            continue
        try:
            forms[name] = read_back(channel, letter)
        except DeliveryError as error:
            yield unsendable(question.id, name, answer.text, error.said or error.code)
    language = "en" if language_of(answer.text) == "en" else "ko"
    for found in different_forms(answer, forms, answerer.ground, local.date(), language):
        yield of_form(found, question.id)
