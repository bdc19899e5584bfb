"""A member of a simulated shop orders and waits; the brand hears of it, once, and tells them how it stands."""

import time

import pytest
from stage import Stage

from dangol.bootstrap.asking_shops import Asking
from dangol.cli.asking import Asking as Question
from dangol.people.identities import identity_id
from dangol.people.orders import orders_of


def states(stage: Stage, channel: str, member: str) -> list[str]:
    with stage.house.store.read() as connection:
        return [one.value("state") for one in orders_of(connection, [identity_id(stage.house.key, channel, member)])]


def test_a_member_of_the_mall(stage: Stage) -> None:
    stage.weather("cafe24", duplicates=2)
    for word, state in [("주문", "unpaid"), ("입금", "paid"), ("발송", "shipped"), ("배송완료", "delivered"), ("취소", "cancelled")]:
        stage.say("cafe24", word, "gdhong")
        assert states(stage, "cafe24", "gdhong") == [state]
    told = Question(stage.house)({"text": "제 주문 어디쯤 왔어요?", "channel": "login", "identity": "gdhong"})
    assert "취소되었어요" in told["text"]
    assert all(one["id"].startswith("order/") for one in told["citations"])
    assert told["citations"]
    stage.say("cafe24", "탈퇴", "gdhong")
    assert states(stage, "cafe24", "gdhong") == []
    stage.weather("cafe24", duplicates=0)


def test_a_buyer_of_the_store(stage: Stage) -> None:
    asking = Asking(stage.house, lambda _: None)
    for word, state in [("주문", "paid"), ("발송", "shipped"), ("배송완료", "delivered"), ("반품", "returning")]:
        stage.say("smartstore", word, "minji")
        asking.round()
        until = time.monotonic() + 20
        while states(stage, "smartstore", "no-minji") != [state] and time.monotonic() < until:
            time.sleep(1)  # the platform's bucket of calls fills again
            asking.round()
        assert states(stage, "smartstore", "no-minji") == [state]


@pytest.mark.parametrize("channel", ["cafe24", "smartstore"])
def test_another_word_is_answered_by_the_page(stage: Stage, channel: str) -> None:
    stage.say(channel, "안녕하세요", "somebody")
    assert "적어 주세요" in stage.talk(channel, "somebody")[-1][1]
