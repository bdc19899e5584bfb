"""The chat over HTTP: durable before acknowledged, the same id is the same message, limits in clear words."""

import asyncio
import hashlib
import hmac
from typing import Any

import pytest
from structlog.testing import capture_logs
from web_double import AT, Shop
from web_server import drive

from dangol.web.settings import Rate


async def begin(client: Any, **body: Any) -> dict[str, str]:
    opened = await client.post("/v1/chat/session", json=body)
    assert opened.status_code == 200
    return {"Authorization": f"Bearer {opened.json()['token']}"}


def test_a_message_is_answered_with_its_sources_and_without_file_names() -> None:
    async def work(client: Any, _shop: Shop) -> None:
        who = await begin(client)
        receipt = (await client.post("/v1/chat/messages", json={"id": "c-1", "text": " 밤식빵 얼마예요? "}, headers=who)).json()
        assert (receipt["id"], receipt["number"], receipt["duplicate"]) == ("c-1", 1, False)
        page = (await client.get("/v1/chat/messages?after=1&wait=5", headers=who)).json()
        (reply,) = page["messages"]
        assert (reply["sender"], reply["text"]) == ("bot", "밤식빵은 7,500원이에요.")
        assert reply["sources"] == [{"id": "product/p01/price", "version": 3, "quote": "7,500원", "title": "밤식빵 · 가격"}]
        assert page["last"] == 2

    drive(work)


def test_the_same_client_id_twice_gets_the_stored_reply() -> None:
    async def work(client: Any, shop: Shop) -> None:
        who = await begin(client)
        body = {"id": "c-1", "text": "배송비 얼마예요?"}
        await client.post("/v1/chat/messages", json=body, headers=who)
        await client.get("/v1/chat/messages?after=1&wait=5", headers=who)
        again = (await client.post("/v1/chat/messages", json=body, headers=who)).json()
        assert again["duplicate"] is True
        assert [one["sender"] for one in again["messages"]] == ["bot"]
        assert len(next(iter(shop.talks.values())).turns) == 2
        changed = await client.post("/v1/chat/messages", json={**body, "text": "다른 말"}, headers=who)
        assert (changed.status_code, changed.json()["error"]["code"]) == (400, "message.id_reused")

    drive(work)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"id": "c-1", "text": ""}, 400, "text.empty"),
        ({"id": "c-1", "text": " \n\t "}, 400, "text.empty"),
        ({"id": "c-1", "text": "\u200b\u200d"}, 400, "text.empty"),
        ({"id": "c-1", "text": "가" * 4001}, 400, "text.too_long"),
        ({"text": "안녕"}, 400, "fields.invalid"),
        ({"id": "한글", "text": "안녕"}, 400, "fields.invalid"),
        ({"id": "c-1", "text": "안녕", "sender": "agent"}, 400, "fields.invalid"),
        ({"id": "c-1", "text": "안녕", "kind": "note"}, 400, "fields.invalid"),
        ({"id": "c-1", "text": 5}, 400, "fields.invalid"),
        ({"id": "c-1", "text": "가" * 4000}, 200, None),
        ({"id": "c-1", "text": "<b>😀</b>'; DROP TABLE x;--"}, 200, None),
    ],
)
def test_limits_are_said_clearly_and_a_refused_message_is_not_kept(body: Any, status: int, code: str | None) -> None:
    async def work(client: Any, shop: Shop) -> None:
        who = await begin(client)
        answer = await client.post("/v1/chat/messages", json=body, headers=who)
        assert answer.status_code == status
        if code:
            assert answer.json()["error"]["code"] == code
            assert shop.talks == {}
        else:
            assert next(iter(shop.talks.values())).turns[0].text == body["text"]

    drive(work)


@pytest.mark.parametrize("token", ["", "nonsense", "a.b", "é.é", "." * 5000])
def test_a_forged_token_is_nobody(token: str) -> None:
    async def work(client: Any, _shop: Shop) -> int:
        header = {"Authorization": b"Bearer " + token.encode()}
        return (await client.get("/v1/chat/messages", headers=header)).status_code

    assert drive(work) == 401


def test_a_session_is_renewed_for_the_same_visitor_by_token_or_cookie_and_new_otherwise() -> None:
    async def work(client: Any, _shop: Shop) -> None:
        first = await client.post("/v1/chat/session", json={})
        cookie = first.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        by_cookie = await client.post("/v1/chat/session", json={})
        client.cookies.clear()
        by_token = await client.post("/v1/chat/session", json={"token": first.json()["token"]})
        client.cookies.clear()
        fresh = await client.post("/v1/chat/session", json={"token": "forged"})
        assert first.json()["visitor"] == by_cookie.json()["visitor"] == by_token.json()["visitor"] != fresh.json()["visitor"]
        unknown = await client.post("/v1/chat/session", json={"inbox": "nope"})
        assert unknown.status_code == 404

    drive(work)


def test_visitors_see_only_their_own_thread() -> None:
    async def work(client: Any, _shop: Shop) -> None:
        one = await begin(client)
        client.cookies.clear()
        two = await begin(client)
        await client.post("/v1/chat/messages", json={"id": "c-1", "text": "비밀이에요"}, headers=one)
        assert (await client.get("/v1/chat/messages", headers=two)).json()["messages"] == []

    drive(work)


