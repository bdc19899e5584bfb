"""Opening a house: its key, its settings, its knowledge kept current, and thinking within a time."""

import os
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from dangol.answers.answer import Topic
from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.knowing import Knowledge
from dangol.bootstrap.secret_key import brand_key, derived
from dangol.bootstrap.thinking import think_within
from dangol.decisions.handle import Thought
from dangol.kit.errors import BadInput, Broken, DangolError, NotFound
from dangol.knowledge.corrections import add_faq
from dangol.knowledge.imports import import_folder
from small_brand import small_brand

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path, store_url: str) -> Iterator[House]:
    opened = open_house(small_brand(tmp_path / "brand"), url=store_url, clock=lambda: AT)
    import_folder(opened.store, opened.folder, AT)
    yield opened
    opened.close()


def thought(text: str) -> Thought:
    return Thought(text=text, topic=Topic(), language="ko", at=AT)


def test_the_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    first = brand_key(tmp_path)
    assert len(first) == 32
    assert brand_key(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "dangol.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["dangol.key"]
    assert derived(first, "web") != derived(first, "other") != first


def test_a_damaged_key_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "dangol.key").write_bytes(b"short")
    with pytest.raises(Broken, match=r"key\.damaged"):
        brand_key(tmp_path)
    assert (tmp_path / "dangol.key").read_bytes() == b"short"


@pytest.mark.parametrize(
    ("prepare", "environment", "error", "code"),
    [
        (lambda folder: None, {}, NotFound, "brand.no_folder"),
        (lambda folder: folder.mkdir(), {}, NotFound, "brand.no_folder"),
        (small_brand, {"DANGOL_PORT": "many"}, BadInput, "settings.bad_value"),
        (small_brand, {"DANGOL_SECRET": "hunter2"}, BadInput, "settings.secret_short"),
        (small_brand, {"DANGOL_DATABASE_URL": "mysql://me:hunter2@host/x"}, BadInput, "store.bad_url"),
        (lambda folder: limits(folder, "confidence = 2"), {}, BadInput, "brand.bad_limit"),
        (lambda folder: limits(folder, "speed = 2"), {}, BadInput, "brand.bad_limit"),
    ],
)
def test_what_cannot_be_opened_says_why(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    prepare: Callable[[Path], object],
    environment: dict[str, str],
    error: type[DangolError],
    code: str,
) -> None:
    prepare(tmp_path / "brand")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(error) as told:
        open_house(tmp_path / "brand")
    assert told.value.code == code
    assert "hunter2" not in str(told.value)


def limits(folder: Path, line: str) -> None:
    toml = small_brand(folder) / "brand.toml"
    toml.write_text(toml.read_text("utf-8") + f"\n[limits]\n{line}\n", "utf-8")


def test_inboxes_and_how_they_are_served(house: House) -> None:
    assert house.web_inboxes() == ("web", "careful")
    assert [house.manner(name).mode for name in ("web", "careful", "nowhere")] == ["automatic", "draft_only", "off"]
    assert "보리네" in house.manner("web").lines("ko").notice
    assert "Borine" in house.manner("web").lines("en").notice


def test_a_brand_that_names_no_inbox_has_one_chat(tmp_path: Path) -> None:
    folder = small_brand(tmp_path / "brand")
    (folder / "brand.toml").write_text('name = "보리네"\n', "utf-8")
    house = open_house(folder)
    assert (house.web_inboxes(), house.manner("web").mode) == (("web",), "automatic")
    house.close()


def test_a_changed_brand_toml_counts_at_once_and_a_broken_one_does_not(house: House) -> None:
    toml = house.folder / "brand.toml"
    before = toml.read_text("utf-8")
    toml.write_text(before.replace('"automatic"', '"off"'), "utf-8")
    assert house.manner("web").mode == "off"
    toml.write_text("name = ", "utf-8")
    assert house.manner("web").mode == "off"
    toml.write_text(before, "utf-8")
    os.utime(toml, ns=(1, 1))
    assert house.manner("web").mode == "automatic"


def test_knowledge_moves_in_every_process(house: House, tmp_path: Path) -> None:
    other = Knowledge(house.store, house.folder, tmp_path / "index")  # as a second process would hold it
    asked = thought("글루텐 없는 빵도 만드나요?")
    for knowledge in (house.knowledge, other):
        think_within(knowledge, 60)(asked)
    add_faq(house.store, house.folder, question="글루텐 없는 빵도 만드나요?", answer="쌀로만 구운 빵이 있어요.", at=AT)
    for knowledge in (house.knowledge, other):
        answer = think_within(knowledge, 60)(asked)
        assert (answer.outcome, answer.citations[0].quote) == ("answer", "쌀로만 구운 빵이 있어요.")
    other.close()
    snapshot = house.knowledge.snapshot()
    assert house.knowledge.snapshot() is snapshot


def test_without_time_retrieval_is_skipped_and_facts_are_not(house: House) -> None:
    ticks = count()
    late = think_within(house.knowledge, 0.0, timer=lambda: float(next(ticks)), loading=60)
    assert late(thought("보리 소금빵 얼마예요?")).citations[0].id == "product/p1/price"
    skipped = late(thought("환불은 언제까지 돼요?"))
    assert "deadline.retrieval" in skipped.reasons
    in_time = think_within(house.knowledge, 60)(thought("환불은 언제까지 돼요?"))
    assert "deadline.retrieval" not in in_time.reasons


def test_while_nothing_is_loaded_a_person_gets_it(house: House, tmp_path: Path) -> None:
    fresh = Knowledge(house.store, house.folder, tmp_path / "index")
    answer = think_within(fresh, 1.0, loading=0.0)(thought("보리 소금빵 얼마예요?"))
    fresh.close()
    assert (answer.outcome, answer.reasons) == ("hand_over", ("deadline.not_ready",))
    assert answer.text
