"""What is offered beside a hand-over, by the chat's own door, on each engine: shown, tapped, answered, settled or left to a person."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dangol.answers.answer import Topic
from dangol.bootstrap import talking
from dangol.bootstrap.house import House, open_house
from dangol.channels.port import Choice
from dangol.cli.doors.chat import ChatDoor
from dangol.cli.doors.desk import DeskDoor
from dangol.conversations import threads
from dangol.conversations.conversation import Conversation
from dangol.decisions.decision import Decision
from dangol.decisions.topics import topic_from
from dangol.kit.clock import fixed
from dangol.knowledge.imports import import_folder
from dangol.outbox.body import body_from, body_json
from dangol.outbox.row import Body
from dangol.people.identities import identity_id
from small_brand import small_brand

AT = datetime(2026, 11, 25, 3, tzinfo=UTC)
FRIDGE = "빵 냉장고에 넣어도 괜찮나요?"
KEEPING = "빵은 어떻게 보관하나요?"


@dataclass
class Talk:
    """One customer's talk; every message comes a minute after the one before."""

    house: House
    inbox: str = "web"
    said: int = 0

    def say(self, text: str, wish: talking.Wish = "text") -> Decision:
        self.said += 1
        at = AT + timedelta(minutes=self.said)
        now = replace(self.house, clock=fixed(at))
        kept = talking.accept(now, inbox=self.inbox, external_id="minji", text=text, client_key=f"k{self.said}", at=at, wish=wish)
        decision = talking.respond(now, kept.message).decision
        assert decision is not None
        return decision

    @property
    def now(self) -> Conversation:
        with self.house.store.read() as connection:
            found = threads.newest(connection, identity=identity_id(self.house.key, self.inbox, "minji"), inbox=self.inbox)
        assert found is not None
        return found

    @property
    def topic(self) -> Topic:
        return topic_from(self.now.topic)

    @property
    def buttons(self) -> tuple[str, ...]:
        """What the widget shows under the newest message."""
        return ChatDoor(self.house).thread(inbox=self.inbox, external_id="minji", after=0, limit=50).messages[-1].choices


@pytest.fixture
def talk(tmp_path: Path, store_url: str) -> Iterator[Talk]:
    house = open_house(small_brand(tmp_path / "brand"), url=store_url, clock=fixed(AT))
    import_folder(house.store, house.folder, AT)
    yield Talk(house=house)
    house.close()


def test_a_thin_hand_over_offers_what_may_have_been_meant_and_still_waits_for_a_person(talk: Talk) -> None:
    decision = talk.say(FRIDGE)
    assert (decision.kind, talk.now.state) == ("hand_over", "waiting")
    assert decision.text.endswith("혹시 이런 게 궁금하세요?")
    assert talk.buttons == (KEEPING,)
    assert not decision.citations  # a title states nothing


@pytest.mark.parametrize("tap", [KEEPING, "빵은 어떻게  보관하나요", "1", "1번", " 1. "])
def test_what_is_tapped_typed_or_numbered_is_answered_from_that_text_while_a_person_is_waited_for(talk: Talk, tap: str) -> None:
    talk.say(FRIDGE)
    picked = talk.say(tap)
    assert picked.kind == "answer"
    assert [cited.id for cited in picked.citations] == ["faq/f2"]
    assert "밀봉해서 냉동하면" in picked.text
    assert picked.reasons == ("hint.picked", "faq/f2")
    assert talk.now.state == "waiting"
    assert talk.buttons == ("이걸로 됐어요", "사람에게 물어볼게요")


def test_enough_gives_the_talk_back_to_the_machine(talk: Talk) -> None:
    for text in (FRIDGE, KEEPING):
        talk.say(text)
    assert talk.say("이걸로 됐어요").reasons == ("hint.settled",)
    assert talk.now.state == "bot"
    assert talk.topic.hints == ()
    assert "3,200원" in talk.say("보리 소금빵 얼마예요?").text


def test_who_still_wants_a_person_goes_on_waiting(talk: Talk) -> None:
    for text in (FRIDGE, KEEPING):
        talk.say(text)
    told = talk.say("사람에게 물어볼게요")
    assert (told.kind, told.reasons) == ("hand_over", ("hint.person",))
    assert talk.now.state == "waiting"


def test_what_was_asked_meanwhile_is_not_settled_by_a_title(talk: Talk) -> None:
    talk.say(FRIDGE)
    assert talk.say("그리고 단체 주문은 할인되나요?").reasons == ("waiting_for_person",)
    assert "나머지는 담당자가" in talk.say(KEEPING).text
    assert talk.buttons == ()
    talk.say("이걸로 됐어요")
    assert talk.now.state == "waiting"


def test_another_question_is_answered_while_a_person_is_waited_for(talk: Talk) -> None:
    talk.say(FRIDGE)
    told = talk.say("보리 소금빵 얼마예요?")
    assert (told.kind, "3,200원" in told.text, told.reasons[-1]) == ("answer", True, "meanwhile")
    assert talk.now.state == "waiting"
    assert talk.say("고마워요").kind == "silent"  # nothing to cite
    assert "나머지는 담당자가" in talk.say(KEEPING).text  # what was offered is still answered


