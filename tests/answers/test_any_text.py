"""Whatever is typed: an answer, the same one each time, soon, and nothing in it that has no evidence."""

import re
import time
from datetime import datetime

import pytest
from bookshop import FILES, TUESDAY, Ask
from evidence import numbers, unsupported
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dangol.answers.answer import Topic
from dangol.answers.engine import Answerer

AT = datetime.fromisoformat(TUESDAY)
_QUIET = settings(
    max_examples=150, deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

_WORDS = sorted({word for text in FILES.values() for word in re.findall(r"[가-힣]{2,}|[A-Za-z]{3,}|\d+", text)})
_ASKING = [
    *(
        "얼마예요",
        "재고",
        "있나요",
        "몇 시",
        "오늘",
        "내일",
        "설날",
        "12월 25일",
        "말고",
        "이랑",
        "그럼",
        "은요",
        "어디",
        "언제",
        "추천",
        "제일 싼",
    ),
    *("how much", "is it open", "difference", "100원", "99", "3만원 이하", "몇 개", "?", "!", "\n", "그거", "고래의", "독서대", "비교"),
]
_ANY_STRING = st.text(st.characters(), max_size=80)  # surrogates too
_SHOP_TALK = st.lists(st.one_of(st.sampled_from(_WORDS), st.sampled_from(_ASKING), st.text(max_size=4)), max_size=9).map(" ".join)
_UNSPACED = st.lists(st.one_of(st.sampled_from(_WORDS), st.sampled_from(_ASKING)), max_size=6).map("".join)


@_QUIET
@given(text=st.one_of(_SHOP_TALK, _UNSPACED, _ANY_STRING))
@example(text="\ud800\udfff\udc00 고래의 편지 \ud83d")
@example(text="")
@example(text="\x00\x1b[31m")
def test_nothing_is_said_without_evidence(answerer: Answerer, text: str) -> None:
    answer = answerer.answer(text, Topic(), AT)
    assert not unsupported(answer, text, answerer.ground.snapshot, AT)
    assert answer == answerer.answer(text, Topic(), AT)


@_QUIET
@given(talk=st.lists(_SHOP_TALK, min_size=2, max_size=4), at=st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)))
def test_no_talk_brings_up_what_has_no_evidence(answerer: Answerer, talk: list[str], at: datetime) -> None:
    topic, instant = Topic(), at.replace(tzinfo=AT.tzinfo)
    for turn, text in enumerate(talk, 1):
        answer = answerer.answer(text, topic, instant)
        topic = answer.topic
        assert not unsupported(answer, " ".join(talk), answerer.ground.snapshot, instant)
        assert topic.turns == turn
        assert len(topic.subjects) <= 4
        assert {*topic.subjects, *topic.candidates} <= {*answerer.ground.subjects}


@pytest.mark.parametrize(
    "text",
    [
        "고" * 100_000,
        "고래의 편지 얼마예요? " * 8_000,
        "?" * 100_000,
        "<" * 100_000,
        "<script>" * 12_500,
        "1월 1일 " * 15_000,
        "\ud800" * 100_000,
        "e\u0301" * 50_000,
        "한번에,그리고,또," * 12_000,
        "a, b and c " * 10_000,
        "9" * 100_000,
    ],
    ids=lambda text: ascii(text[:8]),
)
def test_a_hundred_thousand_characters(answerer: Answerer, text: str) -> None:
    begun = time.process_time()
    answer = answerer.answer(text, Topic(), AT)
    assert time.process_time() - begun < 2.0
    assert not unsupported(answer, text[:4000], answerer.ground.snapshot, AT)


@pytest.mark.parametrize(
    "topic",
    [
        Topic(subjects=("product/gone", "place/gone"), about=("product/gone",), frame="얼마예요", turns=3),
        Topic(asked_back="독서대 얼마예요?", candidates=("product/gone",)),
        Topic(passage="policy/gone#1", frame="제주 배송비 얼마", said="4만원 넘으면"),
        Topic(subjects=("nonsense",), about=("",), frame="?!", said="요", candidates=("",)),
    ],
)
@pytest.mark.parametrize("text", ["그거 얼마예요?", "접이식이요", "울릉도는요?", "그중에 제일 싼 건요?", "내일은요?"])
def test_a_topic_whose_things_are_gone_stops_nothing(answerer: Answerer, topic: Topic, text: str) -> None:
    answer = answerer.answer(text, topic, AT)
    assert not unsupported(answer, f"{text} {topic.asked_back}", answerer.ground.snapshot, AT)


@pytest.mark.parametrize(
    "text",
    [
        "적립 몇 프로 해줘요?",
        "독서 모임 참가비 얼마예요?",
        "독서 모임 언제 해요?",
        "책등이 바래지 않으려면 얼마나 떨어져야 하나요?",
        "제주 배송비 얼마예요?",
        "지역별 배송비 알려주세요",
        "고래의 편지 얼마예요?",
        "반품 며칠 안에 해야 돼요?",
    ],
)
def test_the_quotes_that_leave_hold_every_number_that_is_said(ask: Ask, text: str) -> None:
    """``Answer.citations`` is what a channel or ``dangol ask --json`` shows: two sentences of one passage must both be found in it."""
    answer = ask(text)
    quoted = {number for citation in answer.citations for number in numbers(citation.quote)}
    assert set(numbers(answer.text)) <= quoted
