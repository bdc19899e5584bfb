"""After a crash nothing is lost and nothing is said blindly."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from decision_shop import ANSWER, LINES, Shop, new_id, think_price
from sqlalchemy import text as sql

from dangol.answers.answer import Answer
from dangol.decisions.handle import Manner, Thought
from dangol.decisions.lines import Lines
from dangol.decisions.recover import Recovered, recover
from dangol.events import troubles
from dangol.kit.errors import Busy
from dangol.outbox import rows
from dangol.outbox.deliver import begin
from dangol.outbox.queue import lease
from dangol.store.engine import open_store


def run(shop: Shop, think: object = think_price, **more: object) -> Recovered:
    return recover(shop.store, think=think, clock=shop.clock, new_id=new_id, manner_of=lambda inbox: shop.manner, **more)  # type: ignore[arg-type]


def test_messages_that_nobody_decided_are_decided_in_order(shop: Shop) -> None:
    asked: list[str] = []

    def think(thought: Thought) -> Answer:
        asked.append(thought.text)
        return ANSWER

    for text in ("하나", "둘", "셋"):
        got = shop.say(text)
        shop.turn(1)
    done = run(shop, think)
    assert (asked, len(done.handled), done.failed) == (["하나", "둘", "셋"], 3, ())
    assert len(shop.rows(got)) == 3
    assert run(shop, think).handled == ()


def test_imported_messages_are_let_be(shop: Shop) -> None:
    got = shop.say(imported=True)
    assert run(shop).handled == ()
    assert shop.decisions(got) == ()


def test_younger_messages_are_left_to_their_requests(shop: Shop) -> None:
    shop.say()
    assert run(shop, received_before=shop.now).handled == ()


def test_each_inbox_is_served_in_its_own_manner(shop: Shop) -> None:
    got = shop.say()
    off = Manner(mode="off")
    recover(shop.store, think=think_price, clock=shop.clock, new_id=new_id, manner_of={"web": off}.__getitem__)
    assert [decision.reasons for decision in shop.decisions(got)] == [("mode_off",)]


def test_one_that_fails_does_not_hold_up_the_others(shop: Shop) -> None:
    bad = shop.say("나쁜 것", who="minji")
    shop.turn(1)
    good = shop.say("좋은 것", who="jisu")

    def think(thought: Thought) -> Answer:
        if thought.text == "나쁜 것":
            raise Busy("store.locked", ko="잠시 뒤", en="later")
        return ANSWER

    done = run(shop, think)
    assert done.failed == ((bad.message.id, "store.locked"),)
    assert len(shop.decisions(good)) == 1
    assert len(run(shop).handled) == 1


@pytest.mark.parametrize("begun", [True, False])
def test_leases_of_the_dead_are_settled(shop: Shop, begun: bool) -> None:
    got = shop.say()
    row = shop.handle(got, lease_to="request-1").row
    assert row is not None
    if begun:
        begin(shop.desk(), row)
    shop.turn(31)
    done = run(shop)
    assert (done.leases.uncertain, done.leases.queued) == (((row.id,), ()) if begun else ((), (row.id,)))
    with shop.store.write() as connection:
        assert bool(lease(connection, "w1", shop.now, 60)) != begun
        assert [one.id for one in rows.uncertain(connection)] == ([row.id] if begun else [])


def test_the_lost_turn_is_answered_with_what_the_thread_knows_now(shop: Shop) -> None:
    got = shop.say()
    shop.manner = replace(shop.manner, mode="draft_only")
    run(shop)
    assert [row.status for row in shop.rows(got)] == ["draft"]


def broken_lines(language: str) -> Lines:
    raise KeyError(language)


def test_poison_is_set_aside_with_its_reason_and_a_person_gets_the_thread(shop: Shop) -> None:
    got = shop.say("독", who="minji")
    later = shop.say("그 다음", who="minji")
    other = shop.say("다른 손님", who="jisu")
    shop.manner = replace(shop.manner, lines=lambda language: LINES if language == "ko" else broken_lines(language))
    with shop.store.write() as connection:
        connection.execute(sql("UPDATE conversations SET language = 'xx' WHERE identity = 'minji'"))
    for round_ in range(5):
        done = run(shop)
        assert [one for one, _ in done.failed] == [got.message.id], round_
        assert done.set_aside == ((got.message.id,) if round_ == 4 else ())
        assert len(shop.decisions(other)) == 1  # it holds up nobody else
        if round_ < 4:
            assert run(shop).failed == ()  # not before its time, and what comes after it waits with it
            shop.turn(40)
    assert shop.conversation(got).state == "waiting"
    with shop.store.read() as connection:
        (aside,) = troubles.aside(connection)
        assert (aside.subject, aside.reason, aside.failures) == (got.message.id, "broken.KeyError", 5)
    assert [one for one, _ in run(shop).failed] == [later.message.id]  # its turn has come; it fails by the same fault

    with shop.store.write() as connection:
        connection.execute(sql("UPDATE conversations SET language = 'ko' WHERE identity = 'minji'"))
        troubles.replay(connection, got.message.id, shop.now)
    shop.turn(40)
    assert [one.decision.message for one in run(shop).handled if one.decision] == [got.message.id, later.message.id]
    run(shop)
    with shop.store.read() as connection:
        assert connection.execute(sql("SELECT count(*) FROM troubles")).scalar_one() == 0


def test_a_busy_store_is_nobodys_poison(shop: Shop) -> None:
    shop.say()

    def busy(thought: Thought) -> Answer:
        raise Busy("store.locked", ko="잠시 뒤", en="later")

    for _ in range(9):
        assert run(shop, busy).set_aside == ()
        shop.turn(60)
    assert len(run(shop).handled) == 1


def test_a_thread_is_decided_in_its_order_whoever_has_the_later_message(shop: Shop) -> None:
    first, second = shop.say("하나"), shop.say("둘")
    shop.turn(1)
    done = shop.handle(second, lease_to="request-2")
    assert [decision.message for decision in shop.decisions(first)] == [first.message.id, second.message.id]
    assert done.row is not None
    assert done.row.status == "queued"  # the reply before it is still to be said: a worker says both in their order
    with shop.store.write() as connection:
        (before,) = lease(connection, "w1", shop.now, 60)
    assert before.id != done.row.id
    assert shop.handle(first).repeated


def test_two_workers_never_think_about_one_thread_at_once(store_url: str) -> None:
    stores = [open_store(store_url) for _ in range(2)]
    stores[0].upgrade()
    shops = [Shop(store) for store in stores]
    got = [shops[0].say(f"질문 {number}", who=f"person-{number % 5}") for number in range(20)]
    thoughts: Counter[str] = Counter()
    barrier = Barrier(2)

    def think(thought: Thought) -> Answer:
        thoughts[thought.text] += 1
        time.sleep(0.01)
        return ANSWER

    def work(shop: Shop) -> Recovered:
        barrier.wait()
        return run(shop, think)

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(work, shops))
    waited = run(shops[0], think)  # what one left to the other's claim
    decided = [one.decision.message for part in (*done, waited) for one in part.handled if one.decision]
    assert sorted(decided) == sorted(one.message.id for one in got)
    for one in got:
        assert [decision.message for decision in shops[0].decisions(one)] == [
            other.message.id for other in got if other.conversation.id == one.conversation.id
        ]
    if stores[0].dialect == "postgresql":
        assert set(thoughts.values()) == {1}
    for store in stores:
        store.close()
