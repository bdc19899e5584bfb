"""The sieve never holds back a pattern that matches, and the tables' patterns pass it rarely."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dangol.language.rules import _lines, _sieve, spoken
from dangol.language.sieve import Sieve, beginnings

CASES = Path(__file__).parents[2] / "evaluation" / "reading"


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        ("(안|못)(돼|되)", {"안돼", "안되", "못돼", "못되"}),
        ("안?돼요", {"안돼", "돼요"}),
        ("(?<!사)아이(?!스)", {"아이"}),
        ("^네+$", {"네"}),
        ("(또)?(이)?광고", {"또이", "또광", "이광", "광고"}),
        ("가{2,3}나", {"가"}),
        (r"\d+개", set()),
        ("(봐|와)*", set()),
        (r"\.끝", {".끝"}),
        ("[안못]되", {"안되", "못되"}),
    ],
)
def test_with_what_a_match_begins(pattern: str, begins: set[str]) -> None:
    assert beginnings(pattern) == begins


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="안못돼되요광고또짱네 ", max_size=12))
def test_what_matches_passes(text: str) -> None:
    patterns = {"no": "(안|못)(돼|되)", "ads": "(또)?광고", "wow": "짱|네+$", "optional": "요?되"}
    passed = set(Sieve(patterns.items()).names(text))
    assert {name for name, pattern in patterns.items() if re.search(pattern, text)} <= passed


def test_the_tables_meet_with_it_what_they_meet_without() -> None:
    lines = [line.split("\t")[0] for line in (CASES / "cases.tsv").read_text("utf-8").splitlines() if not line.startswith("#")]
    texts = [*lines, *(json.loads(line)["text"] for line in (CASES / "linking.jsonl").read_text("utf-8").splitlines())]
    tried = 0
    for text in texts:
        joined = spoken(text).joined
        passed = set(_sieve().names(joined))
        tried += len(passed)
        missed = [about for about, (korean, _) in _lines().items() if about not in passed and any(re.search(one, joined) for one in korean)]
        assert not missed, text
    assert tried / len(texts) < len(_lines()) / 4
