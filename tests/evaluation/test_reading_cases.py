"""The written cases of reading: what a text is for, what its writer needs, and the demo brand's things in it."""

import pytest
from evaluation.__main__ import DEMO
from evaluation.reading.measures import linking, meanings
from evaluation.score import answerer_for

from dangol.language.lexicon import Lexicon

# A little below what was measured (docs/models/README.md), so that a change that costs several cases is noticed.
LEAST = {"function": 0.92, "need": 0.92, "sentiment": 0.88, "hard_sell": 0.98, "urgent": 0.98, "upset": 0.97, "person": 0.98}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return answerer_for(DEMO[0]).ground.lexicon


def test_meanings(lexicon: Lexicon) -> None:
    found = {one.name: one for one in meanings(lexicon)}
    assert set(found) == set(LEAST)
    for name, least in LEAST.items():
        assert found[name].share >= least, found[name].wrong


def test_linking(lexicon: Lexicon) -> None:
    one = linking(lexicon)
    assert one.count >= 300
    assert one.share >= 0.90, one.wrong
