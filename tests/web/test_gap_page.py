"""The page of unanswered questions in a real Chromium over a real house: two clicks, and the next asker gets the agent's answer."""

from pathlib import Path

import pytest
from console_house import chromium_over, served_house

from dangol.bootstrap import talking
from dangol.bootstrap.house import House
from dangol.cli.doors.desk import DeskDoor
from dangol.conversations import threads
from dangol.people.identities import identity_id
from small_brand import small_brand

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def ask(house: House, who: str, text: str) -> str:
    kept = talking.accept(house, inbox="web", external_id=who, text=text, client_key="k1", at=house.clock())
    decision = talking.respond(house, kept.message).decision
    assert decision is not None
    return decision.kind


def agent_answers(house: House, who: str, text: str) -> None:
    with house.store.read() as connection:
        talk = threads.newest(connection, identity=identity_id(house.key, "web", who), inbox="web")
    assert talk is not None
    DeskDoor(house).reply(talk.id, agent="owner", text=text, client_key="r1", at=house.clock())


@pytest.mark.parametrize("width", [390, 1280])
def test_an_agents_reply_becomes_knowledge_in_two_clicks(tmp_path: Path, width: int) -> None:
    with served_house(small_brand(tmp_path / "brand")) as desk, chromium_over(desk, width) as page:
        assert ask(desk.house, "a", "생일 초도 같이 주나요?") == "hand_over"
        assert ask(desk.house, "b", "생일초 같이 챙겨 주시나요?") == "hand_over"
        agent_answers(desk.house, "a", "네, 케이크를 사시면 초를 무료로 드려요.")
        page.goto(f"{desk.base}/inbox/gaps")
        card = page.locator("details.gap")
        assert card.count() == 1
        assert "2명" in card.locator("summary").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        card.locator("summary").click()
        assert card.locator("textarea").input_value() == "네, 케이크를 사시면 초를 무료로 드려요."
        card.get_by_role("button", name="지식에 더하기").click()
        page.get_by_text("답 없는 질문이 없어요").wait_for()
        assert ask(desk.house, "c", "생일 초 같이 주시나요?") == "answer"
