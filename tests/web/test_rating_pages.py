"""Was this helpful in the widget, and the pages of answers and of gaps, in a real Chromium over a real house."""

from pathlib import Path

import pytest
from console_house import chromium_over, served_house

from dangol.decisions.outcomes import outcomes
from small_brand import small_brand

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
KEEPING = "빵은 어떻게 보관하나요?"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_thumb_down_becomes_a_corrected_entry_in_two_clicks(tmp_path: Path, width: int) -> None:
    with served_house(small_brand(tmp_path / "brand")) as desk, chromium_over(desk, width) as page:
        page.goto(f"{desk.base}/inbox/answers")
        assert "아직 자동으로 답한 것이 없어요" in page.locator("main").inner_text()
        page.goto(f"{desk.base}/")
        page.wait_for_function("window.Dangol")
        page.evaluate(f"window.Dangol.ask('{KEEPING}')")
        group = page.get_by_role("group", name="이 답이 도움이 됐나요?")
        down = group.get_by_role("button", name="도움이 안 됐어요")
        down.focus()
        page.keyboard.press("Enter")
        group.get_by_text("알려 주셔서 고마워요").wait_for()
        assert down.get_attribute("aria-pressed") == "true"
        page.get_by_role("button", name="English").click()
        assert page.get_by_role("group", name="Was this helpful?").get_by_text("Thank you for telling us").is_visible()
        with desk.house.store.read() as connection:
            now = desk.house.clock()
            assert [one.verdict for one in outcomes(connection, now.replace(year=2020), now)] == ["not_helpful"]
        page.reload()
        page.wait_for_function("window.Dangol")
        page.evaluate("window.Dangol.open()")
        page.wait_for_selector(".less[aria-pressed='true']")
        page.goto(f"{desk.base}/inbox/answers")
        card = page.locator(".outcome")
        assert "도움 안 됨" in card.inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.goto(f"{desk.base}/inbox/gaps")
        gap = page.locator("details.gap")
        assert "답했지만 도움이 안 됨 1번" in gap.locator("summary").inner_text()
        gap.locator("summary").click()
        assert gap.locator("textarea").input_value() == "밀봉해서 냉동하면 2주까지 맛있어요."
        gap.locator("textarea").fill("밀봉해서 냉동하면 3주까지 맛있어요.")
        gap.get_by_role("button", name="지식에 더하기").click()
        page.get_by_text("답 없는 질문이 없어요").wait_for()
        assert "3주까지" in (desk.house.folder / "faq.csv").read_text(encoding="utf-8")


def test_an_entry_is_corrected_on_the_page_of_answers(tmp_path: Path) -> None:
    with served_house(small_brand(tmp_path / "brand")) as desk, chromium_over(desk) as page:
        page.goto(f"{desk.base}/")
        page.wait_for_function("window.Dangol")
        page.evaluate(f"window.Dangol.ask('{KEEPING}')")
        page.get_by_role("group", name="이 답이 도움이 됐나요?").wait_for()
        page.goto(f"{desk.base}/inbox/answers")
        page.get_by_text("이 글 고치기").click()
        page.locator("textarea").fill("냉동하면 한 달까지 맛있어요.")
        page.get_by_role("button", name="지식에 더하기").click()
        page.get_by_text("faq/f2").first.wait_for()
        assert "한 달까지" in (desk.house.folder / "faq.csv").read_text(encoding="utf-8")
