"""``dangol audit``: the whole audit at once, printed. Nothing is recorded or sent."""

from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from dangol.answers.audit.conflict import Place
from dangol.answers.audit.finding import Finding, as_json
from dangol.bootstrap.audit.examine import contradictions, examine, lines_of, wrong_lines
from dangol.bootstrap.audit.questions import questions
from dangol.bootstrap.house import House
from dangol.cli.asking import warm
from dangol.cli.json_lines import write_json
from dangol.cli.telling import PARTLY, words

_KINDS = {
    "conflict": ("지식이 서로 어긋남", "the knowledge contradicts itself"),
    "form": ("형태에 따라 다른 말", "a form says something else"),
    "unsendable": ("채널에 담기지 않음", "does not fit the channel"),
    "sheet": ("안내지가 근거와 다름", "the sheet says what its source does not"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Audited:
    questions: int
    answered: int
    findings: tuple[Finding, ...]


def run_audit(house: House, asked: int, *, as_json: bool) -> int:
    """Prints what was found; answers 0 when that is nothing, else 1."""
    done = _audit(house, asked)
    (_print_json if as_json else _print)(done)
    return PARTLY if done.findings else 0


def _audit(house: House, asked: int) -> _Audited:
    answerer, at = warm(house), house.clock()
    with house.store.read() as connection:
        set_of = questions(connection, answerer.ground.snapshot, at, asked)
    known = (*contradictions(answerer, at), *wrong_lines(answerer, lines_of(answerer, at), at))
    done = examine(answerer, set_of, at)
    return _Audited(questions=done.questions, answered=done.answered, findings=(*known, *done.findings))


def _print_json(done: _Audited) -> None:
    write_json({"questions": done.questions, "answered": done.answered, "findings": [as_json(found) for found in done.findings]})


def _print(done: _Audited) -> None:
    console = Console(highlight=False)
    for found in done.findings:
        ko, en = _KINDS[found.kind]
        console.print(Text(f"✗ {words(ko, en, between=' / ')} ({', '.join(found.codes)})", style="bold"))
        for side in (found.first, found.second):
            console.print(Text(f"  {_where(side)}: {side.text}"))
        for one in found.differences:
            console.print(Text(f"  {one.code}: −{{{', '.join(one.lacks)}}} +{{{', '.join(one.adds)}}}"))
    counts = (done.questions, done.answered, len(done.findings))
    console.print(
        words(
            "질문 {}개, 답한 것 {}개, 어긋난 곳 {}군데".format(*counts),
            "{} questions, {} answered, {} differences".format(*counts),
            between=" / ",
        )
    )


def _where(side: Place) -> str:
    return f"{side.id} ({side.file}{f':{side.line}' if side.line else ''})" if side.file else side.id
