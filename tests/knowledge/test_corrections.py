import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from brand_files import FAQ, brand_folder

from dangol.kit.errors import BadInput, Busy, NotFound
from dangol.knowledge import file_lock
from dangol.knowledge.brand_toml import read_brand
from dangol.knowledge.corrections import add_faq, edit_faq
from dangol.knowledge.facts import Faq
from dangol.knowledge.file_lock import locked
from dangol.knowledge.imports import import_folder
from dangol.knowledge.snapshot import load_snapshot
from dangol.store.engine import Store

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def folder(store: Store, tmp_path: Path) -> Path:
    made = brand_folder(tmp_path / "brand")
    import_folder(store, made, AT)
    return made


def faqs(store: Store, folder: Path) -> dict[str, Faq]:
    with store.read() as connection:
        return dict(load_snapshot(connection, read_brand(folder).profile).faqs)


def test_a_correction_is_written_to_the_file_and_known(store: Store, folder: Path) -> None:
    assert add_faq(store, folder, question="선물 되나요?", answer='네, "무료"예요.\n정말요.', at=LATER) == "f03"
    assert (folder / "faq.csv").read_bytes() == (FAQ + 'f03,선물 되나요?,"네, ""무료""예요.\n정말요."\n').encode()
    known = faqs(store, folder)["f03"]
    assert (known.question, known.answer, known.version) == ("선물 되나요?", '네, "무료"예요.\n정말요.', 1)
    assert (known.source.file, known.source.line) == ("faq.csv", 4)
    assert import_folder(store, folder, LATER).changed_things == ()
    assert sorted(path.name for path in folder.iterdir()) == [
        ".faq.lock",
        "brand.toml",
        "faq.csv",
        "places.csv",
        "policies",
        "products.csv",
    ]


def test_an_edit_replaces_one_row_and_makes_a_version(store: Store, folder: Path) -> None:
    edit_faq(store, folder, "f01", answer="아니요.", at=LATER)
    assert (folder / "faq.csv").read_text("utf-8") == FAQ.replace('"네, 됩니다."', "아니요.")
    assert (faqs(store, folder)["f01"].answer, faqs(store, folder)["f01"].version, faqs(store, folder)["f02"].version) == ("아니요.", 2, 1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\ufeffid,question,answer\r\nf1,가,나\r\n".encode(), "\ufeffid,question,answer\r\nf1,가,나\r\nf2,물음,답\r\n".encode()),
        ("id,question,answer\nf1,가,나".encode("cp949"), "id,question,answer\nf1,가,나\nf2,물음,답\n".encode("cp949")),
        ('"id","question","answer"\n"f1","가","나"\n'.encode(), '"id","question","answer"\n"f1","가","나"\n"f2","물음","답"\n'.encode()),
        ("메모,Answer,ID,Question\n m ,나,f1,가\n".encode(), "메모,Answer,ID,Question\n m ,나,f1,가\n,답,f2,물음\n".encode()),
        ("id\tquestion\tanswer\nf09\t가\t나\n".encode(), "id\tquestion\tanswer\nf09\t가\t나\nf10\t물음\t답\n".encode()),
        ("id,question,answer\n환불,가,나\n".encode(), "id,question,answer\n환불,가,나\nfaq-1,물음,답\n".encode()),
        (None, "id,question,answer\nfaq-1,물음,답\n".encode()),
    ],
    ids=["bom-crlf", "cp949", "all-quoted", "own-columns", "tabs", "no-numbers", "no-file"],
)
def test_the_file_keeps_its_own_ways(store: Store, folder: Path, before: bytes | None, after: bytes) -> None:
    path = folder / "faq.csv"
    path.unlink() if before is None else path.write_bytes(before)
    given = add_faq(store, folder, question="물음", answer="답", at=LATER)
    assert path.read_bytes() == after
    assert faqs(store, folder)[given].answer == "답"


def test_an_emoji_turns_cp949_into_marked_utf8(store: Store, folder: Path) -> None:
    (folder / "faq.csv").write_bytes(FAQ.encode("cp949"))
    add_faq(store, folder, question="좋아요?", answer="네 😀", at=LATER)
    assert (folder / "faq.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert faqs(store, folder)["f03"].answer == "네 😀"
    assert faqs(store, folder)["f01"].version == 1


def test_a_formula_cannot_run_in_a_spreadsheet_and_reads_as_written(store: Store, folder: Path) -> None:
    given = add_faq(store, folder, question="=HYPERLINK(1)", answer="+82 2", at=LATER)
    assert b"f03, =HYPERLINK(1), +82 2\n" in (folder / "faq.csv").read_bytes()
    assert (faqs(store, folder)[given].question, faqs(store, folder)[given].answer) == ("=HYPERLINK(1)", "+82 2")


def test_what_cannot_be_written_changes_nothing(store: Store, folder: Path) -> None:
    before = faqs(store, folder)
    with pytest.raises(BadInput):
        add_faq(store, folder, question=" ", answer="답", at=LATER)
    with pytest.raises(BadInput) as raised:
        add_faq(store, folder, question="물음", answer="답", faq_id="f01", at=LATER)
    assert raised.value.code == "faq.id_taken"
    with pytest.raises(BadInput):
        add_faq(store, folder, question="물음", answer="답" * 4_001, at=LATER)
    with pytest.raises(NotFound):
        edit_faq(store, folder, "f99", answer="답", at=LATER)
    assert (folder / "faq.csv").read_text("utf-8") == FAQ
    (folder / "faq.csv").write_text(FAQ + 'f03,"열린', "utf-8")
    with pytest.raises(BadInput) as raised:
        add_faq(store, folder, question="물음", answer="답", at=LATER)
    assert raised.value.code == "file.quote_not_closed"
    assert (folder / "faq.csv").read_text("utf-8") == FAQ + 'f03,"열린'
    assert faqs(store, folder) == before


def test_file_and_store_change_together_or_not_at_all(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = faqs(store, folder)

    def fails(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="No space"):
        add_faq(store, folder, question="물음", answer="답", at=LATER)
    assert faqs(store, folder) == before
    assert (folder / "faq.csv").read_text("utf-8") == FAQ
    assert not list(folder.glob(".*.tmp"))


def test_writers_take_turns(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = [
        threading.Thread(target=add_faq, args=(store, folder), kwargs={"question": f"물음 {n}", "answer": "답", "at": LATER})
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(faqs(store, folder)) == [f"f0{n}" for n in range(1, 9)]
    monkeypatch.setattr(file_lock, "WAIT_S", 0.05)
    with locked(folder / ".faq.lock"), pytest.raises(Busy):
        add_faq(store, folder, question="물음", answer="답", at=LATER)
