"""The one policy: who speaks now, and what. Pure: a turn and an answer in, a plan out.

In this order, the first that fits:

1. a closed thread, or one that a person owns: silent
2. inbox off: silent, and a person is wanted
3. draft only: the answer waits for a person's approval
4. a person was promised already: what the customer tapped of what was offered is answered, and so is another question for which the
   evidence is enough, unless the person is wanted for more than an answer; to all else silent, or after ten minutes one short line
5. no answer, or one not sure enough: hand over; what was found is kept as a draft, and titles that may have been meant are offered
6. answer, or ask back
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dangol.answers import hints
from dangol.answers.answer import Answer, Comparison, Hint, Sentence, Topic
from dangol.answers.talk import FOR_A_PERSON, heads
from dangol.channels.port import Choice, Link
from dangol.conversations.conversation import State
from dangol.conversations.states import Move
from dangol.decisions.consulting import Consulted
from dangol.decisions.decision import Kind, Mode, Rung
from dangol.decisions.lines import Lines
from dangol.offers.consultation.sheet import Step

MEANWHILE = "meanwhile"  # reason: answered while a person is waited for
REASSURE_AFTER = timedelta(minutes=10)
THRESHOLD = 0.4  # below it an answer goes to a person; the owner's setting, this is where it starts (see answers.clauses.ENOUGH_PASSAGE)

_FACTS = ("product/", "place/", "order/")
_MORE_THAN_AN_ANSWER = FOR_A_PERSON | {"own_record", "language", "hint"}  # heads of reasons


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """Where the talk stands when the customer has spoken.

    Attributes:
        state: the thread's; mode: the inbox's.
        first_turn: the machine has said nothing in this conversation yet.
        promised_at: when we last said that a person will look; None if never.
        handed_over_for: the reasons for which a person is waited for; empty if for none.
        must_speak: the platform wants a reply to each message (Kakao); silence becomes a short honest line.
    """

    state: State
    mode: Mode
    at: datetime
    first_turn: bool
    promised_at: datetime | None = None
    handed_over_for: tuple[str, ...] = ()
    must_speak: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What to do.

    Attributes:
        say: sentences to say, none for silence; as_draft: they wait for a person's approval.
        move: how the thread's state changes, if it does; topic: what the talk is about now, None = as before.
        suggestion: sentences for the person who takes over.
        step, choices: of a consultation, see ``consulting``. What is not said to the customer leaves no step behind.
        links, comparison: what stands under an answer.
    """

    kind: Kind
    say: tuple[Sentence, ...] = ()
    as_draft: bool = False
    move: Move | None = None
    topic: Topic | None = None
    suggestion: tuple[Sentence, ...] = ()
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    rung: Rung = "none"
    step: Step | None = None
    choices: tuple[Choice, ...] = ()
    links: tuple[Link, ...] = ()
    comparison: Comparison | None = None

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.say)


def wants_answer(state: State, mode: Mode) -> bool:
    """Whether ``decide`` would use an answer: nobody thinks for nothing."""
    return (state == "bot" and mode != "off") or (state == "waiting" and mode == "draft_only")


def wants_pick(turn: Turn, topic: Topic) -> bool:
    """Whether ``decide`` would use an answer to what the customer takes up of what was offered."""
    return turn.state == "waiting" and turn.mode == "automatic" and bool(topic.hints)


def wants_meanwhile(turn: Turn) -> bool:
    """Whether ``decide`` would answer another question while a person is waited for: one who is wanted only because evidence was thin."""
    thin = bool(turn.handed_over_for) and not heads(turn.handed_over_for) & _MORE_THAN_AN_ANSWER
    return turn.state == "waiting" and turn.mode == "automatic" and thin


def decide(turn: Turn, answer: Answer | None, *, lines: Lines, threshold: float = THRESHOLD) -> Plan:
    """The plan for one message of a customer.

    Args:
        answer: what was found; None when ``wants_answer`` said no, or when thinking broke.
        threshold: 0…1, an answer less sure than this goes to a person.
    """
    if turn.state in {"human", "closed"}:
        return _quiet(turn, lines, "human_owns" if turn.state == "human" else "closed")
    if turn.mode == "off":
        return _quiet(turn, lines, "mode_off", wanted=turn.state == "bot")
    if turn.mode == "draft_only":
        return _draft(turn, answer, lines)
    if turn.state == "waiting":
        return _while_waiting(turn, answer, lines, threshold)
    if answer is None or answer.outcome == "hand_over" or (answer.outcome == "answer" and answer.confidence < threshold):
        return _hand_over(turn, answer, lines)
    return _answered(turn, answer, lines)


def _answered(turn: Turn, answer: Answer, lines: Lines) -> Plan:
    return Plan(
        kind=answer.outcome,
        say=_noticed(turn, lines, answer.sentences),
        topic=answer.topic,
        confidence=answer.confidence,
        reasons=answer.reasons,
        rung=rung_of(answer),
        step=answer.step if isinstance(answer, Consulted) else None,
        choices=answer.choices if isinstance(answer, Consulted) else (),
        links=answer.links,
        comparison=answer.comparison,
    )


