"""A Reading always comes, quickly, whatever is typed; and a burst reads as single messages do."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dangol.language.lexicon import Lexicon, Name
from dangol.language.reading import Reading, read, read_all

LEXICON = Lexicon([Name(key="product/b", names=("고래의 편지",))])
ODD = [
    *("", " ", "\n\n", "\x00\x07", "\ud800", "\ud83d\ude00", "\udc00\ud800", "😀😀😀", "👩‍👩‍👧‍👦", "ㄱㄱ", "ㄴㄴ", "ㅠㅠㅠㅠ", "ㅋ"),
    *(
        "dkssud",
        "시1발",
        "?",
        "!!!!",
        "1",
        "0" * 50,
        "いくらですか",
        "多少钱 이거 how much",
        "مرحبا",
        "\u202eabc",
        "a\u0301" * 50,
        "\u200b",
    ),
]
LONG = [
    *(
        "가",
        "ㅋ",
        "a",
        "1",
        " ",
        "?",
        "\n",
        "😀",
        "시1발 ",
        "010-1234-5678 ",
        "얼마예요? ",
        "(((",
        "@",
        "광고",
        "\ud800",
        "<",
        "1만",
        "내일 3시 ",
    ),
]


def check(reading: Reading) -> None:
    meaning = reading.meaning
    assert 0 <= meaning.certainty <= 1
    assert -1 <= meaning.sentiment.score <= 1
    assert 0 <= meaning.sentiment.neutral <= 1
    assert 0 <= meaning.toxicity.score <= 1
    assert 0 <= meaning.hard_sell <= 1
    assert 0 <= meaning.urgency <= 1
    assert all(reading.text[one.start : one.end] == one.text for one in meaning.entities)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts(text: str) -> None:
    check(read(text, LEXICON))


@pytest.mark.parametrize("piece", LONG)
def test_a_hundred_thousand_characters(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    read("준비", LEXICON)
    began = time.process_time()
    check(read(text, LEXICON))
    assert time.process_time() - began < 2  # of the processor: others may be working too


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300) | st.text(alphabet=st.characters(), max_size=60))
def test_any_text(text: str) -> None:
    check(read(text, LEXICON))


def test_what_says_little_is_read_with_little_certainty() -> None:
    for text in ("ㄱㄱ", "😀", "", "...", "いくら"):
        assert read(text, LEXICON).meaning.certainty <= 0.5


def test_a_burst_reads_as_single_messages_do() -> None:
    texts = ["고래의 편지 얼마예요?", "또 광고야?", "최고예요 감동", "", "how much is it", "내일 3시까지 010-1234-5678", "시1발"] * 30
    single = [read(text, LEXICON) for text in texts[:7]]
    burst = list(read_all(texts, LEXICON, tokens=False))
    whole = list(read_all(texts, LEXICON))
    assert len(burst) == len(whole) == len(texts)
    for at, reading in enumerate(burst):
        alone = single[at % 7]
        assert (reading.tokens, reading.clauses) == ((), ())
        assert rounded(reading) == rounded(alone)
        assert (whole[at].tokens, whole[at].clauses) == (alone.tokens, alone.clauses)


def rounded(reading: Reading) -> object:
    """Batches differ in the last digits."""
    meaning = reading.meaning
    sentiment = replace(meaning.sentiment, score=round(meaning.sentiment.score, 2), neutral=round(meaning.sentiment.neutral, 2))
    toxicity = replace(meaning.toxicity, score=round(meaning.toxicity.score, 2))
    return replace(meaning, sentiment=sentiment, toxicity=toxicity, certainty=round(meaning.certainty, 2))


def test_other_languages_are_recognised_and_not_judged() -> None:
    meaning = read("いくらですか", LEXICON).meaning
    assert (meaning.sentiment.label, meaning.sentiment.score, meaning.toxicity.label) == ("neutral", 0.0, "none")


def test_korean_on_a_latin_keyboard_is_read_as_korean() -> None:
    reading = read("dkssudgktpdy", LEXICON)
    assert (reading.language, reading.text, reading.meaning.function) == ("ko", "안녕하세요", "greeting")
