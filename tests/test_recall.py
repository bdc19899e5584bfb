"""A fact changes: who was told the old one is listed and corrected once, through the outbox and its gate."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dangol.bootstrap import talking
from dangol.bootstrap.erasing import erase
from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.sending import sweep
from dangol.cli.doors.desk import DeskDoor
from dangol.cli.doors.recall import RecallDoor
from dangol.conversations import threads
from dangol.kit.clock import fixed
from dangol.kit.errors import Conflict
from dangol.knowledge.imports import import_folder
from dangol.people.identities import identity_id
from small_brand import small_brand

AT = datetime(2026, 11, 25, 3, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def house(tmp_path: Path, store_url: str) -> Iterator[House]:
    opened = open_house(small_brand(tmp_path / "brand"), url=store_url, clock=fixed(AT))
    import_folder(opened.store, opened.folder, AT)
    yield opened
    opened.close()


def ask(house: House, who: str, text: str, key: str = "k1") -> None:
    kept = talking.accept(house, inbox="web", external_id=who, text=text, client_key=key, at=house.clock())
    talking.respond(house, kept.message)


def edit(house: House, file: str, old: str, new: str, at: datetime = LATER) -> House:
    path = house.folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    import_folder(house.store, house.folder, at)
    return replace(house, clock=fixed(at + timedelta(minutes=5)))


def heard(house: House, who: str) -> list[str]:
    return [message.text for _, message in talking.listen(house, inbox="web", external_id=who, after=0, limit=50).messages]


def states(house: House) -> list[str]:
    return [person.state for change in RecallDoor(house).changes() for person in change.people]


def test_everyone_who_was_told_is_listed_and_told_once(house: House) -> None:
    for who in ("minji", "jun"):
        ask(house, who, "소금빵 얼마예요?")
    ask(house, "sora", "빵은 어떻게 보관하나요?")
    assert RecallDoor(house).changes() == []
    now = edit(house, "products.csv", "3200", "3500")
    door = RecallDoor(now)
    (change,) = door.changes()
    assert (change.id, change.was, change.now, change.open) == ("product/p1/price", "3200", "3500", 2)
    assert all("3,200원" in person.said for person in change.people)
    for _ in range(2):  # pressed twice
        door.correct(change.id, version=str(change.version), agent="owner", at=now.clock())
    while not sweep(now, "worker/1").idle:
        pass
    assert states(now) == ["sent", "sent"]
    for who in ("minji", "jun"):
        told = [text for text in heard(now, who) if "바로잡아요" in text]
        assert len(told) == 1
        assert "3,500원" in told[0]
    assert not any("바로잡아요" in text for text in heard(now, "sora"))


def test_who_has_heard_the_new_one_gets_nothing(house: House) -> None:
    ask(house, "minji", "소금빵 얼마예요?")
    now = edit(house, "products.csv", "3200", "3500")
    ask(now, "minji", "소금빵 얼마예요?", "k2")
    assert states(now) == ["anew"]


def test_a_second_change_is_a_second_correction(house: House) -> None:
    ask(house, "minji", "소금빵 얼마예요?")
    now = edit(house, "products.csv", "3200", "3500")
    (change,) = RecallDoor(now).changes()
    RecallDoor(now).correct(change.id, version=str(change.version), agent="owner", at=now.clock())
    sweep(now, "worker/1")
    again = edit(now, "products.csv", "3500", "3700", now.clock() + timedelta(hours=1))
    with pytest.raises(Conflict, match=r"recall\.moved_on"):
        RecallDoor(again).correct(change.id, version=str(change.version), agent="owner", at=again.clock())
    (second,) = RecallDoor(again).changes()
    assert (second.was, second.now, second.open) == ("3500", "3700", 1)


@pytest.mark.parametrize(("file", "old", "new"), [("faq.csv", "2주까지", "3주까지"), ("products.csv", "천일염을", "죽염을")])
def test_stock_is_left_out_and_texts_count(house: House, file: str, old: str, new: str) -> None:
    ask(house, "minji", "빵은 어떻게 보관하나요?")
    ask(house, "minji", "소금빵 재고 있어요?", "k2")
    now = edit(edit(house, file, old, new), "products.csv", ",12,", ",11,")
    assert [change.id for change in RecallDoor(now).changes()] == (["faq/f2"] if file == "faq.csv" else [])


def test_what_is_gone_is_said_to_be_gone(house: House) -> None:
    ask(house, "minji", "빵은 어떻게 보관하나요?")
    now = edit(house, "faq.csv", "f2,빵은 어떻게 보관하나요?,밀봉해서 냉동하면 2주까지 맛있어요.\n", "")
    (change,) = RecallDoor(now).changes()
    assert change.now is None
    assert "이제 맞지 않아요" in change.preview


def test_a_closed_talk_is_opened_anew_and_an_erased_person_is_not_there(house: House) -> None:
    for who in ("minji", "jun"):
        ask(house, who, "소금빵 얼마예요?")
    with house.store.read() as connection:
        talk = threads.newest(connection, identity=identity_id(house.key, "web", "minji"), inbox="web")
    assert talk is not None
    DeskDoor(house).close(talk.id, agent="owner", at=AT)
    erase(house, [identity_id(house.key, "web", "jun")])
    now = edit(house, "products.csv", "3200", "3500")
    (change,) = RecallDoor(now).changes()
    assert change.open == 1
    RecallDoor(now).correct(change.id, version=str(change.version), agent="owner", at=now.clock())
    sweep(now, "worker/1")
    assert "바로잡아요" in heard(now, "minji")[-1]
    assert heard(now, "jun") == []


def test_an_inbox_that_is_off_gets_nothing_and_the_page_says_so(house: House) -> None:
    ask(house, "minji", "소금빵 얼마예요?")
    now = edit(house, "products.csv", "3200", "3500")
    toml = house.folder / "brand.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('"automatic"', '"off"'), encoding="utf-8")
    (change,) = RecallDoor(now).changes()
    assert (change.open, states(now)) == (0, ["off"])
    RecallDoor(now).correct(change.id, version=str(change.version), agent="owner", at=now.clock())
    assert states(now) == ["off"]


def test_a_benefit_in_it_is_refused_with_the_rule(house: House) -> None:
    ask(house, "minji", "빵은 어떻게 보관하나요?")
    now = edit(house, "faq.csv", "2주까지 맛있어요", "3주까지 맛있고 지금 전 품목 30% 할인 쿠폰을 드려요")
    (change,) = RecallDoor(now).changes()
    RecallDoor(now).correct(change.id, version=str(change.version), agent="owner", at=now.clock())
    sweep(now, "worker/1")
    ((person,),) = [change.people for change in RecallDoor(now).changes()]
    assert (person.state, person.reason) == ("refused", "gate.benefit")
    assert "광고" in person.reason_ko
    assert not any("바로잡아요" in text for text in heard(now, "minji"))
