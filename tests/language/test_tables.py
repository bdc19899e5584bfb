"""The tables of a shop's words: each is well-formed, and the headers, synonyms and phrases that brands use are found in them."""

import re
from importlib.resources import files

import pytest

from dangol.language import phrases
from dangol.language.concepts import (
    concept_of_header,
    concepts,
    concepts_of_word,
    empty_words,
    shop_nouns,
    soft_words,
    synonyms,
    unit_of_header,
)
from dangol.language.phrases import english_phrases, phrases_in
from dangol.language.spelling import variants

HEADERS = [
    ("price", "price", ""),
    ("가격", "price", ""),
    ("판매가(원)", "price", "원"),
    ("재고", "stock", ""),
    ("옵션", "options", ""),
    ("색상", "color", ""),
    ("무게(kg)", "weight", "kg"),
    ("weight_g", "weight", "g"),
    ("용량(ml)", "capacity", "ml"),
    ("원재료명", "ingredients", ""),
    ("알레르기", "allergens", ""),
    ("allergens", "allergens", ""),
    ("원산지", "origin", ""),
    ("country_of_origin", "origin", ""),
    ("유통기한", "expiry", ""),
    ("소비기한", "expiry", ""),
    ("보관방법", "storage", ""),
    ("세탁방법", "care", ""),
    ("보증기간(개월)", "warranty", "개월"),
    ("칼로리(kcal)", "nutrition", "kcal"),
    ("소재", "material", ""),
    ("카페인", "caffeine", ""),
    ("Shelf Life", "expiry", ""),
]


@pytest.mark.parametrize(("header", "concept", "unit"), HEADERS)
def test_headers(header: str, concept: str, unit: str) -> None:
    known = concept_of_header(header)
    assert known
    assert known.name == concept
    assert unit_of_header(header) == unit


@pytest.mark.parametrize(
    ("header", "unit"), [("높이(cm)", "cm"), ("height_cm", "cm"), ("두께 [mm]", "mm"), ("밝기(lm)", "lm"), ("저자", ""), ("", "")]
)
def test_units_of_headers(header: str, unit: str) -> None:
    assert unit_of_header(header) == unit


@pytest.mark.parametrize("header", ["저자", "컬렉션", "", "xyz"])
def test_a_header_that_no_table_knows(header: str) -> None:
    assert concept_of_header(header) is None


@pytest.mark.parametrize(
    ("word", "concept"),
    [
        ("얼마", "price"),
        ("무겁다", "weight"),
        ("재고", "stock"),
        ("원산지", "origin"),
        ("알레르기", "allergens"),
        ("walnut", None),
        ("price", "price"),
    ],
)
def test_words_ask_for_columns(word: str, concept: str | None) -> None:
    assert (concept in concepts_of_word().get(word, ())) if concept else not concepts_of_word().get(word)


@pytest.mark.parametrize(
    ("word", "other"),
    [("환불", "반품"), ("강아지", "반려동물"), ("배송", "택배"), ("호두", "walnut"), ("Walnut", "호두")],
)
def test_synonyms(word: str, other: str) -> None:
    assert other in synonyms(word)


@pytest.mark.parametrize("word", ["고래", "", "Zebra"])
def test_a_word_stands_for_itself(word: str) -> None:
    assert word.lower() in synonyms(word)


def test_every_concept_is_asked_for_and_called_something() -> None:
    for name, concept in concepts().items():
        assert concept.headers, name
        assert concept.words, name
        assert concept.ko, name
        assert concept.en, name
        assert re.search("[가-힣]", concept.ko), name
        assert not re.search("[가-힣]", concept.en), name


def test_no_header_means_two_things() -> None:
    owners: dict[str, set[str]] = {}
    for name, concept in concepts().items():
        for header in concept.headers:
            owners.setdefault(header, set()).add(name)
    assert {header: names for header, names in owners.items() if len(names) > 1} == {}


def test_nouns_for_the_tokeniser_are_whole_korean_words() -> None:
    assert {"재고", "유통기한", "배송비"} <= set(shop_nouns())
    assert all(len(noun) > 1 and not noun.isascii() for noun in shop_nouns())


def test_empty_and_soft_words_ask_for_nothing() -> None:
    assert not empty_words() & {"가격", "재고", "배송", "주차", "교환"}
    assert not soft_words() & {"가격", "재고", "배송", "주차", "교환"}


PHRASES = [line.split("\t") for line in files("dangol.language").joinpath("data", "phrases.tsv").read_text("utf-8").splitlines()]
ENGLISH = [line.split("\t") for line in files("dangol.language").joinpath("data", "english.tsv").read_text("utf-8").splitlines()]


def _rows(table: list[list[str]]) -> list[list[str]]:
    return [row for row in table if row != [""] and not row[0].startswith("#")]


def test_every_phrase_compiles_says_something_and_matches_no_empty_text() -> None:
    for row in _rows(PHRASES):
        assert len(row) == 2, row
        pattern = re.compile(row[0])
        assert not pattern.search(""), row
        assert not re.search(r"\s", row[0]), f"phrases are matched without spaces: {row[0]}"
        assert [word for word in row[1].split(",") if word.strip()], row


def test_every_english_phrase_is_one_to_four_words_in_lower_case() -> None:
    for row in _rows(ENGLISH):
        assert len(row) == 2, row
        assert row[0] == row[0].lower().strip(), row
        assert 1 <= len(row[0].split()) <= 4, row
        assert re.search("[가-힣]", row[1]), row


def test_no_english_phrase_stands_twice() -> None:
    said = [row[0] for row in _rows(ENGLISH)]
    assert sorted({phrase for phrase in said if said.count(phrase) > 1}) == []


def test_variants_lead_nowhere_further() -> None:
    pattern, table = variants()
    assert all(typed != meant for typed, meant in table.items())
    assert pattern.fullmatch("케익")


@pytest.mark.parametrize(
    ("text", "formal"),
    [("나눠 내도 되나요", "할부"), ("몇 시까지 해요", "영업시간"), ("강아지 데려가도 돼요?", "반려동물"), ("언제쯤 도착해요", "배송")],
)
def test_colloquial_phrases_stand_for_the_words_of_a_page(text: str, formal: str) -> None:
    assert any(formal in word for _, words in phrases_in(text) for word in words)


def test_a_phrase_knows_its_place() -> None:
    text = "혹시 나눠 내도 되나요"
    ((start, end), _), *_ = phrases_in(text)
    assert text[start:end].startswith("나눠")


@pytest.mark.parametrize("text", ["", "ㅋㅋ", "!!!", "😀"])
def test_no_phrase(text: str) -> None:
    assert phrases_in(text) == []


def test_the_longest_english_phrase_wins() -> None:
    found = english_phrases("gift wrapping", ["gift", "wrapping"])
    assert [span for span, _ in found] == [(0, len("gift wrapping"))]
    assert english_phrases("zzz", ["zzz"]) == []
    assert english_phrases("", []) == []


def test_the_tables_are_read_as_they_lie() -> None:
    assert len(phrases._table("phrases.tsv")) == len(_rows(PHRASES))
