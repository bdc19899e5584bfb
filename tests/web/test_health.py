"""Health, metrics and request ids: who may see what, and that nothing of a customer is in it."""

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs
from web_double import Shop
from web_server import drive

from dangol.web.watch import door_of

TOKEN = "metrics-token-0123456789"


@pytest.mark.parametrize(
    ("token", "headers", "status"),
    [
        ("", {}, 200),
        ("", {"X-Forwarded-For": "203.0.113.9"}, 404),
        ("", {"Forwarded": "for=203.0.113.9"}, 404),
        (TOKEN, {}, 404),
        (TOKEN, {"Authorization": f"Bearer {TOKEN}"}, 200),
        (TOKEN, {"Authorization": f"Bearer {TOKEN}x"}, 404),
        (TOKEN, {"Authorization": TOKEN}, 404),
    ],
)
def test_metrics_are_for_their_token_or_this_machine(token: str, headers: dict[str, str], status: int) -> None:
    async def work(client: Any, _shop: Shop) -> int:
        return (await client.get("/metrics", headers=headers)).status_code  # type: ignore[no-any-return]

    assert drive(work, metrics_token=token) == status


def test_every_request_has_an_id_and_is_counted_by_its_door() -> None:
    async def work(client: Any, shop: Shop) -> None:
        own = await client.get("/healthz", headers={"X-Request-ID": "shop-0123456789"})
        assert own.headers["x-request-id"] == "shop-0123456789"
        for bad in ("short", "민지의주문번호", "a" * 65, "a b c d e f g h"):
            answer = await client.get("/healthz", headers={"X-Request-ID": bad.encode()})
            assert answer.headers["x-request-id"] != bad
            assert len(answer.headers["x-request-id"]) == 16
        await client.get("/hooks/kakao/very-secret-path")
        assert {door for door, _, _ in shop.requested} == {"health", "hooks"}
        assert all(seconds >= 0 for _, _, seconds in shop.requested)

    drive(work)


def test_a_broken_request_is_logged_with_its_id_and_without_its_address() -> None:
    async def work(client: Any, shop: Shop) -> None:
        def breaks(**_: object) -> None:
            raise ValueError("민지 010-1234-5678")

        shop.accept = breaks  # type: ignore[method-assign,assignment]
        opened = (await client.post("/v1/chat/session", json={})).json()
        who = {"Authorization": f"Bearer {opened['token']}", "X-Request-ID": "req-0123456789"}
        with capture_logs() as logs:
            answer = await client.post("/v1/chat/messages", json={"id": "c-1", "text": "민지"}, headers=who)
        assert answer.status_code == 500
        assert [line["event"] for line in logs] == ["request.failed", "request.troubled"]
        assert logs[1]["door"] == "chat"
        assert "민지" not in str(logs)

    drive(work)


def test_a_door_is_one_of_a_few_words() -> None:
    assert door_of("/hooks/inbox/secret") == "hooks"
    assert door_of("/v1/track") == "intake"
    assert door_of("/") == door_of("/anything/else") == "pages"


def test_draining_ends_even_when_an_answer_does_not() -> None:
    from dangol.web.bell import Bell
    from dangol.web.handling import Handling

    class Slow:
        def handle(self, message_id: str) -> None:
            import time

            time.sleep(1)

    async def work() -> float:
        handling = Handling(Slow(), Bell())  # type: ignore[arg-type]
        for number in range(20):
            handling.start(str(number), "web", f"v-{number}")
        began = asyncio.get_running_loop().time()
        with capture_logs() as logs:
            await handling.finish(within=0.3)
        assert logs[0]["event"] == "chat.left_for_the_next_start"
        return asyncio.get_running_loop().time() - began

    assert asyncio.run(work()) < 1
