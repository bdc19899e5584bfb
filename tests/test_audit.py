"""The audit of a house: planted contradictions, the job with its checkpoint, the command and the pages."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from dangol.answers.audit.finding import Run
from dangol.bootstrap import talking
from dangol.bootstrap.audit import nightly
from dangol.bootstrap.audit.tables import audit_findings, audits
from dangol.bootstrap.erasing import erase
from dangol.bootstrap.house import House, open_house
from dangol.cli.app import app
from dangol.conversations.tables import conversations
from dangol.kit.clock import fixed
from dangol.knowledge.imports import import_folder
from small_brand import small_brand

NOON = datetime(2026, 11, 25, 3, tzinfo=UTC)
WRONG = "# 새 소식\n\n## 배송\n\n택배 배송비는 4000원이에요.\n"


@pytest.fixture
def house(tmp_path: Path, store_url: str) -> Iterator[House]:
    opened = open_house(small_brand(tmp_path / "brand"), url=store_url, clock=fixed(NOON))
    import_folder(opened.store, opened.folder, NOON)
    yield opened
    opened.close()


def last(house: House) -> Run:
    with house.store.read() as connection:
        run = nightly.last_run(connection)
    assert run is not None
    return run


def finished(house: House, most: int = 50) -> Run:
    for _ in range(most):
        if not nightly.step(house):
            break
    return last(house)


def contradict(house: House) -> None:
    (house.folder / "articles" / "news.md").write_text(WRONG, encoding="utf-8")
    import_folder(house.store, house.folder, NOON)


def test_a_shop_that_agrees_with_itself_has_no_findings(house: House) -> None:
    run = finished(house)
    assert run.finished_at == NOON
    assert (run.questions, run.findings) == (2, ())


def test_two_fees_are_found_with_both_places(house: House) -> None:
    contradict(house)
    (found,) = finished(house).findings
    assert (found.kind, found.codes) == ("conflict", ("amount",))
    assert {found.first.file, found.second.file} == {"faq.csv", "articles/news.md"}
    assert {"3000원" in found.first.text, "4000원" in found.first.text} == {True, False}


@pytest.mark.parametrize(
    ("text", "code", "against"),
    [
        ("보리 소금빵의 가격은 3,500원이에요.", "cell", "product/p1/price"),
        ("망원점은 매일 10시에 문을 열어요.", "hours", "place/s1/hours"),
        ("망원점 전화번호는 02-000-0001이에요.", "phone", "place/s1/phone"),
        ("밀봉해서 냉동하면 4주까지 맛있어요.", "amount", "faq/f2"),
    ],
)
def test_a_text_against_a_row_or_a_text(house: House, text: str, code: str, against: str) -> None:
    (house.folder / "articles" / "news.md").write_text(f"# 소식\n\n{text}\n", encoding="utf-8")
    import_folder(house.store, house.folder, NOON)
    (found,) = finished(house).findings
    assert found.codes == (code,)
    assert against in {found.first.id, found.second.id}


@pytest.mark.parametrize(
    "text",
    [
        "보리 소금빵의 가격은 3,200원이에요.",
        "망원점은 매일 9시에 문을 열어요.",
        "망원점 전화번호는 02-000-0000이에요.",
        "밀봉해서 냉동하면 2주까지 맛있어요.",
        "택배 배송비는 3천원이에요.",
        "제주는 배송비가 6,000원이에요.",
    ],
)
def test_the_same_in_other_words_is_no_contradiction(house: House, text: str) -> None:
    (house.folder / "articles" / "news.md").write_text(f"# 소식\n\n{text}\n", encoding="utf-8")
    import_folder(house.store, house.folder, NOON)
    assert finished(house).findings == ()


def test_a_run_goes_on_where_it_stopped_and_no_batch_counts_twice(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "BATCH", 1)
    contradict(house)
    assert nightly.step(house)  # takes the knowledge version
    assert nightly.step(house)  # the knowledge itself
    begun = nightly._begun(house)
    assert begun is not None
    assert nightly.step(house)
    with house.store.write() as connection:  # another worker ends the batch that it began before
        nightly._commit(connection, begun, nightly.Examined(questions=1, answered=1, findings=last(house).findings), begun.next + 1, None)
    run = finished(house)
    assert (run.questions, len(run.findings)) == (2, 1)
    assert not nightly.step(house)


def test_a_run_begins_anew_when_the_knowledge_moves(house: House) -> None:
    contradict(house)
    nightly.step(house)
    nightly.step(house)
    assert len(last(house).findings) == 1
    (house.folder / "articles" / "news.md").unlink()
    import_folder(house.store, house.folder, NOON)
    assert finished(house).findings == ()


def test_once_a_day_and_not_before_the_quiet_hour_but_at_once_when_asked(house: House) -> None:
    early = replace(house, clock=fixed(datetime(2026, 11, 25, 17, tzinfo=UTC)))  # two in the morning in Korea
    assert not nightly.step(early)
    nightly.ask(early)
    assert finished(early).finished_at is not None
    assert not nightly.step(early)
    tomorrow = replace(house, clock=fixed(NOON + timedelta(days=2)))
    assert nightly.step(tomorrow)


def test_what_customers_asked_is_asked_again_and_goes_with_them(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = talking.accept(house, inbox="web", external_id="guest", text="택배로 받을 수 있어요?", client_key="k1", at=NOON)
    talking.respond(house, kept.message)
    monkeypatch.setattr("dangol.bootstrap.audit.examine.read_back", lambda channel, letter: letter.text.replace("3000원", "30원"))
    run = finished(house)
    assert run.questions == 3
    asked = {found.question for found in run.findings}
    assert asked == {"faq/f1", f"message/{kept.message}"}
    assert {found.second.id for found in run.findings} == {"kakao", "talktalk", "telegram", "email"}
    assert all(one.lacks == ("3,000 won",) and one.adds == ("30 won",) for found in run.findings for one in found.differences)
    with house.store.read() as connection:
        identity = connection.execute(select(conversations.c.identity)).scalar_one()
    erase(house, [identity])
    assert {found.question for found in last(house).findings} == {"faq/f1"}


def test_old_runs_go(house: House) -> None:
    for day in range(40):
        nightly.step(replace(house, clock=fixed(NOON + timedelta(days=day))))
    with house.store.read() as connection:
        assert len(connection.execute(select(audits.c.day)).all()) <= 31
        assert connection.execute(select(audit_findings)).all() == []


def test_the_command_says_by_its_status_whether_something_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    folder = small_brand(tmp_path / "shop")
    clean = CliRunner().invoke(app, ["audit", "--json", "--brand", str(folder)])
    assert (clean.exit_code, json.loads(clean.stdout)["findings"]) == (0, [])
    (folder / "articles" / "news.md").write_text(WRONG, encoding="utf-8")
    CliRunner().invoke(app, ["import", "--brand", str(folder)])
    told = CliRunner().invoke(app, ["audit", "--json", "--brand", str(folder)])
    (found,) = json.loads(told.stdout)["findings"]
    assert (told.exit_code, found["kind"], found["codes"]) == (1, "conflict", ["amount"])
    said = CliRunner().invoke(app, ["audit", "--brand", str(folder)])
    assert said.exit_code == 1
    assert "articles/news.md" in said.stdout
    assert "2 questions" in said.stdout
