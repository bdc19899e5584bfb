"""A question for a picture in the file, in a chat, and with an analyser that hangs."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dangol.bootstrap.consultation.analysers import analysers
from dangol.bootstrap.consultation.stepping import begin, take
from dangol.bootstrap.consultation.words import CONSENT, asking, choices
from dangol.kit.errors import BadInput
from dangol.offers.consultation.file import read_questionnaire
from dangol.offers.consultation.hearing import exactly, within
from dangol.offers.consultation.questionnaire import Questionnaire
from pictured import CONSULTATION, PLUGIN

NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)
HEAD = CONSULTATION.partition("questions:")[0] + "questions:\n"


@pytest.fixture(scope="module")
def of() -> Questionnaire:
    return read_questionnaire("plant", "plant.yaml", CONSULTATION)


@pytest.mark.parametrize(
    ("said", "answer"), [("건너뛰기", ("skipped",)), ("Skip", ("skipped",)), ("사진을 올림", None), ("1", None), ("2", None)]
)
def test_words_skip_it_and_never_stand_for_a_picture(of: Questionnaire, said: str, answer: object) -> None:
    assert exactly(of.questions[0], said) == answer
    assert within(of.questions[0], f"음 {said} 할게요") == answer


def test_a_chat_names_the_page_and_offers_to_skip(of: Questionnaire) -> None:
    assert "/consult/plant" in asking(of, of.questions[0], {}, "ko")
    assert [one.label for one in choices(of.questions[0], "ko")] == ["건너뛰기"]


@pytest.mark.parametrize(
    ("questions", "reason"),
    [
        ("  - {id: a, ask: a, kind: image, trait: 사진}", "no trait"),
        ("  - {id: a, ask: a, kind: image, options: [{id: x, ko: x, en: x}, {id: y, ko: y, en: y}]}", "no options"),
        ("".join(f"  - {{id: p{number}, ask: a, kind: image}}\n" for number in range(4)), "3 pictures at most"),
    ],
)
def test_a_file_may_not_ask_for_more(questions: str, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        read_questionnaire("x", "x.yaml", HEAD + questions)


def test_later_questions_may_rest_on_it() -> None:
    more = "  - {id: a, ask: a, kind: image}\n  - {id: b, ask: b, kind: text, when: {a: [skipped]}}\n"
    assert read_questionnaire("x", "x.yaml", HEAD + more).questions[1].when == {"a": frozenset({"skipped"})}


def test_an_analyser_that_hangs_is_given_up_and_said(of: Questionnaire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "leaf_eye.py").write_text(PLUGIN, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    analyse = analysers(lambda: {"leaf": "leaf_eye:hangs"}, picture_seconds=1.0)
    sheet = take(of, begin(of, "someone", "page", NOON), CONSENT, ("kept",), {}, "en", analyse).step.sheet
    taken = take(of, sheet, of.questions[0], ("attached",), {}, "en", analyse, b"picture")
    assert taken.said == ("We could not read answers in your picture. Your guide can see it, and we ask one by one.",)
    assert taken.question is of.questions[1]
    assert taken.step.sheet.answers == {"photo": ("attached",)}
