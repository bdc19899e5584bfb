"""A talk with the sample brand through the chat's own door: what it is about lives in the database between messages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dangol.bootstrap.house import House, open_house
from dangol.cli.doors.chat import ChatDoor
from dangol.demo.folder import copy_sample
from dangol.knowledge.imports import import_folder
from dangol.web.views import ChatMessage

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path, store_url: str) -> Iterator[House]:
    opened = open_house(copy_sample(tmp_path / "demo-brand"), url=store_url, clock=lambda: AT)
    import_folder(opened.store, opened.folder, AT)
    opened.knowledge.answerer()
    yield opened
    opened.close()


def test_a_question_about_it_finds_its_subject_in_another_process(house: House, store_url: str) -> None:
    said = tell(house, "달빛 랜턴 얼마예요?", "a")
    (price,) = said.sources
    assert price.id.endswith("/price")
    # What follows is answered by somebody who has only the database.
    elsewhere = open_house(house.folder, url=store_url, clock=lambda: AT)
    try:
        elsewhere.knowledge.answerer()
        (stock,) = tell(elsewhere, "그건 재고 있어요?", "b").sources
    finally:
        elsewhere.close()
    assert stock.id == price.id.removesuffix("price") + "stock"


def tell(house: House, text: str, key: str) -> ChatMessage:
    """The reply to a message."""
    chat = ChatDoor(house)
    kept = chat.accept(inbox="web", external_id="v-1", text=text, client_key=key, at=AT, kind="text")
    chat.handle(kept.message_id)
    (reply,) = chat.thread(inbox="web", external_id="v-1", after=kept.number, limit=10).messages
    assert reply.sender == "bot"
    return reply
