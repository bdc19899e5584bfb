"""The policy, case by case: a turn and an answer in, a plan out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dangol.answers.answer import Answer, Citation, Sentence, Topic
from dangol.decisions.lines import Lines, default_lines
from dangol.decisions.policy import Plan, Turn, decide, rung_of, wants_answer

NOON = datetime(2026, 11, 22, 3, tzinfo=UTC)
LINES = Lines(notice="[기계]", hand_over="[넘김]", waiting="[확인 중]")
TOPIC = Topic(subjects=("product/P001",), turns=3)


def sentence(text: str, *ids: str) -> Sentence:
    return Sentence(text=text, citations=tuple(Citation(id=one, version=1, quote="q") for one in ids))


def answer(outcome: Any, confidence: float, *, draft: tuple[Sentence, ...] = (), ids: tuple[str, ...] = ("product/P001/price",)) -> Answer:
    return Answer(outcome=outcome, sentences=(sentence("[답]", *ids),), confidence=confidence, reasons=("why",), topic=TOPIC, draft=draft)


SURE, UNSURE = answer("answer", 0.9), answer("answer", 0.49)
ASKS, GIVES_UP = answer("ask_back", 0.3, ids=()), answer("hand_over", 0.1, draft=(sentence("[초안]"),))


def plan(state: Any = "bot", mode: Any = "automatic", found: Answer | None = SURE, **turn: Any) -> Plan:
    values = {"first_turn": False, **turn}
    return decide(Turn(state=state, mode=mode, at=NOON, **values), found, lines=LINES, threshold=0.5)


CASES = [
    # state, mode, answer -> kind, text, as draft, move, suggestion, last reason, rung
    ("bot", "automatic", SURE, "answer", "[답]", False, None, "", "why", "fact"),
    ("bot", "automatic", ASKS, "ask_back", "[답]", False, None, "", "why", "none"),
    ("bot", "automatic", UNSURE, "hand_over", "[넘김]", False, "hand_over", "[답]", "low_confidence", "person"),
    ("bot", "automatic", GIVES_UP, "hand_over", "[답]", False, "hand_over", "[초안]", "why", "person"),
    ("bot", "automatic", None, "hand_over", "[넘김]", False, "hand_over", "", "no_answer", "person"),
    ("bot", "draft_only", SURE, "answer", "[답]", True, "hand_over", "", "draft_only", "fact"),
    ("bot", "draft_only", UNSURE, "answer", "[답]", True, "hand_over", "", "draft_only", "fact"),
    ("bot", "draft_only", GIVES_UP, "hand_over", "[초안]", True, "hand_over", "", "draft_only", "person"),
    ("bot", "draft_only", answer("hand_over", 0.1), "hand_over", "", False, "hand_over", "", "draft_only", "person"),
    ("bot", "draft_only", None, "hand_over", "", False, "hand_over", "", "draft_only", "person"),
    ("waiting", "draft_only", SURE, "answer", "[답]", True, None, "", "draft_only", "fact"),
    ("bot", "off", None, "silent", "", False, "hand_over", "", "mode_off", "none"),
    ("waiting", "off", None, "silent", "", False, None, "", "mode_off", "none"),
    ("waiting", "automatic", None, "hand_over", "[확인 중]", False, None, "", "waiting_for_person", "person"),
    ("human", "automatic", SURE, "silent", "", False, None, "", "human_owns", "none"),
    ("human", "draft_only", SURE, "silent", "", False, None, "", "human_owns", "none"),
    ("human", "off", None, "silent", "", False, None, "", "human_owns", "none"),
    ("closed", "automatic", SURE, "silent", "", False, None, "", "closed", "none"),
]


@pytest.mark.parametrize(("state", "mode", "found", "kind", "text", "as_draft", "move", "suggestion", "reason", "rung"), CASES)
def test_plans(
    state: Any, mode: Any, found: Any, kind: str, text: str, as_draft: bool, move: Any, suggestion: str, reason: str, rung: str
) -> None:
    got = plan(state, mode, found)
    assert (got.kind, got.text, got.as_draft, got.move) == (kind, text, as_draft, move)
    assert " ".join(one.text for one in got.suggestion) == suggestion
    assert (got.reasons[-1], got.rung) == (reason, rung)


@pytest.mark.parametrize("mode", ["automatic", "draft_only", "off"])
@pytest.mark.parametrize("state", ["bot", "waiting", "human", "closed"])
def test_where_no_answer_is_wanted_none_is_used(state: Any, mode: Any) -> None:
    if not wants_answer(state, mode):
        assert plan(state, mode, SURE) == plan(state, mode, None)


@pytest.mark.parametrize(
    ("minutes", "kind", "text"), [(0, "silent", ""), (9.99, "silent", ""), (10, "hand_over", "[확인 중]"), (60, "hand_over", "[확인 중]")]
)
def test_a_promise_is_not_repeated_within_ten_minutes(minutes: float, kind: str, text: str) -> None:
    got = plan("waiting", found=None, promised_at=NOON - timedelta(minutes=minutes))
    assert (got.kind, got.text, got.move) == (kind, text, None)


@pytest.mark.parametrize(
    ("state", "mode", "found", "text"),
    [
        ("bot", "automatic", SURE, "[기계] [답]"),
        ("bot", "automatic", ASKS, "[기계] [답]"),
        ("bot", "automatic", UNSURE, "[기계] [넘김]"),
        ("bot", "automatic", GIVES_UP, "[기계] [답]"),
        ("waiting", "automatic", None, "[기계] [확인 중]"),
        ("bot", "draft_only", SURE, "[답]"),  # a person signs it
        ("human", "automatic", None, ""),
        ("bot", "off", None, ""),
    ],
)
def test_the_first_turn_says_that_a_machine_answers(state: Any, mode: Any, found: Any, text: str) -> None:
    assert plan(state, mode, found, first_turn=True).text == text


def test_a_voice_without_notice_says_none() -> None:
    turn = Turn(state="bot", mode="automatic", at=NOON, first_turn=True)
    assert decide(turn, SURE, lines=replace(LINES, notice="")).text == "[답]"


@pytest.mark.parametrize(("state", "mode"), [("human", "automatic"), ("waiting", "automatic"), ("bot", "off"), ("bot", "draft_only")])
def test_where_the_platform_wants_a_reply_silence_is_a_short_honest_line(state: Any, mode: Any) -> None:
    got = plan(state, mode, SURE if mode == "draft_only" else None, promised_at=NOON, must_speak=True)
    assert (got.text, got.as_draft) == ("[확인 중]", False)
    assert bool(got.suggestion) == (mode == "draft_only")


@pytest.mark.parametrize("found", [SURE, ASKS, UNSURE, GIVES_UP])
def test_the_topic_goes_on(found: Answer) -> None:
    assert plan(found=found).topic == TOPIC


@pytest.mark.parametrize(
    ("ids", "reasons", "rung"),
    [
        (("product/P001/price", "place/S1/hours"), (), "fact"),
        (("product/P001/price", "faq/3"), (), "retrieval"),
        (("policy/shipping#기간",), (), "retrieval"),
        ((), (), "none"),
        (("faq/3",), ("model.phrased",), "model"),
    ],
)
def test_rungs(ids: tuple[str, ...], reasons: tuple[str, ...], rung: str) -> None:
    assert rung_of(replace(answer("answer", 1.0, ids=ids), reasons=reasons)) == rung


@pytest.mark.parametrize("language", ["ko", "en", "xx"])
def test_built_in_lines_are_complete(language: str) -> None:
    lines = default_lines(language)
    assert lines.notice
    assert lines.hand_over
    assert lines.waiting
    assert (lines == default_lines("ko")) == (language != "en")
