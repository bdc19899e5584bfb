"""Naver TalkTalk through its real address."""

import json
import time
from datetime import timedelta
from typing import Any

import httpx
import pytest
from calls import talktalk
from street import NOON, PRICE, Street

from dangol.bootstrap.guardian import LINE
from dangol.bootstrap.sending import sweep
from dangol.channels.failures import DeliveryError, OutcomeUnknown, PlatformDown, Rejected, Unauthorised
from dangol.channels.port import Account, Call, Letter, Unproven
from dangol.channels.talktalk.channel import TalkTalk
from dangol.channels.wire import Wire
from dangol.decisions import agent as acts
from dangol.kit.clock import fixed

USER = "al-2eGuGr5WQOnco1_V-FQ"


def said(response: httpx.Response) -> str:
    """The words of a synchronous reply, empty for silence."""
    assert response.status_code == 200
    if not response.content:
        return ""
    value = response.json()
    assert value["event"] == "send"
    return words_in(value)


def words_in(value: dict[str, Any]) -> str:
    """The words of a message: a text, or a card with buttons under its description."""
    if "compositeContent" not in value:
        assert "textContent" in value
        return str(value["textContent"]["text"])
    assert "textContent" not in value  # exactly one of them
    (card,) = value["compositeContent"]["compositeList"]
    assert [button["type"] for button in card["buttonList"]] == ["LINK"]
    return str(card["description"])


def said_in_the_thread(shop: Street) -> str:
    return next(text for author, text in shop.thread("talktalk", USER) if author == "bot")


def test_a_question_is_answered_in_the_response(shop_on_each_engine: Street) -> None:
    shop = shop_on_each_engine
    assert "3,200원" in said(shop.post("talktalk", talktalk(PRICE)))
    assert [author for author, _ in shop.thread("talktalk", USER)] == ["customer", "bot"]
    assert said(shop.post("talktalk", talktalk(PRICE))) == shop.thread("talktalk", USER)[1][1]  # at once again: the stored reply
    assert len(shop.thread("talktalk", USER)) == 2


def test_while_a_person_talks_in_naver_s_own_window_we_are_silent(shop: Street) -> None:
    assert said(shop.post("talktalk", talktalk(PRICE, standby=True))) == ""
    assert shop.state("talktalk", USER) == "human"
    shop.later(seconds=30)
    assert said(shop.post("talktalk", talktalk("재고는요?", standby=True))) == ""
    shop.later(seconds=30)
    assert "3,200원" in said(shop.post("talktalk", talktalk(PRICE)))  # the customer pressed a button of the bot
    assert shop.state("talktalk", USER) == "bot"


def test_a_thread_passed_to_a_person_and_back(shop: Street) -> None:
    shop.post("talktalk", talktalk(PRICE))
    shop.post("talktalk", {"event": "handover", "user": USER, "options": {"control": "passThread", "targetId": 1, "metadata": ""}})
    assert shop.state("talktalk", USER) == "human"
    shop.post("talktalk", {"event": "handover", "user": USER, "options": {"control": "passThread", "targetId": 2}})
    assert shop.state("talktalk", USER) == "bot"


def test_an_agent_of_ours_keeps_the_thread_whatever_naver_says(shop: Street) -> None:
    shop.post("talktalk", talktalk(PRICE))
    acts.take_over(_agent(shop), _talk(shop, "talktalk"))
    shop.later(seconds=30)
    assert said(shop.post("talktalk", talktalk("재고는요?"))) == ""
    assert shop.state("talktalk", USER) == "human"


def test_echoes_are_never_answered(shop: Street) -> None:
    answer = shop.post("talktalk", talktalk(PRICE)).json()
    assert "compositeContent" in answer
    for words in (answer, {"textContent": {"text": said_in_the_thread(shop)}}, {"textContent": {"text": "명함을 보냈습니다."}}):
        echo = {**words, "event": "echo", "echoedEvent": "send", "user": USER, "partner": "wc8b1i"}
        assert said(shop.post("talktalk", echo)) == ""
    assert [author for author, _ in shop.thread("talktalk", USER)] == ["customer", "bot", "talktalk"]  # our own echo stands there once
    assert sweep(shop.house, "w", after_start=True).idle


def test_under_14_nothing_is_kept_and_a_guardian_is_asked_for(shop: Street) -> None:
    opened = {"event": "open", "user": USER, "options": {"inflow": "button", "friend": False, "under14": True, "under19": True}}
    assert said(shop.post("talktalk", opened)) == LINE
    assert said(shop.post("talktalk", talktalk("저는 김민지예요"))) == LINE
    assert shop.thread("talktalk", USER) == []
    assert [kind for kind, _, _ in shop.events()] == ["chat.opened"]
    shop.later(hours=1)
    opened["options"]["under14"] = False  # type: ignore[index]
    assert said(shop.post("talktalk", opened)) == ""
    assert "3,200원" in said(shop.post("talktalk", talktalk(PRICE)))


