"""What a turn takes from the talk before it: another thing, a region, a day, an amount, two things compared, one of a list, a sum."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from bookshop import TUESDAY, Ask

from dangol.answers.answer import Citation, Sentence, Topic
from dangol.answers.ellipsis import beside, filled, frame_of
from dangol.answers.engine import Answerer
from dangol.answers.proof.prover import Prover
from dangol.decisions.topics import topic_from, topic_json

TALKS = [
    (("너도밤나무 독서대 무게 얼마예요?", "접이식은요?"), "620g"),  # the same asked of its kin
    (("너도밤나무 독서대 높이가 몇 cm예요?", "아니 접이식 독서대요"), "21cm"),  # a correction
    (("서촌점 일요일에 몇 시까지 해요?", "광안점은요?"), "11:00–22:00"),  # the day is kept
    (("서촌점 주차 되나요?", "광안점은?"), "두 시간까지 무료"),  # what was asked is kept, not the hours
    (("서촌점 주차 되나요?", "거긴 일요일에 몇 시까지 해요"), "21:00"),
    (("제주 배송비 얼마예요?", "아니 제주 말고 울릉도요"), "9000원"),  # a region for a region
    (("제주 배송비 얼마예요?", "그럼 울릉도면요?"), "9000원"),
    (("고래의 편지랑 느린 우편배달부 재고 있어요?", "둘 중에 뭐가 더 싸요?"), "1,200원 더 저렴해요"),
    (("너도밤나무 독서대 얼마예요?", "접이식은?", "둘 중에 뭐가 더 가벼워요?"), "그래서 접이식 독서대예요"),
    (("너도밤나무 독서대 무게는요?", "접이식 독서대랑 무게 차이는요?"), "620g"),
    (("디저트 뭐 있어요?", "두 번째 거 알레르기 뭐 있어요?"), "밀, 우유, 달걀"),
    (("디저트 뭐 있어요?", "첫번째는 얼마예요"), "4,200원"),
    (("느린 우편배달부 얼마예요?", "3권 사면요?"), "18,000원 × 3권 = 54,000원"),
    (("고래의 편지 2권이랑 느린 우편배달부 1권 얼마예요?", "고래의 편지 2권이랑 느린 우편배달부 3권이면 얼마예요?"), "합계 87,600원"),
    (("말차라떼 얼마예요?", "5잔 사면 얼마예요?"), "34,000원"),
    (("느린 우편배달부 3권 사면 무료배송 되나요?",), "무료배송 기준 50,000원 이상"),
    (("고래의 편지 2권 사면 배송비 무료예요?",), "50,000원에 16,400원 모자라요"),
    (("How much is the Matcha Latte?", "재고는요?"), "25개"),  # another language
    (("고래의 편지 얼마예요?", "네 감사합니다 그럼 재고는요?"), "7개"),
    (("고래의 편지 얼마예요?", "선물 포장 되나요?", "그 책 무게는요?"), "320g"),  # back to what was spoken of
]


@pytest.mark.parametrize(("talk", "said"), TALKS)
def test_a_turn_takes_from_the_talk_what_it_leaves_out(ask: Ask, talk: Sequence[str], said: str) -> None:
    answer = ask(*talk)
    assert answer.outcome == "answer", (answer.reasons, answer.text)
    assert said in answer.text


HONEST = [
    ("독서대 얼마예요?", "무게는요?"),  # which one was never said
    ("마카롱 있어요?", "그거 얼마예요?"),  # about something we have never heard of
    ("고래의 편지 얼마예요?", "도넛은 얼마예요?", "그건 재고 있어요?"),
    ("디저트 뭐 있어요?", "그거 무게는요?"),  # of two
]


@pytest.mark.parametrize("talk", HONEST)
def test_nothing_is_said_of_the_wrong_thing(ask: Ask, talk: Sequence[str]) -> None:
    assert ask(*talk).outcome in {"ask_back", "hand_over"}


@pytest.mark.parametrize("talk", [talk for talk, _ in TALKS])
def test_a_talk_goes_on_the_same_from_its_stored_topic(answerer: Answerer, ask: Ask, talk: Sequence[str]) -> None:
    """What the conversation keeps is all there is: written as JSON and read again, the next turn is the same."""
    before = ask(*talk[:-1]).topic if len(talk) > 1 else Topic()
    assert ask(talk[-1], topic=topic_from(topic_json(before))) == ask(talk[-1], topic=before)


@pytest.mark.parametrize(
    ("frame", "said", "text"),
    [
        ("제주 배송비 얼마예요", "그럼 울릉도는요?", "울릉도 배송비 얼마예요"),
        ("배송비 얼마예요", "제주는?", "제주 배송비 얼마예요"),
        ("일요일에 몇 시까지 해요", "토요일은요", "토요일에 몇 시까지 해요"),
        ("500g 얼마예요", "1kg은요?", "1kg 얼마예요"),
        ("얼마예요", "", "얼마예요"),
    ],
)
def test_a_frame_takes_what_is_said_in_the_place_of_its_kind(frame: str, said: str, text: str) -> None:
    assert filled(frame, "", said).text == text


def test_what_fills_no_place_stands_beside_the_frame() -> None:
    whole = beside("반품 배송비 얼마예요", "교환은요?")
    assert (whole.text, whole.frame, whole.said) == ("교환 반품 배송비 얼마예요", "반품 배송비 얼마예요", "교환")


def test_a_frame_has_neither_names_nor_pointers() -> None:
    assert frame_of("그럼 소금빵 그거 얼마예요?", [(3, 6)]) == "얼마예요"


SUMS = [
    ("말차라떼 6,800원 × 5잔 = 34,000원이에요.", True),
    ("말차라떼 6,800원 × 5잔 = 35,000원이에요.", False),
    ("말차라떼 6,900원 × 5잔 = 34,500원이에요.", False),
    ("말차라떼 6,800원 × 8잔 = 54,400원이라 무료배송 기준 50,000원 이상이에요.", True),
    ("말차라떼 6,800원 × 5잔 = 34,000원이라 무료배송 기준 50,000원 이상이에요.", False),
    ("말차라떼 6,800원 × 5잔 = 34,000원이라 무료배송 기준 50,000원에 16,000원 모자라요.", True),
    ("말차라떼 6,800원 × 5잔 = 34,000원이라 무료배송 기준 50,000원에 15,000원 모자라요.", False),
    ("말차라떼 6,800원 × 5잔 = 34,000원이라 무료배송 기준 30,000원 이상이에요.", False),
]


@pytest.mark.parametrize(("text", "right"), SUMS)
def test_a_sum_is_proven_by_working_it_out(answerer: Answerer, text: str, right: bool) -> None:
    cited = (Citation(id="product/d2/price", version=0, quote="6800"), Citation(id="policy/shipping#무료배송", version=0, quote=""))
    (verdict,) = Prover(answerer.ground).prove([Sentence(text=text, citations=cited)], datetime.fromisoformat(TUESDAY))
    assert verdict.proven == right, verdict.faults
