import codecs
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from brand_files import FAQ, PLACES, PRODUCTS, read

from dangol.kit.errors import BadInput
from dangol.knowledge.rows import FaqRow, Row, SubjectRow
from dangol.knowledge.subject_rows import read_faqs, read_places, read_products
from dangol.knowledge.text_file import TextFile


def test_a_product_row_keeps_its_cells_in_order(tmp_path: Path) -> None:
    accepted, refused = read(read_products, tmp_path / "products.csv", PRODUCTS)
    assert refused == []
    assert [row.source.line for row in accepted] == [2, 3]
    first, second = accepted
    assert isinstance(first, SubjectRow)
    assert isinstance(second, SubjectRow)
    assert first.id == "p01"
    assert first.cells == (
        ("name", "장미 크림"),
        ("category", "크림"),
        ("price", "12000"),
        ("stock", "5"),
        ("options", "50ml|100ml"),
        ("용량", "50ml"),
        ("description", "촉촉해요"),
        ("url", "https://shop.example/p01"),
    )
    assert second.cells == (("name", "쑥 비누"), ("category", "비누"), ("price", "8000"), ("stock", "0"), ("용량", "100g"))


@pytest.mark.parametrize(
    "content",
    [
        PRODUCTS.encode(),
        codecs.BOM_UTF8 + PRODUCTS.encode(),
        PRODUCTS.encode("cp949"),
        PRODUCTS.encode("euc-kr"),
        PRODUCTS.encode("utf-16"),
        PRODUCTS.replace("\n", "\r\n").encode(),
        PRODUCTS.replace("\n", "\r").encode(),
        PRODUCTS.replace("id,name", " ID , Na me ").encode(),
        PRODUCTS.rstrip().encode(),
        ("\n" + PRODUCTS.replace("\n", "\n,,,,,,,,\n")).encode().replace(b",,,,,,,,\n", b"", 1),
        unicodedata.normalize("NFD", PRODUCTS).encode(),
        PRODUCTS.replace("\n", ",,\n").encode(),
    ],
    ids=[
        "utf-8",
        "bom",
        "cp949",
        "euc-kr",
        "utf-16",
        "crlf",
        "cr",
        "header-spelling",
        "no-last-newline",
        "blank-rows",
        "nfd",
        "trailing-commas",
    ],
)
def test_ways_of_writing_the_same_file(tmp_path: Path, content: bytes) -> None:
    accepted, refused = read(read_products, tmp_path / "products.csv", content)
    plain, _ = read(read_products, tmp_path / "plain.csv", PRODUCTS)
    assert refused == []
    assert [(row.id, row.cells) for row in accepted] == [(row.id, row.cells) for row in plain]  # type: ignore[union-attr]


def test_lines_are_counted_through_quoted_newlines(tmp_path: Path) -> None:
    accepted, refused = read(read_products, tmp_path / "p.csv", 'id,name,설명\na,"첫\r\n둘",x\n\nb,,x\nc,셋,"=1+1"\n')
    assert [(row.source.line, row.cells) for row in accepted] == [  # type: ignore[union-attr]
        (2, (("name", "첫\n둘"), ("설명", "x"))),
        (6, (("name", "셋"), ("설명", "=1+1"))),
    ]
    assert [(row.line, row.thing) for row in refused] == [(5, "product/b")]


BAD_PRODUCTS = [
    ("b,비누,만이천원,1", "price", "product/b"),
    ("b,비누,-1,1", "price", "product/b"),
    ('b,비누,"12,00",1', "price", "product/b"),
    ("b,비누,12000.50,1", "price", "product/b"),
    ("b,비누,99999999999999,1", "price", "product/b"),
    ("b,비누,1000,-3", "below 0", "product/b"),
    ("b,비누,1000,많음", "stock", "product/b"),
    ("b,,1000,1", "name is empty", "product/b"),
    (",비누,1000,1", "id is empty", ""),
    ("a,비누,1000,1", "already on line 2", "product/a"),
    ("b,비누,1000", "3 cells where the header has 4", "product/b"),
    ("b,비누,1000,1,빨강", "beyond the named columns", "product/b"),
    ('b,"비"누,1000,1', "quote is out of place", ""),
    ("b,비\0누,1000,1", "NUL", "product/b"),
    (f"b,{'가' * 100_001},1000,1", "100,001 characters", "product/b"),
    (f"{'b' * 201},비누,1000,1", "at most 200", ""),
    ('"b\nc",비누,1000,1', "one line", ""),
]


@pytest.mark.parametrize(("row", "reason", "thing"), BAD_PRODUCTS)
def test_a_bad_row_is_refused_with_its_line_and_the_rest_stays(tmp_path: Path, row: str, reason: str, thing: str) -> None:
    content = f"id,name,price,stock\na,크림,12000,1\n{row}\nz,로션,9000,2\n"
    accepted, refused = read(read_products, tmp_path / "products.csv", content)
    assert [item.id for item in accepted] == ["a", "z"]  # type: ignore[union-attr]
    assert [(item.file, item.line, item.thing) for item in refused] == [("products.csv", 3, thing)]
    assert reason in refused[0].reason_en
    assert any("가" <= letter <= "힣" for letter in refused[0].reason_ko)


