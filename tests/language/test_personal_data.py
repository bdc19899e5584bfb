"""Personal data in every spelling, told from what only looks like it; masking for logs and storage."""

import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2]))

import itertools

from evaluation.personal_forms import Case, look_alikes, personal

from dangol.language.personal_data import LABELS, find, mask
from dangol.language.written_digits import plain_digits


def _bare(text: str, kind: str, start: int, end: int) -> tuple[str, int, int]:
    """A bracket before an area code belongs to it or to the sentence."""
    return kind, start + (text[start] == "("), end


def _found(case: Case) -> set[tuple[str, int, int]]:
    return {_bare(case.text, one.kind, one.start, one.end) for one in find(case.text)}


def test_generated_forms_are_found_and_look_alikes_are_not() -> None:
    cases = [*personal(), *look_alikes()]
    assert sum(bool(case.spans) for case in cases) >= 500 <= sum(not case.spans for case in cases)
    right = wanted = found = 0
    for case in cases:
        expected, got = {_bare(case.text, *span) for span in case.spans}, _found(case)
        right += len(expected & got)
        wanted += len(expected)
        found += len(got)
    assert right / wanted >= 0.99, right / wanted
    assert right / found >= 0.99, right / found


MASKED = [
    ("010-1234-5678로 연락 주세요", "[전화번호]로 연락 주세요"),
    ("번호는 공일공 이삼사오 육칠팔구이에요", "번호는 [전화번호]이에요"),
    ("０１０－１２３４－５６７８", "[전화번호]"),
    ("010\u200b-1234-\u200b5678", "[전화번호]"),
    ("주민번호 900101-1234567 이에요", "주민번호 [주민등록번호] 이에요"),
    ("900101-1******", "[주민등록번호]"),
    ("카드 4111 1111 1111 1111로 결제", "카드 [카드번호]로 결제"),
    ("국민은행 123456-12-123456 홍길동", "국민은행 [계좌번호] 홍길동"),
    ("환불은 110-123-456789 (신한)으로", "환불은 [계좌번호] (신한)으로"),
    ("hong@naver.com으로요", "[이메일]으로요"),
    ("hong 골뱅이 네이버 닷컴이요", "[이메일]이요"),
    ("여권번호 M12345678", "여권번호 [여권번호]"),
    ("면허 11-12-123456-12", "면허 [운전면허번호]"),
    ("전화 010-1234-5678, 메일 a@b.co.kr", "전화 [전화번호], 메일 [이메일]"),
    ("2개 010-1234-5678", "2개 [전화번호]"),
    ("12,000원이고 2026-11-25 주문번호 20261125-0001234", "12,000원이고 2026-11-25 주문번호 20261125-0001234"),
    ("1588-1234로 전화했어요", "1588-1234로 전화했어요"),
    ("@coffee.lover 보고 왔어요", "@coffee.lover 보고 왔어요"),
    ("이것도 저것도 하나도 없어요", "이것도 저것도 하나도 없어요"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


TYPED = st.text(alphabet=st.sampled_from("0123456789 -.·()@공일이삼사오a.com은행계좌주문[]०\u200b\ud800가😀\n"), max_size=80)


@settings(max_examples=300, deadline=None)
@given(TYPED | st.text(max_size=200) | st.text(alphabet=st.characters(), max_size=50))
def test_any_text(text: str) -> None:
    found = find(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))
    once = mask(text)
    assert mask(once) == once
    assert sum(label in once for label in LABELS.values()) >= min(1, len(found))


def test_places_are_those_of_the_text_given() -> None:
    text = "번호 공일공\u200b 1234 ５６７８ 끝"
    (one,) = find(text)
    assert text[one.start : one.end] == "공일공\u200b 1234 ５６７８"
    assert plain_digits("아무것도 없어요") is None


@pytest.mark.parametrize("piece", ["a", "1", "1-", "a@", "일", "0 1 ", "a.b@", "계좌1 ", "82", "a.", "은행 1"])
def test_long_texts_take_no_time(piece: str) -> None:
    started = time.process_time()
    mask(piece * (100_000 // len(piece)))
    assert time.process_time() - started < 2  # of the processor
