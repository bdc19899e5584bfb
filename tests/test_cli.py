"""The commands as their contract says (ARCHITECTURE §6): what goes in and comes out, exit codes, one clear sentence for each error."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from dangol.bootstrap.house import opened
from dangol.cli import telling
from dangol.cli.app import app
from small_brand import small_brand

ASK_KEYS = ["decision", "text", "citations", "confidence", "ms"]
READ_KEYS = [
    *("text", "language", "act", "certainty", "function", "sentiment", "toxicity", "hard_sell", "tired_of_ads", "urgency", "upset"),
    *("asks_person", "need", "entities", "times", "personal_data", "tokens"),
]


@pytest.fixture(autouse=True)
def _korean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("LC_ALL", "LC_MESSAGES", "DANGOL_BRAND", "DANGOL_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    yield
    telling.speak(None)


@pytest.fixture
def brand(tmp_path: Path) -> Path:
    return small_brand(tmp_path / "brand")


def dangol(*arguments: object, given: str | bytes = "") -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=given)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def jsonl(*values: object) -> str:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def test_ask_lines(brand: Path) -> None:
    given = jsonl(
        {"text": "보리 소금빵 얼마예요?", "conversation": "c1", "at": "2026-11-23T12:00:00+09:00", "identity": "m1", "channel": "web"},
        {"text": "재고는요?", "conversation": "c1"},
        {"text": "고마워요!"},
        {"text": "상담원이랑 얘기할래요"},
    )
    result = dangol("ask", "--brand", brand, "--json", "-", given=given)
    assert result.exit_code == 0
    price, stock, thanks, person = lines(result)
    assert [list(line) for line in (price, stock, thanks, person)] == [ASK_KEYS] * 4
    assert (price["decision"], price["citations"]) == ("answer", [{"id": "product/p1/price", "version": 1, "quote": "3200"}])
    assert "3,200원" in price["text"]
    assert stock["citations"][0]["id"] == "product/p1/stock"
    assert (thanks["decision"], thanks["citations"]) == ("answer", [])
    assert person["decision"] == "hand_over"
    assert all(0 <= line["confidence"] <= 1 and line["ms"] > 0 for line in (price, stock, thanks, person))


BAD_LINES = [
    (b'{"text":"hi","mood":"x"}', "field.unknown", "mood"),
    (b'{"conversation":"c"}', "field.missing", "text"),
    (b'{"text":""}', "field.empty", "text"),
    (b'{"text":7}', "field.not_text", "text"),
    (b'{"text":"hi","at":"tomorrow"}', "field.bad_instant", "at"),
    (b'{"text":"' + b"a" * 4001 + b'"}', "field.too_long", "text"),
    (b"not json", "body.not_json", ""),
    (b"\xff\xfe", "body.not_utf8", ""),
    (b'["hi"]', "line.not_object", ""),
    (b'{"text":"\\ud800"}', "text.unstorable", ""),
    (b'{"text":' + b"[" * 100 + b"]" * 100 + b"}", "body.too_deep", ""),
]


def test_a_bad_line_gets_an_error_of_its_own_and_the_rest_goes_on(brand: Path) -> None:
    good = '{"text":"택배 되나요?"}'.encode()
    given = b"".join(bad + b"\n" + good + b"\n\n" for bad, _, _ in BAD_LINES)
    result = dangol("ask", "--brand", brand, "--json", "-", given=given)
    assert result.exit_code == 1
    told = lines(result)
    assert len(told) == 2 * len(BAD_LINES)
    for (_, code, named), error, answer in zip(BAD_LINES, told[::2], told[1::2], strict=True):
        assert error["error"]["code"] == code
        assert list(error["error"]) == ["code", "ko", "en"]
        assert named in error["error"]["ko"]
        assert named in error["error"]["en"]
        assert answer["citations"][0]["id"] == "faq/f1"


def test_a_dry_run_records_nothing_and_record_does(brand: Path) -> None:
    dangol("import", "--brand", brand)
    assert dangol("ask", "택배 되나요?", "--json", "--brand", brand).exit_code == 0
    assert rows_of(brand) == {"messages": 0, "envelopes": 0, "decisions": 0, "outbox": 0}
    result = dangol("ask", "택배 되나요?", "--json", "--record", "--brand", brand)
    assert list(lines(result)[0]) == ASK_KEYS
    assert rows_of(brand) == {"messages": 2, "envelopes": 2, "decisions": 1, "outbox": 1}


def rows_of(brand: Path) -> dict[str, int]:
    with opened(brand) as house, house.store.read() as connection:
        names = ("messages", "envelopes", "decisions", "outbox")
        return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}


def test_the_real_answer_is_the_dry_one_after_a_notice(brand: Path) -> None:
    dry = lines(dangol("ask", "통밀 식빵 얼마예요?", "--json", "--brand", brand))[0]
    real = lines(dangol("ask", "통밀 식빵 얼마예요?", "--json", "--record", "--brand", brand))[0]
    assert real["text"].endswith(dry["text"])
    assert "자동" in real["text"]
    assert {key: dry[key] for key in ("decision", "citations", "confidence")} == {
        key: real[key] for key in ("decision", "citations", "confidence")
    }


def test_search_ids(brand: Path, tmp_path: Path) -> None:
    table = tmp_path / "help.csv"
    table.write_text("no,subject,content\nA/1#x,반죽 온도,반죽은 24도가 좋아요\n", "utf-8")
    dangol("import", "--brand", brand)
    imported = dangol("import", table, "--as", "articles", "--id", "no", "--title", "subject", "--body", "content", "--brand", brand)
    assert imported.exit_code == 0, imported.output
    asked = ["반죽 온도", "택배 되나요", "식품 환불", "통밀 식빵", "망원점", "발효종 이야기"]
    result = dangol("search", "--json", "-", "--brand", brand, given=jsonl(*({"text": words, "limit": 1} for words in asked)))
    assert result.exit_code == 0
    told = lines(result)
    assert all(list(line) == ["hits"] and list(line["hits"][0]) == ["id", "score", "title"] for line in told)
    assert [line["hits"][0]["id"] for line in told] == [
        "A/1#x",
        "faq/f1",
        "policy/returns",
        "product/p2",
        "place/s1",
        "article/starter",
    ]


@pytest.mark.parametrize(
    "bad", [{"text": "빵", "limit": 0}, {"text": "빵", "limit": True}, {"text": "빵", "limit": "3"}, {"text": "빵", "k": 3}]
)
def test_search_refuses(brand: Path, bad: dict[str, Any]) -> None:
    result = dangol("search", "--json", "-", "--brand", brand, given=jsonl(bad, {"text": "빵"}))
    assert result.exit_code == 1
    first, second = lines(result)
    assert first["error"]["code"] in {"field.bad_limit", "field.unknown"}
    assert second["hits"]


def test_read_lines(brand: Path) -> None:
    given = jsonl(
        {"text": "보리 소금빵 얼마예요?"},
        {"text": "How much is it?"},
        {"text": "빵이 상해서 왔어요"},
        {"text": "창문 닫아 주세요"},
        {"x": 1},
    )
    result = dangol("read", "--json", "-", "--brand", brand, given=given)
    assert result.exit_code == 1
    price, english, broken, command, bad = lines(result)
    assert list(price) == READ_KEYS
    assert (price["language"], price["act"], price["need"]) == ("ko", "question", {"kind": "know", "subject": "product/p1"})
    assert (price["entities"][0]["ids"], price["entities"][0]["text"]) == (["product/p1"], "보리 소금빵")
    assert english["language"] == "en"
    assert (broken["function"], broken["need"]["kind"]) == ("complaint", "complain")
    assert command["act"] == "command"
    assert price["sentiment"]["label"] == "neutral"
    assert broken["sentiment"]["score"] < 0
    assert bad["error"]["code"] == "field.unknown"


def test_importing_twice_changes_nothing_and_a_refused_row_is_named(brand: Path) -> None:
    (brand / "faq.csv").write_text("id,question,answer\nf1,택배 되나요?,네\nf1,또요?,네\n", "utf-8")
    first, second = dangol("import", "--brand", brand), dangol("import", "--brand", brand)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "추가 6 · 변경 0 · 제외 0 · 그대로 0 (지식 버전 1)" in first.stdout
    assert "추가 0 · 변경 0 · 제외 0 · 그대로 6 (지식 버전 1)" in second.stdout
    assert "faq.csv:3: " in first.stdout


def test_importing_events_twice_adds_them_once(brand: Path, tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    at = "2026-01-02T09:00:00+09:00"
    file.write_bytes(
        jsonl(
            {"id": "1", "type": "product.viewed", "identity": "m1", "occurred_at": at, "data": {"product_id": "p1"}},
            {"id": "2", "type": "message.received", "identity": "m1", "occurred_at": at, "data": {"text": "안녕"}},
            {"id": "3", "type": "product.veiwed", "identity": "m1", "occurred_at": at, "data": {}},
            {"id": "4", "type": "page.viewed", "identity": "m1", "occurred_at": "yesterday", "data": {"url": "/"}},
            {"id": "5", "type": "page.viewed", "identity": "m1", "occurred_at": "2099-01-01T00:00:00Z", "data": {"url": "/"}},
            {"id": "6", "type": "page.viewed", "identity": "m1", "occurred_at": at, "extra": 1},
            {"id": "7", "type": "page.viewed"},
        ).encode()
        + b"\xff\n[1]\n"
    )
    first = dangol("import", file, "--as", "events", "--brand", brand)
    second = dangol("import", file, "--as", "events", "--brand", brand)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "새 이벤트 2건, 이미 있던 것 0건" in first.stdout
    assert "새 이벤트 0건, 이미 있던 것 2건" in second.stdout
    for line, named in ((3, "type"), (4, "occurred_at"), (5, "occurred_at"), (6, "extra"), (7, "identity"), (8, "UTF-8"), (9, "JSON")):
        assert any(f"events.jsonl:{line}: " in row and named in row for row in first.stdout.splitlines()), (line, first.stdout)
    assert rows_of(brand)["outbox"] == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["ask", "hi", "--brand", "{tmp}/nowhere"], "brand.no_folder"),
        (["--brand", "{tmp}/nowhere", "ask", "hi"], "brand.no_folder"),
        (["serve", "--brand", "{tmp}"], "brand.no_folder"),
        (["doctor", "--brand", "{tmp}/nowhere"], "brand.no_folder"),
        (["ask", "--brand", "{brand}"], "text.missing"),
        (["ask", "-", "--brand", "{brand}"], "text.missing"),
        (["import", "{tmp}/x.csv", "--brand", "{brand}"], "import.no_kind"),
        (["import", "{tmp}/x.csv", "--as", "prodcuts", "--brand", "{brand}"], "import.unknown_kind"),
        (["import", "{tmp}/x.csv", "--as", "mentions", "--brand", "{brand}"], "import.unknown_kind"),
        (["import", "--as", "faq", "--brand", "{brand}"], "import.no_path"),
        (["import", "{tmp}/x.csv", "--as", "faq", "--brand", "{brand}"], "file.missing"),
        (["import", "{tmp}/x.jsonl", "--as", "events", "--brand", "{brand}"], "file.missing"),
        (["import", "{tmp}", "--as", "faq", "--brand", "{brand}"], "file.unreadable"),
        (["init", "{brand}"], "init.exists"),
        (["init", "{brand}/brand.toml/x"], "init.cannot_write"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(brand: Path, tmp_path: Path, arguments: list[str], code: str) -> None:
    result = dangol(*(argument.format(brand=brand, tmp=tmp_path) for argument in arguments))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.rstrip().endswith(f"[{code}]")


@pytest.mark.parametrize(
    ("locale", "flags", "sentences"), [("ko_KR.UTF-8", [], 1), ("en_US.UTF-8", [], 1), ("C.UTF-8", [], 2), ("C.UTF-8", ["--lang", "en"], 1)]
)
def test_the_person_is_spoken_to_in_their_language(
    monkeypatch: pytest.MonkeyPatch, locale: str, flags: list[str], sentences: int, tmp_path: Path
) -> None:
    monkeypatch.setenv("LANG", locale)
    result = dangol(*flags, "ask", "hi", "--brand", tmp_path / "nowhere")
    assert result.stderr.count("\n") == sentences
    assert ("브랜드 폴더" in result.stderr) == (locale != "en_US.UTF-8" and not flags)


def test_a_locked_database_is_said_so(brand: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dangol("import", "--brand", brand)
    monkeypatch.setattr("dangol.store.engine.LOCK_WAIT_MS", 100)
    holder = sqlite3.connect(brand / "dangol.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    result = dangol("import", "--brand", brand)
    holder.execute("ROLLBACK")
    holder.close()
    assert result.exit_code == 2
    assert result.stderr.rstrip().endswith("[store.locked]")


def test_a_damaged_database_is_said_so(brand: Path) -> None:
    (brand / "dangol.db").write_bytes(b"this is no database" * 1000)
    result = dangol("ask", "hi", "--brand", brand)
    assert result.exit_code == 2
    assert "[store.damaged]" in result.stderr


def test_a_new_brand_can_be_imported_and_asked(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    made = dangol("init", folder, "--name", '보리 "네"')
    assert made.exit_code == 0
    assert dangol("import", "--brand", folder).exit_code == 0
    told = lines(dangol("ask", "영업시간이 어떻게 되나요?", "--json", "--brand", folder))[0]
    assert (told["decision"], told["citations"]) == ("hand_over", [])


def test_the_brand_is_found_where_one_stands(brand: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(brand)
    assert lines(dangol("ask", "택배 되나요?", "--json"))[0]["citations"][0]["id"] == "faq/f1"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DANGOL_BRAND", str(brand))
    assert lines(dangol("ask", "택배 되나요?", "--json"))[0]["citations"][0]["id"] == "faq/f1"


def test_for_people_it_prints_the_answer_and_what_it_rests_on(brand: Path) -> None:
    result = dangol("ask", "보리 소금빵 얼마예요?", "--brand", brand)
    assert result.exit_code == 0
    assert "3,200원" in result.stdout
    assert "product/p1/price" in result.stdout
    assert "faq/f1" in dangol("search", "택배", "--brand", brand).stdout


def test_doctor(brand: Path) -> None:
    before = dangol("doctor", "--brand", brand)
    assert before.exit_code == 2
    assert "✗ 지식 버전 0" in before.stdout
    dangol("import", "--brand", brand)
    (brand / "dangol.key").chmod(0o644)
    after = dangol("doctor", "--brand", brand)
    assert "✓ 지식 버전 1: 상품 2, 매장 1, 질문 2" in after.stdout
    assert "✗ dangol.key" in after.stdout


def test_benchmarks_print_the_baseline_and_the_machine_beside_the_figure(brand: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.tsv"
    printed = [dangol("bench", name, "--brand", brand, "--paraphrases", missing) for name in ("search", "answers")]  # the quick ones
    assert [one.exit_code for one in printed] == [0, 0]
    shown = " ".join(" ".join(one.stdout for one in printed).split())
    for expected in ("search: the brand's questions", "answers: 2 questions", "CPython", "core", "R@1", "R@10", "p99 ms"):
        assert expected in shown
    assert shown.count("baseline:") == 4
    wordings = tmp_path / "wordings.tsv"
    wordings.write_text("1\t택배 되나요\n1\t택배로 받을 수 있어요?\n2\t환불 언제 돼요\n2\t돈은 언제 돌려주나요 환불요\n", "utf-8")
    searched = dangol("bench", "search", "--brand", brand, "--paraphrases", wordings)
    assert "ParaKQC" in searched.stdout
    (row,) = [line for line in searched.stdout.splitlines() if "Dangol" in line]
    assert row.count("100.0%") == 2
    assert "answers:" not in searched.stdout


def test_a_benchmark_that_does_not_exist_is_named(brand: Path) -> None:
    refused = dangol("bench", "speed", "--brand", brand)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "speed" in refused.stderr
    assert "[bench.unknown]" in refused.stderr
