"""Somebody is erased while they talk: at each step between their message and our word, the platform still gets its own form of answer."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from calls import kakao, talktalk, telegram
from street import PRICE, Street

from dangol.bootstrap import hooks, sending
from dangol.bootstrap.erasing import erase
from dangol.bootstrap.sending import sweep
from dangol.channels.kakao.rules import problems
from dangol.people.identities import identity_id


def erasing(shop: Street, inbox: str, who: str, step: Callable[..., Any]) -> Callable[..., Any]:
    """``step``, with the person erased just before it."""

    def around(*arguments: Any, **named: Any) -> Any:
        erase(shop.house, [identity_id(shop.house.key, inbox, who)], scrub=False)
        return step(*arguments, **named)

    return around


@pytest.mark.parametrize("step", ["decide", "reply", "left"])
@pytest.mark.parametrize("inbox", ["kakao", "talktalk"])
def test_inline(shop: Street, monkeypatch: pytest.MonkeyPatch, inbox: str, step: str) -> None:
    payload, who = (kakao(PRICE), "u-kakao-1") if inbox == "kakao" else (talktalk(PRICE), "al-2eGuGr5WQOnco1_V-FQ")
    with monkeypatch.context() as patched:
        patched.setattr(hooks, step, erasing(shop, inbox, who, getattr(hooks, step)))
        response = shop.post(inbox, payload)
    assert response.status_code == 200
    assert inbox != "kakao" or problems(response.json()) == []
    assert shop.thread(inbox, who) == []
    assert sweep(shop.house, "w", after_start=True).sent == 0
    shop.later(seconds=10)
    assert shop.post(inbox, payload).status_code == 200  # whoever comes back is somebody new
    assert len(shop.thread(inbox, who)) == 2


def test_before_it_is_sent(shop: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.platform.says(200, {"ok": True, "result": {"message_id": 1}})
    connection = shop.house.connection("telegram")
    assert connection is not None
    monkeypatch.setattr(sending, "letter_of", erasing(shop, "telegram", "3527065", sending.letter_of))

    def post() -> httpx.Response:
        return shop.post("telegram", telegram(PRICE), X_Telegram_Bot_Api_Secret_Token=connection.account.header_secret)

    assert post().status_code == 200
    assert shop.platform.sent == []
    assert shop.thread("telegram", "3527065") == []
    assert sweep(shop.house, "w", after_start=True).sent == 0
