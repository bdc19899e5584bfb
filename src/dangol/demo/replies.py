"""What those people wrote, and what today's machine replies to it: decided outside any transaction, recorded with its evidence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Connection

from dangol.answers.answer import Answer, Topic, cited_by
from dangol.answers.engine import Answerer
from dangol.bootstrap import talking
from dangol.bootstrap.house import WEB, House
from dangol.bootstrap.talking import spoken
from dangol.conversations import threads
from dangol.conversations.conversation import BOT, Cited
from dangol.conversations.receive import receive
from dangol.decisions import log
from dangol.decisions.decision import Decision
from dangol.decisions.policy import Plan, Turn, decide
from dangol.demo.past import SEED, Past, history_until
from dangol.events.event import Event
from dangol.people.identities import identity_id
from dangol.sample.talks import Talk, talks

MESSAGES = 400
AGENT = "mina"
_DONE = "demo/talks"  # the checkpoint that says that all talks are in
_CHUNK = 16  # talks in one transaction, so that a live customer never waits long
_AGENT_SAYS = "안녕하세요, 들마루 이미나예요. 기다려 주셔서 감사해요. 확인해서 주문하신 연락처로 안내드렸어요."


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    """One message and what is replied to it; no plan while a person owns the thread."""

    at: datetime
    text: str
    plan: Plan | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scripted:
    talk: Talk
    lines: tuple[_Line, ...]

    @property
    def handed_over(self) -> bool:
        return any(line.plan is not None and line.plan.move == "hand_over" for line in self.lines)


def make_talks(house: House, past: Past, messages: int = MESSAGES, stop: Callable[[], bool] = lambda: False) -> int:
    """Adds the talks of the past; returns how many messages there are now, 0 when all had been there.

    Args:
        stop: asked between transactions; once it says so, the rest is left for the next start.
    """
    with house.store.read() as connection:
        if house.journal.checkpoint(connection, _DONE):
            return 0
    names = [product.name for product in house.knowledge.snapshot().products.values()]
    wanted = talks(Random(SEED + 1), past.people, names, past.until, messages)  # noqa: S311 (fiction, no secret)
    answerer = house.knowledge.answerer()
    assert answerer is not None
    machine = _Machine(house, answerer)
    for start in range(0, len(wanted), _CHUNK):
        if stop():
            return sum(len(talk.lines) for talk in wanted[:start])
        scripted = [machine.script(talk) for talk in wanted[start : start + _CHUNK]]
        with house.store.write() as connection:
            _relive(house, connection, scripted)
    with house.store.write() as connection:
        house.journal.set_checkpoint(connection, _DONE, 1)
    return sum(len(talk.lines) for talk in wanted)


class _Machine:
    """Decides as the server would; many people ask the same, so what was thought of once is kept."""

    def __init__(self, house: House, answerer: Answerer) -> None:
        self._answerer = answerer
        self._manner = house.manner(WEB)
        self._known: dict[tuple[str, Topic], Answer] = {}

    def script(self, talk: Talk) -> _Scripted:
        topic, state, lines = Topic(), "bot", []
        for number, (at, text) in enumerate(talk.lines):
            plan = self._plan(text, topic, at, first=number == 0) if state == "bot" else None
            lines.append(_Line(at=at, text=text, plan=plan))
            if plan is not None:
                topic = plan.topic or topic
                state = "waiting" if plan.move == "hand_over" else state
        return _Scripted(talk=talk, lines=tuple(lines))

    def _plan(self, text: str, topic: Topic, at: datetime, *, first: bool) -> Plan:
        answer = self._known.get((text, topic)) or self._answerer.answer(text, topic, at)
        if "hours" not in " ".join(answer.reasons):  # these depend on the day
            self._known[text, topic] = answer
        turn = Turn(state="bot", mode="automatic", at=at, first_turn=first)
        return decide(turn, answer, lines=self._manner.lines(spoken(text) or "ko"), threshold=self._manner.threshold)


def _relive(house: House, connection: Connection, scripted: list[_Scripted]) -> None:
    """Appends all events of some talks at once, then lets the threads follow."""
    parts = [(talk, *part) for talk in scripted for part in _events(house, talk)]
    appended = house.journal.append(connection, [event for _, _, event in parts])
    positions = {(id(talk), name): one for (talk, name, _), one in zip(parts, appended, strict=True)}
    for talk in scripted:
        if not positions[id(talk), "in-0"].duplicate:
            _thread(house, connection, talk, {name: one.position for (whose, name), one in positions.items() if whose == id(talk)})


def _events(house: House, scripted: _Scripted) -> list[tuple[str, Event]]:
    talk, made = scripted.talk, []
    for number, line in enumerate(scripted.lines):
        made.append((f"in-{number}", _event(house, talk, "message.received", line.at, line.text, f"in-{number}")))
        if line.plan is not None:
            made.append((f"out-{number}", _event(house, talk, "message.sent", _soon(line.at), line.plan.text, f"out-{number}")))
    if scripted.handed_over and not talk.open_end:
        made.append(("agent", _event(house, talk, "message.sent", _later(talk), _AGENT_SAYS, "agent")))
    return made


def _event(house: House, talk: Talk, kind: str, at: datetime, text: str, part: str) -> Event:
    return Event(
        type=kind,
        inbox=WEB,
        identity=identity_id(house.key, WEB, talk.who),
        occurred_at=at,
        received_at=at,
        dedupe_key=f"demo/{talk.who}/{talk.lines[0][0].isoformat()}/{part}",
        payload={"text": text},
        imported=True,
    )


def _thread(house: House, connection: Connection, scripted: _Scripted, positions: dict[str, int]) -> None:
    identity = identity_id(house.key, WEB, scripted.talk.who)
    conversation = ""
    for number, line in enumerate(scripted.lines):
        got = receive(
            connection,
            identity=identity,
            inbox=WEB,
            text=line.text,
            at=line.at,
            new_id=house.new_id,
            event_position=positions[f"in-{number}"],
            language=spoken(line.text),
            imported=True,
        )
        conversation = got.conversation.id
        if line.plan is not None:
            _reply(house, connection, conversation, got.message.id, line, line.plan)
    if not scripted.talk.open_end:
        _ending(house, connection, scripted, conversation)


def _reply(house: House, connection: Connection, conversation: str, message: str, line: _Line, plan: Plan) -> None:
    at = _soon(line.at)
    cited = cited_by(plan.say)
    decision = Decision(
        id=house.new_id(at),
        kind=plan.kind,
        conversation=conversation,
        message=message,
        author=BOT,
        text=plan.text,
        citations=cited,
        draft=plan.suggestion,
        confidence=plan.confidence,
        reasons=(*plan.reasons, "imported"),
        rung=plan.rung,
        at=at,
    )
    log.add(connection, decision, question=line.text)
    threads.add_outgoing(
        connection,
        conversation,
        message_id=house.new_id(at),
        client_key=f"demo/{message}",
        text=plan.text,
        author=BOT,
        at=at,
        citations=tuple(Cited(id=one.id, version=one.version, quote=one.quote) for one in cited),
        decision=decision.id,
    )
    if plan.move:
        threads.move(connection, conversation, plan.move)


def _ending(house: House, connection: Connection, scripted: _Scripted, conversation: str) -> None:
    """An agent answers what was handed over, and old talks are closed."""
    if scripted.handed_over:
        at = _later(scripted.talk)
        threads.move(connection, conversation, "take_over", owner=AGENT)
        threads.add_outgoing(
            connection, conversation, message_id=house.new_id(at), client_key="demo/agent", text=_AGENT_SAYS, author=AGENT, at=at
        )
    threads.move(connection, conversation, "close")


def _soon(at: datetime) -> datetime:
    return at + timedelta(milliseconds=400)


def _later(talk: Talk) -> datetime:
    return talk.lines[-1][0] + timedelta(minutes=11)


def write_today(house: House) -> list[str]:
    """Writes today's live messages through the real door, once; returns their ids.

    They show an answer with its evidence, a question nobody knows, and a draft that waits for approval. Writing needs no knowledge, so
    the inbox has something to show before that is loaded; then the worker replies to them in its first round.
    """
    until = history_until(house)
    said = (
        (WEB, "v-demo-1", "달빛 랜턴 얼마예요?"),
        (WEB, "v-demo-1", "몇 시간 켜져요?"),
        (WEB, "v-demo-2", "매장에서 클래스도 하나요?"),
        ("careful", "v-demo-3", "별밭 텐트 4인 재고 있나요? 이번 주말에 쓰려고요"),
    )
    return [
        talking.accept(
            house,
            inbox=inbox,
            external_id=who,
            text=text,
            client_key=f"demo-{number}",
            at=until - timedelta(minutes=9 - 2 * number),
        ).message
        for number, (inbox, who, text) in enumerate(said)
        if inbox in house.inboxes()
    ]
