import unicodedata
from pathlib import Path

import pytest
from brand_files import read

from dangol.kit.errors import BadInput
from dangol.knowledge.article_csv import read_articles
from dangol.knowledge.markdown_rows import read_markdown
from dangol.knowledge.rows import PassageRow


def passages(tmp_path: Path, text: str | bytes) -> list[PassageRow]:
    accepted, refused = read(lambda file: read_markdown(file, "policy", "shipping"), tmp_path / "shipping.md", text)
    assert refused == []
    assert all(isinstance(row, PassageRow) for row in accepted)
    return accepted  # type: ignore[return-value]


def test_each_heading_begins_a_passage(tmp_path: Path) -> None:
    text = "---\ntitle: x\n---\n앞글\n\n# 배송 안내\n첫 글\n\n## 배송비\n### 제주\n6,500원\n\n둘째 줄\n## 기간\n이틀\n\n# 부록\n끝\n"
    rows = passages(tmp_path, text)
    assert [(row.number, row.headings, row.text, row.source.line) for row in rows] == [
        (1, (), "앞글", 4),
        (2, (), "첫 글", 7),
        (3, ("배송비", "제주"), "6,500원\n둘째 줄", 11),
        (4, ("기간",), "이틀", 15),
        (5, ("부록",), "끝", 18),
    ]
    assert {row.title for row in rows} == {"배송 안내"}


@pytest.mark.parametrize(
    ("markdown", "names"),
    [
        ("앞글\n# 배송 안내\n첫 글\n## 배송비\n### 제주\n가\n## 기간\n나", ["배송-안내", "배송-안내-2", "제주", "기간"]),
        ("앞글\n## 배송비\n가", ["본문", "배송비"]),
        ("# 안내\n## 배송비\n가\n## 배송비\n나\n## 배송비\n다", ["배송비", "배송비-2", "배송비-3"]),
        ("## 배송비\n가\n## 배송비\n나\n## 배송비 2\n다\n## 배송비\n라", ["배송비", "배송비-3", "배송비-2", "배송비-4"]),
        ("##  FAQ   교환 / 환불 #1\u200b\n가\n## faq\n나", ["FAQ-교환-환불-1", "faq"]),
        ("# 안내\n## #/\n가\n## \x07&#x200b;\n나", ["안내", "안내-2"]),
        ("## **굵은** `말`\n가", ["굵은-말"]),
        (f"## {'가 ' * 60}\n가\n## {'가 ' * 60}\n나", ["가-" * 40, "가-" * 40 + "-2"]),
        ("## " + unicodedata.normalize("NFD", "배송비") + "\n가\n## e#\u0301\n나", ["배송비", "é"]),
        ("가나다", ["1"]),
        ("\n\n".join(["가" * 500] * 2), ["1", "2"]),
        ("# 긴 글\n" + "\n\n".join(["가" * 500] * 2), ["긴-글", "긴-글-2"]),
    ],
)
def test_a_passage_is_named_by_its_heading(tmp_path: Path, markdown: str, names: list[str]) -> None:
    rows = passages(tmp_path, markdown)
    assert [row.anchor for row in rows] == names
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**굵게** _기울여_ ~~지운~~ `코드`", "굵게 기울여 지운 코드"),
        ("[반품 신청](https://shop.example/return)은 여기", "반품 신청 (https://shop.example/return)은 여기"),
        ("<https://shop.example> [위로](#top) ![그림](a.png)", "https://shop.example 위로 그림"),
        ("- 하나\n- 둘\n  - 셋\n", "- 하나\n- 둘\n  - 셋"),
        ("1. 하나\n2. 둘\n", "- 하나\n- 둘"),
        ("> 인용\n> 둘", "인용\n둘"),
        ("줄<br>바꿈 <b>굵게</b>", "줄\n바꿈 굵게"),
        ("<div>상자 <script>alert(1)</script>글</div>", "상자 글"),
        ("<!DOCTYPE html>\n<p>앞<!-- <b>숨은 말</b> -->뒤</p>", "앞뒤"),
        ("    코드 줄", "코드 줄"),
        ("3 < 5 &amp; 7", "3 < 5 & 7"),
    ],
)
def test_marks_are_taken_off(tmp_path: Path, markdown: str, text: str) -> None:
    assert [row.text for row in passages(tmp_path, markdown)] == [text]


