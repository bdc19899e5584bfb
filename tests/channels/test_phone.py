"""The owner's phone: what needs a person arrives on Telegram and is answered there."""

import json
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from calls import kakao, telegram
from street import PRICE, Street

from dangol.bootstrap import staffing
from dangol.bootstrap.sending import sweep

OWNER, STRANGER = 777, 3527065


@dataclass
class Phone:
    """The owner's Telegram: what our bot sent them, and what they send back."""

    shop: Street
    update: int = 100

    def inbox(self) -> list[dict[str, Any]]:
        return [body for request, body in self._sent() if body["chat_id"] == OWNER and request.url.path.endswith("/sendMessage")]

    def customers(self) -> list[str]:
        return [body["text"] for _, body in self._sent() if body.get("chat_id") == STRANGER]

    def _sent(self) -> list[tuple[httpx.Request, dict[str, Any]]]:
        return [(request, json.loads(request.content)) for request in self.shop.platform.sent]

    def buttons(self) -> list[str]:
        rows = self.inbox()[-1].get("reply_markup", {}).get("inline_keyboard", [])
        return [button["callback_data"] for row in rows for button in row]

    def all_buttons(self) -> list[str]:
        return [
            button["callback_data"]
            for body in self.inbox()
            for row in body.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
        ]

    def says(self, text: str, *, replying: bool = False) -> httpx.Response:
        more: dict[str, Any] = {"reply_to_message": {"message_id": 1000 + len(self.shop.platform.sent)}} if replying else {}
        self.update += 1
        return self.post(telegram(text, user=OWNER, update=self.update, **more))

    def presses(self, value: str) -> httpx.Response:
        self.update += 1
        message = {"message_id": 1, "chat": {"id": OWNER, "type": "private"}}
        query = {"id": "q-1", "from": {"id": OWNER, "is_bot": False}, "data": value, "message": message}
        return self.post({"update_id": self.update, "callback_query": query})

    def post(self, update: dict[str, Any]) -> httpx.Response:
        connection = self.shop.house.connection("telegram")
        assert connection is not None
        return self.shop.post("telegram", update, X_Telegram_Bot_Api_Secret_Token=connection.account.header_secret)


@pytest.fixture
def phone(shop: Street) -> Phone:
    toml = shop.house.folder / "brand.toml"
    text = toml.read_text(encoding="utf-8")
    staffed = text.replace('token = "12345:secret-token"', f'token = "12345:secret-token"\nstaff = {{"{OWNER}" = "owner", "9" = "nobody"}}')
    toml.write_text(staffed + '\n[inboxes.drafts]\nchannel = "telegram"\nmode = "draft_only"\ntoken = "2:b"\n', encoding="utf-8")
    with shop.house.store.write() as connection:
        account = staffing.Account(login="owner", name="사장님", role="owner", password_hash="x")
        staffing.add(connection, account, shop.clock())

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"ok": True, "result": {"message_id": 1000 + len(shop.platform.sent)}})

    shop.platform.answers.append(answer)
    return Phone(shop)


def test_a_waiting_customer_rings_once_and_is_answered_by_a_reply(phone: Phone) -> None:
    shop = phone.shop
    shop.post("telegram", {})  # nothing yet
    phone.post(telegram("상담원 연결해 주세요", user=STRANGER))
    sweep(shop.house, "w")
    shop.later(seconds=5)
    sweep(shop.house, "w")
    (notice,) = phone.inbox()
    assert "손님이 기다려요" in notice["text"]
    assert "상담원 연결해 주세요" in notice["text"]
    assert [value[:5] for value in phone.buttons()] == ["take:"]
    shop.later(seconds=5)
    phone.says("네, 무엇을 도와드릴까요?", replying=True)
    assert phone.customers()[-1] == "네, 무엇을 도와드릴까요?"
    assert phone.inbox()[-1]["text"] == "손님에게 보냈어요."
    assert shop.state("telegram", str(STRANGER)) == "human"
    assert shop.thread("telegram", str(STRANGER))[-1] == ("owner", "네, 무엇을 도와드릴까요?")


def test_what_a_customer_says_next_rings_too_and_the_thread_can_be_given_back(phone: Phone) -> None:
    shop = phone.shop
    phone.post(telegram("상담원 연결해 주세요", user=STRANGER))
    sweep(shop.house, "w")
    phone.presses(phone.buttons()[0])
    assert phone.inbox()[-1]["text"].startswith("맡았어요")
    shop.later(seconds=5)
    phone.post(telegram("빨간 거 있어요?", user=STRANGER, update=174114371))
    sweep(shop.house, "w")
    assert "빨간 거 있어요?" in phone.inbox()[-1]["text"]
    phone.says("네 있어요", replying=True)
    assert phone.customers()[-1] == "네 있어요"
    phone.says("또 하나", replying=False)
    assert "알림에 답장하면" in phone.inbox()[-1]["text"]
    (back,) = {value for value in phone.all_buttons() if value.startswith("back:")}
    phone.presses(back)
    assert shop.state("telegram", str(STRANGER)) == "bot"


