"""A picture in a consultation over HTTP: in from the customer's page with words for whatever is wrong, out to signed-in staff alone."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from dangol.bootstrap.house import House, open_house
from dangol.cli.doors import open_doors
from dangol.kit.pictures.picture import clean
from dangol.knowledge.imports import import_folder
from dangol.offers.consultation.tables import pictures
from dangol.web.app import create_app
from dangol.web.settings import WebSettings
from pictured import add_consultation
from pictures_made import JPEG, png
from signed_in import PLENTY, signed_in
from small_brand import small_brand

SECRET = b"s" * 32


@pytest.fixture
async def house(tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> AsyncIterator[House]:
    folder = small_brand(tmp_path / "brand")
    add_consultation(folder, getattr(request, "param", ""))
    monkeypatch.setenv("PYTHONPATH", str(folder))
    opened = open_house(folder, url=store_url)
    import_folder(opened.store, opened.folder, opened.clock())
    yield opened
    opened.close()


class Page:
    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client, self.text = client, ""

    async def press(self, what: str, **given: str) -> httpx.Response:
        response = await self.client.post(f"/consult/plant/{what}", data={**self.hidden(), **given})
        self.text = response.text
        return response

    def hidden(self) -> dict[str, str]:
        return dict(re.findall(r'name="(csrf|question)" value="([^"]*)"', self.text))

    async def send(self, *files: bytes, language: str = "ko", **given: str) -> httpx.Response:
        form = {**self.hidden(), "agree": "yes", **given}
        named: Any = [("picture", ("../../x.html", one, "text/html")) for one in files]
        return await self.client.post(f"/consult/plant/picture?lang={language}", data=form, files=named)


@pytest.fixture
async def asked(house: House) -> AsyncIterator[Page]:
    """At the question for a picture."""
    settings = WebSettings(secret=SECRET, inboxes=("web",), secure_cookies=False, ip_rate=PLENTY, visitor_rate=PLENTY)
    app = create_app(open_doors(house), settings, house.clock)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop.test") as client:
        page = Page(client)
        page.text = (await client.get("/consult/plant?lang=ko")).text
        await page.press("start", consent="kept")
        assert "화분 사진을 보여 주세요" in page.text
        assert "동의하고 사진을" in page.text
        yield page


def kept(house: House) -> list[str]:
    with house.store.read() as connection:
        return list(connection.execute(select(pictures.c.id)).scalars())


@pytest.mark.anyio
@pytest.mark.parametrize("house", ["sees"], indirect=True)
async def test_what_is_seen_is_said_with_its_confidence_and_staff_see_the_picture(house: House, asked: Page) -> None:
    answered = await asked.send(JPEG)
    assert answered.status_code == 200
    assert "볕이 드나요 들어요 (확신 83%)" in answered.text
    assert "몇 개" in answered.text  # of this it was not sure: it is asked
    asked.text = answered.text
    await asked.press("guide")
    (id_,) = kept(house)
    assert (await asked.client.get(f"/inbox/pictures/{id_}")).status_code in {302, 303}
    async with signed_in(house, "agent") as staff:
        listed = (await staff.get("/inbox")).text
        talk = re.search(r"/inbox/c/([\w-]+)", listed)
        assert talk
        assert f'<img src="/inbox/pictures/{id_}" alt="화분 사진을 보여 주세요"' in (await staff.get(f"/inbox/c/{talk[1]}")).text
        shown = await staff.get(f"/inbox/pictures/{id_}")
        assert shown.content == clean(JPEG).upright
        assert b"Phone" not in shown.content
        assert shown.headers["content-type"] == "image/jpeg"
        assert shown.headers["x-content-type-options"] == "nosniff"
        assert shown.headers["content-security-policy"].startswith("default-src 'none'")
        assert shown.headers["content-disposition"] == 'inline; filename="picture.jpg"'
        assert shown.headers["cache-control"] == "no-store"
        assert (await staff.get("/inbox/pictures/nothing")).status_code == 404


@pytest.mark.anyio
@pytest.mark.parametrize("house", ["fails", "boasts", "missing", ""], indirect=True)
async def test_an_analyser_that_sees_nothing_says_so_and_asks_in_words(house: House, asked: Page) -> None:
    answered = await asked.send(png())
    assert "사진에서 답을 읽지 못했어요" in answered.text
    assert "볕이 드나요" in answered.text
    assert len(kept(house)) == 1


@pytest.mark.anyio
@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("files", "status", "ko", "en"),
    [
        ((b"",), 400, "비어 있어요", "is empty"),
        ((), 400, "비어 있어요", "is empty"),
        ((b"GIF89a...",), 400, "JPEG, PNG, WebP 사진만", "Only JPEG, PNG and WebP"),
        ((JPEG[:-9],), 400, "잘렸거나 망가져서", "cut off or damaged"),
        ((JPEG + b"PK\x03\x04",), 400, "다른 파일이 붙어", "Another file is attached"),
        ((png(50_000, 50_000, pixels=False),), 400, "50,000×50,000", "50,000×50,000"),
        ((b"\xff\xd8\xff" + b"x" * 9_000_000,), 413, "8MB보다 커요", "larger than 8 MB"),
        ((JPEG + b"\0" * (8 * 1024 * 1024 - len(JPEG) + 1),), 413, "8MB보다 커요", "larger than 8 MB"),
        ((JPEG, JPEG), 400, "한 장만", "one picture at a time"),
    ],
)
async def test_what_cannot_be_kept_is_said_and_nothing_is(
    house: House, asked: Page, language: str, files: tuple[bytes, ...], status: int, ko: str, en: str
) -> None:
    answered = (
        await asked.send(*files, language=language)
        if files
        else await asked.client.post(
            f"/consult/plant/picture?lang={language}",
            files=[(name, (None, value)) for name, value in {**asked.hidden(), "agree": "yes"}.items()],
        )
    )
    assert answered.status_code == status
    assert (en if language == "en" else ko) in answered.text
    assert ("Show us the plant" if language == "en" else "화분 사진을 보여 주세요") in answered.text  # the question stays
    assert kept(house) == []


@pytest.mark.anyio
async def test_without_agreement_or_token_nothing_is_kept(house: House, asked: Page) -> None:
    assert "안내에 동의해 주세요" in (await asked.send(JPEG, agree="")).text
    assert (await asked.send(JPEG, csrf="x")).status_code == 403
    broken = await asked.client.post(
        "/consult/plant/picture", content=b"--x\r\nhm", headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert broken.status_code == 400
    assert (await asked.client.post("/consult/plant/picture", data={"csrf": "x"})).status_code == 400
    assert (await asked.press("answer", value="attached")).status_code == 400  # only a picture answers so
    assert kept(house) == []


@pytest.mark.anyio
async def test_two_uploads_at_once_are_both_answered(house: House, asked: Page) -> None:
    answers = await asyncio.gather(*(asked.send(one) for one in (JPEG, png(), JPEG, png())))
    assert {one.status_code for one in answers} == {200}
    assert len(kept(house)) == 1


@pytest.mark.anyio
async def test_it_goes_on_without_a_picture(house: House, asked: Page) -> None:
    await asked.press("answer", value="skipped")
    assert "볕이 드나요" in asked.text
    assert kept(house) == []
