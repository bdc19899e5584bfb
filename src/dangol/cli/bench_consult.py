"""``dangol bench consult``: how long it takes to find valid, explained combinations, in time of the processor."""

import math
import time
from collections.abc import Mapping, Sequence
from itertools import product
from random import Random

from rich.table import Table

from dangol.kit.errors import BadInput
from dangol.kit.machine import machine
from dangol.offers.consultation.configure import broken, configure
from dangol.offers.consultation.course import next_question
from dangol.offers.consultation.questionnaire import Answers, Build, Question, Questionnaire, Value

_PEOPLE = 500
_ENUMERATED = 3  # people for whom everything is looked at, as the baseline: each takes seconds


def consult_table(known: Mapping[str, Questionnaire]) -> Table:
    """Random people answer each consultation of the brand that builds something.

    Raises:
        BadInput: ``bench.no_consultation``.
    """
    builds = [(one, one.build) for one in known.values() if one.build]
    if not builds:
        raise BadInput(
            "bench.no_consultation",
            ko="이 브랜드에는 build가 있는 상담이 없습니다.",
            en="This brand has no consultation that builds something.",
        )
    table = Table(title=f"consult: {_PEOPLE} random people, one thread, milliseconds of the processor\n{machine()}", title_justify="left")
    for heading in ("what", "combinations", "p50", "p99", "max", "none", "cut"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for one, build in builds:
        _measure(table, one, build)
    return table


def _measure(table: Table, one: Questionnaire, build: Build) -> None:
    random = Random(1)  # noqa: S311 (who answers what, no secret)
    people = [_answers(one, random) for _ in range(_PEOPLE)]
    took: list[float] = []
    nothing = cut = 0
    for answers in people:
        began = time.process_time()
        built = configure(build, answers)
        took.append(1000 * (time.process_time() - began))
        nothing += not built.combinations
        cut += not built.best
    size = f"{math.prod(len(part.options) for part in build.parts):,}"
    table.add_row(f"{one.id}: searched", size, *_figures(took), str(nothing), str(cut))
    table.add_row("baseline: enumerated", size, *_figures(_enumerated(build, people[:_ENUMERATED])), "", "")


def _enumerated(build: Build, people: Sequence[Answers]) -> list[float]:
    names = [part.id for part in build.parts]
    took = []
    for answers in people:
        began = time.process_time()
        for chosen in product(*([option.id for option in part.options] for part in build.parts)):
            broken(build, answers, dict(zip(names, chosen, strict=True)))
        took.append(1000 * (time.process_time() - began))
    return took


def _answers(of: Questionnaire, random: Random) -> dict[str, Value]:
    answers: dict[str, Value] = {}
    while (question := next_question(of, answers)) is not None:
        answers[question.id] = _answer(question, random)
    return answers


def _answer(question: Question, random: Random) -> Value:
    if question.kind == "number":
        return random.randint(math.ceil(question.least), math.floor(question.most))
    if question.kind == "text":
        return "-"
    many = random.randint(1, 3 if question.kind == "several" else 1)
    return tuple(one.id for one in random.sample(question.options, min(many, len(question.options))))


def _figures(took: Sequence[float]) -> list[str]:
    """The median, the 99th percentile and the highest, by nearest rank."""
    ordered = sorted(took)
    return [f"{ordered[max(0, math.ceil(len(ordered) * part) - 1)]:.1f}" for part in (0.5, 0.99, 1)]
