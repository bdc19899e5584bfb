"""What an agent does in a thread. Each act is a decision too: checked, done and recorded in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from dangol.answers.hints import taken_up
from dangol.conversations import threads
from dangol.conversations.conversation import Conversation
from dangol.conversations.rows import storable
from dangol.conversations.states import after
from dangol.decisions import log
from dangol.decisions.decision import Decision, Kind
from dangol.kit.clock import Clock
from dangol.kit.errors import BadInput, Conflict
from dangol.outbox import queue, rows
from dangol.outbox.row import Body, OutboxRow
from dangol.store.engine import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Agent:
    """A person of the brand at work: their id, and what their acts need."""

    id: str
    store: Store
    clock: Clock
    new_id: Callable[[datetime], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Acted:
    """The thread after an act, the decision that records it, and the outbox row it touched, if any."""

    conversation: Conversation
    decision: Decision
    row: OutboxRow | None = None


def take_over(agent: Agent, conversation: str) -> Acted:
    """The agent owns the thread from now on; the machine is silent in it.

    Raises:
        Conflict: ``conversation.bad_move``; somebody owns it already, or it is closed.
    """
    with agent.store.write() as connection:
        now = threads.move(connection, conversation, "take_over", owner=agent.id)
        return Acted(conversation=now, decision=_record(agent, connection, now, "hand_over", "agent.took_over"))


def hand_back(agent: Agent, conversation: str) -> Acted:
    """The machine answers again.

    Raises:
        Conflict: ``conversation.bad_move``.
    """
    with agent.store.write() as connection:
        now = threads.move(connection, conversation, "hand_back")
        return Acted(conversation=now, decision=_record(agent, connection, now, "silent", "agent.handed_back"))


def close(agent: Agent, conversation: str) -> Acted:
    """Ends the thread and discards its drafts; the customer's next message opens a new one.

    Raises:
        Conflict: ``conversation.bad_move``; it is closed already.
    """
    with agent.store.write() as connection:
        for draft in rows.of_conversation(connection, conversation, "draft"):
            queue.discard(connection, draft.id)
        now = threads.move(connection, conversation, "close")
        return Acted(conversation=now, decision=_record(agent, connection, now, "silent", "agent.closed"))


def reply(agent: Agent, conversation: str, text: str, *, key: str | None = None) -> Acted:
    """The agent's own words. Who answers a thread nobody owns takes it over.

    Args:
        key: the console's own id of this act: sent twice with one key, it is said once.

    Raises:
        BadInput: ``reply.empty``. Conflict: ``conversation.not_yours``, or ``conversation.bad_move`` when it is closed.
    """
    if not text.strip():
        raise _empty()
    with agent.store.write() as connection:
        now = threads.held(connection, conversation)
        if key and (said := rows.of_key(connection, f"agent/{agent.id}/{key}")) and said.decision:
            return Acted(conversation=now, decision=log.find(connection, said.decision), row=said)
        if _mine(agent, now).state != "human":
            now = threads.move(connection, conversation, "take_over", owner=agent.id)
        decision = _record(agent, connection, now, "answer", "agent.replied", text=text)
        row = queue.put(
            connection,
            row_id=agent.new_id(decision.at),
            conversation=now,
            kind="reply",
            body=Body(text=storable(text)),
            author=agent.id,
            at=decision.at,
            decision=decision.id,
            idempotency_key=f"agent/{agent.id}/{key}" if key else None,
        )
        return Acted(conversation=now, decision=decision, row=row)


def approve(agent: Agent, row_id: str, text: str | None = None) -> Acted:
    """Sends a draft, as it is or in the agent's wording. When it was all that the thread waited for, the machine answers again.

    Raises:
        BadInput: ``reply.empty``. Conflict: ``outbox.moved_on``; it is no draft any more; ``conversation.not_yours``.
    """
    if text is not None and not text.strip():
        raise _empty()
    at = agent.clock()
    with agent.store.write() as connection:
        row = queue.approve(connection, row_id, text=text, agent=agent.id, at=at)
        now = _mine(agent, threads.held(connection, row.conversation))
        if now.state == "waiting" and not _person_wanted(connection, now):
            now = threads.move(connection, now.id, "hand_back")
        reason = "agent.approved" if text is None else "agent.edited"
        decision = _record(agent, connection, now, "answer", reason, text=row.body.text, of=row)
        return Acted(conversation=now, decision=decision, row=row)


def discard(agent: Agent, row_id: str) -> Acted:
    """Drops a draft, or a reply that nobody has begun to send. The thread stays as it is.

    Raises:
        Conflict: ``outbox.moved_on``; it has left, or is leaving.
    """
    with agent.store.write() as connection:
        row = queue.discard(connection, row_id)
        now = threads.find(connection, row.conversation)
        return Acted(conversation=now, decision=_record(agent, connection, now, "silent", "agent.discarded", of=row), row=row)


def _record(
    agent: Agent,
    connection: Connection,
    conversation: Conversation,
    kind: Kind,
    reason: str,
    *,
    text: str = "",
    of: OutboxRow | None = None,
) -> Decision:
    at = agent.clock()
    decision = Decision(
        id=agent.new_id(at),
        kind=kind,
        conversation=conversation.id,
        message=None,
        author=agent.id,
        text=storable(text),
        citations=of.body.citations if of and text else (),
        reasons=(reason, f"outbox/{of.id}") if of else (reason,),
        rung="person",
        at=at,
    )
    log.add(connection, decision)
    return decision


def _mine(agent: Agent, conversation: Conversation) -> Conversation:
    """The conversation, when this agent may speak in it."""
    if conversation.state == "closed":
        after(conversation.state, "take_over")
    if conversation.owner not in {None, agent.id}:
        raise Conflict(
            "conversation.not_yours",
            ko="다른 담당자가 맡은 대화입니다. 그 담당자가 자동 응답으로 돌린 뒤에 맡아 주세요.",
            en="Another agent owns this conversation. Take it over after they have handed it back.",
        )
    return conversation


def _person_wanted(connection: Connection, conversation: Conversation) -> bool:
    """Whether something besides the approved draft still waits: another draft, or a question handed over."""
    if rows.of_conversation(connection, conversation.id, "draft"):
        return True
    about_messages = [decision for decision in log.of_conversation(connection, conversation.id) if decision.message]
    asked = [decision for decision in about_messages if not taken_up(decision)]  # what was tapped leaves the question open
    return bool(asked) and asked[-1].kind == "hand_over"


def _empty() -> BadInput:
    return BadInput("reply.empty", ko="답장이 비어 있습니다. 내용을 적어 주세요.", en="The reply is empty. Write something.")