@pytest.mark.parametrize(
    ("origin", "status", "allowed"),
    [
        (None, 200, None),
        ("http://test", 200, "http://test"),
        ("https://shop.example", 200, "https://shop.example"),
        ("https://evil.example", 403, None),
        ("null", 403, None),
    ],
)
def test_only_listed_sites_may_use_the_chat(origin: str | None, status: int, allowed: str | None) -> None:
    async def work(client: Any, _shop: Shop) -> None:
        headers = {"Origin": origin} if origin else {}
        answer = await client.post("/v1/chat/session", json={}, headers=headers)
        assert answer.status_code == status
        assert answer.headers.get("access-control-allow-origin") == allowed
        flight = await client.options("/v1/chat/messages", headers={**headers, "Access-Control-Request-Method": "POST"})
        assert flight.status_code == (204 if status == 200 else 403)

    drive(work)


def test_sign_in_needs_the_shops_signature() -> None:
    async def work(client: Any, shop: Shop) -> None:
        who = await begin(client)
        good = hmac.new(b"shop-secret", b"user-7", hashlib.sha256).hexdigest()
        wrong = await client.post("/v1/chat/sign-in", json={"user_id": "user-8", "hmac": good}, headers=who)
        assert (wrong.status_code, wrong.json()["error"]["code"]) == (403, "sign_in.signature")
        assert shop.talks == {}
        right = await client.post("/v1/chat/sign-in", json={"user_id": "user-7", "hmac": good, "email": "a@b.example"}, headers=who)
        assert right.status_code == 204
        (talk,) = shop.talks.values()
        assert talk.user is not None
        assert (talk.user.user_id, talk.user.email) == ("user-7", "a@b.example")

    drive(work)


def test_too_many_messages_and_a_busy_store_say_when_to_come_back() -> None:
    async def work(client: Any, shop: Shop) -> None:
        who = await begin(client)
        shop.busy = 1
        busy = await client.post("/v1/chat/messages", json={"id": "c-0", "text": "안녕"}, headers=who)
        assert (busy.status_code, busy.headers["retry-after"], busy.json()["error"]["retry"]) == (503, "1", True)
        answers = [await client.post("/v1/chat/messages", json={"id": f"c-{n}", "text": "안녕"}, headers=who) for n in range(5)]
        assert [one.status_code for one in answers] == [200, 200, 429, 429, 429]
        assert int(answers[-1].headers["retry-after"]) >= 1

    drive(work, visitor_rate=Rate(burst=3, per_minute=1))


def test_one_address_cannot_flood() -> None:
    async def work(client: Any, _shop: Shop) -> list[int]:
        return [(await client.post("/v1/chat/session", json={})).status_code for _ in range(4)]

    assert drive(work, ip_rate=Rate(burst=2, per_minute=1)) == [200, 200, 429, 429]


def test_a_message_left_unhandled_by_a_crash_is_answered_at_the_next_start() -> None:
    async def work(client: Any, shop: Shop) -> None:
        for _ in range(100):
            if len(shop.talks["web-v-1"].turns) == 2:
                return
            await asyncio.sleep(0.02)
        pytest.fail("nobody answered")

    shop = Shop()
    shop.accept(inbox="web", external_id="v-1", text="배송비 얼마예요?", client_key="c-1", at=AT, kind="text")
    drive(work, shop)


def test_health_and_headers() -> None:
    async def work(client: Any, shop: Shop) -> None:
        assert (await client.get("/healthz")).json() == {"status": "ok"}
        assert (await client.get("/readyz")).status_code == 200
        shop.down = True
        assert (await client.get("/readyz")).status_code == 503
        for path in ("/", "/healthz", "/inbox/sign-in", "/static/widget.js", "/nowhere"):
            headers = (await client.get(path)).headers
            assert "unsafe" not in headers["content-security-policy"]
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
        assert (await client.get("/nowhere")).json()["error"]["code"] == "path.unknown"
        assert (await client.get("/inbox/c/%00")).status_code == 400

    drive(work)


def test_our_own_fault_is_a_plain_500_and_neither_answer_nor_log_repeats_the_customer() -> None:
    async def work(client: Any, shop: Shop) -> None:
        def broken(**_: Any) -> None:
            raise RuntimeError("비밀 이야기")

        who = await begin(client)
        shop.accept = broken  # type: ignore[method-assign]
        with capture_logs() as logs:
            answer = await client.post("/v1/chat/messages", json={"id": "c-1", "text": "비밀 이야기"}, headers=who)
        assert (answer.status_code, answer.json()["error"]["code"]) == (500, "server.broken")
        assert logs[0]["kind"] == "RuntimeError"
        assert "비밀" not in answer.text + str(logs)

    drive(work)


def test_one_inbox_cannot_be_flooded_by_many_visitors() -> None:
    async def work(client: Any, _shop: Shop) -> list[int]:
        statuses = []
        for _ in range(4):
            who = await begin(client)
            client.cookies.clear()
            answer = await client.post("/v1/chat/messages", json={"id": "c-1", "text": "안녕"}, headers=who)
            statuses.append(answer.status_code)
        return statuses

    assert drive(work, inbox_rate=Rate(burst=2, per_minute=1)) == [200, 200, 429, 429]


def test_a_rating_of_nothing_or_by_nobody_is_refused_and_counted_against_the_rate() -> None:
    async def work(client: Any, _shop: Shop) -> None:
        body = {"message": "m-1", "helpful": False}
        assert (await client.post("/v1/chat/ratings", json=body)).status_code == 401
        who = await begin(client)
        assert (await client.post("/v1/chat/ratings", json=body, headers=who)).json()["error"]["code"] == "message.unknown"
        assert (await client.post("/v1/chat/ratings", json=body, headers=who)).status_code == 404
        wrong = await client.post("/v1/chat/ratings", json={"message": "m-1", "helpful": "no"}, headers=who)
        assert (wrong.status_code, wrong.json()["error"]["code"]) == (400, "fields.invalid")
        assert (await client.post("/v1/chat/ratings", json=body, headers=who)).status_code == 429

    drive(work, visitor_rate=Rate(burst=2, per_minute=1))
