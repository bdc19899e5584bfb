"""What people type, and what it becomes."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangol.kit.text import bigrams, jamo, normalise, squash


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ""),
        ("배송비 얼마예요?", "배송비 얼마예요?"),
        ("  배송비\t\t얼마예요 ?  ", "배송비 얼마예요 ?"),
        ("첫 줄 \r\n\r\n\n  둘째 줄", "첫 줄\n둘째 줄"),
        ("예뻐요ㅋㅋㅋㅋㅋㅋ", "예뻐요ㅋㅋ"),
        ("ㅠㅠㅠㅠ 아아아아 너무해!!!!!", "ㅠㅠ 아아 너무해!!"),
        ("sooooo good www.a.com 10000000원", "soo good www.a.com 10000000원"),
        ("--- | ===", "--- | ==="),
        ("예뻐요😍😍😍😍짱", "예뻐요 😍😍 짱"),
        ("👍🏻 🇰🇷🇰🇷 1️⃣번", "👍🏻 🇰🇷🇰🇷 1번"),
        ("５０㎖　Ａ＋", "50ml A+"),
        ("ﾡﾱ ㅋ ㄳ", "ㄱㅁ ㅋ ㄳ"),
        ("각", "각"),
        ("안\u200b녕\u00ad하\ufeff세\x00요\u202e", "안녕하세요"),
        ("a\u3164b", "a b"),
        ("가\ud800나", "가\ufffd나"),
        ("\ud83d\ude00", "😀"),
    ],
)
def test_normalise(typed: str, expected: str) -> None:
    assert normalise(typed) == expected


@given(st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=60))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert not any("\ud800" <= letter <= "\udfff" for letter in once)


@given(st.text(alphabet="ㅋ아가A1!.😀👍🏻🇰\u0300\u0316\u200d\n \t\ud83d\ude00각", max_size=60))
def test_normalising_the_awkward_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize("unit", ["가", "ㅋ", "a ", " \n", "\u0300\u0316", "😀", "🇰", "\ud800", "!", "ᄀ", "ㅋㅎ", "가\x00"])
def test_a_hundred_thousand_characters_are_read_in_linear_time(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    began = time.perf_counter()
    normalise(text)
    squash(text)
    assert time.perf_counter() - began < 3.0  # quadratic sorting of marks alone would take minutes


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("교환 환불, 어떻게?", "교환환불어떻게"),
        ("Crème 50 ㎖!", "creme50ml"),
        ("SPF50+ PA++++", "spf50pa"),
        ("😀 !?", ""),
        ("ㅇㅋ", "ㅇㅋ"),
    ],
)
def test_squash(typed: str, expected: str) -> None:
    assert squash(typed) == expected


def test_jamo() -> None:
    assert jamo("값이 뷁 a1ㅋ") == "ㄱㅏㅄㅇㅣ ㅂㅞㄺ a1ㅋ"


@pytest.mark.parametrize(
    ("typed", "expected"), [("교환 환불", ("교환", "환환", "환불")), ("가", ("가",)), ("!", ()), ("A 1", ("a1",)), ("", ())]
)
def test_bigrams(typed: str, expected: tuple[str, ...]) -> None:
    assert bigrams(typed) == expected
