"""One message of a customer becomes one decision: read, think outside any transaction, commit all of it or nothing.

The commit compares the conversation's sequence number with what thinking saw. If it has moved, an agent took over or another
message came, say, everything is read and thought again (ARCHITECTURE §3).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from dangol.answers.answer import Answer, Topic
from dangol.conversations.conversation import BOT, Conversation, Message
from dangol.conversations.inbox import earlier_unhandled
from dangol.conversations.threads import find, message, settle
from dangol.decisions import log
from dangol.decisions.decision import Decision, Mode
from dangol.decisions.lines import LinesOf, default_lines
from dangol.decisions.policy import THRESHOLD, Plan, decide, wants_answer, wants_meanwhile, wants_pick
from dangol.decisions.policy import Turn as Standing
from dangol.decisions.topics import topic_from, topic_json
from dangol.kit.clock import Clock
from dangol.kit.errors import Conflict, DangolError
from dangol.kit.sphere import Point
from dangol.kit.tracing import span
from dangol.offers.consultation import sheets
from dangol.outbox import rows
from dangol.outbox.queue import ahead, lease_to_request, put
from dangol.outbox.row import ANSWERS, Body, OutboxRow
from dangol.store.engine import Store
from dangol.store.turns import Turn, take

TRIES = 8
_MILLISECOND = timedelta(milliseconds=1)

NewId = Callable[[datetime], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Thought:
    """What thinking starts from: the customer's text, what the talk is about, its language (``"ko"``, ``"en"``), now, who asks.

    ``here`` is the position that came with this message, if one did; nothing that is decided may keep it.
    ``waits``: a person is waited for, so what was offered with the hand-over is answered (``Topic.hints``); ``meanwhile``: and another
    question, too.
    """

    text: str
    topic: Topic
    language: str
    at: datetime
    identity: str = ""
    here: Point | None = None
    waits: bool = False
    meanwhile: bool = False


Say = Callable[[Connection, OutboxRow, datetime], OutboxRow]
"""Says a leased row inside the caller's transaction (``outbox.deliver.say_here``)."""

Think = Callable[[Thought], Answer]
"""Finds the answer. It runs outside any transaction, may run again, and must change nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How an inbox is served.

    Attributes:
        mode: automatic, draft_only or off; lines: what is said around answers, by language.
        threshold: 0…1, an answer less sure than this goes to a person.
        must_speak: the platform wants a reply to each message (Kakao).
    """

    mode: Mode = "automatic"
    lines: LinesOf = default_lines
    threshold: float = THRESHOLD
    must_speak: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Handled:
    """What was decided about a message, and the outbox row that says it.

    ``decision`` is None for an imported message: none is ever made about it. ``row`` is None for silence. ``repeated``: it
    had been decided before, and this is what was stored.
    """

    decision: Decision | None
    row: OutboxRow | None
    repeated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scene:
    conversation: Conversation
    message: Message
    turn: Standing
    before: Handled | None
    earlier: str | None  # a message of the same thread that has its turn first


def handle(
    store: Store,
    *,
    message_id: str,
    think: Think,
    clock: Clock,
    new_id: NewId,
    manner: Manner,
    lease_to: str | None = None,
    say: Say | None = None,
) -> Handled:
    """Decides about a message, once: called again, it gives back what was decided then.

    Messages of one conversation are decided in their order: where another process has an earlier one in hand, or died with it, that one is
    decided first here, and a worker says its reply.

    Args:
        lease_to: the request that waits for the reply and will say it itself; None leaves it to a worker.
        say: says the leased reply inside the transaction of the decision, where the other side is our own thread.

    Raises:
        Conflict: ``decision.thread_keeps_moving``; the thread changed under each of ``TRIES`` attempts.
        NotFound: ``message.unknown``. Whatever ``think`` raises that a retry can mend; any other error of it hands over.
    """
    with span("decision", message_id=message_id) as traced:
        handled = _handled(store, message_id, think, clock, new_id, manner, lease_to, say)
        if handled.decision:
            traced.note(kind=handled.decision.kind, rung=handled.decision.rung, confidence=handled.decision.confidence or 0.0)
        traced.note(repeated=handled.repeated)
        return handled


