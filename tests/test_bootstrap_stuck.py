"""What waits for a person's word is listed without texts, and replayed or settled by its id."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from dangol.bootstrap import intake, stuck
from dangol.bootstrap.house import House, open_house
from dangol.channels.failures import Rejected
from dangol.cli.app import app
from dangol.decisions.handle import handle
from dangol.events import troubles
from dangol.events.incoming import Incoming
from dangol.kit.clock import utc_now
from dangol.kit.errors import Conflict, NotFound
from dangol.outbox import rows
from dangol.outbox.deliver import begin, failed, in_doubt
from dangol.outbox.queue import lease
from dangol.outbox.row import OutboxRow
from small_brand import small_brand

SECRET_WORDS = "제 번호는 010-9876-5432 예요"


@pytest.fixture
def house(tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("DANGOL_DATABASE_URL", store_url)
    opened = open_house(small_brand(tmp_path / "brand"))
    yield opened
    opened.close()


def incoming(id_: str, type_: str = "message.received", **data: object) -> Incoming:
    now = utc_now()
    return Incoming(
        id=id_,
        type=type_,
        identity="m1",
        inbox="web",
        occurred_at=now,
        received_at=now,
        data=data or {"text": SECRET_WORDS},
        imported=False,
    )


def leased(house: House) -> OutboxRow:
    """A reply that is about to be said."""
    intake.take(house, [incoming("e1")])
    with house.store.read() as connection:
        message = connection.execute(text("SELECT id FROM messages")).scalar_one()

    def no_think(thought: object) -> None:
        raise ValueError(SECRET_WORDS)

    manner = house.manner("web")
    handle(house.store, message_id=message, think=no_think, clock=house.clock, new_id=house.new_id, manner=manner)  # type: ignore[arg-type]
    with house.store.write() as connection:
        (row,) = lease(connection, "w", house.clock(), 60)
    return row


def test_an_event_that_cannot_be_applied_is_kept_and_holds_up_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    real = intake.apply

    def breaks(house: House, connection: object, event: object) -> None:
        if "독" in event.payload["text"]:  # type: ignore[attr-defined]
            real(house, connection, event)  # type: ignore[arg-type]
            raise KeyError(SECRET_WORDS)
        real(house, connection, event)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "apply", breaks)
    taken = intake.take(house, [incoming("e1", text="하나"), incoming("e2", text="독"), incoming("e3", text="둘")])
    assert [one.position for one in taken] == [1, 2, 3]
    with house.store.read() as connection:
        assert len(house.journal.read(connection)) == 3
        assert list(connection.execute(text("SELECT text FROM messages ORDER BY number")).scalars()) == ["하나", "둘"]
    (aside,) = stuck.stuck(house).aside
    assert (aside.work, aside.subject, aside.reason) == ("event.apply", "2", "broken.KeyError")

    monkeypatch.setattr("dangol.bootstrap.stuck.apply", breaks)
    assert stuck.replay(house, "2").reason == "broken.KeyError"
    assert len(stuck.stuck(house).aside) == 1
    monkeypatch.setattr("dangol.bootstrap.stuck.apply", real)
    assert stuck.replay(house, "2").reason == ""
    assert stuck.stuck(house).aside == ()
    with pytest.raises(NotFound, match=r"trouble\.unknown"):
        stuck.replay(house, "2")
    with house.store.read() as connection:
        assert sorted(connection.execute(text("SELECT text FROM messages")).scalars()) == ["독", "둘", "하나"]


def test_an_uncertain_reply_is_listed_and_only_a_person_lets_it_be_said_again(house: House) -> None:
    row = leased(house)
    in_doubt(house.desk(), begin(house.desk(), row), code="delivery.outcome_unknown")
    assert [one.id for one in stuck.stuck(house).uncertain] == [row.id]
    with house.store.write() as connection:
        assert lease(connection, "w", house.clock() + timedelta(days=1), 60) == ()
    with pytest.raises(Conflict):
        stuck.replay(house, row.id)
    assert stuck.settle(house, row.id, sent=False).status == "queued"
    assert stuck.stuck(house).uncertain == ()


def test_a_failed_reply_is_tried_again_when_a_person_says_so(house: House) -> None:
    row = leased(house)
    failed(house.desk(), begin(house.desk(), row), Rejected())
    assert [one.id for one in stuck.stuck(house).failed] == [row.id]
    assert stuck.replay(house, row.id).reason == ""
    with house.store.read() as connection:
        assert rows.find(connection, row.id).status == "queued"


def test_the_commands_show_ids_and_reasons_and_no_words(house: House) -> None:
    row = leased(house)
    in_doubt(house.desk(), begin(house.desk(), row), code="delivery.lease_expired")
    with house.store.write() as connection:
        troubles.record_failure(connection, "message.decide", "m1", reason="broken.KeyError", at=house.clock(), most=1)
    brand = ["--brand", str(house.folder)]

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, [*arguments, *brand])
        assert SECRET_WORDS not in done.output
        return done.exit_code, done.output

    code, shown = run("stuck", "--json")
    lines = [json.loads(line) for line in shown.splitlines()]
    assert code == 0
    assert [(line["id"], line["what"], line["reason"]) for line in lines] == [
        ("m1", "message.decide", "broken.KeyError"),
        (row.id, "uncertain", "delivery.lease_expired"),
    ]
    assert row.id in run("stuck")[1]
    doctor = run("doctor")
    assert doctor[0] == 2
    assert doctor[1].count("dangol stuck") >= 2
    assert run("replay", "nobody")[0] == 2
    assert run("replay", "--all") == (0, "m1: 다시 합니다 / m1: tried again\n")
    assert run("settle", row.id, "--arrived")[0] == 0
    assert run("settle", row.id, "--arrived")[0] == 2
    assert "걸린 일이 없습니다" in run("stuck")[1]
