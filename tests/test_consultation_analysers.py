"""Analysers: what one finds answers later questions; one that fails, hangs or talks nonsense has found nothing, and that is said."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dangol.bootstrap.consultation.analysers import analysers
from dangol.bootstrap.consultation.stepping import begin, take
from dangol.bootstrap.consultation.words import CONSENT
from dangol.offers.consultation.file import read_questionnaire
from dangol.offers.consultation.questionnaire import Questionnaire

NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)
FILE = """
title: 상담
intro: 시작해요
guide: 이바다
starts: 상담 시작
questions:
  - {id: log, ask: 기록, kind: text, analyser: log}
  - {id: brew, ask: 방법, kind: one, trait: 내리는 법, options: [{id: drip, ko: 핸드드립, en: Drip}, {id: moka, ko: 모카, en: Moka}]}
  - {id: cups, ask: 몇 잔, kind: number, least: 1, most: 20}
"""
PLUGIN = """
import os, time
def good(record):
    print("looking")
    return {"brew": "drip", "cups": 7} if "V60" in record else {}
def nonsense(record):
    return {"brew": "tea", "cups": 900, "log": "x", "consent": True}
def fails(record):
    raise RuntimeError("no")
def hangs(record):
    time.sleep(60)
def leaks(record):
    return {"brew": "drip" if "DANGOL_SECRET" in os.environ else "moka"}
def wrong(record):
    return ["drip"]
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "shop_logs.py").write_text(PLUGIN, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("DANGOL_SECRET", "s" * 40)
    return "shop_logs"


@pytest.fixture(scope="module")
def asked() -> Questionnaire:
    return read_questionnaire("log", "log.yaml", FILE)


@pytest.mark.parametrize(
    ("function", "record", "answers", "said"),
    [
        ("good", "아침마다 V60", {"brew": ("drip",), "cups": 7}, "이렇게 읽었어요"),
        ("good", "아무것도 아님", {}, "읽지 못했어요"),
        ("nonsense", "x", {}, "읽지 못했어요"),
        ("fails", "x", {}, "읽지 못했어요"),
        ("hangs", "x", {}, "읽지 못했어요"),
        ("wrong", "x", {}, "읽지 못했어요"),
        ("missing", "x", {}, "읽지 못했어요"),
        ("leaks", "x", {"brew": ("moka",)}, "이렇게 읽었어요"),
    ],
)
def test_what_is_found_answers_and_what_is_not_is_asked(
    plugin: str, asked: Questionnaire, function: str, record: str, answers: dict[str, Any], said: str
) -> None:
    analyse = analysers(lambda: {"log": f"{plugin}:{function}"}, seconds=1.0 if function == "hangs" else 20.0)
    sheet = take(asked, begin(asked, "someone", "chat", NOON), CONSENT, ("kept",), {}, "ko", analyse).step.sheet
    taken = take(asked, sheet, asked.questions[0], record, {}, "ko", analyse)
    assert taken.step.sheet.answers == {"log": record, **answers}
    assert said in taken.said[0]
    assert taken.step.traits == ({"내리는 법": {"drip": "핸드드립", "moka": "모카"}[answers["brew"][0]]} if answers else {})
    due = taken.question.id if taken.question else ""
    assert due == next((one for one in ("brew", "cups") if one not in answers), "")


def test_an_analyser_that_is_not_registered_has_found_nothing() -> None:
    assert analysers(dict)("log", "x") is None
