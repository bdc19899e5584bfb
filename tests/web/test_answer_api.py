"""A device asks once and gets what to show and what to say; a wrong key gets nothing."""

import re
from dataclasses import replace
from io import BytesIO

import httpx
import pytest
import segno
from web_double import AT, SNAPSHOT, Shop
from web_server import KEY, drive

from dangol.knowledge.facts import Fact, Source, Subject

DEVICE = "device-key-0123456789"


def asked(key: str, body: object) -> tuple[httpx.Response, Shop]:
    shop = Shop()

    async def work(client: httpx.AsyncClient, _shop: Shop) -> httpx.Response:
        return await client.post("/v1/answer", json=body, headers={"Authorization": f"Bearer {key}"})

    return drive(work, shop, device_keys=(DEVICE,)), shop


def test_an_answer_to_show_and_to_say_with_its_sources() -> None:
    answer, shop = asked(DEVICE, {"text": "밤식빵 얼마예요?"})
    assert answer.status_code == 200
    body = answer.json()
    assert (body["text"], body["spoken"], body["state"]) == ("밤식빵은 7,500원이에요.", "밤식빵은 칠천오백 원이에요.", "bot")
    assert [source["id"] for source in body["sources"]] == ["product/p01/price"]
    (talk,) = shop.talks.values()
    assert talk.external_id.startswith("device-")
    assert DEVICE not in talk.external_id


def test_the_same_id_gets_the_same_answer_and_another_session_is_another_customer() -> None:
    async def work(client: httpx.AsyncClient, shop: Shop) -> None:
        headers = {"Authorization": f"Bearer {DEVICE}"}
        first = await client.post("/v1/answer", json={"text": "밤식빵 얼마예요?", "id": "q-1", "session": "a"}, headers=headers)
        again = await client.post("/v1/answer", json={"text": "밤식빵 얼마예요?", "id": "q-1", "session": "a"}, headers=headers)
        assert first.json() == again.json()
        assert [turn.sender for turn in next(iter(shop.talks.values())).turns] == ["customer", "bot"]
        await client.post("/v1/answer", json={"text": "밤식빵 얼마예요?", "session": "b"}, headers=headers)
        assert len(shop.talks) == 2

    drive(work, device_keys=(DEVICE,))


@pytest.mark.parametrize("key", ["", "wrong", KEY, DEVICE[:-1]])
def test_only_a_device_key_opens_it(key: str) -> None:
    answer, shop = asked(key, {"text": "밤식빵 얼마예요?"})
    assert (answer.status_code, shop.talks) == (401, {})


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": "가" * 4001}, {"text": "?", "session": "a b"}, {"text": "?", "more": 1}, []])
def test_bad_questions_are_refused_and_leave_nothing(body: object) -> None:
    answer, shop = asked(DEVICE, body)
    assert (answer.status_code in (400, 422), shop.talks) == (True, {})


def test_any_text_is_answered_or_refused() -> None:
    async def work(client: httpx.AsyncClient, _shop: Shop) -> None:
        headers = {"Authorization": f"Bearer {DEVICE}"}
        for number, text in enumerate(
            ["\u200b", "'; DROP TABLE messages; --", "<script>", "😀" * 50, "\x07", "ㅋㅋ", "한\u0000글", "가" * 4000]
        ):
            answer = await client.post("/v1/answer", json={"text": text, "session": f"s{number}"}, headers=headers)
            assert answer.status_code in (200, 400), text

    drive(work, device_keys=(DEVICE,))


def shop_with_a_place() -> Shop:
    cells = {"name": "밀밭 본점", "hours": "Mo-Su 08:00-20:00", "address": "서울 밀밭길 1", "phone": "02-555-0142", "parking": ""}
    facts = {
        column: Fact(
            kind="place", subject="main shop", column=column, value=value, version=1, valid_from=AT, source=Source(file="places.csv")
        )
        for column, value in cells.items()
        if value
    }
    place = Subject(kind="place", id="main shop", name="밀밭 본점", facts=facts)
    return Shop(replace(SNAPSHOT, places={place.id: place}))


def test_the_counter_page_shows_the_shop_today_and_its_code_opens_it() -> None:
    async def work(client: httpx.AsyncClient, _shop: Shop) -> None:
        page = (await client.get("/ask/main%20shop")).text
        assert "밀밭 본점은 오늘" in page
        assert "08:00–20:00" in page
        assert "서울 밀밭길 1" in page
        assert "주차" not in page.partition('class="here"')[2]  # its files say nothing about it
        assert (await client.get("/ask/nowhere")).status_code == 404
        assert (await client.get("/inbox/counters/main%20shop.svg")).status_code == 303  # staff only
        form = await client.get("/inbox/sign-in")
        token = re.search(r'name="csrf" value="([^"]+)"', form.text)
        assert token
        await client.post("/inbox/sign-in", data={"login": "mina", "password": "agent-password", "csrf": token[1]})
        assert "/inbox/counters/main%20shop.svg" in (await client.get("/inbox/counters")).text
        code = await client.get("/inbox/counters/main%20shop.svg")
        assert code.headers["content-type"] == "image/svg+xml"
        assert code.text.startswith("<svg")
        assert code.text == drawn("http://test/ask/main%20shop")

    drive(work, shop_with_a_place())


def drawn(address: str) -> str:
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", scale=8, border=4, xmldecl=False)
    return out.getvalue().decode()