def test_tables_are_kept_as_rows_and_as_lines(tmp_path: Path) -> None:
    (row,) = passages(tmp_path, "## 요금\n앞글\n\n| 지역 | 요금 |\n|---|---:|\n| 제주 | **3,000원** |\n| 서울 | |\n")
    assert row.tables == ((("지역", "요금"), ("제주", "3,000원"), ("서울", "")),)
    assert row.text == "앞글\n지역 | 요금\n제주 | 3,000원\n서울 | "


def test_long_sections_are_cut_between_paragraphs(tmp_path: Path) -> None:
    paragraph = "가나다라 마바사. " * 30
    rows = passages(tmp_path, "# 긴 글\n\n" + "\n\n".join([paragraph.strip()] * 5))
    assert len(rows) == 3
    assert [row.number for row in rows] == [1, 2, 3]
    assert all(len(row.text) <= 700 for row in rows)
    assert [row.source.line for row in rows] == [3, 7, 11]


def test_one_endless_paragraph_is_cut_between_sentences(tmp_path: Path) -> None:
    rows = passages(tmp_path, "가나다라 마바사입니다. " * 200)
    assert all(len(row.text) <= 700 and row.text.endswith(".") for row in rows)
    assert sum(row.text.count("마바사") for row in rows) == 200


@pytest.mark.parametrize(
    ("content", "line"), [(b"", 0), (b"# only a title\n", 0), (b"one\n\xff\xfe bytes", 2), (b"one\n\n\0", 3), (b"x" * 2_000_001, 0)]
)
def test_a_document_that_cannot_be_read_is_one_refusal(tmp_path: Path, content: bytes, line: int) -> None:
    accepted, refused = read(lambda file: read_markdown(file, "policy", "a"), tmp_path / "a.md", content)
    assert accepted == []
    assert [(row.line, row.thing) for row in refused] == [(line, "policy/a")]


def test_articles_come_from_columns_of_any_name(tmp_path: Path) -> None:
    mapping = {"id": "글번호", "title": "제목", "body": "본문"}
    content = "글번호,제목,본문\n"
    content += 'A/1,배송 &amp; 반품,"<p>첫 문단</p><ul><li>하나</li><li>둘</li></ul>"\n'
    content += '2,,"둘째 글\n이어짐"\n3,빈 글,<p> </p>\n2,x,y\n'
    accepted, refused = read(lambda file: read_articles(file, mapping), tmp_path / "a.csv", content)
    assert [(row.document, row.title, row.text, row.source.line) for row in accepted] == [  # type: ignore[union-attr]
        ("A/1", "배송 & 반품", "첫 문단\n- 하나\n- 둘", 2),
        ("2", "", "둘째 글\n이어짐", 3),
    ]
    assert [(row.line, row.thing) for row in refused] == [(5, "article/3"), (6, "article/2")]


def test_a_long_article_has_many_passages(tmp_path: Path) -> None:
    body = "\n\n".join(["가나다라. " * 60] * 4)
    accepted, _ = read(read_articles, tmp_path / "a.csv", f'id,body\nx,"{body}"\n')
    assert [(row.number, row.anchor) for row in accepted] == [(1, "1"), (2, "2"), (3, "3"), (4, "4")]  # type: ignore[union-attr]


def test_articles_need_an_id_and_a_body(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as raised:
        read(read_articles, tmp_path / "a.csv", "번호,글\n1,2\n")
    assert raised.value.code == "file.column_missing"
