"""What may have been meant, in the widget of a real Chromium over a real house: offered, tapped by the keyboard, settled, seen."""

from pathlib import Path

import pytest
from console_house import chromium_over, served_house

from small_brand import small_brand

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.mark.parametrize("width", [390, 1280])
def test_one_tap_instead_of_waiting(tmp_path: Path, width: int) -> None:
    with served_house(small_brand(tmp_path / "brand")) as desk, chromium_over(desk, width) as page:
        page.goto(f"{desk.base}/")
        page.wait_for_function("window.Dangol")
        page.evaluate("window.Dangol.ask('빵 냉장고에 넣어도 괜찮나요?')")
        title = page.get_by_role("button", name="빵은 어떻게 보관하나요?")
        title.focus()
        page.keyboard.press("Enter")
        page.get_by_text("밀봉해서 냉동하면").first.wait_for()
        assert page.get_by_text("상담원을 기다리고 있어요").is_visible()
        assert page.get_by_role("group", name="고를 수 있는 답").get_by_role("button").all_inner_texts() == [
            "이걸로 됐어요",
            "사람에게 물어볼게요",
        ]
        page.get_by_role("button", name="이걸로 됐어요").click()
        page.get_by_text("도움이 되었다니 다행이에요").wait_for()
        page.get_by_text("가게 자료를 근거로 답해요").wait_for()
        page.goto(f"{desk.base}/inbox")
        page.locator("a[href^='/inbox/c/']").first.click()
        assert page.locator(".offered").first.get_by_text("빵은 어떻게 보관하나요?").is_visible()
        assert page.get_by_text("내민 글을 손님이 고름").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_words_to_a_person_are_said_to_be_passed_on(tmp_path: Path) -> None:
    with served_house(small_brand(tmp_path / "brand")) as desk, chromium_over(desk, 390) as page:
        page.goto(f"{desk.base}/")
        page.wait_for_function("window.Dangol")
        page.evaluate("window.Dangol.ask('상담원 연결해 주세요')")
        page.get_by_text("상담원을 기다리고 있어요").wait_for()
        assert not page.get_by_text("상담원에게 전해졌어요").is_visible()
        page.evaluate("window.Dangol.ask('어제 산 빵 이야기예요')")
        page.get_by_text("상담원에게 전해졌어요").wait_for()
