"""The proof of sentences: tables of right and wrong ones over a bakery, the suite written apart from it, and our own composed answers."""

from datetime import date, datetime
from pathlib import Path

import pytest
from evaluation.proof.__main__ import BRAND, cases, prove_all
from evaluation.score import answerer_for, ask_all, read_questions

from dangol.answers.answer import Citation, Sentence
from dangol.answers.engine import Answerer
from dangol.answers.proof.amounts import amounts
from dangol.answers.proof.moments import moments
from dangol.answers.proof.prover import Prover

BAKERY = Path(__file__).parents[2] / "evaluation/brands/bakery"
AT = datetime.fromisoformat("2026-11-24T15:00:00+09:00")


def _table() -> list[tuple[str, str, str, str]]:
    lines = (BAKERY / "proof.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(row[0], row[1], row[2], row[3] if len(row) > 3 else "") for row in rows]


@pytest.fixture(scope="module")
def bakery() -> Answerer:
    return answerer_for(BAKERY)


@pytest.fixture(scope="module")
def prover(bakery: Answerer) -> Prover:
    return Prover(bakery.ground)


def _said(prover: Prover, text: str, cited: str) -> list[tuple[str, ...]]:
    citations = tuple(Citation(id=name, version=0, quote="") for name in cited.split(",") if name)
    return [one.faults for one in prover.prove([Sentence(text=part, citations=citations) for part in text.split(" // ")], AT)]


@pytest.mark.parametrize(("verdict", "kind", "text", "cited"), _table(), ids=lambda value: str(value)[:40])
def test_right_is_proven_and_wrong_is_not(prover: Prover, verdict: str, kind: str, text: str, cited: str) -> None:
    faults = _said(prover, text, cited)
    assert any(faults) is (verdict == "wrong"), faults


@pytest.mark.parametrize(
    ("text", "cited", "fault"),
    [
        ("밤식빵은 7,000원이에요.", "product/p01/price", "amount"),
        ("연남본점은 오후 10시에 닫아요.", "place/s1/hours", "time"),
        ("성수점은 11월 25일(목)에 열어요.", "place/s2/hours", "day"),
        ("초코 소금빵은 3,200원이에요.", "product/p06/price", "name"),
        ("밤식빵에는 호두가 들어가요.", "product/p01/원재료", "word"),
        ("네, 해외 배송도 가능해요.", "policy/shipping#해외배송", "denial"),
        ("적립금은 온라인몰에서만 쓸 수 있어요.", "policy/membership#적립금사용", "only"),
        ("해운대점은 주차가 2시간 무료예요.", "place/s3/parking", "condition"),
        ("연남본점과 성수점은 영업 종료 1시간 전부터 그날 구운 빵을 20% 할인해요.", "faq/f09", "exception"),
        ("통밀은 변비에 좋아요.", "product/p04/description", "medical"),
        ("100% 환불을 보장해 드려요.", "policy/refund#불량파손", "absolute"),
        ("자세한 내용은 https://milbat-bakery.example/p01 에서 보세요.", "product/p01/url", "address"),
        ("밤식빵이 미니 밤식빵보다 3,600원 더 저렴해요.", "product/p01/price,product/p02/price", "order"),
        ("밤식빵은 7,500원이에요.", "product/p99/price", "citation"),
    ],
)
def test_each_fault_has_its_code(prover: Prover, text: str, cited: str, fault: str) -> None:
    assert fault in _said(prover, text, cited)[0]


def test_a_citation_of_a_version_that_is_past_is_a_fault(prover: Prover, bakery: Answerer) -> None:
    now = bakery.ground.subjects["product/p01"].facts["price"].version
    for version, faults in ((now, ()), (now + 1, ("version",))):
        sentence = Sentence(text="밤식빵은 7,500원이에요.", citations=(Citation(id="product/p01/price", version=version, quote=""),))
        assert prover.prove([sentence], AT)[0].faults == faults


def test_an_exception_may_stand_in_another_sentence(prover: Prover) -> None:
    rule = "연남본점과 성수점은 영업 종료 1시간 전부터 그날 구운 빵을 20% 할인해요."
    assert _said(prover, rule, "faq/f09") == [("exception",)]
    assert _said(prover, f"{rule} // 케이크와 쿠키는 제외예요.", "faq/f09") == [(), ()]


def test_what_is_far_too_long_is_not_read(prover: Prover) -> None:
    assert _said(prover, "밤식빵은 7,500원이에요. " * 60, "product/p01/price") == [("word",)]


def test_composed_answers_are_proven(prover: Prover, bakery: Answerer) -> None:
    """Every answer composed without a model passes the proof, which is so a guard of both."""
    proved = 0
    for one in ask_all(bakery, read_questions(BAKERY / "questions.jsonl")):
        if one.answer.outcome == "answer" and one.answer.citations:
            for verdict in prover.prove(one.answer.sentences, datetime.fromisoformat(one.question["at"])):
                assert verdict.proven, (verdict.faults, verdict.sentence.text)
                proved += 1
    assert proved > 100


def test_the_suite_written_apart_is_held() -> None:
    """Its first contact was 8.3 % unflagged and 5.9 % blocked (docs/how-to/evaluate.md); general causes were mended since."""
    apart = Prover(answerer_for(BRAND).ground)
    wrong, right = (prove_all(apart, cases(name)) for name in ("wrong", "right"))
    assert len(wrong) >= 400
    assert len(right) >= 400
    assert [one.case["id"] for one in wrong if not one.flagged] == []
    assert sum(one.flagged for one in right) <= 0.03 * len(right)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("3만5천원", [("won", 35_000, 35_000, "")]),
        ("삼만 원", [("won", 30_000, 30_000, "")]),
        ("1.5kg", [("g", 1500, 1500, "")]),
        ("일주일 안에", [("day", 7, 7, "most")]),
        ("1~2영업일", [("workday", 1, 2, "")]),
        ("50,000원 이상이면 무료", [("won", 50_000, 50_000, "least"), ("won", 0, 0, "")]),
        ("23×10×14cm", [("mm", 230, 230, ""), ("mm", 100, 100, ""), ("mm", 140, 140, "")]),
        ("₩30,000 or 30,000 won", [("won", 30_000, 30_000, ""), ("won", 30_000, 30_000, "")]),
        ("within 7 business days", [("workday", 7, 7, "most")]),
        ("이 원두는 고소해요", []),
    ],
)
def test_amounts(text: str, read: list[tuple[str, float, float, str]]) -> None:
    assert [(one.kind, one.low, one.high, one.role) for one in amounts(text)] == read


@pytest.mark.parametrize(
    ("text", "dates", "minutes"),
    [
        ("내일 오후 3시", ["2026-11-25"], [{900}]),
        ("다음 주 화요일 15:00", ["2026-12-01"], [{900}]),
        ("12월 20일부터 25일까지", [f"2026-12-{day}" for day in range(20, 26)], []),
        ("3시에", [], [{180, 900}]),
        ("10 am to 8 pm", [], [{600}, {1200}]),
    ],
)
def test_moments(text: str, dates: list[str], minutes: list[set[int]]) -> None:
    read = moments(text, AT.date())
    assert [day for one in read.days for day in one.dates] == [date.fromisoformat(day) for day in dates]
    assert [set(one) for one in read.times] == minutes
