"""Whatever order things happen in, and wherever the process dies: one decision and at most one row a message, nothing said twice."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from itertools import count

from decision_shop import ANSWER, Shop, new_id
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangol.answers.answer import Answer
from dangol.channels import failures
from dangol.conversations.conversation import Received
from dangol.decisions import agent
from dangol.decisions.handle import Thought
from dangol.decisions.recover import recover
from dangol.kit.errors import Conflict
from dangol.outbox import rows
from dangol.outbox.deliver import deliver, settle_uncertain
from dangol.outbox.queue import lease
from dangol.outbox.row import OutboxRow

STEPS = (
    "receive",
    "receive again",
    "receive history",
    "handle newest",
    "handle oldest",
    "handle as draft",
    "die while thinking",
    "taken over while thinking",
    "spoken to while thinking",
    "take over",
    "hand back",
    "close",
    "reply",
    "approve",
    "send",
    "fail to send",
    "die while sending",
    "send without word",
    "time passes",
    "recover",
    "a person says it did not arrive",
)
_examples = count()


class Death(BaseException):
    """The process ends here."""


class World:
    """One customer, one shop, and a platform that counts what reaches it."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.who = shop, f"person-{next(_examples)}"
        self.got: list[Received] = []
        self.history: list[Received] = []
        self.reached: Counter[str] = Counter()
        self.excused: set[str] = set()  # a person has said that these did not arrive
        self.receive()

    def step(self, name: str) -> None:
        with suppress(Conflict, Death):  # refused, or dead: the next step meets what is left
            getattr(self, name.replace(" ", "_"))()

    def receive(self) -> None:
        self.got.append(self.shop.say(f"질문 {len(self.got)}", who=self.who, client_key=f"k{len(self.got)}"))

    def receive_again(self) -> None:
        number = len(self.got) - 1
        assert self.shop.say("?", who=self.who, client_key=f"k{number}").message.id == self.got[number].message.id

    def receive_history(self) -> None:
        self.history.append(self.shop.say("예전 글", who=self.who, imported=True))

    def handle_newest(self) -> None:
        self.shop.handle(self.got[-1])

    def handle_oldest(self) -> None:
        self.shop.handle(self.got[0], lease_to="request")

    def handle_as_draft(self) -> None:
        self.shop.handle(self.got[-1], manner=replace(self.shop.manner, mode="draft_only"))

    def die_while_thinking(self) -> None:
        def think(thought: Thought) -> Answer:
            raise Death

        self.shop.handle(self.got[-1], think)

    def taken_over_while_thinking(self) -> None:
        taken: list[bool] = []

        def think(thought: Thought) -> Answer:
            self.take_over()
            taken.append(True)
            return ANSWER

        asked = self.got[-1]
        done = self.shop.handle(asked, think)
        if taken:
            assert (done.row, self.shop.conversation(asked).state) == (None, "human")

    def spoken_to_while_thinking(self) -> None:
        spoken: list[bool] = []

        def think(thought: Thought) -> Answer:
            if not spoken:
                spoken.append(True)
                self.receive()
            return ANSWER

        self.shop.handle(self.got[-1], think)

    def take_over(self) -> None:
        agent.take_over(self.shop.agent(), self.got[-1].conversation.id)

    def hand_back(self) -> None:
        agent.hand_back(self.shop.agent(), self.got[-1].conversation.id)

    def close(self) -> None:
        agent.close(self.shop.agent(), self.got[-1].conversation.id)

    def reply(self) -> None:
        agent.reply(self.shop.agent(), self.got[-1].conversation.id, "제가 볼게요.")

    def approve(self) -> None:
        for row in self._rows():
            if row.status == "draft":
                agent.approve(self.shop.agent(), row.id)

    def send(self) -> None:
        def arrives(row: OutboxRow) -> str:
            self.reached[row.id] += 1
            return "p"

        self._deliver(arrives)

    def fail_to_send(self) -> None:
        def fails(row: OutboxRow) -> str:
            raise failures.Unreachable

        self._deliver(fails)

    def die_while_sending(self) -> None:
        def arrives_and_dies(row: OutboxRow) -> str:
            self.reached[row.id] += 1
            raise Death

        self._deliver(arrives_and_dies)

    def send_without_word(self) -> None:
        def arrives_without_word(row: OutboxRow) -> str:
            self.reached[row.id] += 1
            raise failures.OutcomeUnknown

        self._deliver(arrives_without_word)

    def time_passes(self) -> None:
        self.shop.turn(61)

    def recover(self) -> None:
        shop = self.shop

        def think(thought: Thought) -> Answer:
            return ANSWER

        done = recover(shop.store, think=think, clock=shop.clock, new_id=new_id, manner_of=lambda inbox: shop.manner)
        assert done.failed == ()

    def a_person_says_it_did_not_arrive(self) -> None:
        for row in self._rows():
            if row.status == "uncertain":
                settle_uncertain(self.shop.desk(), row.id, sent=False)
                self.excused.add(row.id)

    def _deliver(self, send: object) -> None:
        with self.shop.store.write() as connection:
            leased = lease(connection, "worker", self.shop.now, 60)
        for row in leased:
            deliver(self.shop.desk(), row, send)  # type: ignore[arg-type]

    def _rows(self) -> list[OutboxRow]:
        threads = {one.conversation.id: one for one in (*self.got, *self.history)}
        return [row for one in threads.values() for row in self.shop.rows(one)]

    def check(self) -> None:
        messages = {one.message.id: one for one in self.got}
        decided = Counter(
            decision.message
            for one in {one.conversation.id: one for one in (*self.got, *self.history)}.values()
            for decision in self.shop.decisions(one)
            if decision.message
        )
        assert decided == Counter(list(messages))
        about = Counter(row.idempotency_key for row in self._rows() if row.author == "bot" or row.idempotency_key.startswith("message/"))
        assert all(number == 1 for number in about.values())
        assert set(about) <= {f"message/{message}" for message in messages}
        for row in self._rows():
            assert self.reached[row.id] <= 1 or row.id in self.excused
            assert row.status != "sent" or self.reached[row.id] == 1 or row.id in self.excused
        for one in (*self.got, *self.history):
            thread = self.shop.thread(one)
            assert [message.number for message in thread] == list(range(1, len(thread) + 1))
            sent = [row.id for row in self.shop.rows(one) if row.status == "sent"]
            assert sorted(message.client_key or "" for message in thread if message.direction == "out") == sorted(
                f"outbox/{row}" for row in sent
            )
            with self.shop.store.read() as connection:
                tried = [attempt for row in self.shop.rows(one) for attempt in rows.attempts(connection, row.id)]
            assert all(attempt.outcome for attempt in tried)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=20))
def test_one_decision_one_row_nothing_twice(shop: Shop, steps: list[str]) -> None:
    world = World(shop)
    for name in steps:
        world.step(name)
    world.time_passes()
    world.recover()
    world.check()
