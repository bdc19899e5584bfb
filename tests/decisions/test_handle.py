"""One message, one decision, and at most one row: whatever happens while the machine thinks."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from decision_shop import ANSWER, Shop

from dangol.answers.answer import Answer, Topic
from dangol.conversations import threads
from dangol.decisions import agent
from dangol.decisions.handle import TRIES, Thought
from dangol.kit.errors import Busy, Conflict, NotFound
from dangol.outbox.deliver import deliver
from dangol.outbox.queue import lease

MODEL = replace(ANSWER, sentences=(replace(ANSWER.sentences[0], text="다시 생각한 답이에요."),))


def test_an_answer_is_decided_put_out_and_remembered(shop: Shop) -> None:
    got = shop.say()
    done = shop.handle(got)
    assert done.decision is not None
    assert done.row is not None
    assert (done.decision.kind, done.decision.text, done.decision.rung) == ("answer", "자동 응답이에요. 18,000원이에요.", "fact")
    assert (done.decision.propensity, done.decision.confidence, done.decision.reasons) == (1.0, 0.9, ("fact.price",))
    assert (done.row.status, done.row.kind, done.row.decision, done.row.identity) == ("queued", "reply", done.decision.id, "minji")
    assert [citation.id for citation in done.row.body.citations] == ["product/P001/price"]
    now = shop.conversation(got)
    assert (now.state, now.topic["subjects"], now.sequence) == ("bot", ["product/P001"], 2)
    (message,) = shop.thread(got)  # what we say stands in the thread when it is really sent
    assert message.handled
    assert shop.decisions(got) == (done.decision,)


def test_the_topic_language_and_text_reach_the_thought(shop: Shop) -> None:
    seen: list[Thought] = []

    def think(thought: Thought) -> Answer:
        seen.append(thought)
        return ANSWER

    shop.handle(shop.say(language="en"), think)
    shop.handle(shop.say("and shipping?"), think)
    assert [(one.text, one.language, one.at) for one in seen] == [("얼마예요?", "en", shop.now), ("and shipping?", "en", shop.now)]
    assert [one.topic for one in seen] == [Topic(), ANSWER.topic]


def test_handled_again_gives_the_stored_decision(shop: Shop) -> None:
    got = shop.say()
    first = shop.handle(got)
    again = shop.handle(got, lambda thought: MODEL)
    assert again.repeated
    assert (again.decision, again.row) == (first.decision, first.row)
    assert len(shop.rows(got)) == len(shop.decisions(got)) == 1


def test_only_the_first_turn_has_the_notice(shop: Shop) -> None:
    texts = []
    for _ in range(2):
        done = shop.handle(shop.say())
        texts.append(done.row and done.row.body.text)
    assert texts == ["자동 응답이에요. 18,000원이에요.", "18,000원이에요."]


def test_an_inline_reply_is_leased_to_its_request(shop: Shop) -> None:
    done = shop.handle(shop.say(), lease_to="request-1")
    assert done.row is not None
    assert (done.row.status, done.row.leased_by) == ("leased", "request-1")
    with shop.store.write() as connection:
        assert lease(connection, "w1", shop.now, 60) == ()
    assert deliver(shop.desk(), done.row, lambda row: None).status == "sent"


def test_a_repeated_request_takes_the_reply_that_nobody_sends_yet(shop: Shop) -> None:
    got = shop.say()
    shop.handle(got)
    again = shop.handle(got, lease_to="request-2")
    assert again.row is not None
    assert (again.repeated, again.row.status, again.row.leased_by) == (True, "leased", "request-2")
    third = shop.handle(got, lease_to="request-3")
    assert third.row is not None
    assert third.row.leased_by == "request-2"


def test_what_is_sent_stands_in_the_thread(shop: Shop) -> None:
    got = shop.say()
    done = shop.handle(got, lease_to="r")
    assert done.row is not None
    assert done.decision is not None
    deliver(shop.desk(), done.row, lambda row: "p1")
    assert [(one.number, one.author, one.text, one.decision) for one in shop.thread(got)] == [
        (1, "customer", "얼마예요?", None),
        (2, "bot", "자동 응답이에요. 18,000원이에요.", done.decision.id),
    ]


def test_draft_only_says_nothing_by_itself(shop: Shop) -> None:
    got = shop.say()
    done = shop.handle(got, manner=replace(shop.manner, mode="draft_only"), lease_to="r")
    assert done.row is not None
    assert (done.row.status, done.row.body.text, shop.conversation(got).state) == ("draft", "18,000원이에요.", "waiting")


def test_off_is_silent_and_a_person_is_wanted(shop: Shop) -> None:
    def never(thought: Thought) -> Answer:
        raise AssertionError("nobody thinks for nothing")

    got = shop.say()
    done = shop.handle(got, never, manner=replace(shop.manner, mode="off"))
    assert done.decision is not None
    assert (done.decision.kind, done.decision.reasons, done.row, shop.conversation(got).state) == ("silent", ("mode_off",), None, "waiting")


def test_after_a_hand_over_a_person_is_promised_once_in_ten_minutes(shop: Shop) -> None:
    said = []
    for wait in (0, 60, 539, 2, 599):
        shop.turn(wait)
        done = shop.handle(shop.say(), lambda thought: replace(ANSWER, outcome="hand_over"))
        said.append((done.decision and done.decision.kind, done.row is not None))
    assert said == [("hand_over", True), ("silent", False), ("silent", False), ("hand_over", True), ("silent", False)]


def test_a_doubtful_answer_is_kept_for_the_person(shop: Shop) -> None:
    got = shop.say()
    done = shop.handle(got, lambda thought: replace(ANSWER, confidence=0.2))
    assert done.decision is not None
    assert (done.decision.text, done.decision.draft) == ("자동 응답이에요. 담당자가 볼게요.", ANSWER.sentences)
    assert shop.conversation(got).state == "waiting"


def test_imported_messages_never_produce_a_decision(shop: Shop) -> None:
    got = shop.say(imported=True)
    done = shop.handle(got)
    assert (done.decision, done.row, shop.decisions(got), shop.rows(got)) == (None, None, (), ())


def test_a_broken_thought_hands_over_and_says_why(shop: Shop) -> None:
    done = shop.handle(shop.say(), lambda thought: {}["고객의 글"])  # type: ignore[arg-type, return-value, index]
    assert done.decision is not None
    assert (done.decision.kind, done.decision.reasons) == ("hand_over", ("no_answer", "broken.KeyError"))


def test_what_a_retry_can_mend_is_not_decided(shop: Shop) -> None:
    def busy(thought: Thought) -> Answer:
        raise Busy("store.locked", ko="잠시 뒤", en="later")

    got = shop.say()
    with pytest.raises(Busy):
        shop.handle(got, busy)
    assert shop.decisions(got) == ()
    assert shop.handle(got).decision is not None


def test_unknown_messages_are_named(shop: Shop) -> None:
    got = shop.say()
    with pytest.raises(NotFound):
        shop.handle(replace(got, message=replace(got.message, id="nowhere")))


def test_an_agent_who_takes_over_while_the_machine_thinks_silences_it(shop: Shop) -> None:
    got = shop.say()

    def think(thought: Thought) -> Answer:
        agent.take_over(shop.agent(), got.conversation.id)
        return ANSWER

    done = shop.handle(got, think)
    assert done.decision is not None
    assert (done.decision.kind, done.decision.reasons, done.row) == ("silent", ("human_owns",), None)
    assert shop.rows(got) == ()
    assert shop.conversation(got).owner == "agent-1"


def test_a_thread_that_moved_is_thought_about_again(shop: Shop) -> None:
    got, thoughts = shop.say(), []

    def think(thought: Thought) -> Answer:
        thoughts.append(thought)
        if len(thoughts) == 1:
            shop.say("아, 그리고요")
            return ANSWER
        return MODEL

    done = shop.handle(got, think)
    assert len(thoughts) == 2
    assert done.row is not None
    assert done.row.body.text == "자동 응답이에요. 다시 생각한 답이에요."
    assert len(shop.rows(got)) == len(shop.decisions(got)) == 1


def test_a_thread_that_never_stands_still_is_a_conflict_and_keeps_the_message(shop: Shop) -> None:
    got, thoughts = shop.say(), []

    def think(thought: Thought) -> Answer:
        thoughts.append(thought)
        shop.say("또요")
        return ANSWER

    with pytest.raises(Conflict) as caught:
        shop.handle(got, think)
    assert (caught.value.code, len(thoughts), shop.decisions(got), shop.rows(got)) == ("decision.thread_keeps_moving", TRIES, (), ())
    assert shop.handle(got).decision is not None


def test_a_thread_closed_meanwhile_gets_no_reply(shop: Shop) -> None:
    got = shop.say()
    agent.close(shop.agent(), got.conversation.id)
    done = shop.handle(got)
    assert (done.decision and done.decision.reasons, done.row) == (("closed",), None)


def test_two_who_handle_one_message_make_one_decision(shop: Shop) -> None:
    got, both = shop.say(), Barrier(4, timeout=30)

    def think(thought: Thought) -> Answer:
        both.wait()  # all four have read the same thread before any of them commits
        return ANSWER

    with ThreadPoolExecutor(4) as pool:
        done = [one.result() for one in [pool.submit(shop.handle, got, think) for _ in range(4)]]
    assert sorted(one.repeated for one in done) == [False, True, True, True]
    assert len({one.decision and one.decision.id for one in done}) == len({one.row and one.row.id for one in done}) == 1
    assert len(shop.decisions(got)) == len(shop.rows(got)) == 1


def test_many_messages_of_one_thread_at_once(shop: Shop) -> None:
    got = [shop.say(f"질문 {number}") for number in range(6)]
    with ThreadPoolExecutor(3) as pool:
        done = [one.result() for one in [pool.submit(shop.handle, one) for one in got]]
    assert len({one.decision and one.decision.id for one in done}) == len(shop.rows(got[0])) == 6
    assert sum(row.body.text.startswith("자동 응답") for row in shop.rows(got[0])) == 1
    with shop.store.read() as connection:
        assert all(message.handled for message in threads.thread(connection, got[0].conversation.id))