def test_a_withdrawn_profile_is_deleted(shop: Street) -> None:
    from dangol.bootstrap.happenings import profile_source
    from dangol.people.identities import ensure
    from dangol.people.traits import of_identity, set_trait

    with shop.house.store.write() as connection:
        identity = ensure(connection, shop.house.key, "talktalk", USER, "channel", shop.clock()).id
        set_trait(connection, identity, "name", "민지", profile_source("talktalk"), shop.clock())
        set_trait(connection, identity, "interest", "빵", "staff", shop.clock())
    profile = {"event": "profile", "user": USER, "options": {"result": "WITHDRAW", "withdrawals": ["nickname"]}}
    assert said(shop.post("talktalk", profile)) == ""
    with shop.house.store.read() as connection:
        assert (of_identity(connection, identity, "name"), of_identity(connection, identity, "interest")) == (None, "빵")
        assert connection.exec_driver_sql("SELECT count(*) FROM traits").scalar_one() == 1


def test_long_thinking_is_followed_by_the_send_api(shop: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    think = shop.house.think()
    monkeypatch.setattr(type(shop.house), "think", lambda _: lambda thought: (time.sleep(0.5), think(thought))[1])
    monkeypatch.setattr(TalkTalk, "seconds", 0.2)
    shop.platform.says(200, {"success": True, "resultCode": "00"})
    assert said(shop.post("talkpush", talktalk(PRICE))) == ""
    (request,) = shop.platform.sent
    assert (str(request.url), request.headers["Authorization"]) == ("https://gw.talk.naver.com/chatbot/v1/event", "ct_1")
    body = json.loads(request.content)
    assert (body["event"], body["user"], body["options"]) == ("send", USER, {"notification": True})
    assert "3,200원" in words_in(body)
    shop.later(seconds=5)
    assert "잠시 뒤에" in said(shop.post("talktalk", talktalk(PRICE)))  # without a token nothing can follow, and none is promised


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"success": False, "resultCode": "01"}, Unauthorised),
        ({"success": False, "resultCode": "02"}, Rejected),
        ({"success": False, "resultCode": "99"}, PlatformDown),
        ({"success": False, "resultCode": "IMG-01"}, Rejected),
        ({"success": "true"}, OutcomeUnknown),
        ("ok", OutcomeUnknown),
    ],
)
def test_a_status_of_200_says_nothing(answer: Any, error: type[DeliveryError]) -> None:
    wire = Wire(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=answer)))
    account = Account(inbox="t", values={"token": "ct_1"})
    letter = Letter(to=USER, text="안녕하세요", key="r", now=NOON)
    with pytest.raises(error):
        TalkTalk().send(account, letter, wire)


def test_only_naver_s_addresses_where_that_is_wanted() -> None:
    account = Account(inbox="t", hook_secret="s", values={"only_naver": "on"})
    TalkTalk().prove(account, Call(secret="s", address="211.249.40.7"))
    for address in ("211.249.40.32", "127.0.0.1", "", "::1", "nonsense"):
        with pytest.raises(Unproven):
            TalkTalk().prove(account, Call(secret="s", address=address))


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        ({"event": "leave", "user": USER}, "chat.left"),
        ({"event": "friend", "user": USER, "options": {"set": "on"}}, "chat.followed"),
        ({"event": "friend", "user": USER, "options": {"set": "off"}}, "chat.unfollowed"),
        ({"event": "profile", "user": USER, "options": {"result": "DISAGREE"}}, "profile.shared"),
        ({"event": "open", "user": USER, "options": {"inflow": "list", "under14": False}}, "chat.opened"),
        ({"event": "send", "user": USER, "imageContent": {"imageUrl": "https://x.example/a.jpg"}}, "message.received"),
        ({"event": "action", "user": USER, "options": {"action": "typingOn"}}, None),
        ({"event": "persistentMenu", "menuContent": []}, None),
        ({"event": "send", "user": USER, "textContent": {"text": " "}}, None),
        ({"event": "surprise", "user": USER}, None),
        ({}, None),
    ],
)
def test_what_each_event_is(payload: dict[str, Any], kind: str | None) -> None:
    assert [heard.type for heard in TalkTalk().parse(payload, NOON).heard] == ([kind] if kind else [])


def test_a_product_that_is_asked_about_is_kept_beside_the_words() -> None:
    product = {"name": "보리 소금빵", "url": "https://smartstore.naver.com/p/1", "currencyPrice": "3,200원"}
    payload = talktalk("이 상품을 문의합니다.") | {"options": {"product": product, "mobile": False}}
    (heard,) = TalkTalk().parse(payload, NOON).heard
    assert (heard.text, heard.data["product"], heard.data["product_url"]) == ("이 상품을 문의합니다.", "보리 소금빵", product["url"])


def test_garbage_is_answered_with_200_and_silence(shop: Street) -> None:
    for body in (b"", b"{", b"\xff", b"[]", b"{}", b'{"event":[]}', b'{"event":"send"}'):
        assert said(shop.post_raw(shop.path("talktalk"), body)) == ""
    assert shop.post_raw(shop.path("talktalk") + "x", b"{}").status_code == 404
    assert shop.events() == []


def _agent(shop: Street) -> acts.Agent:
    return acts.Agent(id="mina", store=shop.house.store, clock=fixed(shop.clock() + timedelta(seconds=1)), new_id=shop.house.new_id)


def _talk(shop: Street, inbox: str) -> str:
    with shop.house.store.read() as connection:
        return str(connection.exec_driver_sql(f"SELECT id FROM conversations WHERE inbox = '{inbox}'").scalar_one())
