"""The page of the last audit and the sheet, in a real Chromium over a real house with two planted contradictions."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from console_house import Desk, chromium_over, served_house

from dangol.bootstrap.audit import nightly
from dangol.bootstrap.house import House
from small_brand import small_brand

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def contradicting(folder: Path) -> Path:
    small_brand(folder)
    (folder / "articles" / "news.md").write_text("# 소식\n\n## 배송\n\n택배 배송비는 4000원이에요.\n", encoding="utf-8")
    return folder


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with served_house(contradicting(tmp_path / "brand")) as served:
        yield served


def run(house: House) -> None:
    while nightly.step(house):
        pass


def test_the_owner_asks_for_an_audit_and_sees_both_places(desk: Desk) -> None:
    with chromium_over(desk) as page:
        page.goto(f"{desk.base}/inbox/audit")
        assert "아직 점검한 적이 없어요" in page.locator("main").inner_text()
        page.get_by_role("button", name="지금 점검하기").click()
        page.get_by_text("점검하는 중이에요").wait_for()
        run(desk.house)
        page.reload()
        finding: Any = page.locator(".finding")
        assert finding.count() == 1
        assert "3000원" in finding.inner_text()
        assert "articles/news.md" in finding.inner_text()


def test_the_sheet_prints_prices_hours_and_answers(desk: Desk) -> None:
    with chromium_over(desk) as page:
        page.goto(f"{desk.base}/inbox/audit/sheet")
        told = page.locator("main").inner_text()
        assert all(one in told for one in ("보리 소금빵", "3,200원", "품절", "09:00–20:00", "빵은 어떻게 보관하나요?"))
        page.emulate_media(media="print")
        assert not page.locator(".bar").is_visible()
        assert page.pdf(format="A4").startswith(b"%PDF")
