"""How well written cases are read: what a text is for and what its writer needs, the demo brand's things in it, and personal data.

None of these cases was used to choose a threshold; they were written apart from the code that reads them.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dangol.language.lexicon import Lexicon
from dangol.language.personal_data import find
from dangol.language.reading import Reading, read
from evaluation.personal_forms import every

HERE = Path(__file__).parent
FLAGS = ("hard_sell", "urgent", "upset", "person")
SIDES = ("negative", "neutral", "positive")


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """``right`` of ``count``, and the first that were wrong as (text, expected, found)."""

    name: str
    right: int
    count: int
    wrong: tuple[tuple[str, str, str], ...]

    @property
    def share(self) -> float:
        return self.right / self.count if self.count else 1.0


def share(name: str, pairs: Iterator[tuple[str, str, str]]) -> Share:
    """Of (text, expected, found)."""
    rows = list(pairs)
    wrong = tuple(row for row in rows if row[1] != row[2])
    return Share(name=name, right=len(rows) - len(wrong), count=len(rows), wrong=wrong)


def meanings(lexicon: Lexicon) -> list[Share]:
    """``cases.tsv``: function, need, flags, and sentiment where a case says one."""
    rows = [line.split("\t") for line in (HERE / "cases.tsv").read_text("utf-8").splitlines() if line and not line.startswith("#")]
    cases = [(text, function, need, set(filter(None, flags[0].split(","))) if flags else set()) for text, function, need, *flags in rows]
    read_ = {text: read(text, lexicon) for text, *_ in cases}
    return [
        share("function", ((text, function, read_[text].meaning.function) for text, function, _, _ in cases)),
        share("need", ((text, need, read_[text].meaning.need) for text, _, need, _ in cases)),
        share(
            "sentiment",
            ((text, side, read_[text].meaning.sentiment.label) for text, _, _, flags in cases for side in SIDES if side in flags),
        ),
        *(share(flag, ((text, str(flag in flags), str(_has(read_[text], flag))) for text, _, _, flags in cases)) for flag in FLAGS),
    ]


def linking(lexicon: Lexicon, name: str = "linking") -> Share:
    """``linking.jsonl``: a text and the ids of all products and places of the demo brand that it names. ``linking_fresh.jsonl``: further
    ones, written from the shop's files before any of its kind was mended, and looked at for their total alone.
    """
    lines = (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines if line.strip()]
    return share(name, ((case["text"], _ids(case["entities"]), _ids(_linked(read(case["text"], lexicon)))) for case in cases))


def personal_data() -> Mapping[str, float]:
    """Recall and precision over the generated forms and their look-alikes; a bracket before an area code counts for nothing."""
    right = wanted = found = 0
    for case in every():
        expected = {(kind, start + (case.text[start] == "("), end) for kind, start, end in case.spans}
        got = {(one.kind, one.start + (case.text[one.start] == "("), one.end) for one in find(case.text)}
        right, wanted, found = right + len(expected & got), wanted + len(expected), found + len(got)
    return {"forms": wanted, "recall": right / wanted, "precision": right / found}


def _has(reading: Reading, flag: str) -> bool:
    meaning = reading.meaning
    return {
        "hard_sell": meaning.hard_sell >= 0.5,
        "urgent": meaning.urgency >= 0.5,
        "upset": meaning.upset,
        "person": meaning.asks_person,
    }[flag]


def _linked(reading: Reading) -> list[str]:
    """What is named for certain or as one of several; categories are no things."""
    return [key for clause in reading.clauses for mention in clause.mentions for key in mention.keys]


def _ids(keys: list[str]) -> str:
    """Without their kind, in order; categories left out."""
    return " ".join(sorted({key.partition("/")[2] or key for key in keys if not key.startswith("category/")}))