def test_a_row_with_broken_bytes_is_refused_alone(tmp_path: Path) -> None:
    content = "id,name\na,크림과 로션\n".encode() + b"b,\xec\x9e\n" + "c,비누\n".encode()
    accepted, refused = read(read_products, tmp_path / "products.csv", content)
    assert [item.id for item in accepted] == ["a", "c"]  # type: ignore[union-attr]
    assert [(item.line, item.thing) for item in refused] == [(3, "product/b")]


def test_a_cell_of_a_megabyte_in_another_row_does_no_harm(tmp_path: Path) -> None:
    accepted, refused = read(read_products, tmp_path / "p.csv", f'id,name\na,"{"x" * 2_000_000}"\nb,비누\n')
    assert [item.id for item in accepted] == ["b"]  # type: ignore[union-attr]
    assert [item.line for item in refused] == [2]


@pytest.mark.parametrize(
    ("price", "kept"),
    [
        ("12000", "12000"),
        ("12,000원", "12000"),
        ("₩ 12,000", "12000"),
        ("12000.00", "12000"),
        ("１２０００", "12000"),
        ("012000 KRW", "12000"),
    ],
)
def test_prices_become_whole_won(tmp_path: Path, price: str, kept: str) -> None:
    accepted, _ = read(read_products, tmp_path / "p.csv", f'id,name,price\na,크림,"{price}"\n')
    assert accepted[0].cells[1] == ("price", kept)  # type: ignore[union-attr]


@pytest.mark.parametrize(("stock", "kept"), [("품절", "0"), ("3개", "3"), ("1,200", "1200"), ("24.0", "24")])
def test_stock_becomes_a_number(tmp_path: Path, stock: str, kept: str) -> None:
    accepted, _ = read(read_products, tmp_path / "p.csv", f'id,name,stock\na,크림,"{stock}"\n')
    assert accepted[0].cells[1] == ("stock", kept)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("hours", "평일 11시부터", "opening hours"),
        ("hours", "Mo-Fr 11:00-20:00; xx", "opening hours"),
        ("lat", "91", "from -90 to 90"),
        ("lat", "nan", "from -90 to 90"),
        ("lat", "", "both"),
        ("lon", "-180.5", "from -180 to 180"),
    ],
)
def test_places_are_checked(tmp_path: Path, column: str, value: str, reason: str) -> None:
    cells = {"id": "s1", "name": "본점", "lat": "37.5", "lon": "127.0", "hours": "Mo-Fr 11:00-20:00"} | {column: value}
    content = f"{','.join(cells)}\n{','.join(cells.values())}\n"
    accepted, refused = read(read_places, tmp_path / "places.csv", content)
    assert accepted == []
    assert (refused[0].line, refused[0].thing) == (2, "place/s1")
    assert reason in refused[0].reason_en


def test_places_and_questions_are_read(tmp_path: Path) -> None:
    places, _ = read(read_places, tmp_path / "places.csv", PLACES)
    assert isinstance(places[0], SubjectRow)
    assert ("hours", "Mo-Fr 11:00-20:00; PH off") in places[0].cells
    faqs, refused = read(read_faqs, tmp_path / "faq.csv", FAQ + "f03,,답\nf04,물음,\n")
    assert isinstance(faqs[0], FaqRow)
    assert (faqs[0].id, faqs[0].question, faqs[0].answer, faqs[0].source.line) == ("f01", "포장 되나요?", "네, 됩니다.", 2)
    assert [(row.line, row.reason_en) for row in refused] == [(4, "question is empty."), (5, "answer is empty.")]


@pytest.mark.parametrize(
    ("reader", "content", "code", "names"),
    [
        (read_products, "", "file.empty", "id, name"),
        (read_products, "\n \n", "file.empty", "id, name"),
        (read_products, "name,price\na,1\n", "file.column_missing", "column id"),
        (read_faqs, "id,question\na,b\n", "file.column_missing", "answer"),
        (read_products, "id,name,price,Price\na,b,1,1\n", "file.column_twice", "Price"),
        (read_products, 'id,name\na,"크림\nb,비누\nc,로션\n', "file.quote_not_closed", "line 2"),
        (read_products, 'id,name\na,b\nc,"크림\nd,"비누"\n', "file.quote_not_closed", "line 3"),
        (read_products, f"id,name,{'가' * 101}\n", "file.bad_header", "at most 100"),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole(
    tmp_path: Path, reader: Callable[[TextFile], Iterator[Row]], content: str, code: str, names: str
) -> None:
    with pytest.raises(BadInput) as raised:
        read(reader, tmp_path / "some.csv", content)
    assert raised.value.code == code
    assert names in raised.value.en
    assert "some.csv" in raised.value.ko


def test_columns_can_be_mapped(tmp_path: Path) -> None:
    mapping = {"id": "상품번호", "title": "상품명", "price": "판매가"}
    content = "id,상품번호,상품명,판매가\n1,p1,크림,3000\n"
    accepted, _ = read(lambda file: read_products(file, mapping), tmp_path / "p.csv", content)
    assert [(row.id, row.cells) for row in accepted] == [("p1", (("name", "크림"), ("price", "3000")))]  # type: ignore[union-attr]
    with pytest.raises(BadInput) as raised:
        read(lambda file: read_products(file, {"id": "번호"}), tmp_path / "p.csv", content)
    assert "번호" in raised.value.ko
