"""Histories from files: JSON lines and tables, in the encodings of this country, each refused row by its line and reason."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dangol.bootstrap.event_file import EventReport, import_events
from dangol.bootstrap.event_rows import rows_of
from dangol.bootstrap.house import House, open_house
from dangol.events.event import Event
from dangol.kit.errors import BadInput

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
HEADER = "id,type,identity,occurred_at,inbox,product_id,data.quantity,products,메모\n"


@pytest.fixture
def house(tmp_path: Path, store_url: str) -> Iterator[House]:
    folder = tmp_path / "brand"
    folder.mkdir()
    (folder / "brand.toml").write_text('name = "보리네"\n', encoding="utf-8")
    opened = open_house(folder, url=store_url, clock=lambda: AT)
    yield opened
    opened.close()


def imported(house: House, name: str, raw: bytes) -> EventReport:
    path = house.folder / name
    path.write_bytes(raw)
    return import_events(house, path)


def events(house: House) -> list[Event]:
    with house.store.read() as connection:
        return house.journal.read(connection)


def line(id_: str = "e1", **changes: Any) -> dict[str, Any]:
    good = {"id": id_, "type": "product.viewed", "identity": "minji", "occurred_at": "2026-11-20T10:00:00+09:00"}
    return {name: value for name, value in {**good, "data": {"product_id": "p1"}, **changes}.items() if value is not None}


def test_lines_are_taken_once_and_refused_by_line_and_reason(house: House) -> None:
    rows = [
        json.dumps(line()).encode(),
        b"",
        b"{",
        b"\xff\xfe",
        b"[1]",
        json.dumps(line("e2", type="product.vewed")).encode(),
        json.dumps(line("e3", data={})).encode(),
        json.dumps(line("e4", occurred_at="gestern")).encode(),
        json.dumps(line("e5", occurred_at="2999-01-01T00:00:00Z")).encode(),
        json.dumps(line("e6", more=1)).encode(),
        json.dumps(line("e7", identity=None)).encode(),
        json.dumps(line("e8", identity="a\0")).encode(),
        b'{"id":"' + b"x" * 1_100_000 + b'"}',
        b"[" * 3000,
        json.dumps(line("e9")).encode(),
    ]
    report = imported(house, "events.jsonl", b"\xef\xbb\xbf" + b"\n".join(rows))
    assert (report.added, report.duplicates) == (2, 0)
    assert [row.line for row in report.refused] == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
    said = [row.reason_en for row in report.refused]
    words = ["JSON", "UTF-8", "object", "Did you mean product.viewed", "product_id", "instant", "future"]
    for reason, word in zip(said, words, strict=False):
        assert word in reason
    assert "unknown field: more" in said[7]
    again = imported(house, "events.jsonl", b"\n".join(rows))
    assert (again.added, again.duplicates, len(again.refused)) == (0, 2, 12)
    assert all(event.imported for event in events(house))


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", "\t"), ("cp949", ";"), ("utf-16", ",")])
def test_a_table_s_further_columns_are_the_data(house: House, encoding: str, delimiter: str) -> None:
    order = '"[{""product_id"":""p1"",""price"":3200}]"'
    table = (
        HEADER
        + "e1,cart.added,minji,2026-11-20T10:00:00+09:00,web,p1,2,,선물\n"
        + f"e2,order.completed,u-1,2026-11-20T10:00:00Z,login,,,{order},\n"
    )
    if delimiter != ",":
        table = table.replace(",", delimiter).replace(f'p1""{delimiter}""price', 'p1"",""price')
    report = imported(house, "events.csv", table.encode(encoding))
    assert (report.added, [row.reason_en for row in report.refused]) == (2, [])
    added, bought = events(house)
    assert added.payload == {"product_id": "p1", "quantity": 2, "메모": "선물"}
    assert bought.payload == {"products": [{"product_id": "p1", "price": 3200}]}


def test_rows_of_a_table_are_refused_by_their_first_line(house: House) -> None:
    table = (
        HEADER
        + 'e1,cart.added,minji,2026-11-20T10:00:00+09:00,web,"p\n1",1,,\n'
        + "e2,cart.added,minji,2026-11-20T10:00:00+09:00,web,p1,many,,\n"
        + "\n"
        + "e3,cart.added,minji,,web,p1,1,,\n"
        + "e4,cart.added,minji,2026-11-20T10:00:00+09:00,web,p1,1,,,,,\n"
        + "e5,cart.added,minji,2026-11-20T10:00:00+09:00,web,p1,1,,\n"
    )
    report = imported(house, "events.csv", table.encode() + b"e6,cart.added,\xff\xff,2026-11-20T10:00:00+09:00,web,p1,1,,\n")
    assert report.added == 2
    assert [row.line for row in report.refused] == [4, 6, 7, 9]
    assert "quantity" in next(iter(report.refused)).reason_en


@pytest.mark.parametrize("header", ["", "id,type\n", "id,id,type,identity,occurred_at\n"])
def test_a_table_without_its_columns_is_refused_whole(house: House, header: str) -> None:
    with pytest.raises(BadInput, match=r"import\.bad_header"):
        imported(house, "events.csv", header.encode() + b"e1\n")
    with pytest.raises(BadInput, match=r"file\.missing"):
        import_events(house, house.folder / "none.jsonl")
    with pytest.raises(BadInput, match=r"file\.unreadable"):
        import_events(house, house.folder)


class Counting(io.BytesIO):
    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.taken += len(found)
        return found

    read1 = read

    def readline(self, size: int | None = -1, /) -> bytes:
        found = super().readline(size)
        self.taken += len(found)
        return found


@pytest.mark.parametrize("name", ["events.jsonl", "events.csv"])
def test_a_file_is_never_whole_in_memory(name: str) -> None:
    row = json.dumps(line()) if name.endswith("jsonl") else "e1,cart.added,minji,2026-11-20T10:00:00+09:00,web,p1,1,,"
    file = Counting((HEADER if name.endswith("csv") else "").encode() + f"{row}\n".encode() * 20_000)
    rows = rows_of(file, Path(name))
    for _ in range(10):
        next(rows)
    assert file.taken < 200_000 < len(file.getvalue())


def test_progress_is_told_in_bytes(house: House) -> None:
    path = house.folder / "events.jsonl"
    path.write_text("\n".join(json.dumps(line(f"e{number}")) for number in range(4_500)), encoding="utf-8")
    told: list[tuple[int, int]] = []
    assert import_events(house, path, lambda done, size: told.append((done, size))).added == 4_500
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert len(told) == 3
    assert told[-1] == (path.stat().st_size, path.stat().st_size)
