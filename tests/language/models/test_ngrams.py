"""Letters and n-grams of many texts at once: the same whatever stands beside them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dangol.language.models.ngrams import hashes_of, jamo_of, letters_of, summed

TEXTS = st.lists(st.text(alphabet=st.sampled_from("가각나ab ㅋ1\U0001f600"), max_size=12), min_size=1, max_size=6)


def grams(texts: list[str], longest: int = 4) -> list[list[int]]:
    letters = letters_of(texts)
    found: list[list[int]] = [[] for _ in texts]
    for hashes, at in hashes_of(letters, longest):
        for value, owner in zip(hashes.tolist(), letters.owner[at].tolist(), strict=True):
            found[owner].append(value)
    return found


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_text_has_the_same_ngrams_alone_and_in_company(texts: list[str]) -> None:
    assert grams(texts) == [grams([text])[0] for text in texts]
    for text, found in zip(texts, grams(texts), strict=True):
        size = len(text) + 2
        assert len(found) == sum(max(0, size - length + 1) for length in range(1, 5))


def test_jamo_are_syllables_taken_apart() -> None:
    letters = jamo_of(letters_of(["값a", "가"]))
    assert "".join(map(chr, letters.codes)) == "\x02\u1100\u1161\u11b9a\x03\x02\u1100\u1161\x03"
    assert letters.owner.tolist() == [0] * 6 + [1] * 4
    assert letters.starts.tolist() == [0, 6]


def test_long_texts_keep_both_ends() -> None:
    letters = letters_of(["처음" + "가" * 500 + "끝"], 20)
    assert "".join(map(chr, letters.codes)) == "\x02처음" + "가" * 8 + "가" * 9 + "끝\x03"


def test_sums_by_owner() -> None:
    values = np.array([[1.0], [2.0], [4.0]], dtype=np.float32)
    assert summed(values, np.array([0, 2, 2]), 4).ravel().tolist() == [1, 0, 6, 0]
    assert summed(values[:0], np.array([], dtype=np.int64), 2).ravel().tolist() == [0, 0]


def test_marks_typed_by_hand_do_not_split_a_text() -> None:
    assert len(letters_of(["a\x03b\x02c"])) == 1
