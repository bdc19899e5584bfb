"""A customer refuses advertising in the chat, or an owner imports consents: it counts at once, and is confirmed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dangol.bootstrap import intake, talking
from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.sending import do_duties, sweep
from dangol.conversations import threads
from dangol.decisions.promote import Promotion, promote
from dangol.events.incoming import Incoming
from dangol.knowledge.imports import import_folder
from dangol.outbox import rows
from dangol.people.consents import standing
from dangol.people.identities import identity_id
from small_brand import small_brand

NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    folder = small_brand(tmp_path / "brand")
    toml = folder / "brand.toml"
    toml.write_text('phone = "02-000-0000"\n' + toml.read_text(encoding="utf-8"), encoding="utf-8")
    house = open_house(folder, url=f"sqlite:///{tmp_path / 'd.db'}", clock=Clock())
    import_folder(house.store, house.folder, NOON)
    house.knowledge.answerer()
    yield house
    house.close()


def told(house: House, kind: str, **data: object) -> None:
    event = Incoming(
        id=f"{kind}{data}",
        type=kind,
        identity="v-1",
        inbox="web",
        occurred_at=house.clock(),
        received_at=house.clock(),
        data=data,
        imported=True,
    )
    assert intake.problems(event) == []
    intake.take(house, [event])


def says(house: House, text: str) -> str:
    kept = talking.accept(house, inbox="web", external_id="v-1", text=text, client_key=text, at=house.clock())
    talking.respond(house, kept.message)
    with house.store.read() as connection:
        talk = threads.find(connection, threads.message(connection, kept.message).conversation)
        return threads.thread(connection, talk.id)[-1].text


def advertised(house: House, key: str) -> str:
    desk = house.desk()
    with house.store.write() as connection:
        wanted = Promotion(key=key, identity=identity_id(house.key, "web", "v-1"), inbox="web", text="빵이 새로 나왔어요")
        row = promote(connection, wanted, sender=desk.sender, new_id=house.new_id, at=house.clock())
    sweep(house, "w")
    with house.store.read() as connection:
        now = rows.find(connection, row.id)
    return now.last_error or now.status


def test_consent_by_import_and_refusal_by_words(house: House) -> None:
    says(house, "안녕하세요")
    assert advertised(house, "one") == "gate.no_consent"
    told(house, "consent.given", purpose="promotional", wording="2026-03")
    assert advertised(house, "two") == "sent"
    house.clock.now += timedelta(seconds=1)  # type: ignore[attr-defined]
    reply = says(house, "광고 그만 보내주세요")
    assert "2026년 11월 23일에 광고성 정보 수신거부를 처리했어요" in reply
    assert advertised(house, "three") == "gate.refused"


def test_the_reply_was_the_notice_so_no_second_one_follows(house: House) -> None:
    says(house, "수신거부")
    house.clock.now += timedelta(minutes=20)  # type: ignore[attr-defined]
    do_duties(house)
    do_duties(house)
    with house.store.read() as connection:
        assert rows.not_sent(connection) == ()
        assert standing(connection, identity_id(house.key, "web", "v-1")).refused_at == NOON


@pytest.mark.parametrize("data", [{"purpose": "혜택 알림", "wording": "1"}, {"purpose": "promotional"}, {"wording": "1"}])
def test_a_consent_needs_its_purpose_and_its_wording(house: House, data: dict[str, object]) -> None:
    event = Incoming(
        id="x", type="consent.given", identity="v-1", inbox="web", occurred_at=NOON, received_at=NOON, data=data, imported=True
    )
    assert intake.problems(event)
