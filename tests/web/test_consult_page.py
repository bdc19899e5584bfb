"""The page of a consultation: through the real doors, with the sample brand's own file."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

import dangol
from dangol.bootstrap import self_service
from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.talking import listen
from dangol.cli.doors import open_doors
from dangol.cli.doors.people_view import person_card
from dangol.knowledge.imports import import_folder
from dangol.people.identities import identity_id
from dangol.people.tables import identities
from dangol.web.app import create_app
from dangol.web.settings import WebSettings
from small_brand import small_brand

NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)
SAMPLE = Path(dangol.__file__).parent / "sample" / "brand" / "consultations" / "blend.yaml"
ANSWERS = (
    {"value": "drip"},
    {"value": "none"},
    {"pick.chocolate": "yes", "pick.fruity": "yes"},
    {"value": "bright"},
    {"value": "usual"},
    {"value": "camp"},
    {"value": "10"},
    {"value": "30000"},
)


class Visit:
    def __init__(self, house: House, client: httpx.AsyncClient) -> None:
        self.house, self.client, self.page = house, client, ""

    async def open(self, path: str = "/consult/blend?lang=ko") -> str:
        self.page = (await self.client.get(path)).text
        return self.page

    async def press(self, what: str, **given: str) -> httpx.Response:
        hidden = dict(re.findall(r'name="(csrf|question)" value="([^"]*)"', self.page))
        response = await self.client.post(f"/consult/blend/{what}", data={**hidden, **given})
        self.page = response.text
        return response

    def external_id(self) -> str:
        with self.house.store.read() as connection:
            return str(connection.execute(select(identities.c.external_id)).scalar_one())

    def who(self) -> str:
        return identity_id(self.house.key, "web", self.external_id())


@pytest.fixture
async def visit(tmp_path: Path) -> AsyncIterator[Visit]:
    folder = small_brand(tmp_path / "brand")
    (folder / "consultations").mkdir()
    (folder / "consultations" / "blend.yaml").write_text(SAMPLE.read_text("utf-8"), "utf-8")
    house = open_house(folder, clock=lambda: NOON)
    import_folder(house.store, house.folder, NOON)
    house.knowledge.answerer()
    app = create_app(open_doors(house), WebSettings(secret=b"s" * 32, inboxes=("web",), secure_cookies=False), lambda: NOON)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop.test", follow_redirects=False) as client:
        yield Visit(house, client)
    house.close()


async def answer_all(visit: Visit, consent: str) -> None:
    await visit.open()
    await visit.press("start", consent=consent)
    for answer in ANSWERS:
        assert (await visit.press("answer", **answer)).status_code == 200


@pytest.mark.anyio
async def test_answers_lead_to_explained_combinations_and_become_traits(visit: Visit) -> None:
    assert "기억해 둘까요" in await visit.open()
    await answer_all(visit, "kept")
    assert "가장 잘 맞아요" in visit.page
    assert "캠핑 캔" in visit.page
    assert "왜 빠졌나요" in visit.page
    assert "핸드드립에는 중간 굵기가 맞아요." in visit.page
    assert "가장 잘 맞아요" in await visit.open()  # again, from the sheet
    assert self_service.known_of(visit.house, visit.who()).traits["커피 내리는 법"].value == "핸드드립"
    link = await visit.press("me")
    assert link.headers["location"].startswith("/me?k=")


@pytest.mark.anyio
async def test_without_consent_nothing_stays(visit: Visit) -> None:
    await answer_all(visit, "once")
    assert "가장 잘 맞아요" in visit.page
    assert "남기지 않았어요" in visit.page
    assert "기억해 둘까요" in await visit.open()


@pytest.mark.anyio
async def test_back_stop_and_a_contradiction(visit: Visit) -> None:
    await visit.open()
    await visit.press("start", consent="kept")
    await visit.press("answer", value="drip")
    assert "그라인더" in visit.page
    await visit.press("back")
    assert "어떻게 내리세요" in visit.page
    for answer in ({"value": "drip"}, {"value": "have"}, {"pick.floral": "yes"}):
        await visit.press("answer", **answer)
    await visit.press("answer", value="low")
    assert "산미와 함께" in visit.page
    await visit.press("answer", value="low")
    assert "카페인은" in visit.page
    await visit.press("stop")
    assert "답을 지웠어요" in visit.page


@pytest.mark.anyio
async def test_the_guide_is_called_in_the_chat_and_sees_the_answers(visit: Visit) -> None:
    await visit.open()
    await visit.press("start", consent="once")
    await visit.press("answer", value="moka")
    await visit.press("guide")
    assert "로스터 이바다에게 지금까지의 답을 전했어요" in visit.page
    assert listen(visit.house, inbox="web", external_id=visit.external_id(), after=0, limit=9).state == "waiting"
    with visit.house.store.read() as connection:
        card = person_card(visit.house, connection, visit.house.knowledge.snapshot(), visit.who())
    assert card.sheets == (("나만의 블렌드", (("커피를 주로 어떻게 내리세요?", "모카포트"),)),)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"value": "tea"}, 400),
        ({"value": ""}, 400),
        ({}, 400),
        ({"question": "budget", "value": "9"}, 400),
        ({"question": "gone", "value": "x"}, 200),
        ({"csrf": "x"}, 403),
    ],
)
async def test_bad_input_changes_nothing(visit: Visit, given: dict[str, str], status: int) -> None:
    await visit.open()
    await visit.press("start", consent="kept")
    response = await visit.press("answer", **given)
    assert response.status_code == status
    assert "어떻게 내리세요" in await visit.open()


@pytest.mark.anyio
async def test_what_is_not_there_is_not_found_in_words(visit: Visit) -> None:
    response = await visit.client.get("/consult/nothing?lang=ko")
    assert response.status_code == 404
    assert "그런 상담이 없어요" in response.text
    assert (await visit.client.post("/consult/blend/dance", data={})).status_code == 400


@pytest.mark.anyio
async def test_in_english(visit: Visit) -> None:
    assert "May we remember them?" in await visit.open("/consult/blend?lang=en")
    await visit.press("start", consent="once")
    assert "How do you mostly brew?" in visit.page
