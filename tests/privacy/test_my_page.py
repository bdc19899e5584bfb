"""The page of one's own data: who gets in, what is seen, corrected, taken along and erased, and that it tells nobody who exists."""

import asyncio
import io
import re
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from filled_shop import NAME, NOON, WHO, WORDS, Clock, says
from sqlalchemy import select
from traces import in_files

from dangol.bootstrap import talking
from dangol.bootstrap.house import House
from dangol.cli.doors import open_doors
from dangol.cli.serving import web_settings
from dangol.conversations.tables import conversations
from dangol.people.identities import identity_id
from dangol.people.merges import merge
from dangol.people.proven import proven
from dangol.people.traits import traits
from dangol.web.app import create_app
from dangol.web.settings import Rate
from dangol.web.staff import hash_password
from dangol.web.views import StaffAccount
from dangol.web.visitors import Visitors

PLENTY = Rate(burst=10_000, per_minute=600_000)


@asynccontextmanager
async def visiting(house: House, **more: object) -> AsyncIterator[httpx.AsyncClient]:
    given: dict[str, Any] = {"ip_rate": PLENTY, "visitor_rate": PLENTY, "sign_in_rate": PLENTY, **more}
    app = create_app(open_doors(house), replace(web_settings(house), **given), house.clock)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client,
    ):
        yield client


def token(house: House, who: str = WHO) -> str:
    visitors = Visitors(web_settings(house), house.clock)
    signer = visitors._signer()
    return signer.sign("visitor", {"inbox": "web", "id": who}, house.clock().replace(year=2030))


async def link(client: httpx.AsyncClient, house: House, who: str = WHO) -> str:
    answer = await client.post("/v1/chat/me", json={}, headers={"Authorization": f"Bearer {token(house, who)}"})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["path"])


async def enter(client: httpx.AsyncClient, house: House, who: str = WHO) -> httpx.Response:
    path = await link(client, house, who)
    page = await client.get(path)
    assert page.status_code == 200
    opened = await client.post("/me/open", data={"k": path.partition("k=")[2]})
    assert (opened.status_code, opened.headers["location"]) == (303, "/me")
    return await client.get("/me")


