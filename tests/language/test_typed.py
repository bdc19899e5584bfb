"""What is typed otherwise than it is meant: the wrong keyboard, disguised insults; and one pattern for many."""

import re
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dangol.language.alternatives import joined
from dangol.language.insults import insult_in
from dangol.language.keyboard import as_hangul

KEYBOARD = [
    ("dkssud", "안녕"),
    ("dkssudgktpdy", "안녕하세요"),
    ("rkatkgkqslek", "감사합니다"),
    ("ghksqnf gowntpdy", "환불 해주세요"),
    ("hello, this is a shop", "hello, this is a shop"),
    ("matcha latte banana chocolate thanks really", "matcha latte banana chocolate thanks really"),
    ("Instagram kakao xmas email", "Instagram kakao xmas email"),
    ("안녕하세요", "안녕하세요"),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "meant"), KEYBOARD)
def test_keyboard(typed: str, meant: str) -> None:
    assert as_hangul(typed) == meant


INSULTS = [
    *((text, "offensive") for text in ("시1발", "시 발 뭐야", "ㅅㅂ", "ㅂㅅ", "병@신", "tlqkf", "개새끼", "존나 별로", "지랄하네", "꺼져")),
    *((text, "offensive") for text in ("fuck this", "what a piece of shit", "ѕhit")),
    *((text, "hate") for text in ("한남충들", "틀딱은 다 꺼져라", "kill yourself")),
    *(
        (text, "")
        for text in ("신발 사이즈", "시발점", "다시 발송해주세요", "출시 발표", "존나 맛있다", "아기 새끼고양이", "불 꺼져 있어요")
    ),
    *((text, "") for text in ("역시 발림성 좋네요", "혁신 발표", "가방을 뒤져도 없네요", "등신대 어디서 사요", "개맛있다", "shiitake", "")),
]


@pytest.mark.parametrize(("text", "label"), INSULTS)
def test_insults(text: str, label: str) -> None:
    assert insult_in(text)[0] == label


def _patterns(name: str) -> list[str]:
    lines = files("dangol.language").joinpath("data", name).read_text("utf-8").splitlines()
    return [line.split("\t")[-1] for line in lines if line and not line.startswith("#")]


PATTERNS = [*_patterns("signals.tsv"), *_patterns("meanings.tsv")]
LETTERS = st.text(alphabet=st.sampled_from(sorted({letter for pattern in PATTERNS for letter in pattern if letter.isalnum()})), max_size=40)


@settings(max_examples=150, deadline=None)
@given(LETTERS)
def test_joined_patterns_match_where_any_of_them_does(text: str) -> None:
    together = joined(PATTERNS)
    assert together
    assert bool(together.search(text)) == bool(re.compile("|".join(PATTERNS)).search(text))


@pytest.mark.parametrize(
    "pattern", ["(가|나)다", "[라마]바", "(?<!사)아", "(?<![가-힣])자차", "가?나", "a|b(c|d)?|[^e]f", r"\bgo\b", "^(x|y)z$"]
)
@pytest.mark.parametrize(
    "text", ["가다", "나다", "라바", "사아", "아", "자차", "가자차", "나", "bd", "ef", "gf", "go", "gone", "xz", "xzy", ""]
)
def test_one_pattern_means_what_it_meant(pattern: str, text: str) -> None:
    one = joined([pattern])
    assert one
    assert bool(one.search(text)) == bool(re.search(pattern, text))


def test_no_pattern_is_none() -> None:
    assert joined([]) is None
