"""The gap loop through the public doors: asked in several words, answered by an agent, added in two clicks, and the next asker gets it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dangol.bootstrap import intake, talking
from dangol.bootstrap.house import House, open_house
from dangol.cli.doors.desk import DeskDoor
from dangol.conversations import threads
from dangol.events.incoming import Incoming
from dangol.kit.clock import fixed
from dangol.knowledge.imports import import_folder
from dangol.people.identities import identity_id
from small_brand import small_brand

AT = datetime(2026, 11, 25, 3, tzinfo=UTC)
PARKING = ("생일 초도 같이 주나요?", "생일초 같이 챙겨 주시나요?", "생일 초 주시는지 궁금해요")


@pytest.fixture
def house(tmp_path: Path, store_url: str) -> Iterator[House]:
    opened = open_house(small_brand(tmp_path / "brand"), url=store_url, clock=fixed(AT))
    import_folder(opened.store, opened.folder, AT)
    yield opened
    opened.close()


def ask(house: House, who: str, text: str, key: str = "k1") -> str:
    kept = talking.accept(house, inbox="web", external_id=who, text=text, client_key=key, at=house.clock())
    decision = talking.respond(house, kept.message).decision
    assert decision is not None
    return decision.kind


def talk_of(house: House, who: str) -> str:
    with house.store.read() as connection:
        talk = threads.newest(connection, identity=identity_id(house.key, "web", who), inbox="web")
    assert talk is not None
    return talk.id


def answer(house: House, who: str, text: str) -> None:
    DeskDoor(house).reply(talk_of(house, who), agent="mina", text=text, client_key=f"r-{who}", at=house.clock())


def event(kind: str, who: str, at: datetime, **data: Any) -> Incoming:
    return Incoming(
        id=f"{kind}-{who}-{at}", type=kind, inbox="web", identity=who, occurred_at=at, received_at=at, data=data, imported=False
    )


def test_wordings_are_one_question_answered_once_and_the_next_asker_gets_it(house: House) -> None:
    for who, text in zip(("a", "b", "c"), PARKING, strict=True):
        assert ask(house, who, text) == "hand_over"
    answer(house, "b", "네, 케이크를 사시면 초를 무료로 드려요. 010-1234-5678로 전화 주셔도 돼요.")
    (gap,) = DeskDoor(house).gaps(limit=10)
    assert (gap.people, gap.times, len(gap.wordings)) == (3, 3, 2)
    assert gap.draft.startswith("네, 케이크를 사시면 초를 무료로 드려요.")
    assert "1234" not in gap.draft
    DeskDoor(house).correct(question=gap.question, answer="네, 케이크를 사시면 초를 무료로 드려요.", agent="mina", at=AT, gap_id=gap.id)
    assert DeskDoor(house).gaps(limit=10) == []
    later = replace(house, clock=fixed(AT + timedelta(minutes=5)))
    assert ask(later, "next", "생일 초 같이 주시나요?") == "answer"
    heard = talking.listen(later, inbox="web", external_id="next", after=0, limit=10).messages[-1][1].text
    assert "초를 무료로 드려요" in heard


def test_more_people_come_first_and_one_who_repeats_is_one(house: House) -> None:
    for number in range(3):
        ask(house, "loud", "글루텐 없는 빵 있나요?", f"k{number}")
    ask(house, "a", PARKING[0])
    ask(house, "b", PARKING[1])
    assert [(gap.people, gap.question in PARKING) for gap in DeskDoor(house).gaps(limit=10)] == [(2, True), (1, False)]


@pytest.mark.parametrize(
    ("events", "lost", "leavers"),
    [
        ([("cart.added", -1, {"product_id": "p1", "quantity": 2})], 6400, 1),
        ([("cart.added", -1, {"product_id": "p1", "quantity": 2}), ("cart.removed", 1, {"product_id": "p1"})], 0, 0),
        ([("cart.added", -1, {"product_id": "p1"}), ("order.completed", 30, {"products": [{"product_id": "p1"}]})], 0, 0),
        ([("cart.added", -40, {"product_id": "p1"})], 0, 0),
        ([], 0, 0),
    ],
)
def test_what_was_left_in_the_cart(house: House, events: list[Any], lost: int, leavers: int) -> None:
    ask(house, "a", PARKING[0])
    intake.take(house, [event(kind, "a", AT + timedelta(hours=hours), **data) for kind, hours, data in events])
    (gap,) = DeskDoor(house).gaps(limit=10)
    assert (gap.lost, gap.leavers) == (lost, leavers)


def test_questions_about_different_products_are_two(house: House) -> None:
    ask(house, "a", "보리 소금빵에 견과류 들어가요?")
    ask(house, "b", "통밀 식빵에 견과류 들어가요?")
    assert len(DeskDoor(house).gaps(limit=10)) == 2


@pytest.mark.parametrize(
    ("again", "minutes", "listed"),
    [
        ("빵 보관은 어떻게 하나요?", 3, True),
        ("빵은 어떻게 보관하나요?", 3, True),
        ("빵 보관은 어떻게 하나요?", 30, False),
        ("택배 되나요?", 3, False),
        ("고마워요", 3, False),
    ],
)
def test_an_answer_after_which_the_same_is_asked_again_did_not_help(house: House, again: str, minutes: int, listed: bool) -> None:
    assert ask(house, "a", "빵은 어떻게 보관하나요?") == "answer"
    later = replace(house, clock=fixed(AT + timedelta(minutes=minutes)))
    ask(later, "a", again, "k2")
    found = DeskDoor(later).gaps(limit=10)
    assert [gap.reason for gap in found] == (["asked_again"] if listed else [])
    for gap in found:
        DeskDoor(later).correct(question=gap.question, answer="밀봉해서 얼려 주세요.", agent="mina", at=later.clock(), gap_id=gap.id)
    assert DeskDoor(later).gaps(limit=10) == []
