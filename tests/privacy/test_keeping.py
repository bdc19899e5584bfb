"""What has been kept long enough goes by itself, and only that; personal data is masked where that is wanted."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from filled_shop import EMAIL, NOON, Clock, fill, opened_shop, says
from sqlalchemy import func, select
from traces import in_files

from dangol.bootstrap import talking
from dangol.bootstrap.finding_person import find_person
from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.keeping import is_due, overdue, tidy
from dangol.bootstrap.law import Law, read_law
from dangol.bootstrap.tables import legal_records
from dangol.cli.checking import run_doctor
from dangol.cli.logs import set_logs
from dangol.conversations.tables import conversations, messages
from dangol.decisions import agent
from dangol.events.tables import envelopes, payloads
from dangol.kit.errors import BadInput, NotFound, Refused
from dangol.people.tables import identities

DAY = timedelta(days=1)


@pytest.fixture
def house(tmp_path: Path, store_url: str, clock: Clock) -> Iterator[House]:
    (tmp_path / "brand").mkdir()
    url = f"sqlite:///{tmp_path / 'brand' / 'dangol.db'}" if store_url.startswith("sqlite") else store_url
    with opened_shop(tmp_path / "brand", url, clock) as house:
        fill(house, others=3)
        yield house


def law(house: House, **days: int | bool) -> None:
    path = house.folder / "brand.toml"
    said = "".join(f"{name} = {str(value).lower()}\n" for name, value in days.items())
    path.write_text(path.read_text(encoding="utf-8").partition("\n[law]")[0] + f"\n[law]\n{said}", encoding="utf-8")


def count(house: House, table: object) -> int:
    with house.store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def test_without_a_word_nothing_goes(shop: House, clock: Clock) -> None:
    clock.now = NOON + 4000 * DAY
    assert overdue(shop) == {"legal_records": 0}
    assert tidy(shop) == {}


def test_each_kind_goes_at_its_end_and_not_a_day_before(house: House, clock: Clock) -> None:
    law(house, keep_anonymous_days=30)
    clock.now = NOON + 30 * DAY
    assert overdue(house) == {"anonymous": 0, "legal_records": 0}
    clock.now += DAY
    assert overdue(house)["anonymous"] == 3
    assert tidy(house) == {"anonymous": 3}
    with house.store.read() as connection, pytest.raises(NotFound):
        find_person(house, connection, "v-1")
    with house.store.read() as connection:
        assert find_person(house, connection, EMAIL)  # who proved an address is no anonymous browser
    assert tidy(house) == {}
    law(house, keep_inactive_days=60)
    clock.now = NOON + 61 * DAY
    assert tidy(house) == {"inactive": 5}
    assert count(house, identities) == 0
    assert count(house, legal_records) == 1
    assert in_files(house.folder) == {}
    clock.now = NOON + 6 * 366 * DAY
    assert tidy(house) == {"legal_records": 1}


def test_a_person_who_came_back_by_one_of_their_ways_is_not_inactive(shop: House, clock: Clock) -> None:
    law(shop, keep_inactive_days=60)
    clock.now = NOON + 61 * DAY
    says(shop, "다시 왔어요", inbox="careful", key="back")
    tidy(shop)
    with shop.store.read() as connection:
        assert len(find_person(shop, connection, EMAIL)[1]) == 5


def test_past_conversations_go_with_all_that_was_said(house: House, clock: Clock) -> None:
    law(house, keep_conversation_days=10)
    clock.now = NOON + 11 * DAY
    before = count(house, envelopes)
    with house.store.read() as connection:
        waiting = connection.execute(select(conversations.c.id).where(conversations.c.state.in_(("waiting", "human")))).scalars().all()
    assert waiting
    assert tidy(house)["conversations"] >= 3
    with house.store.read() as connection:
        assert set(connection.execute(select(conversations.c.id)).scalars()) == set(waiting)
        said = connection.execute(select(payloads.c.payload)).scalars().all()
    assert not any("다른 손님의 말" in str(payload) for payload in said)
    assert count(house, envelopes) == before
    with pytest.raises(Refused, match=r"message\.erased"):
        says(house, "다른 손님의 말 0 ", who="v-0", key="o0")
    boss = agent.Agent(id="boss", store=house.store, clock=house.clock, new_id=house.new_id)
    for talk in waiting:
        agent.close(boss, talk)
    tidy(house)
    assert count(house, messages) == 0


def test_what_events_said_goes_but_not_trades_and_messages(house: House, clock: Clock) -> None:
    law(house, keep_behaviour_days=10)
    clock.now = NOON + 12 * DAY
    assert tidy(house) == {"behaviour": 3}  # a search, a review and a rating
    with house.store.read() as connection:
        left = set(connection.execute(select(envelopes.c.type).join(payloads, payloads.c.position == envelopes.c.position)).scalars())
    assert left == {"message.received", "message.sent", "identity.verified", "order.completed"}


def test_it_is_due_once_a_day_in_the_quiet_hours(shop: House, clock: Clock) -> None:
    clock.now = NOON.replace(hour=18, minute=59)  # 03:59 in Seoul
    assert not is_due(shop, None)
    clock.now += timedelta(minutes=1)
    assert is_due(shop, None)
    assert not is_due(shop, clock.now - timedelta(minutes=1) + timedelta(minutes=1))
    assert is_due(shop, clock.now - DAY)


def test_the_doctor_says_what_is_overdue(shop: House, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    law(shop, keep_anonymous_days=1)
    shop.close()
    run_doctor(shop.folder)
    assert "보관 기간이 지난 익명 손님: 40" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong",
    [{"keep_days": 1}, {"keep_anonymous_days": 0}, {"keep_anonymous_days": "a year"}, {"mask_messages": 1}, {"keep_inactive_days": 1.5}],
)
def test_a_wrong_law_is_said_by_its_key(wrong: dict[str, object], tmp_path: Path, shop: House) -> None:
    with pytest.raises(BadInput, match=rf"law\.{next(iter(wrong))}.*brand\.bad_law"):
        read_law(wrong)
    shop.close()
    text = (shop.folder / "brand.toml").read_text(encoding="utf-8")
    (shop.folder / "brand.toml").write_text(f"{text}\n[law]\nkeep_days = 1\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"brand\.bad_law"):
        open_house(shop.folder)


def test_messages_are_stored_masked_where_the_brand_wants_it(shop: House) -> None:
    assert Law().mask_messages is False
    law(shop, mask_messages=True)
    says(shop, "제 번호는 010-5353-7878 이에요", who="v-masked", key="m1")
    kept = talking.accept(shop, inbox="web", external_id="v-masked", text="제 번호는 010-5353-7878 이에요", client_key="m1", at=NOON)
    assert kept.duplicate
    with shop.store.read() as connection:
        found = connection.execute(select(messages.c.text).where(messages.c.id == kept.message)).scalar_one()
    assert found == "제 번호는 [전화번호] 이에요"
    assert b"5353" not in b"".join(path.read_bytes() for path in shop.folder.glob("dangol.db*"))


def test_logs_are_masked(capsys: pytest.CaptureFixture[str]) -> None:
    set_logs()
    structlog.get_logger("dangol.test").error("chat.odd", text=f"전화 010-5353-7878, {EMAIL}", count=3)
    written = capsys.readouterr().err
    assert "[전화번호], [이메일]" in written
    assert "5353" not in written
    structlog.reset_defaults()
