"""Telegram asked for what came: for an owner without a public address. The other way, a webhook, excludes it, as Telegram has it."""

from pathlib import Path
from typing import Any

import pytest
from calls import telegram
from street import PRICE, Street, street

from dangol.bootstrap.erasing import erase
from dangol.bootstrap.polling import poll, polled
from dangol.cli.channels import connect_inbox
from dangol.kit.errors import BadInput, Broken, Busy

WEBHOOK = {
    "ok": False,
    "error_code": 409,
    "description": "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook",
}
OTHER = {
    "ok": False,
    "error_code": 409,
    "description": "Conflict: terminated by other getUpdates request; make sure that only one bot runs",
}


@pytest.fixture
def asking(shop: Street) -> Street:
    toml = shop.house.folder / "brand.toml"
    toml.write_text(toml.read_text("utf-8").replace('token = "12345', 'receive = "polling"\ntoken = "12345'), "utf-8")
    return shop


def came(shop: Street, *updates: Any) -> None:
    """Telegram's next answers: these updates, then a message id for whatever is sent."""
    shop.platform.answers.clear()
    shop.platform.says(200, {"ok": True, "result": list(updates)})
    shop.platform.says(200, {"ok": True, "result": {"message_id": 9}})


def ask(shop: Street, offset: int = 0) -> int | None:
    (connection,) = polled(shop.house)
    shop.platform.sent.clear()
    return poll(shop.house, connection, offset, seconds=5)


def methods(shop: Street) -> list[str]:
    return [str(request.url).rpartition("/")[2] for request in shop.platform.sent]


def test_what_came_is_answered_and_the_next_question_says_that_it_is_kept(asking: Street) -> None:
    came(asking, telegram(PRICE, update=7), telegram("재고는요?", update=9))
    assert ask(asking) == 10
    assert methods(asking) == ["getUpdates", "sendMessage", "sendMessage"]
    assert asking.platform.bodies()[0] == {
        "timeout": 5,
        "limit": 100,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
    }
    assert "3,200원" in asking.platform.bodies()[1]["text"]
    came(asking)
    assert ask(asking, 10) == 10
    assert asking.platform.bodies()[0]["offset"] == 10


def test_what_comes_again_after_a_crash_is_answered_once(asking: Street) -> None:
    for _ in range(2):
        came(asking, telegram(PRICE, update=7))
        assert ask(asking) == 8
    assert methods(asking) == ["getUpdates"]
    assert [author for author, _ in asking.thread("telegram", "3527065")] == ["customer", "bot"]


@pytest.mark.parametrize(
    "error", [Busy("store.locked", ko="잠겼습니다.", en="Locked."), Broken("store.full", ko="가득 찼습니다.", en="Full.")]
)
def test_what_cannot_be_kept_now_is_asked_for_again(asking: Street, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise error

    came(asking, telegram(PRICE, update=7))
    with monkeypatch.context() as broken:
        broken.setattr("dangol.bootstrap.talking.accept", fails)
        assert ask(asking) is None
    came(asking, telegram(PRICE, update=7))
    assert ask(asking) == 8
    assert methods(asking) == ["getUpdates", "sendMessage"]


def test_what_can_never_be_kept_holds_up_nobody(asking: Street) -> None:
    came(asking, telegram(PRICE, update=7))
    ask(asking)
    with asking.house.store.read() as connection:
        (who,) = connection.exec_driver_sql("SELECT id FROM identities").scalars()
    erase(asking.house, (who,))
    junk = ({}, {"update_id": "x"}, {"update_id": True, "message": []}, {"message": {"text": 1}}, None, 5)
    came(asking, telegram(PRICE, update=7), *junk, telegram(PRICE, user=8, update=8))
    assert ask(asking) == 9
    assert methods(asking) == ["getUpdates", "sendMessage"]
    assert asking.platform.bodies()[1]["chat_id"] == 8


def test_what_a_webhooks_response_would_do_is_done(asking: Street) -> None:
    pressed = {"update_id": 3, "callback_query": {"id": "q-1", "from": {"id": 3527065}, "data": PRICE}}
    came(asking, telegram("/id", update=2), pressed)
    assert ask(asking) == 4
    assert methods(asking) == ["getUpdates", "sendMessage", "answerCallbackQuery", "sendMessage"]
    assert asking.platform.bodies()[1] == {"chat_id": 3527065, "text": "Telegram id: 3527065"}


def test_a_webhook_is_taken_away_and_another_poller_is_not_fought(asking: Street) -> None:
    asking.platform.says(409, WEBHOOK)
    asking.platform.says(200, {"ok": True, "result": True})
    assert ask(asking, 4) == 4
    assert methods(asking) == ["getUpdates", "deleteWebhook"]
    asking.platform.answers.clear()
    asking.platform.says(409, OTHER)
    assert ask(asking, 4) is None
    assert methods(asking) == ["getUpdates"]


@pytest.mark.parametrize(
    "answer", [(401, {"ok": False, "error_code": 401}), (500, None), (200, []), (200, {"ok": True, "result": {"a": 1}})]
)
def test_no_answer_of_telegrams_breaks_the_round(asking: Street, answer: Any) -> None:
    asking.platform.says(*answer)
    assert ask(asking, 4) in {4, None}


def test_nobody_can_call_an_inbox_that_polls(asking: Street) -> None:
    (connection,) = polled(asking.house)
    header = {"X_Telegram_Bot_Api_Secret_Token": connection.account.header_secret}
    assert asking.post("telegram", telegram(PRICE), **header).status_code == 404


def test_it_needs_no_address(asking: Street) -> None:
    with pytest.raises(BadInput) as told:
        connect_inbox(asking.house, "telegram", "https://borine.example")
    assert told.value.code == "channel.polls"
    assert asking.platform.sent == []


@pytest.mark.postgres
@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)  # one process serves a SQLite brand
def test_two_processes_do_not_ask_at_the_same_time(tmp_path: Path, store_url: str) -> None:
    from dangol.store.turns import claim

    with street(tmp_path / "brand", store_url) as shop:
        toml = shop.house.folder / "brand.toml"
        toml.write_text(toml.read_text("utf-8").replace('token = "12345', 'receive = "polling"\ntoken = "12345'), "utf-8")
        with claim(shop.house.store, "polling/telegram"):
            assert ask(shop, 4) is None
        assert shop.platform.sent == []
