"""A message read: its language, its clauses, and whether each asks, leans on what was said, or points at something."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dangol.language.lexicon import Lexicon, Name
from dangol.language.reading import as_one, halves, language_of, read

LEXICON = Lexicon([Name(key="product/b", names=("고래의 편지",)), Name(key="product/m", names=("말차라떼", "Matcha Latte"))])

LANGUAGES = [
    ("안녕하세요", "ko"),
    ("ㅇㅇ", "ko"),
    ("123", "ko"),
    ("😀", "ko"),
    ("", "ko"),
    ("SPF50 인가요", "ko"),
    ("Matcha Latte 얼마예요?", "ko"),
    ("Earl Grey Milk Tea 있나요?", "ko"),
    ("https://bookshade.example/b1 이거 재고 있나요", "ko"),
    ("how much", "en"),
    ("How much is 말차라떼 please tell me", "en"),
    ("いくらですか", "other"),
    ("多少钱", "other"),
    ("Сколько", "other"),
]


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language


CLAUSES = [
    ("고래의 편지 얼마예요?", 1),
    ("얼마예요? 재고 있나요?", 2),
    ("안녕하세요. 고래의 편지 얼마예요", 2),
    ("가격 알려주세요\n재고도요", 2),
    ("주차 되나요 그리고 몇 시까지 해요", 2),
    ("얼마고 재고 있어요?", 2),
    ("1.5리터 있나요", 1),
    ("12.25에 하나요?", 1),
    ("How much is it? Is it open?", 2),
    ("!!! ??", 0),
    ("", 0),
]


@pytest.mark.parametrize(("text", "count"), CLAUSES)
def test_clauses(text: str, count: int) -> None:
    assert len(read(text, LEXICON).clauses) == count


ASKS = [
    ("얼마예요?", True),
    ("가격 알려주세요", True),
    ("재고 있나요", True),
    ("언제 열어요", True),
    ("반품하고 싶은데요", True),
    ("tell me the price", True),
    ("빨리 되는 거 있나요ㅜ", True),
    ("아이 옷은 안 파나용 👶", True),
    ("뭘로 하면 좋을지", True),
    ("선물로 샀네요 ㅜㅜ 😊", False),
    ("어제 샀어요", False),
    ("선물로 샀네요", False),
    ("좋아요", False),
]


@pytest.mark.parametrize(("text", "asks"), ASKS)
def test_asks(text: str, asks: bool) -> None:
    assert [clause.asks for clause in read(text, LEXICON).clauses] == [asks]


@pytest.mark.parametrize(
    ("text", "elliptical", "points"),
    [
        ("그럼 제주도는요?", True, False),
        ("일요일은?", True, False),
        ("what about Jeju", True, False),
        ("그거 얼마예요?", False, True),
        ("이 제품 재고 있나요", False, True),
        ("how much is it", False, True),
        ("고래의 편지 얼마예요?", False, False),
    ],
)
def test_leaning_and_pointing(text: str, elliptical: bool, points: bool) -> None:
    (clause,) = read(text, LEXICON).clauses
    assert (clause.elliptical, clause.points) == (elliptical, points)


def test_markup_is_no_text() -> None:
    assert read("<b>고래의 편지</b><script>alert(1)</script> 얼마", LEXICON).text == "고래의 편지 얼마"


def test_a_message_as_one_clause_keeps_its_places() -> None:
    reading = read("고래의 편지요. 말차라떼도 얼마예요?", LEXICON)
    whole = as_one(reading, LEXICON)
    assert [mention.keys for mention in whole.mentions] == [("product/b",), ("product/m",)]
    assert all(whole.text[word.start : word.end] for word in whole.words)


def test_halves_are_cut_at_a_joint() -> None:
    (clause,) = read("고래의 편지 가격이랑 재고 알려주세요", LEXICON).clauses
    assert ("고래의 편지 가격", "재고 알려주세요") in [(first.text, second.text) for first, second in halves(clause, LEXICON)]


@settings(database=None, derandomize=True, deadline=None, max_examples=200)
@given(st.text(st.characters(), max_size=200))
@example("\ud800\udc00\udfff")
@example("<" * 3000)
@example("한번에,그리고 " * 500)
def test_any_text_is_read_and_its_places_lie_in_it(text: str) -> None:
    reading = read(text, LEXICON)
    assert len(reading.text) <= 2000
    for clause in reading.clauses:
        assert reading.text[clause.start : clause.start + len(clause.text)] == clause.text
        assert all(0 <= word.start <= word.end <= len(clause.text) for word in clause.words)
        assert all(0 <= start < end <= len(clause.text) for mention in clause.mentions for start, end in mention.spans)
