"""Misspelt parts of names: all that are like enough are found, however many parts are held against them."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from dangol.kit.text import jamo
from dangol.language.typos import Beginning, Typos

PARTS = ["크루아상", "소금빵", "바게트", "다다다다", "식기세척기", "abc치즈"]
LETTERS = st.text(alphabet="크루와아상소금빵바개게트다식기새세척치즈abcㅋ", min_size=3, max_size=9)


def found(letters: str) -> set[tuple[str, int]]:
    beginning = Beginning(start=0, least=3, most=len(letters))
    return {(part, size) for _, part, size in Typos(PARTS).of(letters, [beginning])}


def compared(letters: str) -> set[tuple[str, int]]:
    """The same, each part with each beginning."""
    pairs = set()
    for part in PARTS:
        enough = 82 if len(part) <= 3 else 76
        sizes = [size for size in (len(part), len(part) - 1, len(part) + 1) if 3 <= size <= len(letters)]
        alike = [size for size in sizes if fuzz.ratio(jamo(letters[:size]), jamo(part)) >= (enough if size == len(part) else 84)]
        if alike and not letters.startswith(part):
            pairs.add((part, alike[0]))
    return pairs


@settings(max_examples=400, deadline=None)
@given(LETTERS)
def test_nothing_is_lost_to_the_bound(letters: str) -> None:
    assert found(letters) == compared(letters)


def test_slips() -> None:
    assert found("크루와상있나요") == {("크루아상", 4)}
    assert found("바개트얼마") == {("바게트", 3)}
    assert found("바게트얼마") == set()
    assert found("다다다타다다") == compared("다다다타다다") != set()


def test_no_parts_and_no_words() -> None:
    assert list(Typos(()).of("아무거나", [Beginning(start=0, least=3, most=4)])) == []
    assert list(Typos(PARTS).of("가나", [])) == []