def csrf(page: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found
    return found[1]


def test_a_person_sees_corrects_takes_along_and_erases(shop: House) -> None:
    async def work() -> None:
        async with visiting(shop) as client:
            page = await enter(client, shop)
            assert NAME in page.text
            assert "web · 익명 브라우저" in page.text
            assert "no-store" in page.headers["cache-control"]
            changed = await client.post("/me/correct", data={"csrf": csrf(page), "name": "name", "value": "새 이름"})
            assert changed.headers["location"] == "/me?saved=1"
            with shop.store.read() as connection:
                assert traits(connection, identity_id(shop.key, "web", WHO))["name"].value == "새 이름"
            packed = await client.get("/me/data.zip")
            with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
                assert WORDS in archive.read("person.json").decode()
            gone = await client.post("/me/erase", data={"csrf": csrf(page), "sure": "yes"})
            assert "지웠어요" in gone.text
            assert (await client.get("/me")).text.count("person.json") == 0
            assert "채팅창 아래" in (await client.get("/me")).text  # the session is over

    asyncio.run(work())
    assert in_files(shop.folder) == {}


def test_an_open_chat_window_goes_on_after_the_erasure(shop: House) -> None:
    seen = talking.listen(shop, inbox="web", external_id=WHO, after=0, limit=500).messages[-1][0]

    async def work() -> None:
        async with visiting(shop) as client:
            page = await enter(client, shop)
            await client.post("/me/erase", data={"csrf": csrf(page), "sure": "yes"})

    asyncio.run(work())
    says(shop, "보리 소금빵 얼마예요?", key="after")
    heard = talking.listen(shop, inbox="web", external_id=WHO, after=seen, limit=500).messages
    assert [message.direction for _, message in heard] == ["in", "out"]


def test_nobody_gets_in_without_proof(shop: House, clock: Clock) -> None:
    async def work() -> None:
        async with visiting(shop) as client:
            assert (await client.post("/v1/chat/me", json={})).status_code == 401
            for bad in ("", "x.y", "a" * 5000):
                assert (await client.post("/me/open", data={"k": bad})).status_code == 403
            assert (await client.get("/me/data.zip")).status_code == 403
            assert (await client.post("/me/erase", data={"sure": "yes", "csrf": ""})).status_code == 403
            path = await link(client, shop)
            k = path.partition("k=")[2]
            assert (await client.get(path)).status_code == 200  # looking does not use it up
            assert (await client.post("/me/open", data={"k": k})).status_code == 303
            client.cookies.clear()
            assert (await client.post("/me/open", data={"k": k})).status_code == 403  # once
            late = (await link(client, shop)).partition("k=")[2]
            now = clock.now
            clock.now = now.replace(minute=16)
            assert (await client.post("/me/open", data={"k": late})).status_code == 403
            clock.now = now

    asyncio.run(work())


def test_forms_of_other_sites_do_nothing(shop: House) -> None:
    async def work() -> None:
        async with visiting(shop) as client:
            page = await enter(client, shop)
            for given in ({"sure": "yes"}, {"sure": "yes", "csrf": "x"}):
                assert (await client.post("/me/erase", data=given)).status_code == 403
            unsure = await client.post("/me/erase", data={"csrf": csrf(page)})
            assert (unsure.status_code, "확인 칸" in unsure.text) == (400, True)
            odd = await client.post("/me/correct", data={"csrf": csrf(page), "name": "salary", "value": "1"})
            assert odd.status_code == 400
            assert NAME in (await client.get("/me")).text

    asyncio.run(work())


def test_it_tells_nobody_who_exists(shop: House) -> None:
    """A link for somebody of whom nothing is known opens the same page; no answer differs."""

    async def work() -> None:
        async with visiting(shop) as client:
            page = await enter(client, shop, "v-never-seen")
            assert page.status_code == 200
            assert "남아 있는 것이 없어요" in page.text
            gone = await client.post("/me/erase", data={"csrf": csrf(page), "sure": "yes"})
            assert "지웠어요" in gone.text

    asyncio.run(work())


def test_a_guessed_merge_shows_nothing_of_the_other(shop: House) -> None:
    me, other = identity_id(shop.key, "web", "v-1"), identity_id(shop.key, "web", "v-2")
    with shop.store.write() as connection:
        merge(connection, me, other, "looks_alike", 0.9, NOON)
        assert [one.id for one in proven(connection, me)] == [me]
        assert len(proven(connection, identity_id(shop.key, "careful", WHO))) == 5


def test_acts_are_limited_by_address(shop: House) -> None:
    async def work() -> None:
        async with visiting(shop, sign_in_rate=Rate(burst=3, per_minute=1)) as client:
            answers = [(await client.post("/me/open", data={"k": "x.y"})).status_code for _ in range(5)]
            assert answers == [403, 403, 403, 429, 429]

    asyncio.run(work())


def test_staff_send_a_link_into_the_conversation_itself(shop: House) -> None:
    async def work() -> str:
        async with visiting(shop) as client:
            open_doors(shop).staff.add(
                StaffAccount(login="boss", name="사장님", role="owner", password_hash=hash_password("a-long-password"))
            )
            page = await client.get("/inbox/sign-in")
            await client.post("/inbox/sign-in", data={"login": "boss", "password": "a-long-password", "csrf": csrf(page)})
            talk = shop_talk(shop)
            view = await client.get(f"/inbox/c/{talk}")
            assert "내 정보 링크 보내기" in view.text
            sent = await client.post(f"/inbox/me-link/{talk}", data={"csrf": csrf(view), "key": "once"})
            assert sent.status_code == 303, sent.text
            client.cookies.clear()
            said = talking.listen(shop, inbox="web", external_id=WHO, after=0, limit=500).messages[-1][1].text
            k = said.partition("k=")[2]
            assert (await client.post("/me/open", data={"k": k})).status_code == 303
            return (await client.get("/me")).text

    assert NAME in asyncio.run(work())


def shop_talk(house: House) -> str:
    me = identity_id(house.key, "web", WHO)
    with house.store.write() as connection:
        connection.execute(conversations.update().where(conversations.c.identity == me).values(state="bot", owner=None))
        query = select(conversations.c.id).where(conversations.c.identity == me, conversations.c.inbox == "web")
        return str(connection.execute(query).scalar_one())


@pytest.mark.parametrize(("language", "words"), [("ko", "내 정보"), ("en", "My data")])
def test_it_speaks_korean_and_english(shop: House, language: str, words: str) -> None:
    async def work() -> str:
        async with visiting(shop) as client:
            return (await client.get("/me", headers={"Accept-Language": language})).text

    assert f"<h1>{words}</h1>" in asyncio.run(work())
