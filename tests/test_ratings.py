"""Was this helpful, repeats, silence: what came of answers, through the public doors and on each engine."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dangol.bootstrap import rating, talking
from dangol.bootstrap.house import House, open_house
from dangol.cli.doors.chat import ChatDoor
from dangol.cli.doors.desk import DeskDoor
from dangol.cli.doors.outcomes import OutcomeDoor
from dangol.conversations import threads
from dangol.decisions.outcomes import Verdict, outcomes
from dangol.kit.clock import fixed
from dangol.kit.errors import NotFound
from dangol.knowledge.imports import import_folder
from dangol.people.identities import identity_id
from small_brand import small_brand

AT = datetime(2026, 11, 25, 3, tzinfo=UTC)
KEEPING = "빵은 어떻게 보관하나요?"
PRICE = "보리 소금빵 얼마예요?"


@dataclass
class Shop:
    house: House
    said: int = 0

    def say(self, text: str, who: str = "minji", minutes: float = 0) -> str:
        """The id of the reply, "" for silence."""
        self.said += 1
        at = AT + timedelta(minutes=minutes)
        now = replace(self.house, clock=fixed(at))
        kept = talking.accept(now, inbox="web", external_id=who, text=text, client_key=f"k{self.said}", at=at)
        talking.respond(now, kept.message)
        newest = talking.listen(now, inbox="web", external_id=who, after=0, limit=200).messages[-1][1]
        return newest.id if newest.direction == "out" else ""

    def rate(self, message: str, *, helpful: bool, who: str = "minji", minutes: float = 1) -> None:
        at = AT + timedelta(minutes=minutes)
        rating.rate(self.house, inbox="web", external_id=who, message=message, helpful=helpful, at=at)

    def talk(self, who: str = "minji") -> str:
        with self.house.store.read() as connection:
            found = threads.newest(connection, identity=identity_id(self.house.key, "web", who), inbox="web")
        assert found is not None
        return found.id

    def came(self, after: timedelta = timedelta(hours=2)) -> list[Verdict]:
        """What came of each answer, the first answer first."""
        with self.house.store.read() as connection:
            return [one.verdict for one in outcomes(connection, AT - timedelta(days=1), AT + after)][::-1]


@pytest.fixture
def shop(tmp_path: Path, store_url: str) -> Iterator[Shop]:
    house = open_house(small_brand(tmp_path / "brand"), url=store_url, clock=fixed(AT + timedelta(hours=2)))
    import_folder(house.store, house.folder, AT)
    yield Shop(house)
    house.close()


def test_a_rating_is_an_event_and_the_newest_word_counts(shop: Shop) -> None:
    answer = shop.say(KEEPING)
    shop.rate(answer, helpful=True)
    shop.rate(answer, helpful=False, minutes=2)
    shop.rate(answer, helpful=True, minutes=3)
    assert shop.came() == ["helpful"]
    with shop.house.store.read() as connection:
        told = [event.payload for event in shop.house.journal.read(connection) if event.type == "answer.rated"]
    assert told == [{"message": answer, "helpful": one} for one in (True, False, True)]
    shown = ChatDoor(shop.house).thread(inbox="web", external_id="minji", after=0, limit=9).messages
    assert [one.helpful for one in shown] == [None, True]


def test_nobody_rates_what_was_said_to_somebody_else_or_is_no_answer(shop: Shop) -> None:
    answer = shop.say(KEEPING)
    greeting = shop.say("이 빵집 와이파이 비밀번호 뭐예요?", who="jun")  # handed over
    with shop.house.store.read() as connection:
        asked = threads.thread(connection, shop.talk())[0].id
    for message, who in ((answer, "jun"), (answer, "nobody"), (greeting, "jun"), (asked, "minji"), ("no-such-id", "minji")):
        with pytest.raises(NotFound) as refused:
            shop.rate(message, helpful=False, who=who)
        assert refused.value.code == "message.unknown"
    with shop.house.store.read() as connection:
        assert "answer.rated" not in {event.type for event in shop.house.journal.read(connection)}


def test_what_came_of_an_answer(shop: Shop) -> None:
    shop.say(KEEPING, who="again")
    shop.say("빵은 어떻게 보관해요?", who="again", minutes=5)
    shop.say(KEEPING, who="on")
    shop.say(PRICE, who="on", minutes=20)
    shop.say(KEEPING, who="person")
    shop.say("그 빵집 와이파이 비밀번호는 뭐예요?", who="person", minutes=30)
    shop.say(KEEPING, who="agent")
    DeskDoor(shop.house).reply(
        shop.talk("agent"), agent="mina", text="제가 더 알려 드릴게요.", client_key="r", at=AT + timedelta(minutes=3)
    )
    shop.say(KEEPING, who="quiet")
    came = sorted(shop.came())
    assert came == sorted(["repeated", "open", "went_on", "open", "person", "person", "open"])
    assert sorted(shop.came(timedelta(days=2))) == sorted(["repeated", "silent", "went_on", "silent", "person", "person", "silent"])


def test_what_was_tapped_and_was_enough_helped_and_else_went_to_a_person(shop: Shop) -> None:
    for who, word in (("a", "이걸로 됐어요"), ("b", "사람에게 물어볼게요")):
        for place, text in enumerate(("빵 냉장고에 넣어도 괜찮나요?", "1", word)):
            shop.say(text, who=who, minutes=place)
    assert sorted(shop.came()) == ["helpful", "person"]


def test_entries_are_counted_with_those_that_helped_least_first(shop: Shop) -> None:
    shop.rate(shop.say(PRICE, who="a"), helpful=True, who="a")
    for who in ("b", "c"):
        shop.rate(shop.say(KEEPING, who=who), helpful=False, who=who)
    first, second = OutcomeDoor(shop.house).entries(limit=10)
    assert (first.source.id, first.answered, first.counts["not_helpful"], first.question) == ("faq/f2", 2, 2, KEEPING)
    assert (second.source.id, second.answered, second.counts["helpful"], second.question) == ("product/p1/price", 1, 1, "")
    assert sum(first.counts.values()) == first.answered


def test_a_disliked_answer_is_a_gap_with_the_entry_that_it_rests_on(shop: Shop) -> None:
    for who in ("a", "b"):
        shop.rate(shop.say(KEEPING, who=who), helpful=False, who=who)
    shop.say("빵은 어떻게 보관하나요? ", who="b", minutes=3)  # disliked and asked again is one gap still
    desk = DeskDoor(shop.house)
    (gap,) = desk.gaps(limit=10)
    assert (gap.people, gap.times, gap.disliked, gap.reason) == (2, 2, 2, "disliked")
    assert gap.entry == ("faq/f2", KEEPING, "밀봉해서 냉동하면 2주까지 맛있어요.")
    assert [(one.title, one.file) for one in gap.cited] == [(KEEPING, "faq.csv")]
    better = "밀봉해서 냉동하면 3주, 냉장은 이틀까지 맛있어요."
    assert (
        desk.correct(question=KEEPING, answer=better, agent="mina", at=AT + timedelta(hours=1), gap_id=gap.id, entry="faq/f2") == "faq/f2"
    )
    assert desk.gaps(limit=10) == []
    assert f'f2,{KEEPING},"{better}"' in (shop.house.folder / "faq.csv").read_text(encoding="utf-8").replace(better, better)
    later = Shop(replace(shop.house, clock=fixed(AT + timedelta(hours=2))), said=90)
    later.say(KEEPING, who="next", minutes=90)
    heard = talking.listen(later.house, inbox="web", external_id="next", after=0, limit=9).messages[-1][1].text
    assert better in heard


def test_a_change_of_mind_takes_the_gap_back(shop: Shop) -> None:
    answer = shop.say(KEEPING)
    shop.rate(answer, helpful=False)
    assert len(DeskDoor(shop.house).gaps(limit=5)) == 1
    shop.rate(answer, helpful=True, minutes=2)
    assert DeskDoor(shop.house).gaps(limit=5) == []


def test_an_entry_that_is_gone_cannot_be_corrected(shop: Shop) -> None:
    with pytest.raises(NotFound):
        DeskDoor(shop.house).correct(question="?", answer="!", agent="mina", at=AT, entry="faq/f9")
