"""The simulated platforms against our real addresses, over real sockets, in good weather and bad."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
from stage import Stage

from dangol.bootstrap.sending import sweep
from dangol.channels.kakao.channel import Kakao
from dangol.worker import run_polling

PRICE = "보리 소금빵 얼마예요?"


def until(check: Callable[[], Any], seconds: float = 60.0) -> Any:
    ends = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < ends, "it did not come true in time"
        time.sleep(0.05)
    return found


@pytest.mark.parametrize("channel", ["kakao", "talktalk", "telegram"])
def test_a_newcomer_talks_as_a_customer(stage: Stage, channel: str) -> None:
    user = f"new-{channel}"
    stage.say(channel, PRICE, user)
    until(lambda: len(stage.talk(channel, user)) > 1)
    (mine, theirs) = stage.talk(channel, user)
    assert mine == ("customer", PRICE)
    assert theirs[0] == "brand"
    assert "3,200원" in theirs[1]


@pytest.mark.parametrize("channel", ["kakao", "talktalk", "telegram"])
def test_the_same_call_again_is_answered_once(stage: Stage, channel: str) -> None:
    user, before = f"twice-{channel}", len(stage.outbox())
    stage.weather(channel, duplicates=2)
    stage.say(channel, PRICE, user)
    stage.weather(channel, duplicates=0)
    until(lambda: any(who == "brand" for who, _ in stage.talk(channel, user)))
    time.sleep(0.3)
    said = [text for who, text in stage.talk(channel, user) if who == "brand"]
    assert len(said) == 1
    assert not any("다른 답" in text for _, text in stage.talk(channel, user))
    assert len(stage.outbox()) == before + 1


def test_messages_that_overtake_each_other_are_all_answered(stage: Stage) -> None:
    stage.weather("telegram", reorder=True)
    first = threading.Thread(target=stage.say, args=("telegram", PRICE, "swap"))
    first.start()
    time.sleep(0.2)
    stage.say("telegram", "통밀 식빵 얼마예요?", "swap")
    first.join()
    stage.weather("telegram", reorder=False)
    said = until(lambda: (found := [text for who, text in stage.talk("telegram", "swap") if who == "brand"]) and len(found) == 2 and found)
    assert "6,500원" in said[0]
    assert "3,200원" in said[1]


def test_what_the_platform_cannot_take_is_sent_later(stage: Stage) -> None:
    stage.weather("telegram", trouble="busy")
    stage.say("telegram", PRICE, "busy")
    until(lambda: stage.outbox()[-1] == "queued")
    stage.weather("telegram", trouble="")
    assert [who for who, _ in stage.talk("telegram", "busy")] == ["customer"]
    until(lambda: sweep(stage.house, "w").sent)
    assert [who for who, _ in stage.talk("telegram", "busy")] == ["customer", "brand"]


def test_who_blocked_us_is_gone(stage: Stage) -> None:
    stage.weather("telegram", trouble="blocked")
    stage.say("telegram", PRICE, "gone")
    until(lambda: stage.outbox()[-1] == "failed")
    stage.weather("telegram", trouble="")


def test_long_thinking_comes_by_the_callback(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Kakao, "seconds", 0.0)
    stage.say("kakao", PRICE, "slow")
    said = until(lambda: (found := [text for who, text in stage.talk("kakao", "slow") if who == "brand"]) and len(found) == 2 and found)
    assert said[0] == "답을 찾고 있어요. 잠시만 기다려 주세요."
    assert "3,200원" in said[1]


def test_a_bot_that_polls_takes_the_webhook_away_and_hears_everything(stage: Stage) -> None:
    outside = stage.house.outside
    asking = {**outside.overrides["telegram"], "receive": "polling"}
    polling = replace(stage.house, outside=replace(outside, overrides={**outside.overrides, "telegram": asking}))
    stop = threading.Event()
    asks = threading.Thread(target=run_polling, args=(polling, stop))
    asks.start()
    try:
        until(lambda: stage.client.get("/telegram/bot12345:simulated/getWebhookInfo").json()["result"]["url"] == "")
        for number in range(3):
            stage.say("telegram", PRICE, f"poll-{number}")
        until(lambda: all(len(stage.talk("telegram", f"poll-{number}")) == 2 for number in range(3)))
    finally:
        stop.set()
        asks.join()
        connection = stage.house.connection("telegram")
        assert connection
        connection.channel.connect(connection.account, stage.serving + connection.path, stage.house.outside.wire)


def test_a_wrong_token_and_a_used_callback_are_refused_as_the_platforms_do(stage: Stage) -> None:
    post = stage.client.post
    assert post("/telegram/bot1:wrong/sendMessage", json={}).json()["error_code"] == 401
    assert post("/talktalk/chatbot/v1/event", json={}, headers={"Authorization": "no"}).json() == {"success": False, "resultCode": "01"}
    assert post("/kakao/v1/bots/b/callback/nothing", json={}).json()["status"] == "FAIL"
    assert post("/kakao/v2/bots/b/talk", json={}).status_code == 401


def test_the_page_and_its_api_take_nothing_odd(stage: Stage) -> None:
    page = stage.client.get("/chat/kakao")
    assert (page.status_code, "script-src 'self'" in page.headers["content-security-policy"]) == (200, True)
    assert stage.client.get("/static/chat.js").status_code == 200
    assert stage.client.get("/chat/nowhere").status_code == 404
    assert stage.client.post("/api/kakao/say", data={"user": "a", "text": "b"}).status_code == 415  # another site's form
    for body in ({}, {"user": "a"}, {"user": "", "text": "b"}, {"user": "a", "text": " "}, {"user": "a", "text": "b" * 10_001}):
        assert stage.client.post("/api/kakao/say", json=body).status_code == 400
    for wrong in ({"delay": -1}, {"delay": "x"}, {"trouble": "flood"}, {"nothing": 1}, {"duplicates": 99}, {"reorder": 1}):
        assert stage.client.post("/api/kakao/conditions", json=wrong).status_code == 400
    assert stage.client.post("/api/kakao/conditions", content=b"[]", headers={"Content-Type": "application/json"}).status_code == 400


@pytest.mark.browser
def test_a_newcomer_talks_on_the_page(stage: Stage) -> None:
    import shutil

    chromium = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if chromium is None:
        pytest.skip("no Chromium")
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.goto(f"{stage.address}/chat/kakao")
        page.get_by_label("이름").fill("창가")
        page.get_by_label("이름").blur()
        page.get_by_placeholder("손님이 되어 말해 보세요").fill(PRICE)
        page.get_by_role("button", name="보내기").click()
        expect(page.locator("#talk .brand")).to_contain_text("3,200원", timeout=20_000)
        page.get_by_placeholder("손님이 되어 말해 보세요").fill("<img src=x onerror=alert(1)> 상담원 연결해 주세요")
        page.get_by_role("button", name="보내기").click()
        expect(page.get_by_role("button", name="상담원 연결")).to_be_visible(timeout=20_000)
        assert problems == []
        browser.close()


def test_a_dead_hook_is_said_in_the_chat(stage: Stage) -> None:
    import asyncio

    from dangol.simulator.kakao import KakaoPlatform
    from dangol.simulator.telegram import TelegramPlatform

    async def body() -> list[str]:
        async with httpx.AsyncClient(trust_env=False) as client:
            kakao = KakaoPlatform(hook="http://127.0.0.1:9/x", base="", client=client)
            telegram = TelegramPlatform(token="t", client=client, webhook="http://127.0.0.1:9/x")
            await kakao.say("a", "안녕")
            await telegram.say("a", "안녕")
            return [one.scene.talks["a"][-1].text for one in (kakao, telegram)]

    assert asyncio.run(body()) == ["스킬 서버가 5초 안에 답하지 않았어요.", "웹훅이 3번 받지 않았어요."]
