"""Telegram through its real address: the webhook's header, updates, and what our words become."""

import json
from typing import Any

import httpx
import pytest
from calls import telegram
from street import NOON, PRICE, Street

from dangol.bootstrap.sending import sweep
from dangol.channels.failures import DeliveryError, OutcomeUnknown, RecipientGone, Rejected, Throttled, Unauthorised
from dangol.channels.port import Account, Choice, Letter
from dangol.channels.telegram.channel import Telegram
from dangol.channels.wire import Wire

OK = {"ok": True, "result": {"message_id": 42, "date": 1, "chat": {"id": 3527065, "type": "private"}, "text": "…"}}


def post(shop: Street, update: Any, **headers: str) -> httpx.Response:
    connection = shop.house.connection("telegram")
    assert connection is not None
    return shop.post("telegram", update, **{"X_Telegram_Bot_Api_Secret_Token": connection.account.header_secret, **headers})


def test_a_question_is_answered_by_sendmessage(shop_on_each_engine: Street) -> None:
    shop = shop_on_each_engine
    shop.platform.says(200, OK)
    assert post(shop, telegram(PRICE)).status_code == 200
    (request,) = shop.platform.sent
    assert str(request.url) == "https://api.telegram.org/bot12345:secret-token/sendMessage"
    body = json.loads(request.content)
    assert body["chat_id"] == 3527065
    assert "3,200원" in body["text"]
    assert [author for author, _ in shop.thread("telegram", "3527065")] == ["customer", "bot"]


def test_an_update_delivered_again_is_answered_once(shop: Street) -> None:
    shop.platform.says(200, OK)
    for _ in range(3):
        assert post(shop, telegram(PRICE)).status_code == 200
        shop.later(minutes=1)
    assert len(shop.platform.sent) == 1


def test_updates_out_of_order_are_all_answered(shop: Street) -> None:
    shop.platform.says(200, OK)
    for update in (12, 10, 11):
        post(shop, telegram(f"{PRICE} {update}", update=update))
    assert len(shop.platform.sent) == 3


def test_start_is_a_greeting_in_the_users_language(shop: Street) -> None:
    shop.platform.says(200, OK)
    post(shop, telegram("/start"))
    text = shop.platform.bodies()[0]["text"]
    assert "담당자" not in text
    assert "안녕" in text


def test_somebody_of_staff_learns_their_id(shop: Street) -> None:
    assert post(shop, telegram("/id")).json() == {"method": "sendMessage", "chat_id": 3527065, "text": "Telegram id: 3527065"}
    assert shop.platform.sent == []
    assert shop.thread("telegram", "3527065") == []


def test_the_header_is_demanded(shop: Street) -> None:
    assert shop.post("telegram", telegram(PRICE)).status_code == 404
    assert post(shop, telegram(PRICE), X_Telegram_Bot_Api_Secret_Token="wrong").status_code == 404
    assert shop.events() == []


def test_what_telegram_holds_back_is_sent_later(shop: Street) -> None:
    shop.platform.says(429, {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 30}})
    shop.platform.says(200, OK)
    post(shop, telegram(PRICE))
    shop.later(seconds=29)
    assert sweep(shop.house, "w").idle
    shop.later(seconds=2)
    assert sweep(shop.house, "w").sent == 1
    assert len(shop.platform.sent) == 2


def test_an_answer_of_unknown_fate_is_listed_and_not_repeated(shop: Street) -> None:
    shop.platform.breaks(httpx.ReadTimeout)
    post(shop, telegram(PRICE))
    shop.later(hours=2)
    assert sweep(shop.house, "w").idle
    assert len(shop.platform.sent) == 1
    with shop.house.store.read() as connection:
        assert connection.exec_driver_sql("SELECT status FROM outbox").scalar_one() == "uncertain"


@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}, RecipientGone),
        (400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}, RecipientGone),
        (400, {"ok": False, "error_code": 400, "description": "Bad Request: message is too long"}, Rejected),
        (401, {"ok": False, "error_code": 401, "description": "Unauthorized"}, Unauthorised),
        (404, {"ok": False, "error_code": 404, "description": "Not Found"}, Unauthorised),
        (429, {"ok": False, "error_code": 429, "parameters": {"retry_after": True}}, Throttled),
        (200, {"ok": False, "description": "x"}, Rejected),
        (200, [], OutcomeUnknown),
    ],
)
def test_what_an_error_means(status: int, answer: Any, error: type[DeliveryError]) -> None:
    with pytest.raises(error):
        send(lambda _: httpx.Response(status, json=answer), "안녕하세요")