def rung_of(answer: Answer) -> Rung:
    """What an answer came from: ``model`` if a model phrased it, else the weakest evidence it rests on."""
    if any(reason.split(".", 1)[0] == "model" for reason in answer.reasons):
        return "model"
    if not answer.citations:
        return "none"
    return "fact" if all(citation.id.startswith(_FACTS) for citation in answer.citations) else "retrieval"


def _quiet(turn: Turn, lines: Lines, reason: str, *, wanted: bool = False) -> Plan:
    say = _noticed(turn, lines, (Sentence(text=lines.waiting),)) if turn.must_speak else ()
    return Plan(kind="silent", say=say, move="hand_over" if wanted else None, reasons=(reason,))


def _while_waiting(turn: Turn, answer: Answer | None, lines: Lines, threshold: float) -> Plan:
    if answer and hints.taken_up(answer):
        return _picked(turn, answer, lines)
    if answer and wants_meanwhile(turn) and answer.outcome == "answer" and answer.citations and answer.confidence >= threshold:
        plan = _answered(turn, answer, lines)
        return replace(plan, reasons=(*plan.reasons, MEANWHILE))
    return _reassure(turn, answer, lines)


def _reassure(turn: Turn, answer: Answer | None, lines: Lines) -> Plan:
    """The customer said something else while a person is waited for: what was offered can no longer settle all of it."""
    promised = turn.promised_at
    reasons = (*(reason for reason in (answer.reasons if answer else ()) if heads([reason]) & _MORE_THAN_AN_ANSWER), "waiting_for_person")
    topic = replace(answer.topic, more=True) if answer and answer.topic.hints else None
    if promised is not None and turn.at - promised < REASSURE_AFTER:
        return replace(_quiet(turn, lines, "waiting_for_person"), topic=topic, reasons=reasons)
    say = _noticed(turn, lines, (Sentence(text=lines.waiting),))
    return Plan(kind="hand_over", say=say, topic=topic, reasons=reasons, rung="person")


def _picked(turn: Turn, answer: Answer, lines: Lines) -> Plan:
    """The customer took up what was offered. A person is waited for until they say that it was enough."""
    say = answer.sentences
    choices: tuple[Choice, ...] = ()
    if hints.PICKED in answer.reasons:
        say = (*say, Sentence(text=f"\n{lines.more if answer.topic.more else lines.picked}"))
        choices = () if answer.topic.more else tuple(Choice(label=one, value=one) for one in (lines.enough, lines.ask_person))
    return Plan(
        kind=answer.outcome,
        say=_noticed(turn, lines, say),
        move="hand_back" if hints.SETTLED in answer.reasons else None,
        topic=answer.topic,
        confidence=answer.confidence,
        reasons=answer.reasons,
        rung=rung_of(answer),
        choices=choices,
    )


def _draft(turn: Turn, answer: Answer | None, lines: Lines) -> Plan:
    move: Move | None = "hand_over" if turn.state == "bot" else None
    spoken = _quiet(turn, lines, "draft_only")
    if answer is None:
        reasons = ("no_answer", "draft_only")
        return Plan(kind="hand_over", say=spoken.say, move=move, confidence=0.0, reasons=reasons, rung="person")
    found = answer.draft if answer.outcome == "hand_over" else answer.sentences
    as_draft = bool(found) and not turn.must_speak  # one row a message: where silence is forbidden the line leaves and the draft is kept
    return Plan(
        kind=answer.outcome,
        say=found if as_draft else spoken.say,
        as_draft=as_draft,
        move=move,
        topic=replace(answer.topic, hints=()),  # the owner has not seen the titles
        suggestion=() if as_draft else found,
        links=answer.links if as_draft else (),
        comparison=answer.comparison if as_draft else None,
        confidence=answer.confidence,
        reasons=(*answer.reasons, "draft_only"),
        rung="person" if answer.outcome == "hand_over" else rung_of(answer),
    )


def _hand_over(turn: Turn, answer: Answer | None, lines: Lines) -> Plan:
    line = _noticed(turn, lines, (Sentence(text=lines.hand_over),))
    if answer is None:
        return Plan(kind="hand_over", say=line, move="hand_over", confidence=0.0, reasons=("no_answer",), rung="person")
    asked = answer.outcome == "hand_over"
    say = _noticed(turn, lines, answer.sentences) if asked else line
    return Plan(
        kind="hand_over",
        say=(*say, Sentence(text=lines.hints)) if answer.hints else say,
        move="hand_over",
        topic=replace(answer.topic, hints=tuple(hint.key for hint in answer.hints)),
        suggestion=answer.draft if asked else answer.sentences,
        confidence=answer.confidence,
        reasons=answer.reasons if asked else (*answer.reasons, "low_confidence"),
        rung="person",
        step=answer.step if asked and isinstance(answer, Consulted) else None,
        choices=_offered(answer.hints),
    )


def _offered(found: Sequence[Hint]) -> tuple[Choice, ...]:
    return tuple(Choice(label=hint.title, value=hint.title, short=f"{place}번") for place, hint in enumerate(found, 1))


def _noticed(turn: Turn, lines: Lines, say: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    return (Sentence(text=lines.notice), *say) if turn.first_turn and lines.notice else say
