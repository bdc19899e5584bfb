"""The comparison card, the order link and the nearest shop in a real Chromium over a real house: cited cell by cell, on phone and wide."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from console_house import ARGS, CHROMIUM, Desk, served_house

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
SIZES = pytest.mark.parametrize("width", [390, 1280])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("house") / "brand"
    shutil.copytree(str(files("dangol.sample") / "brand"), folder)
    with served_house(folder) as desk:
        yield desk


@contextmanager
def chat(desk: Desk, width: int, **more: Any) -> Iterator[Any]:
    """A page with the open chat; its console must stay silent."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    complaints: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        size = {"width": width, "height": 844}
        context = browser.new_context(viewport=size, locale="ko-KR", timezone_id="Asia/Seoul", reduced_motion="reduce", **more)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.goto(desk.base)
        page.evaluate("Dangol.open()")
        yield page
        browser.close()
    assert complaints == []


def ask(page: Any, text: str) -> None:
    page.locator(".panel textarea").fill(text)
    page.keyboard.press("Enter")


def look(page: Any, name: str) -> None:
    """A picture for whoever wants to look: PICTURES=folder."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


@SIZES
def test_two_products_stand_side_by_side_and_each_cell_shows_its_source(desk: Desk, width: int) -> None:
    with chat(desk, width) as page:
        ask(page, "별밭 텐트 2인이랑 별밭 텐트 4인 비교해줘")
        table = page.get_by_role("table", name="비교")
        table.wait_for()
        assert [head.inner_text() for head in table.get_by_role("columnheader").all()] == ["별밭 텐트 2인", "별밭 텐트 4인"]
        rows = {row.get_by_role("rowheader").inner_text(): row for row in table.locator("tbody tr").all()}
        assert {"가격", "재고", "무게", "크기"} <= set(rows)
        assert [cell.inner_text() for cell in rows["가격"].get_by_role("button").all()] == ["189,000원", "329,000원"]
        words = page.locator(".turn.bot .words").last.inner_text()
        assert "140,000원 더 저렴해요" in words
        assert "별밭 텐트 4인은 329,000원이에요" not in words, "the table says it"
        look(page, f"compare-{width}")
        cell = rows["무게"].get_by_role("button").last
        cell.click()
        assert cell.get_attribute("aria-expanded") == "true"
        quote = page.locator(".compared .quote")
        assert "6.8kg" in quote.inner_text()
        assert "product/tent-02/weight" in quote.inner_text()
        links = rows["주문"].get_by_role("link").all()
        assert [link.get_attribute("href") for link in links] == [f"https://deulmaru.example/p/tent-0{n}" for n in (1, 2)]
        assert page.locator(".log").evaluate("log => log.scrollWidth <= log.clientWidth")
        look(page, f"compare-{width}-cited")


@SIZES
def test_an_answer_about_one_product_leads_to_its_order_page(desk: Desk, width: int) -> None:
    with chat(desk, width) as page:
        ask(page, "별밭 텐트 4인 얼마예요?")
        link = page.get_by_role("link", name="주문하러 가기")
        link.wait_for()
        assert link.get_attribute("href") == "https://deulmaru.example/p/tent-02"
        assert "noopener" in str(link.get_attribute("rel"))
        assert link.bounding_box()["height"] >= 44
        look(page, f"order-{width}")


@SIZES
def test_the_position_is_asked_for_at_the_press_alone_and_finds_the_shop(desk: Desk, width: int) -> None:
    where = {"latitude": 37.55631, "longitude": 126.92274}
    with chat(desk, width, geolocation=where, permissions=["geolocation"]) as page:
        page.evaluate(
            "() => { const real = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation); window.asked = 0;"
            "navigator.geolocation.getCurrentPosition = (...all) => { window.asked += 1; real(...all); } }"
        )
        page.get_by_role("button", name="가까운 매장 찾기").click()
        consent = page.get_by_text("지금 위치를 이 질문에 한 번만 쓸게요")
        consent.wait_for()
        assert page.evaluate("window.asked") == 0
        look(page, f"near-consent-{width}")
        page.get_by_role("button", name="위치 보내기").click()
        page.get_by_text("가장 가까운 매장은 들마루 성수 본점이에요").wait_for()
        assert page.evaluate("window.asked") == 1
        assert page.get_by_role("link", name="카카오맵 길찾기").get_attribute("href").startswith("https://map.kakao.com/link/to/")
        assert "37.55" not in page.evaluate("JSON.stringify(localStorage)")
        look(page, f"near-{width}")
    with desk.house.store.read() as connection:
        kept = [event.payload.get("position") for event in desk.house.journal.read(connection, after=0, limit=500)]
    assert {"lat": 37.556, "lon": 126.923} in kept, "to about 100 m, and no closer"
    assert all(place is None or place == {"lat": 37.556, "lon": 126.923} for place in kept)


def test_who_says_no_types_the_area_and_nothing_is_asked_of_the_browser(desk: Desk) -> None:
    with chat(desk, 390) as page:
        page.get_by_role("button", name="가까운 매장 찾기").click()
        page.get_by_role("button", name="동네 이름 적기").click()
        assert page.locator(".panel textarea").evaluate("field => field.getRootNode().activeElement === field")
        ask(page, "부산인데 가까운 매장 있나요")
        page.get_by_text("부산에는 들마루 부산 전포 쇼룸이 있어요").wait_for()