@pytest.mark.parametrize(
    "wanted", ["빵 먹고 두드러기가 났어요", "사람 바꿔 주세요", "진짜 짜증나네 빵이 왜 이래요", "제 주문 어디쯤 왔어요?"]
)
@pytest.mark.parametrize("first", ["", FRIDGE])
def test_who_wants_a_person_for_more_than_an_answer_hears_nothing_from_the_machine(talk: Talk, first: str, wanted: str) -> None:
    for text in filter(None, (first, wanted)):
        talk.say(text)
    assert talk.say("보리 소금빵 얼마예요?").kind == "silent"
    assert talk.now.state == "waiting"


def test_a_person_wanted_by_the_button_is_not_given_up_either(talk: Talk) -> None:
    talk.say(FRIDGE)
    talk.say("상담원과 이야기하고 싶어요.", wish="person_wanted")
    for text in (KEEPING, "이걸로 됐어요"):
        talk.say(text)
    assert talk.say("보리 소금빵 얼마예요?").kind == "silent"
    assert talk.now.state == "waiting"


@pytest.mark.parametrize(
    "text",
    [
        "빵 먹고 두드러기가 났어요",
        "사람 바꿔 주세요",
        "진짜 짜증나네 빵이 왜 이래요",
        "제 주문 어디쯤 왔어요?",
        "안녕하세요",
        "와이파이 비번 뭐예요?",
    ],
)
def test_nothing_is_offered_for_harm_anger_a_person_an_own_record_small_talk_or_what_nothing_is_near(talk: Talk, text: str) -> None:
    assert "혹시 이런 게" not in talk.say(text).text
    assert talk.buttons == ()
    assert talk.topic.hints == ()


def test_words_of_the_buttons_mean_nothing_before_something_was_tapped(talk: Talk) -> None:
    talk.say(FRIDGE)
    assert talk.say("이걸로 됐어요").reasons == ("waiting_for_person",)
    assert talk.now.state == "waiting"


def test_an_owner_who_reads_everything_first_offers_nothing(talk: Talk) -> None:
    careful = Talk(house=talk.house, inbox="careful")
    careful.say(FRIDGE)
    assert careful.topic.hints == ()
    assert careful.say(KEEPING).reasons[-1] == "draft_only"


def test_a_person_who_owns_the_thread_is_not_spoken_over(talk: Talk) -> None:
    talk.say(FRIDGE)
    DeskDoor(talk.house).take_over(talk.now.id, agent="mina", at=AT)
    assert talk.say("1").kind == "silent"


def test_a_text_that_is_gone_since_is_not_answered(talk: Talk) -> None:
    talk.say(FRIDGE)
    (talk.house.folder / "faq.csv").write_text("id,question,answer\nf1,택배 되나요?,네.\n", encoding="utf-8")
    import_folder(talk.house.store, talk.house.folder, AT)
    assert talk.say("1").reasons == ("waiting_for_person",)


def test_staff_see_what_was_offered_and_tapped(talk: Talk) -> None:
    for text in (FRIDGE, "1"):
        talk.say(text)
    turns = DeskDoor(talk.house).conversation(talk.now.id).turns
    assert turns[1].offered == (KEEPING,)
    assert turns[3].decision is not None
    assert turns[3].decision.reasons[0] == "hint.picked"


def test_a_correction_begins_with_what_had_a_source_not_with_the_greeting(talk: Talk) -> None:
    for text in ("보리 소금빵 얼마예요?", FRIDGE):
        talk.say(text)
    _, first, _, handed = DeskDoor(talk.house).conversation(talk.now.id).turns
    assert first.text.endswith(first.cited)
    assert first.text != first.cited
    assert "3,200원" in first.cited
    assert handed.cited == ""


def test_the_tapped_answer_is_the_draft_of_the_open_question(talk: Talk) -> None:
    for text in (FRIDGE, "1"):
        talk.say(text)
    (gap,) = DeskDoor(talk.house).gaps(limit=5)
    assert (gap.question, gap.draft) == (FRIDGE, "밀봉해서 냉동하면 2주까지 맛있어요.")


def test_in_english_the_words_around_are_english(talk: Talk) -> None:
    assert talk.say("Can I freeze the bread?").text.endswith("Did you mean one of these?")
    assert "Was that what you needed?" in talk.say("1").text
    assert talk.buttons == ("That answers it", "I will ask a person")


def test_choices_without_a_number_are_kept_as_before(talk: Talk) -> None:
    body = Body(text="?", choices=(Choice(label="네", value="yes"), Choice(label="제목", value="제목", short="1번")))
    assert body_from(body_json(body)) == body
    assert body_from({"text": "?", "sentences": [], "choices": [["네", "yes"]]}).choices == (Choice(label="네", value="yes"),)
