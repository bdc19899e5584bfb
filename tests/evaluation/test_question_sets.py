"""The question sets: well-formed, each citing what its brand has; and how a reply is judged."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from evaluation.__main__ import DEMO
from evaluation.score import judge, read_questions, table

from dangol.answers.answer import Answer, Citation, Sentence, Topic
from dangol.knowledge.brand_toml import read_brand
from dangol.knowledge.facts import Snapshot
from dangol.knowledge.imports import import_folder
from dangol.knowledge.snapshot import load_snapshot
from dangol.store.engine import open_store

BRANDS = DEMO[1].parent.parent / "brands"
SETS = [DEMO, *((folder, folder / "questions.jsonl") for folder in sorted(BRANDS.iterdir()) if (folder / "questions.jsonl").exists())]
NEEDED = {"id", "kind", "at", "text", "decision", "values", "forbidden", "citations"}
DECISIONS = {"answer", "ask_back", "hand_over", "offer", "silent"}


@pytest.fixture(scope="module", params=SETS, ids=lambda pair: pair[1].parent.name)
def question_set(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, list[dict[str, Any]]]:
    folder, questions = request.param
    store = open_store(tmp_path_factory.mktemp("brand") / "dangol.db")
    store.upgrade()
    report = import_folder(store, folder, datetime(2026, 11, 1, tzinfo=UTC))
    assert not report.refused
    with store.read() as connection:
        snapshot = load_snapshot(connection, read_brand(folder).profile)
    store.close()
    return snapshot, read_questions(questions)


def test_questions_are_well_formed(question_set: tuple[Snapshot, list[dict[str, Any]]]) -> None:
    _, questions = question_set
    for question in questions:
        name = question.get("id")
        assert NEEDED <= set(question) <= NEEDED | {"conversation"}, name
        assert question["text"].strip(), name
        assert question["decision"], name
        assert set(question["decision"]) <= DECISIONS, name
        assert datetime.fromisoformat(question["at"]).utcoffset() is not None, name
        assert all(values and all(isinstance(value, str) and value.strip() for value in values) for values in question["values"]), name
        assert all(isinstance(words, str) and words.strip() for words in (*question["forbidden"], *question["citations"])), name
        assert not {value for values in question["values"] for value in values} & {*question["forbidden"]}, name
    assert len({question["id"] for question in questions}) == len(questions)


def test_every_question_that_is_only_to_be_answered_has_a_gold(question_set: tuple[Snapshot, list[dict[str, Any]]]) -> None:
    _, questions = question_set
    free = {"smalltalk", "injection", "ambiguous"}
    assert [
        question["id"]
        for question in questions
        if question["decision"] == ["answer"] and question["kind"] not in free and not question["values"] and not question["citations"]
    ] == []


def test_every_cited_id_is_in_the_brand(question_set: tuple[Snapshot, list[dict[str, Any]]]) -> None:
    """A cell may be empty for one thing and be cited beside others; of each question one citation must hold something."""
    snapshot, questions = question_set
    subjects = [*snapshot.products.values(), *snapshot.places.values()]
    filled = {faq.citation_id for faq in snapshot.faqs.values()} | {passage.citation_id.partition("#")[0] for passage in snapshot.passages}
    filled |= {fact.citation_id for subject in subjects for fact in subject.facts.values()}
    columns = {(subject.kind, column) for subject in subjects for column in subject.facts} | {("place", "closed")}
    cells = {f"{subject.kind}/{subject.id}/{column}" for subject in subjects for kind, column in columns if kind == subject.kind}
    for question in questions:
        cited = {citation.partition("#")[0] for citation in question["citations"]}
        assert cited <= filled | cells, question["id"]
        assert not cited or cited & filled, question["id"]


def test_the_demo_asks_three_hundred_questions_of_every_kind() -> None:
    questions = read_questions(DEMO[1])
    assert len(questions) >= 300
    kinds = {question["kind"] for question in questions}
    assert {"price", "stock", "options", "attribute", "hours", "holiday_hours", "policy", "faq", "followup", "multi"} <= kinds
    assert {"unanswerable", "ambiguous", "safety", "upset", "person", "smalltalk", "injection", "english", "compare"} <= kinds
    assert any(re.search(r"[a-z]{4}", question["text"]) for question in questions)


def test_no_question_of_the_demo_stands_in_another_set() -> None:
    asked = {
        question["text"]
        for question in read_questions(DEMO[1])
        if question["kind"] not in {"smalltalk", "person", "injection", "ambiguous"}
    }
    others = {question["text"] for _, path in SETS[1:] for question in read_questions(path)}
    talks = {question["text"] for question in read_questions(DEMO[1]) if question.get("conversation")}
    assert sorted((asked - talks) & others) == []


# --- judging -------------------------------------------------------------------------------------------------------------------

GOLD = {
    "id": "q1",
    "kind": "price",
    "at": "2026-11-24T15:00:00+09:00",
    "text": "얼마예요?",
    "decision": ["answer"],
    "values": [["6,800원", "6800"], ["핫"]],
    "forbidden": ["6,500원"],
    "citations": ["product/d2/price", "policy/prices#1"],
}


def answer(outcome: str, text: str, *cited: str) -> Answer:
    citations = tuple(Citation(id=id_, version=1, quote="…") for id_ in cited)
    return Answer(
        outcome=outcome,  # type: ignore[arg-type]
        sentences=(Sentence(text=text, citations=citations),),
        confidence=1.0,
        reasons=("test",),
        topic=Topic(),
    )


JUDGED = [
    (answer("answer", "6,800원이고 핫 돼요.", "product/d2/price"), {}, True, False),
    (answer("answer", "6800 won, 핫", "product/d2/price"), {}, True, False),  # another spelling of the value
    (answer("answer", "6,8 00 원이고 핫 돼요.", "product/d2/price"), {}, True, False),  # spaces do not count
    (answer("answer", "6,800원이에요.", "product/d2/price"), {}, False, False),  # a value is missing
    (answer("answer", "6,800원이고 핫 돼요.", "policy/prices#other-part"), {}, True, False),  # passages compare by document
    (answer("answer", "6,800원이고 핫 돼요.", "product/d1/price"), {}, False, True),  # rests on something else
    (answer("answer", "6,800원이고 핫 돼요."), {}, False, False),  # rests on nothing: not right, and no cited statement
    (answer("answer", "6,500원이고 6,800원 핫", "product/d2/price"), {}, False, True),  # says what is forbidden
    (answer("hand_over", "담당자가 답해요"), {}, False, False),  # could be answered: a miss, no lie
    (answer("hand_over", "담당자가 답해요"), {"decision": ["hand_over"], "values": [], "citations": []}, True, False),
    (answer("answer", "6,800원 핫", "product/d2/price"), {"decision": ["hand_over"]}, False, True),  # cannot be answered
    (answer("answer", "안녕하세요"), {"decision": ["hand_over"], "values": [], "citations": []}, False, False),
    (answer("ask_back", "어떤 거요?"), {"decision": ["ask_back", "answer"]}, True, False),  # golds bind only what is answered
    (answer("hand_over", "6,500원"), {"decision": ["hand_over"]}, False, False),  # forbidden words are wrong in any reply
    (answer("answer", "무엇이든", "faq/1"), {"values": [], "citations": [], "forbidden": []}, True, False),
]


@pytest.mark.parametrize(("reply", "changes", "right", "wrong"), JUDGED)
def test_judged(reply: Answer, changes: dict[str, Any], right: bool, wrong: bool) -> None:
    scored = judge({**GOLD, **changes}, reply, 1.0)
    assert (scored.right, scored.wrong) == (right, wrong)
    assert bool(scored.why) is not right


def test_the_table_counts_by_kind_and_in_all() -> None:
    good = judge(GOLD, answer("answer", "6,800원 핫", "product/d2/price"), 1.0)
    lie = judge({**GOLD, "kind": "stock"}, answer("answer", "6,500원", "product/d2/price"), 3.0)
    lines = table([good, lie]).splitlines()
    assert [line.split() for line in lines[1:4]] == [
        ["price", "1", "100.0%", "0.0%"],
        ["stock", "1", "0.0%", "100.0%"],
        ["ALL", "2", "50.0%", "50.0%"],
    ]


def test_questions_are_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(GOLD, ensure_ascii=False) + "\n\n", encoding="utf-8")
    assert read_questions(path) == [GOLD]
