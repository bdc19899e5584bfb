"""The recall page in a real Chromium over a real house: one press, one correction each."""

from pathlib import Path

import pytest
from console_house import chromium_over, served_house

from dangol.bootstrap import talking
from dangol.bootstrap.house import House
from dangol.bootstrap.sending import sweep
from dangol.knowledge.imports import import_folder
from small_brand import small_brand

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def ask(house: House, who: str) -> None:
    kept = talking.accept(house, inbox="web", external_id=who, text="소금빵 얼마예요?", client_key="k1", at=house.clock())
    talking.respond(house, kept.message)


def dearer(house: House) -> None:
    path = house.folder / "products.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("3200", "3500"), encoding="utf-8")
    import_folder(house.store, house.folder, house.clock())


@pytest.mark.parametrize("width", [390, 1280])
def test_those_who_heard_the_old_price_are_told_the_new_one(tmp_path: Path, width: int) -> None:
    with served_house(small_brand(tmp_path / "brand")) as desk, chromium_over(desk, width) as page:
        page.goto(f"{desk.base}/inbox/recall")
        assert "바로잡을 것이 없어요" in page.locator("main").inner_text()
        for who in ("minji", "jun"):
            ask(desk.house, who)
        dearer(desk.house)
        page.reload()
        card = page.locator(".recall")
        assert card.locator("blockquote").all_inner_texts() == ["3200", "3500"]
        assert "3,500원" in card.locator(".bubble").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("button", name="2명에게 바로잡는 말 보내기").click()
        page.get_by_text("곧 나가요").first.wait_for()
        assert page.get_by_role("button", name="바로잡는 말 보내기").count() == 0
        while not sweep(desk.house, "worker/1").idle:
            pass
        page.reload()
        assert card.get_by_text("보냄", exact=True).count() == 2
