"""The demo: its folder, three months that are the same for everyone, and nothing sent because of them."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from dangol.answers.answer import Topic
from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.sending import sweep
from dangol.cli.doors import open_doors
from dangol.cli.showing import TRY
from dangol.demo.folder import copy_sample
from dangol.demo.past import make_past
from dangol.demo.replies import make_talks, write_today
from dangol.kit.errors import Refused
from dangol.knowledge.imports import import_folder
from dangol.sample.history import deeds
from dangol.sample.people import shoppers
from small_brand import small_brand

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = open_house(copy_sample(tmp_path / "demo-brand"), clock=lambda: AT)
    import_folder(opened.store, opened.folder, AT)
    yield opened
    opened.close()


def test_the_folder_is_copied_once(tmp_path: Path) -> None:
    folder = copy_sample(tmp_path / "demo-brand")
    (folder / "faq.csv").write_text("id,question,answer\n", "utf-8")
    assert copy_sample(folder) == folder
    assert (folder / "faq.csv").read_text("utf-8") == "id,question,answer\n"
    assert [path.name for path in tmp_path.iterdir()] == ["demo-brand"]
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match=r"demo\.cannot_write"):
        copy_sample(tmp_path / "file" / "demo-brand")


def test_the_history_is_the_same_for_everyone_and_lies_in_the_past() -> None:
    def made() -> list[object]:
        random = Random(7)
        people = shoppers(random, 200, {"원두": ["b1", "b2", "b3"], "텐트": ["t1"]}, ["s1"])
        return list(deeds(random, people, {"b1": 1, "b2": 2, "b3": 3, "t1": 9}, AT))

    first = made()
    assert first == made()
    at = [deed.at for deed in first]  # type: ignore[attr-defined]
    assert at == sorted(at)
    assert AT - timedelta(days=92) < at[0]
    assert at[-1] <= AT


def test_habits_can_be_seen_in_the_history() -> None:
    random = Random(7)
    people = shoppers(random, 600, {"원두": ["b1", "b2", "b3"], "텐트": ["t1", "t2", "t3"]}, ["s1"])
    habit = {person.id: person.habit for person in people}
    done = deeds(random, people, dict.fromkeys(("b1", "b2", "b3", "t1", "t2", "t3"), 1), AT)
    visits = Counter((habit[deed.who], deed.at.weekday()) for deed in done if deed.type == "place.visited")
    campers = {day: count for (who, day), count in visits.items() if who == "camper"}
    mornings = {day for (who, day) in visits if who == "morning"}
    assert set(campers) == {5}
    assert mornings <= {0, 1, 2, 3, 4}


def test_a_lively_inbox_and_nothing_sent_for_it(house: House) -> None:
    written = write_today(house)
    assert [row.state for row in open_doors(house).desk.conversations(state=None, limit=9)] == ["bot"] * 3  # before anything is loaded
    assert sweep(house, "worker/1", after_start=True).decided == len(written)
    while not sweep(house, "worker/1").idle:
        pass  # one reply of a conversation a round
    past = make_past(house, people=60)
    said = make_talks(house, past, messages=60)
    assert write_today(house) == written
    assert sweep(house, "worker/1", after_start=True).idle
    assert (past.added > 300, said >= 60) == (True, True)
    again = make_past(house, people=60)
    assert (again.added, again.until, make_talks(house, again, messages=60)) == (0, past.until, 0)
    with house.store.read() as connection:
        imported = connection.execute(text("SELECT count(*) FROM envelopes WHERE imported")).scalar_one()
        live = connection.execute(text("SELECT count(*) FROM envelopes WHERE NOT imported AND type = 'message.received'")).scalar_one()
        outbox = connection.execute(text("SELECT count(*) FROM outbox")).scalar_one()
        per_message = connection.execute(text("SELECT count(*) FROM decisions GROUP BY message HAVING count(*) > 1")).all()
    assert imported >= past.added + 60
    assert (live, outbox, per_message) == (4, 4, [])
    desk = open_doors(house).desk
    rows = desk.conversations(state=None, limit=200)
    assert [row.state for row in rows][:2] == ["waiting", "waiting"]
    assert sum(row.drafts for row in rows) == 1
    assert desk.gaps(limit=50)
    closed = next(row for row in rows if row.state == "closed")
    view = desk.conversation(closed.id)
    assert view.person.timeline
    assert "이름" in view.person.traits
    assert any(turn.decision for turn in view.turns if turn.sender == "bot")
    view = desk.conversation(next(row.id for row in rows if row.drafts))
    desk.approve(view.drafts[0].id, agent="mina", text=view.drafts[0].text, at=AT)
    assert desk.conversation(view.row.id).turns[-1].sender == "agent"


def test_a_history_that_was_stopped_is_finished_at_the_next_start(house: House) -> None:
    turns = iter([False, True])
    begun = make_past(house, people=100, stop=lambda: next(turns))
    assert begun.added == 1000
    whole = make_past(house, people=100)
    assert make_talks(house, whole, messages=60, stop=lambda: True) == 0
    said = make_talks(house, whole, messages=60)
    with house.store.read() as connection:
        events = connection.execute(text("SELECT count(*) FROM envelopes WHERE type NOT LIKE 'message.%'")).scalar_one()
        messages = connection.execute(text("SELECT count(*) FROM envelopes WHERE type = 'message.received'")).scalar_one()
    assert (events, messages) == (whole.added, said)


def test_no_made_up_history_goes_into_a_real_brand(tmp_path: Path) -> None:
    house = open_house(small_brand(tmp_path / "real"), clock=lambda: AT)
    with pytest.raises(Refused, match=r"demo\.not_fictional"):
        make_past(house)
    with house.store.read() as connection:
        assert house.journal.read(connection) == []
    house.close()


def test_what_there_is_to_try_shows_every_decision(house: House) -> None:
    answerer = house.knowledge.answerer()
    assert answerer is not None
    outcomes = []
    for turns, _, _ in TRY:
        topic = Topic()
        for turn in turns:
            answer = answerer.answer(turn, topic, AT)
            topic = answer.topic
            outcomes.append((turn, answer.outcome))
    assert [outcome for _, outcome in outcomes] == ["answer"] * 5 + ["hand_over"] * 2, outcomes
