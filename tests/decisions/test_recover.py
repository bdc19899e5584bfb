"""After a crash nothing is lost and nothing is said blindly."""

from dataclasses import replace

import pytest
from decision_shop import ANSWER, Shop, new_id, think_price

from dangol.answers.answer import Answer
from dangol.decisions.handle import Manner, Thought
from dangol.decisions.recover import Recovered, recover
from dangol.kit.errors import Busy
from dangol.outbox import rows
from dangol.outbox.deliver import begin
from dangol.outbox.queue import lease


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