def send(handler: Any, text: str, **more: Any) -> str | None:
    account = Account(inbox="telegram", values={"token": "1:a"})
    letter = Letter(to="3527065", text=text, key="r", now=NOON, **more)
    return Telegram().send(account, letter, Wire(transport=httpx.MockTransport(handler)))


def test_long_words_become_several_messages_with_the_buttons_under_the_last() -> None:
    seen: list[dict[str, Any]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(json.loads(request.content))
        return httpx.Response(200, json={"ok": True, "result": {"message_id": len(seen)}})

    assert send(handler, "문장이에요. " * 1200, choices=(Choice(label="네", value="yes"),)) == "3"
    assert [len(body["text"]) <= 4096 for body in seen] == [True] * 3
    assert ["reply_markup" in body for body in seen] == [False, False, True]
    assert seen[-1]["reply_markup"] == {"inline_keyboard": [[{"text": "네", "callback_data": "yes"}]]}
    with pytest.raises(Rejected):
        send(handler, "가" * 30_000)
    with pytest.raises(Rejected):
        send(handler, "가", choices=(Choice(label="네", value="가" * 22),))


def test_a_second_part_that_fails_leaves_the_letter_uncertain() -> None:
    answers = [httpx.Response(200, json=OK), httpx.Response(500)]
    with pytest.raises(OutcomeUnknown):
        send(lambda _: answers.pop(0), "가" * 5000)


PERSON = {"id": 7, "is_bot": False, "first_name": "민지"}
PRIVATE = {"id": 7, "type": "private"}
GROUP = {"id": -100, "type": "supergroup", "title": "모임"}


@pytest.mark.parametrize(
    ("update", "kind", "text", "answered"),
    [
        ({"message": {"message_id": 1, "from": PERSON, "chat": PRIVATE, "date": 1, "text": "안녕"}}, "message.received", "안녕", True),
        ({"edited_message": {"message_id": 1, "from": PERSON, "chat": PRIVATE, "text": "안녕!"}}, "message.received", "안녕!", False),
        ({"message": {"message_id": 1, "from": PERSON, "chat": GROUP, "text": "안녕"}}, "message.received", "안녕", False),
        (
            {"message": {"from": PERSON, "chat": PRIVATE, "photo": [{}], "caption": "이거 있나요?"}},
            "message.received",
            "이거 있나요?",
            True,
        ),
        ({"message": {"from": PERSON, "chat": PRIVATE, "sticker": {"emoji": "😀"}}}, "message.received", "[스티커]", True),
        ({"message": {"from": PERSON, "chat": PRIVATE, "location": {"latitude": 1, "longitude": 2}}}, "message.received", "[위치]", True),
        (
            {"callback_query": {"id": "q", "from": PERSON, "data": "네", "message": {"message_id": 9, "chat": PRIVATE}}},
            "message.received",
            "네",
            True,
        ),
        ({"my_chat_member": {"from": PERSON, "chat": PRIVATE, "new_chat_member": {"status": "kicked"}}}, "chat.unfollowed", "", False),
        ({"my_chat_member": {"from": PERSON, "chat": PRIVATE, "new_chat_member": {"status": "member"}}}, "chat.followed", "", False),
        ({"message": {"from": {**PERSON, "is_bot": True}, "chat": PRIVATE, "text": "나는 봇"}}, None, "", False),
        ({"message": {"from": PERSON, "chat": GROUP, "new_chat_members": [PERSON]}}, None, "", False),
        ({"inline_query": {"id": "1", "from": PERSON, "query": "x"}}, None, "", False),
        ({}, None, "", False),
    ],
)
def test_what_each_update_is(update: dict[str, Any], kind: str | None, text: str, answered: bool) -> None:
    found = [
        (one.type, one.identity, one.id, one.text, one.wants_reply) for one in Telegram().parse({"update_id": 5, **update}, NOON).heard
    ]
    assert found == ([(kind, "7", "5", text, answered)] if kind else [])


def test_garbage_is_taken_and_kept_away(shop: Street) -> None:
    for update in ({}, [], {"update_id": "x"}, {"message": 7}, {"message": {"from": {"id": {}}, "text": ["a"]}}):
        assert post(shop, update).status_code == 200
    assert shop.events() == []
