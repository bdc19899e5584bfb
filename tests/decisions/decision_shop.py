"""A shop with a store, a clock that stands until it is turned, and a machine whose thoughts a test chooses."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from dangol.answers.answer import Answer, Citation, Sentence, Topic
from dangol.conversations import threads
from dangol.conversations.conversation import Conversation, Message, Received
from dangol.conversations.receive import receive
from dangol.decisions import log
from dangol.decisions.agent import Agent
from dangol.decisions.decision import Decision
from dangol.decisions.handle import Handled, Manner, Thought, handle
from dangol.decisions.lines import Lines
from dangol.events.journal import Journal
from dangol.kit import ids
from dangol.outbox import rows
from dangol.outbox.ad_label import Sender
from dangol.outbox.deliver import Desk
from dangol.outbox.row import OutboxRow
from dangol.store.engine import Store

_numbers = count()
NOON = datetime(2026, 11, 22, 3, tzinfo=UTC)
LINES = Lines(notice="자동 응답이에요.", hand_over="담당자가 볼게요.", waiting="확인 중이에요.")
PRICE = Sentence(text="18,000원이에요.", citations=(Citation(id="product/P001/price", version=2, quote="18000"),))
ANSWER = Answer(
    outcome="answer",
    sentences=(PRICE,),
    confidence=0.9,
    reasons=("fact.price",),
    topic=Topic(subjects=("product/P001",), frame="얼마예요", turns=1),
)


def new_id(at: datetime) -> str:
    """Ids of one instant sort in the order in which they were made."""
    return ids.new_id(at, lambda size: next(_numbers).to_bytes(size, "big"))


def think_price(thought: Thought) -> Answer:
    return ANSWER


@dataclass
class Shop:
    store: Store
    now: datetime = NOON
    manner: Manner = field(default_factory=lambda: Manner(lines=lambda language: LINES))

    def clock(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def say(self, text: str = "얼마예요?", who: str = "minji", **more: object) -> Received:
        with self.store.write() as connection:
            return receive(connection, identity=who, inbox="web", text=text, at=self.now, new_id=new_id, **more)  # type: ignore[arg-type]

    def handle(self, got: Received, think: Callable[[Thought], Answer] = think_price, **more: object) -> Handled:
        values = {"manner": self.manner, **more}
        return handle(self.store, message_id=got.message.id, think=think, clock=self.clock, new_id=new_id, **values)  # type: ignore[arg-type]

    def agent(self, name: str = "agent-1") -> Agent:
        return Agent(id=name, store=self.store, clock=self.clock, new_id=new_id)

    def desk(self) -> Desk:
        return Desk(
            store=self.store,
            journal=Journal(b"key"),
            clock=self.clock,
            new_id=new_id,
            jitter=lambda: 1.0,
            sender=Sender(name="들마루", phone="02-000-0000"),
        )

    def conversation(self, got: Received) -> Conversation:
        with self.store.read() as connection:
            return threads.find(connection, got.conversation.id)

    def thread(self, got: Received) -> tuple[Message, ...]:
        with self.store.read() as connection:
            return threads.thread(connection, got.conversation.id)

    def decisions(self, got: Received) -> tuple[Decision, ...]:
        with self.store.read() as connection:
            return log.of_conversation(connection, got.conversation.id)

    def rows(self, got: Received) -> tuple[OutboxRow, ...]:
        with self.store.read() as connection:
            return rows.of_conversation(connection, got.conversation.id)
