"""The inbox pages: who may open them, form tokens, roles, and that every act reaches the desk."""

import asyncio
import html
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from web_double import AT, EMPTY, Shop
from web_server import drive, running, settings

from dangol.web.app import create_app
from dangol.web.pages import HERE
from dangol.web.settings import Rate
from dangol.web.views import Duties, Duty, Outgoing
from dangol.web.words import WORDS


def csrf(page: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found
    return found.group(1)


async def sign_in(client: httpx.AsyncClient, login: str = "owner", password: str = "owner-password") -> httpx.Response:
    page = await client.get("/inbox/sign-in")
    return await client.post("/inbox/sign-in", data={"login": login, "password": password, "csrf": csrf(page)})


def talked(shop: Shop, text: str = "단체 주문 되나요?", visitor: str = "v-1") -> str:
    accepted = shop.accept(inbox="web", external_id=visitor, text=text, client_key="c-1", at=AT, kind="text")
    shop.handle(accepted.message_id)
    return next(talk.id for talk in shop.talks.values() if talk.external_id == visitor)


@pytest.mark.parametrize(
    "path",
    [
        "/inbox",
        "/inbox/list",
        "/inbox/stream",
        "/inbox/gaps",
        "/inbox/outgoing",
        "/inbox/duties",
        "/inbox/staff",
        "/inbox/c/t-1",
        "/inbox/c/t-1/correct/m",
    ],
)
def test_strangers_are_sent_to_the_sign_in_page(path: str) -> None:
    async def work(client: httpx.AsyncClient, _shop: Shop) -> None:
        answer = await client.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/inbox/sign-in")
        live = await client.get(path, headers={"HX-Request": "true"})
        assert live.headers["hx-redirect"] == "/inbox/sign-in"

    drive(work)


def test_sign_in_sets_a_locked_cookie_and_leads_on() -> None:
    async def work(client: httpx.AsyncClient, _shop: Shop) -> None:
        answer = await sign_in(client)
        assert (answer.status_code, answer.headers["location"]) == (303, "/inbox")
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert (await client.get("/inbox")).status_code == 200
        out = await client.post("/inbox/sign-out", data={"csrf": csrf(await client.get("/inbox"))})
        assert out.status_code == 303
        assert (await client.get("/inbox")).status_code == 303

    drive(work)


@pytest.mark.parametrize(("login", "password"), [("owner", "wrong"), ("nobody", "owner-password"), ("", ""), ("owner", "")])
def test_a_wrong_sign_in_says_only_that(login: str, password: str) -> None:
    async def work(client: httpx.AsyncClient, _shop: Shop) -> None:
        answer = await sign_in(client, login, password)
        assert answer.status_code == 401
        assert WORDS["sign_in.wrong"][0] in answer.text
        assert (await client.get("/inbox")).status_code == 303

    drive(work)


def test_guessing_is_slowed_down_even_with_the_right_password_at_the_end() -> None:
    async def work(client: httpx.AsyncClient, _shop: Shop) -> list[int]:
        tries = [(await sign_in(client, "owner", "wrong")).status_code for _ in range(3)]
        last = await sign_in(client)
        assert int(last.headers["retry-after"]) >= 1
        return [*tries, last.status_code]

    assert drive(work, sign_in_rate=Rate(burst=2, per_minute=1)) == [401, 401, 429, 429]


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/inbox\\evil", "javascript:alert(1)", "/elsewhere"])
def test_sign_in_never_leads_to_another_site(target: str) -> None:
    async def work(client: httpx.AsyncClient, _shop: Shop) -> str:
        page = await client.get("/inbox/sign-in")
        form = {"login": "owner", "password": "owner-password", "csrf": csrf(page), "next": target}
        return (await client.post("/inbox/sign-in", data=form)).headers["location"]

    assert drive(work) == "/inbox"


def test_a_changed_password_or_a_removed_account_ends_the_session() -> None:
    async def work(client: httpx.AsyncClient, shop: Shop) -> None:
        await sign_in(client, "mina", "agent-password")
        assert (await client.get("/inbox")).status_code == 200
        del shop.staff["mina"]
        assert (await client.get("/inbox")).status_code == 303

    drive(work)


@pytest.mark.parametrize("token", ["", "wrong", "é", "x" * 5000])
@pytest.mark.parametrize("action", ["take-over", "hand-back", "close", "reply", "approve", "discard", "correct"])
def test_no_act_without_the_pages_own_token(action: str, token: str) -> None:
    async def work(client: httpx.AsyncClient, shop: Shop) -> None:
        talk = talked(shop)
        await sign_in(client)
        before = shop.marker()
        answer = await client.post(f"/inbox/c/{talk}/{action}", data={"csrf": token, "text": "x", "key": "k", "draft": "d"})
        assert answer.status_code == 403
        assert shop.marker() == before

    drive(work)


def test_every_act_reaches_the_desk_and_shows_at_once() -> None:
    async def work(client: httpx.AsyncClient, shop: Shop) -> None:
        talk_id = talked(shop)
        talk = next(iter(shop.talks.values()))
        await sign_in(client, "mina", "agent-password")
        page = await client.get(f"/inbox/c/{talk_id}")
        token = csrf(page)
        assert "policies/shipping.md:5" in page.text
        assert "policy/shipping#배송비" in page.text
        assert "no_evidence" in page.text

        async def act(action: str, **form: str) -> str:
            answer = await client.post(f"/inbox/c/{talk_id}/{action}", data={"csrf": token, **form}, headers={"HX-Request": "true"})
            assert answer.status_code == 200, answer.text
            return answer.text

        shown = await act("approve", draft=talk.drafts[0].id, text="고친 말이에요")
        assert talk.turns[-1].text == "고친 말이에요"
        assert "고친 말이에요" in shown
        await act("take-over")
        assert (talk.state, talk.owner) == ("human", "mina")
        await act("reply", text="안녕하세요\r\n미나예요", key="r-1")
        await act("reply", text="안녕하세요\r\n미나예요", key="r-1")
        assert [turn.text for turn in talk.turns if turn.sender == "agent"] == ["고친 말이에요", "안녕하세요\n미나예요"]
        shown = await act("correct", message=talk.turns[1].id, question="단체 주문 되나요?", answer="네, 20개부터요.")
        assert "faq/c1" in shown
        assert shop.corrections == [("단체 주문 되나요?", "네, 20개부터요.")]
        await act("hand-back")
        await act("close")
        assert talk.state == "closed"
        plain = await client.post(f"/inbox/c/{talk_id}/take-over", data={"csrf": token})
        assert (plain.status_code, plain.headers["location"]) == (303, f"/inbox/c/{talk_id}")

    drive(work)


@pytest.mark.parametrize(
    ("action", "form", "status", "code"),
    [
        ("reply", {"text": " ", "key": "k"}, 400, "text.empty"),
        ("reply", {"text": "가" * 4001, "key": "k"}, 400, "text.too_long"),
        ("reply", {"text": "\u200b", "key": "k"}, 400, "text.empty"),
        ("approve", {"text": "x", "draft": "gone"}, 409, "draft.gone"),
        ("dance", {}, 404, "action.unknown"),
    ],
)
def test_a_refused_act_says_why_in_the_page(action: str, form: dict[str, str], status: int, code: str) -> None:
    async def work(client: httpx.AsyncClient, shop: Shop) -> None:
        talk = talked(shop)
        await sign_in(client)
        token = csrf(await client.get("/inbox"))
        answer = await client.post(f"/inbox/c/{talk}/{action}", data={"csrf": token, **form}, headers={"HX-Request": "true"})
        assert answer.status_code == status
        assert code in answer.text
        assert "<html" not in answer.text

    drive(work)


def test_customer_text_never_becomes_markup() -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"

    async def work(client: httpx.AsyncClient, shop: Shop) -> None:
        talk = talked(shop, nasty)
        await sign_in(client)
        for path in ("/inbox", f"/inbox/c/{talk}", "/inbox/gaps"):
            page = (await client.get(path)).text
            assert "<script>alert" not in page
            assert "<img src=x" not in page
            assert path == "/inbox" or html.escape("<script>alert(1)</script>") in page

    drive(work)


def test_gaps_become_knowledge() -> None:
    async def work(client: httpx.AsyncClient, shop: Shop) -> None:
        talked(shop)
        await sign_in(client)
        page = await client.get("/inbox/gaps")
        assert "단체 주문 되나요?" in page.text
        form = {"csrf": csrf(page), "gap_id": shop.open_gaps[0].id, "question": "단체 주문 되나요?", "answer": "네"}
        answer = await client.post("/inbox/gaps", data=form)
        assert answer.status_code == 303
        after = await client.get(answer.headers["location"])
        assert "faq/c1" in after.text
        assert WORDS["gaps.empty"][0] in after.text

    drive(work)


def test_only_an_owner_sees_and_adds_staff() -> None:
    async def work(client: httpx.AsyncClient, shop: Shop) -> None:
        await sign_in(client, "mina", "agent-password")
        assert (await client.get("/inbox/staff")).status_code == 403
        token = csrf(await client.get("/inbox"))
        form = {"login": "new", "name": "새 직원", "role": "owner"}
        assert (await client.post("/inbox/staff", data={**form, "csrf": token})).status_code == 403
        assert set(shop.staff) == {"owner", "mina"}
        await sign_in(client)
        token = csrf(await client.get("/inbox/staff"))
        added = await client.post("/inbox/staff", data={**form, "role": "agent", "csrf": token})
        assert added.status_code == 200
        assert shop.staff["new"].role == "agent"
        shown = re.search(r'class="secret">([^<]+)<', added.text)
        assert shown
        assert (await sign_in(client, "new", shown.group(1))).status_code == 303
        token = csrf(await client.get("/inbox"))

    drive(work)


def test_empty_pages_say_what_to_do_next() -> None:
    async def work(client: httpx.AsyncClient, _shop: Shop) -> None:
        assert WORDS["shop.empty_next"][0] in (await client.get("/")).text
        await sign_in(client)
        assert WORDS["inbox.empty_next"][0] in (await client.get("/inbox")).text
        assert WORDS["gaps.empty_next"][0] in (await client.get("/inbox/gaps")).text
        english = await client.get("/inbox?lang=en")
        assert WORDS["inbox.empty_next"][1] in english.text

    drive(work, Shop(EMPTY))


def test_the_stream_tells_of_changes() -> None:
    shop = Shop()

    async def work() -> None:
        app = create_app(shop.doors(), settings(poll_seconds=0.05))
        async with running(app) as client:
            await sign_in(client)
            cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
            frames: list[bytes] = []

            async def send(message: Any) -> None:
                frames.append(message.get("body", b""))
                if b"retry" in frames[-1]:
                    await asyncio.sleep(0.1)
                    talked(shop)
                if b"event: changed" in frames[-1]:
                    app.state.closing.set()

            async def receive() -> Any:
                await asyncio.sleep(60)

            query = f"since={shop.marker()}".encode()
            headers = [(b"cookie", cookie.encode())]
            scope = {"type": "http", "method": "GET", "path": "/inbox/stream", "query_string": query, "headers": headers}
            await asyncio.wait_for(app(scope, receive, send), 5)
            assert any(b"event: changed" in one for one in frames)

    asyncio.run(work())


def test_every_word_a_page_asks_for_is_written_in_both_languages() -> None:
    asked = {
        key
        for page in (HERE / "templates").rglob("*.html")
        for key in re.findall(r"""\bt\(["']([a-z_.]+)["'][,)]""", page.read_text("utf-8"))
    }
    assert asked
    assert asked <= set(WORDS)
    assert all(korean and english for korean, english in WORDS.values())


def test_no_page_carries_inline_script_or_style() -> None:
    for page in (HERE / "templates").rglob("*.html"):
        text = page.read_text("utf-8")
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|hx-on|javascript:|\|\s*safe", text), page.name


def test_what_has_not_left_is_listed_with_the_rule_that_keeps_it() -> None:
    async def work(client: httpx.AsyncClient, shop: Shop) -> None:
        await sign_in(client, "mina", "agent-password")
        assert "기다리는 말이 없어요" in (await client.get("/inbox/outgoing")).text
        shop.waiting = [
            Outgoing(
                id="o-1",
                kind="promotional",
                status="queued",
                text="(광고) <b>의자</b>",
                label="손님 3f2a",
                inbox="web",
                conversation_id="t-1",
                created_at=AT,
                not_before=AT,
                reason="gate.night",
                reason_ko="밤에는 보낼 수 없어요.",
                reason_en="Not at night.",
            )
        ]
        page = (await client.get("/inbox/outgoing")).text
        assert "밤에는 보낼 수 없어요." in page
        assert "gate.night" in page
        assert "<b>의자</b>" not in page
        assert "Not at night." in (await client.get("/inbox/outgoing?lang=en")).text

    drive(work)


def test_what_the_law_gives_a_date_is_shown_with_it() -> None:
    async def work(client: httpx.AsyncClient, shop: Shop) -> None:
        await sign_in(client, "mina", "agent-password")
        assert "기한이 있는 일이 없어요" in (await client.get("/inbox/duties")).text
        row = Duty(
            what="right.erase",
            label="<b>손님</b>",
            inbox="web",
            conversation_id="t-1",
            since=AT,
            due_at=AT - timedelta(days=1),
            status="person",
        )
        told = replace(
            row, what="withdrawn.promotional", due_at=AT + timedelta(days=9000), status="failed", reason="delivery.window_closed"
        )
        shop.due = Duties(rows=(row, told), confirm=3, confirm_first=AT, kept_too_long=2)
        page = (await client.get("/inbox/duties")).text
        assert "이 기한이었어요" in page
        assert "일 남음" in page
        assert "까지" in page
        assert "&lt;b&gt;손님" in page
        assert "delivery.window_closed" in page
        assert "was due" in (await client.get("/inbox/duties?lang=en")).text

    drive(work)
