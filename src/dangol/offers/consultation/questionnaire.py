"""A consultation as its file says it: questions, what each answer sets, what contradicts what, who guides, and what is built.

Questions stand in one order and look only backwards, so whatever somebody answers, each step is nearer to the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["one", "several", "number", "text", "image"]
Value = tuple[str, ...] | int | float | str
"""What was answered: option ids (one, several, image), a number, or a text."""

Answers = Mapping[str, Value]
"""Answers by question id."""

Condition = Mapping[str, frozenset[str]]
"""Holds when each named question was answered, or each named part is chosen, with one of these options. Empty = always."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A sentence in Korean and in English."""

    ko: str
    en: str

    def of(self, language: str) -> str:
        return self.en if language == "en" else self.ko


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """Something to choose. ``also``: other words for it. ``amounts``: what it adds to the sums that limits hold (a price, a weight)."""

    id: str
    label: Text
    also: tuple[str, ...] = ()
    amounts: Mapping[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One question.

    Attributes:
        trait: the name under which the answer is kept of the person; empty = it is only used here.
        when: it is asked only if this holds of earlier answers.
        least, most: of a number. unit: what is counted.
        analyser: name of the plug-in that reads this text or picture of the person for answers to later questions; empty = none.
    """

    id: str
    ask: Text
    kind: Kind
    trait: str = ""
    options: tuple[Option, ...] = ()
    when: Condition
    least: float = 0
    most: float = 0
    unit: Text
    analyser: str = ""


ATTACHED = Option(id="attached", label=Text(ko="사진을 올림", en="a picture was sent"), amounts={})
SKIPPED = Option(id="skipped", label=Text(ko="건너뛰기", en="Skip"), also=("없어요", "사진 없이", "다음", "no picture"), amounts={})
"""The answers to an image question; the picture itself lies in its own table, and only sending one answers ``attached``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    """Answers that do not go together, and how that is said."""

    when: Condition
    say: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Something of the made-to-measure thing for which one option is chosen."""

    id: str
    label: Text
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """If ``when`` holds, only ``allowed`` options of ``part`` may be chosen. ``because`` is the sentence that explains it."""

    when: Condition
    part: str
    allowed: frozenset[str]
    because: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """The sum of the options' ``amount`` is at most ``most``: a number, or the answer to the question of that id."""

    amount: str
    most: float | str
    because: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """If ``when`` holds, these options of ``part`` are worth ``points`` more."""

    when: Condition
    part: str
    options: frozenset[str]
    points: float
    because: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Build:
    """What is made to measure. Alternatives differ in the part ``main``; ``total`` is the amount told at the end, with its ``unit``."""

    parts: tuple[Part, ...]
    rules: tuple[Rule, ...] = ()
    limits: tuple[Limit, ...] = ()
    wishes: tuple[Wish, ...] = ()
    main: str
    total: str = ""
    unit: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Questionnaire:
    """One consultation. ``starts``: words that begin it in a chat. ``consent``: what is asked before anything is kept of the person."""

    id: str
    title: Text
    intro: Text
    consent: Text
    starts: tuple[str, ...]
    guide: Text
    questions: tuple[Question, ...]
    contradictions: tuple[Contradiction, ...] = ()
    build: Build | None = None

    def question(self, name: str) -> Question | None:
        return next((one for one in self.questions if one.id == name), None)


def holds(when: Condition, answers: Answers) -> bool:
    """Whether a condition holds of answers; a question without an answer meets none."""
    return all(wanted & chosen(answers, name) for name, wanted in when.items())


def chosen(answers: Answers, name: str) -> frozenset[str]:
    """The options chosen for a question; none where it is unanswered or has no options."""
    value = answers.get(name)
    return frozenset(value) if isinstance(value, tuple) else frozenset()
