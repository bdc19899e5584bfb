"""What a person sees of a consultation on its page, in their language."""

from dataclasses import dataclass
from typing import Literal

from dangol.offers.consultation.questionnaire import Kind

Stage = Literal["start", "asking", "done", "guide", "ended"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The question that is asked now; ``place`` of about ``of`` (fewer when some are skipped).

    ``options``: id and words. ``record``: a long text is wanted. ``agree``: what sending a picture means.
    """

    id: str
    text: str
    kind: Kind
    record: bool
    options: tuple[tuple[str, str], ...]
    least: str
    most: str
    unit: str
    agree: str
    place: int
    of: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Pictured:
    """A picture that somebody sent, for their guide: its id, and the question that it answers."""

    id: str
    asked: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """One combination: its parts and options in words, its total, and why it fits."""

    parts: tuple[tuple[str, str], ...]
    total: str
    because: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One page of a consultation.

    Attributes:
        consent: the words of the consent. said: what is told before the question (a contradiction, what was known before).
        answers: questions and what was answered. made: what came of it; left_out: part, option, why; conflict: what cannot go together.
        best: False when a better combination may exist. kept: the answers are remembered.
    """

    id: str
    title: str
    intro: str
    guide: str
    consent: str
    stage: Stage
    said: tuple[str, ...] = ()
    question: Asked | None = None
    answers: tuple[tuple[str, str], ...] = ()
    builds: bool = False
    made: tuple[Made, ...] = ()
    left_out: tuple[tuple[str, str, str], ...] = ()
    conflict: tuple[str, ...] = ()
    best: bool = True
    kept: bool = False
