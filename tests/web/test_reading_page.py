"""The page that shows how a text is read: for staff, with the reasons, in both languages, and safe whatever is typed."""

import html
import re

import httpx
import pytest
from test_console import csrf, sign_in
from web_double import Shop
from web_server import drive

from dangol.language.meaning import Act, Function, NeedKind, SentimentLabel, ToxicityLabel
from dangol.web.reading_words import READING_WORDS


def shown(page: httpx.Response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page.text)))


def test_a_text_is_read_with_its_reasons() -> None:
    async def work(client: httpx.AsyncClient, _shop: Shop) -> None:
        await sign_in(client)
        empty = await client.get("/inbox/reading")
        assert empty.status_code == 200
        typed = "또 광고야? 내일 3시까지 010-1234-5678로 연락 주세요"
        page = await client.post("/inbox/reading", data={"text": typed, "csrf": csrf(empty)})
        words = shown(page)
        assert page.status_code == 200
        for expected in ("불만", "광고에 지침", "또광고야", "내일 3시까지", "오후 3:00까지 (짐작)", "전화번호", "저장과 로그에서 가려져요"):
            assert expected in words
        english = await client.post("/inbox/reading?lang=en", data={"text": "where is your shop?", "csrf": csrf(empty)})
        assert "To go" in shown(english)

    drive(work)


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "{{ 7*7 }}", "ㅋ" * 2000, "\u202e뒤집힘", "😀"])
def test_whatever_is_typed_is_shown_as_text(typed: str) -> None:
    async def work(client: httpx.AsyncClient, _shop: Shop) -> None:
        await sign_in(client)
        empty = await client.get("/inbox/reading")
        page = await client.post("/inbox/reading", data={"text": typed, "csrf": csrf(empty)})
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        echoed = re.search(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.DOTALL)
        assert echoed
        assert html.unescape(echoed[1]) == typed

    drive(work)


def test_it_wants_a_sign_in_a_token_and_a_text() -> None:
    async def work(client: httpx.AsyncClient, _shop: Shop) -> None:
        assert (await client.get("/inbox/reading")).status_code == 303
        await sign_in(client)
        token = csrf(await client.get("/inbox/reading"))
        assert (await client.post("/inbox/reading", data={"text": "안녕", "csrf": "wrong"})).status_code == 403
        assert (await client.post("/inbox/reading", data={"text": " ", "csrf": token})).status_code == 400
        assert (await client.post("/inbox/reading", data={"text": "가" * 2001, "csrf": token})).status_code == 400

    drive(work)


@pytest.mark.parametrize(
    ("about", "values"),
    [("act", Act), ("function", Function), ("need", NeedKind), ("sentiment", SentimentLabel), ("toxicity", ToxicityLabel)],
)
def test_every_value_has_its_words(about: str, values: object) -> None:
    assert all(f"{about}.{value}" in READING_WORDS for value in values.__args__)  # type: ignore[attr-defined]
