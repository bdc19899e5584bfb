"""One thing that an audit found: two sides that should say the same and don't."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from dangol.answers.proof.verdict import Verdict

from .conflict import Conflict, Place
from .forms import FormDifference
from .surface import Difference

Kind = Literal["conflict", "form", "unsendable", "sheet"]
KINDS: tuple[Kind, ...] = ("conflict", "form", "unsendable", "sheet")


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What differs, and both texts.

    Attributes:
        kind: two places of the knowledge (``conflict``), an answer and a form of it (``form``), an answer that a channel cannot say
            (``unsendable``), a line of the sheet and its source (``sheet``).
        codes: what differs, machine names. question: ``faq/<id>`` or ``message/<id>`` of what was asked, "" where nothing was.
        first, second: both sides; the id of a form is its name. differences: for a form, what it lacks and adds.
    """

    kind: Kind
    codes: tuple[str, ...]
    first: Place
    second: Place
    question: str = ""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One audit: when it began and ended (None while it runs), on which knowledge, how much was asked and answered, and what was found."""

    at: datetime
    finished_at: datetime | None
    version: int
    questions: int
    answered: int
    findings: tuple[Finding, ...]


def of_conflict(found: Conflict) -> Finding:
    return Finding(kind="conflict", codes=(found.code,), first=found.first, second=found.second)


def of_form(found: FormDifference, question: str) -> Finding:
    return Finding(
        kind="form",
        codes=tuple(one.code for one in found.differences),
        question=question,
        first=_text(question, found.ours),
        second=_text(found.form, found.theirs),
        differences=found.differences,
    )


def unsendable(question: str, channel: str, text: str, why: str) -> Finding:
    return Finding(kind="unsendable", codes=(why,), question=question, first=_text(question, text), second=_text(channel, ""))


def of_line(verdict: Verdict) -> Finding:
    citation = verdict.sentence.citations[0]
    return Finding(
        kind="sheet", codes=verdict.faults, first=_text("sheet", verdict.sentence.text), second=_text(citation.id, citation.quote)
    )


def as_json(finding: Finding) -> dict[str, Any]:
    """As ``dangol audit --json`` prints and the store keeps it."""
    return asdict(finding)


def from_json(stored: Mapping[str, Any]) -> Finding:
    return Finding(
        kind=stored["kind"],
        codes=tuple(stored["codes"]),
        question=stored["question"],
        first=Place(**stored["first"]),
        second=Place(**stored["second"]),
        differences=tuple(
            Difference(code=one["code"], lacks=tuple(one["lacks"]), adds=tuple(one["adds"])) for one in stored["differences"]
        ),
    )


def _text(name: str, text: str) -> Place:
    return Place(id=name, text=text, file="", line=0)
