"""What an agent does is decided, said and recorded too."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from decision_shop import ANSWER, Shop

from dangol.conversations.conversation import Received
from dangol.decisions import agent
from dangol.kit.errors import BadInput, Conflict
from dangol.outbox.deliver import deliver
from dangol.outbox.queue import lease
from dangol.outbox.row import OutboxRow


def drafted(shop: Shop, got: Received) -> OutboxRow:
    row = shop.handle(got, manner=replace(shop.manner, mode="draft_only")).row
    assert row is not None
    return row


def test_a_reply_takes_the_thread_over_and_goes_out(shop: Shop) -> None:
    got = shop.say()
    acted = agent.reply(shop.agent(), got.conversation.id, "안녕하세요, 제가 볼게요.")
    assert acted.row is not None
    assert (acted.conversation.state, acted.conversation.owner) == ("human", "agent-1")
    assert (acted.row.status, acted.row.author, acted.row.decision) == ("queued", "agent-1", acted.decision.id)
    assert (acted.decision.kind, acted.decision.reasons, acted.decision.rung, acted.decision.message) == (
        "answer",
        ("agent.replied",),
        "person",
        None,
    )
    with shop.store.write() as connection:
        (row,) = lease(connection, "w1", shop.now, 60)
    deliver(shop.desk(), row, lambda row: None)
    assert [(one.author, one.text) for one in shop.thread(got)][-1] == ("agent-1", "안녕하세요, 제가 볼게요.")


def test_the_machine_is_silent_until_the_thread_is_handed_back(shop: Shop) -> None:
    got = shop.say()
    agent.take_over(shop.agent(), got.conversation.id)
    assert shop.handle(got).row is None
    assert agent.hand_back(shop.agent(), got.conversation.id).conversation.state == "bot"
    assert shop.handle(shop.say("그럼 배송은요?")).row is not None
    assert [decision.reasons for decision in shop.decisions(got)] == [
        ("agent.took_over",),
        ("human_owns",),
        ("agent.handed_back",),
        ("fact.price",),
    ]


def test_a_reply_sent_twice_is_said_once(shop: Shop) -> None:
    got = shop.say()
    first = agent.reply(shop.agent(), got.conversation.id, "네", key="k1")
    agent.hand_back(shop.agent(), got.conversation.id)
    again = agent.reply(shop.agent(), got.conversation.id, "네", key="k1")
    assert (again.row, again.decision) == (first.row, first.decision)
    assert shop.conversation(got).state == "bot"
    assert len(shop.rows(got)) == 1


@pytest.mark.parametrize("act", [lambda who, thread: agent.reply(who, thread, "저도요"), lambda who, thread: agent.take_over(who, thread)])
def test_another_agents_thread_is_left_alone(shop: Shop, act: object) -> None:
    got = shop.say()
    agent.take_over(shop.agent(), got.conversation.id)
    with pytest.raises(Conflict):
        act(shop.agent("agent-2"), got.conversation.id)  # type: ignore[operator]
    assert (shop.conversation(got).owner, shop.rows(got)) == ("agent-1", ())


def test_a_closed_thread_is_not_answered(shop: Shop) -> None:
    got = shop.say()
    agent.close(shop.agent(), got.conversation.id)
    for act in (lambda: agent.reply(shop.agent(), got.conversation.id, "늦었네요"), lambda: agent.close(shop.agent(), got.conversation.id)):
        with pytest.raises(Conflict) as caught:
            act()
        assert caught.value.code == "conversation.bad_move"
    assert shop.rows(got) == ()


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_reply_is_refused_and_changes_nothing(shop: Shop, text: str) -> None:
    got = shop.say()
    row = drafted(shop, got)
    before = shop.conversation(got)
    for act in (lambda: agent.reply(shop.agent(), got.conversation.id, text), lambda: agent.approve(shop.agent(), row.id, text)):
        with pytest.raises(BadInput):
            act()
    assert (shop.conversation(got), shop.rows(got)) == (before, (row,))


def test_an_approved_draft_goes_out_and_the_machine_answers_again(shop: Shop) -> None:
    got = shop.say()
    row = drafted(shop, got)
    acted = agent.approve(shop.agent(), row.id)
    assert acted.row is not None
    assert (acted.row.status, acted.row.author, acted.conversation.state) == ("queued", "agent-1", "bot")
    assert (acted.decision.reasons, acted.decision.text) == (("agent.approved", f"outbox/{row.id}"), "18,000원이에요.")
    with pytest.raises(Conflict):
        agent.approve(shop.agent(), row.id)


def test_an_edited_draft_is_the_agents_word(shop: Shop) -> None:
    row = drafted(shop, shop.say())
    acted = agent.approve(shop.agent(), row.id, "만 팔천 원이에요.")
    assert acted.row is not None
    assert (acted.row.body.text, acted.row.body.citations, acted.decision.citations) == ("만 팔천 원이에요.", (), ())
    assert acted.decision.reasons[0] == "agent.edited"


def test_a_thread_goes_on_waiting_while_something_else_does(shop: Shop) -> None:
    first, second = shop.say(), shop.say("또 하나요")
    rows = [drafted(shop, first), drafted(shop, second)]
    assert agent.approve(shop.agent(), rows[0].id).conversation.state == "waiting"
    shop.turn(1)
    third = shop.say("사람이랑 얘기할래요")
    shop.handle(third, lambda thought: replace(ANSWER, outcome="hand_over"), manner=replace(shop.manner, mode="draft_only"))
    assert agent.approve(shop.agent(), rows[1].id).conversation.state == "waiting"


def test_a_discarded_draft_is_never_said(shop: Shop) -> None:
    got = shop.say()
    row = drafted(shop, got)
    acted = agent.discard(shop.agent(), row.id)
    assert acted.row is not None
    assert (acted.row.status, acted.decision.kind, acted.conversation.state) == ("cancelled", "silent", "waiting")
    with pytest.raises(Conflict):
        agent.approve(shop.agent(), row.id)


def test_closing_discards_the_drafts(shop: Shop) -> None:
    got = shop.say()
    drafted(shop, got)
    agent.close(shop.agent(), got.conversation.id)
    assert [row.status for row in shop.rows(got)] == ["cancelled"]


def test_a_refused_act_records_nothing(shop: Shop) -> None:
    got = shop.say()
    with pytest.raises(Conflict):
        agent.hand_back(shop.agent(), got.conversation.id)
    assert shop.decisions(got) == ()


def test_of_agents_at_once_one_owns_the_thread(shop: Shop) -> None:
    got = shop.say()

    def take(name: str) -> str | None:
        try:
            return agent.take_over(shop.agent(name), got.conversation.id).conversation.owner
        except Conflict:
            return None

    with ThreadPoolExecutor(4) as pool:
        owners = [owner for owner in pool.map(take, [f"agent-{number}" for number in range(4)]) if owner]
    assert owners == [shop.conversation(got).owner]