def _handled(
    store: Store, message_id: str, think: Think, clock: Clock, new_id: NewId, manner: Manner, lease_to: str | None, say: Say | None
) -> Handled:
    tries = 0
    while tries < TRIES:
        scene = _look(store, message_id, clock(), manner)
        if scene.before:
            return _again(store, scene.before, lease_to, clock())
        if scene.earlier:
            handle(store, message_id=scene.earlier, think=think, clock=clock, new_id=new_id, manner=manner)
            continue
        began = clock()
        with span("think"):
            answer, reasons = _thought(scene, think, began)
        plan = decide(scene.turn, answer, lines=manner.lines(scene.conversation.language), threshold=manner.threshold)
        at = clock()
        decision = _decision(plan, scene, reasons, new_id(at), ms=(at - began) / _MILLISECOND, at=at)
        with store.write() as connection:
            if say is not None:
                take(connection, Turn.JOURNAL)  # before the conversation, as whoever receives does
            topic = topic_json(plan.topic) if plan.topic else None
            if settle(connection, scene.conversation, scene.message, move=plan.move, topic=topic):
                return _commit(connection, plan, scene, decision, new_id(at), lease_to, say)
        tries += 1
    raise Conflict(
        "decision.thread_keeps_moving",
        ko="대화가 계속 바뀌어 답을 정하지 못했습니다. 메시지는 저장되어 있으니 잠시 뒤 다시 시도해 주세요.",
        en="The conversation kept changing, so no answer could be decided. The message is kept; try again in a moment.",
    )


def _look(store: Store, message_id: str, at: datetime, manner: Manner) -> _Scene:
    with store.read() as connection:
        asked = message(connection, message_id)
        conversation = find(connection, asked.conversation)
        decided = log.of_message(connection, message_id) if asked.handled else None
        row = rows.of_decision(connection, decided.id) if decided else None
        turn = Standing(
            state=conversation.state,
            mode=manner.mode,
            at=at,
            first_turn=not log.machine_spoke(connection, conversation.id),
            promised_at=log.promised_at(connection, conversation.id),
            handed_over_for=log.handed_over_for(connection, conversation.id) if conversation.state == "waiting" else (),
            must_speak=manner.must_speak,
        )
        earlier = None if asked.handled else earlier_unhandled(connection, asked)
    before = Handled(decision=decided, row=row, repeated=True) if asked.handled else None
    return _Scene(conversation=conversation, message=asked, turn=turn, before=before, earlier=earlier.id if earlier else None)


def _thought(scene: _Scene, think: Think, at: datetime) -> tuple[Answer | None, tuple[str, ...]]:
    """The answer where one is wanted, and the policy's further reasons."""
    now, topic = scene.conversation, topic_from(scene.conversation.topic)
    waits, meanwhile = wants_pick(scene.turn, topic), wants_meanwhile(scene.turn)
    if not (waits or meanwhile or wants_answer(scene.turn.state, scene.turn.mode)):
        return None, ()
    thought = Thought(text=scene.message.text, topic=topic, language=now.language, at=at, identity=now.identity)
    try:
        return think(replace(thought, waits=waits or meanwhile, meanwhile=meanwhile)), ()
    except Exception as error:
        if isinstance(error, DangolError) and error.retry:
            raise
        return None, (f"broken.{type(error).__name__}",)  # the customer gets a person, and the owner sees why


def _decision(plan: Plan, scene: _Scene, reasons: tuple[str, ...], decision_id: str, *, ms: float, at: datetime) -> Decision:
    body = Body(text=plan.text, sentences=plan.say)
    return Decision(
        id=decision_id,
        kind=plan.kind,
        conversation=scene.conversation.id,
        message=scene.message.id,
        author=BOT,
        text=plan.text,
        citations=body.citations,
        draft=plan.suggestion,
        confidence=plan.confidence,
        reasons=(*plan.reasons, *reasons),
        rung=plan.rung,
        ms=ms,
        at=at,
    )


def _commit(
    connection: Connection, plan: Plan, scene: _Scene, decision: Decision, row_id: str, lease_to: str | None, say: Say | None
) -> Handled:
    log.add(connection, decision, question=scene.message.text)
    if plan.step:
        sheets.write(connection, plan.step, decision.at)
    if not plan.say:
        return Handled(decision=decision, row=None, repeated=False)
    row = put(
        connection,
        row_id=row_id,
        conversation=scene.conversation,
        kind="reply",
        body=Body(text=plan.text, sentences=plan.say, choices=plan.choices, links=plan.links, comparison=plan.comparison),
        author=BOT,
        at=decision.at,
        decision=decision.id,
        draft=plan.as_draft,
        idempotency_key=f"{ANSWERS}{scene.message.id}",
        lease_to=None if lease_to is None or ahead(connection, scene.conversation.id, decision.at) else lease_to,
    )
    if say is not None and row.leased_by:
        row = say(connection, row, decision.at)
    return Handled(decision=decision, row=row, repeated=False)


def _again(store: Store, before: Handled, lease_to: str | None, at: datetime) -> Handled:
    """What was stored; if its reply still waits in the queue, the request that asks again takes it."""
    if lease_to is None or before.row is None or before.row.status != "queued":
        return before
    try:
        with store.write() as connection:
            row = lease_to_request(connection, before.row.id, lease_to, at)
    except Conflict:  # a worker was faster, and sends it
        return before
    return Handled(decision=before.decision, row=row, repeated=True)