def draft(phone: Phone) -> str:
    connection = phone.shop.house.connection("drafts")
    assert connection is not None
    phone.shop.post("drafts", telegram(PRICE, user=STRANGER), X_Telegram_Bot_Api_Secret_Token=connection.account.header_secret)
    sweep(phone.shop.house, "w")
    (notice,) = phone.inbox()
    assert "승인을 기다리는 초안" in notice["text"]
    assert "3,200원" in notice["text"]
    return phone.buttons()[0]


def test_a_draft_is_approved_by_a_button(phone: Phone) -> None:
    response = phone.presses(draft(phone))
    assert response.json() == {"method": "answerCallbackQuery", "callback_query_id": "q-1"}
    assert "3,200원" in phone.customers()[-1]
    assert phone.inbox()[-1]["text"] == "초안을 보냈어요."
    assert phone.shop.thread("drafts", str(STRANGER))[-1][0] == "owner"


def test_a_draft_is_reworded_by_a_reply(phone: Phone) -> None:
    draft(phone)
    phone.says("보리 소금빵은 3,200원이에요. 오늘은 다 나갔어요.", replying=True)
    assert phone.customers() == ["보리 소금빵은 3,200원이에요. 오늘은 다 나갔어요."]


def test_a_draft_is_approved_once(phone: Phone) -> None:
    button = draft(phone)
    phone.presses(button)
    phone.presses(button)
    assert len(phone.customers()) == 1
    assert "이미" in phone.inbox()[-1]["text"]


def test_the_same_update_twice_does_nothing_twice(phone: Phone) -> None:
    button = draft(phone)
    phone.presses(button)
    phone.update -= 1
    phone.presses(button)
    assert [body["text"] for body in phone.inbox()[1:]] == ["초안을 보냈어요."]


def test_an_uncertain_reply_is_an_alarm_and_settled_from_the_phone(phone: Phone) -> None:
    shop, good = phone.shop, phone.shop.platform.answers[0]

    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("silent")

    shop.platform.answers[:] = [silent, good]
    phone.post(telegram(PRICE, user=STRANGER))
    sweep(shop.house, "w")
    assert "보내지 못했거나 도착을 모르는 답" in phone.inbox()[-1]["text"]
    yes, again = phone.buttons()
    assert (yes[:4], again[:6]) == ("yes:", "again:")
    phone.presses(yes)
    assert shop.thread("telegram", str(STRANGER))[-1][0] == "bot"


def test_a_raised_alarm_arrives(phone: Phone) -> None:
    from dangol.bootstrap.intake import Incoming, take

    phone.post(telegram(PRICE, user=STRANGER))
    sweep(phone.shop.house, "w")
    at = phone.shop.clock()
    alarm = {"text": "한 시간 동안 불만이 평소의 세 배예요."}
    take(
        phone.shop.house,
        [
            Incoming(
                id="a-1", type="alarm.raised", identity="listening", inbox="web", occurred_at=at, received_at=at, data=alarm, imported=False
            )
        ],
    )
    for _ in range(2):
        sweep(phone.shop.house, "w")
    assert [body["text"] for body in phone.inbox()] == ["🚨 알람\n한 시간 동안 불만이 평소의 세 배예요."]


def test_a_customer_of_kakao_rings_on_telegram(phone: Phone) -> None:
    phone.shop.post("kakao", kakao("상담원 연결해 주세요"))
    sweep(phone.shop.house, "w")
    assert "(kakao)" in phone.inbox()[-1]["text"]


def test_strangers_cannot_act_and_their_buttons_are_words(phone: Phone) -> None:
    button = draft(phone)
    query = {"id": "q", "from": {"id": STRANGER}, "data": button, "message": {"chat": {"id": STRANGER, "type": "private"}}}
    phone.post({"update_id": 5000, "callback_query": query})
    phone.post(telegram("ok:" + button[3:], user=9, update=5001))  # listed, but there is no such account
    assert not any("3,200원" in text for text in phone.customers())
    with phone.shop.house.store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM outbox WHERE status = 'draft'").scalar_one() == 1


def test_notices_keep_nobody_s_words_and_go_to_nobody_else(phone: Phone) -> None:
    phone.post(telegram("상담원 연결해 주세요. 제 비밀은 장미예요", user=STRANGER))
    sweep(phone.shop.house, "w")
    assert "장미" in phone.inbox()[-1]["text"]
    with phone.shop.house.store.read() as connection:
        kept = connection.exec_driver_sql("SELECT body FROM outbox WHERE kind = 'notice'").scalars().all()
        thread = connection.exec_driver_sql("SELECT text FROM messages WHERE author = 'bot'").scalars().all()
    assert len(kept) == 1
    assert "장미" not in str(kept) + str(thread)
    toml = phone.shop.house.folder / "brand.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace(f'"{OWNER}" = "owner", ', ""), encoding="utf-8")
    phone.shop.later(seconds=5)
    phone.post(telegram("상담원!", user=4, update=6000))
    sweep(phone.shop.house, "w")
    assert len(phone.inbox()) == 1
