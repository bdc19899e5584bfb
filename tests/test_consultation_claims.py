"""No consultation says that something does somebody's health good; questions and people's own answers may speak of it."""

from pathlib import Path

import pytest

import dangol
from dangol.bootstrap.consultation.files import Consultations
from dangol.offers.consultation.file import FOLDER

SHEET = """
title: {{ko: 차 상담, en: Tea}}
intro: {{ko: '{intro}', en: 'A few questions.'}}
guide: {{ko: 이바다, en: Bada}}
starts: [차 상담]
questions:
  - id: sleep
    ask: {{ko: '{ask}', en: 'How do you sleep?'}}
    kind: one
    options:
      - {{id: bad, ko: 불면이 있어 개선하고 싶음, en: Badly}}
      - {{id: well, ko: 잘 자요, en: Well}}
  - id: taste
    ask: {{ko: '맛은요?', en: 'Taste?'}}
    kind: one
    options:
      - {{id: bad, ko: 쓴맛, en: Bitter}}
      - {{id: well, ko: 단맛, en: Sweet}}
contradictions:
  - when: {{sleep: [bad], taste: [bad]}}
    say: {{ko: '{say}', en: 'These do not go together.'}}
"""
PLAIN = {"intro": "몇 가지 여쭐게요.", "ask": "잠은 잘 주무세요?", "say": "두 답이 서로 맞지 않아요."}


@pytest.mark.parametrize(
    ("told", "claim"),
    [
        ({}, ""),
        ({"ask": "불면을 개선하고 싶으세요?"}, ""),
        ({"intro": "몇 가지 여쭐게요. 저희 차는 불면증에 효과가 있어요."}, "저희 차는 불면증에 효과가 있어요."),
        ({"say": "쓴맛은 소화에 도움이 돼요."}, "쓴맛은 소화에 도움이 돼요."),
        ({"ask": "면역력을 높여 드려요. 잠은 잘 주무세요?"}, "면역력을 높여 드려요."),
    ],
)
def test_a_claim_leaves_the_file_out_and_is_named(tmp_path: Path, told: dict[str, str], claim: str) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "tea.yaml").write_text(SHEET.format(**{**PLAIN, **told}), encoding="utf-8")
    book = Consultations(tmp_path).now()
    assert (list(book.all), [one.code for one in book.refused]) == (([], ["consultation.medical"]) if claim else (["tea"], []))
    assert all(claim in one.ko and "tea.yaml" in one.ko for one in book.refused)


def test_the_sample_brand_claims_nothing() -> None:
    book = Consultations(Path(dangol.__file__).parent / "sample" / "brand").now()
    assert list(book.all) == ["blend"]
    assert book.refused == ()
