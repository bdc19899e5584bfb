"""``python -m evaluation.hints [BRAND …] [--fit]``: what is offered beside a hand-over, on the development brands. Totals only.

Of the questions that the files answer and that were handed over for want of evidence: for how many a text that answers is among the
titles offered. Of those that nothing answers: how many are offered anything at all, which is then beside the point. Each brand is judged
by weights fitted on the others, so these are figures for shops that have not been seen. ``--fit`` fits ``data/hints.json`` on all of them.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dangol.answers import hints, message
from dangol.answers.answer import Topic
from evaluation.fit import BRANDS, Row, carry_over, fit, watched, weigh
from evaluation.score import Scored, answerer_for, read_questions

HERE = Path(__file__).parent
THIN = frozenset({"no_evidence", "thin_evidence"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question that was handed over for want of evidence: the texts that answer it, and those near it with their features and titles."""

    gold: frozenset[str]
    near: tuple[tuple[str, str, Mapping[str, float]], ...]

    @property
    def answerable(self) -> bool:
        """Whether a text answers it. Where only a product's row does, no title can help, and it counts neither way."""
        return bool(self.gold)

    def rows(self) -> Iterator[Row]:
        for key, _, features in self.near:
            yield features, float(_document(key) in self.gold)

    def offered(self, weights: Sequence[float], names: Sequence[str], floor: float) -> list[str]:
        """The documents whose titles would be shown."""
        ranked = sorted(((weigh(features, names, weights), key, title) for key, title, features in self.near), reverse=True)
        shown: dict[str, str] = {}
        for probability, key, title in ranked:
            if probability >= floor and len(shown) < hints.MOST:
                shown.setdefault(title, _document(key))
        return list(shown.values())


def handed_over(folder: Path, questions: Iterable[Mapping[str, Any]]) -> list[Asked]:
    """The questions of a brand that were handed over for want of evidence, and that either a text answers or nothing does."""
    answerer = answerer_for(folder)
    found: list[Asked] = []
    calls: list[tuple[Any, ...]] = []
    topics: dict[str, Topic] = {}
    with watched(message, "hints", calls):
        for asked in questions:
            calls.clear()
            talk = asked.get("conversation") or asked["id"]
            answer = answerer.answer(asked["text"], topics.get(talk, Topic()), datetime.fromisoformat(asked["at"]))
            topics[talk] = answer.topic
            gold = texts_of(asked)
            if answer.outcome != "hand_over" or not THIN & set(answer.reasons) or not calls or (asked.get("citations") and not gold):
                continue
            question, setting = calls[-1]
            near = tuple((key, hints.title_of(key, setting.ground), features) for key, features in hints.weighed(question, setting))
            found.append(Asked(gold=gold, near=near))
    return found


def of_scored(scored: Sequence[Scored]) -> str:
    """The same line for a question set that was asked, by what its customers would have been offered."""
    thin = [row for row in scored if row.answer.outcome == "hand_over" and THIN & set(row.answer.reasons)]
    rows, shown = [], []
    for row in thin:
        gold = texts_of(row.question)
        if gold or not row.question.get("citations"):
            rows.append(Asked(gold=gold, near=()))
            shown.append([_document(hint.key) for hint in row.answer.hints])
    return told(rows, shown)


def texts_of(question: Mapping[str, Any]) -> frozenset[str]:
    """The documents that answer a question; none where a person has to, or where only a product's row does."""
    cited = {_document(one) for one in question.get("citations", ()) if one.startswith(("faq/", "policy/", "article/"))}
    return frozenset(cited if "answer" in question["decision"] else ())


def told(rows: Sequence[Asked], shown: Sequence[Sequence[str]]) -> str:
    """One line of totals."""
    answerable = [(one, titles) for one, titles in zip(rows, shown, strict=True) if one.answerable]
    others = [titles for one, titles in zip(rows, shown, strict=True) if not one.answerable]
    hit = sum(bool(set(titles) & one.gold) for one, titles in answerable)
    beside = sum(bool(titles) for titles in others)
    titles = sum(map(len, shown)) / len(shown) if shown else 0.0
    return (
        f"hints: the right text among those offered {hit}/{len(answerable)} ({_percent(hit, answerable)}); "
        f"something offered where nothing answers {beside}/{len(others)} ({_percent(beside, others)}); {titles:.1f} titles a hand-over"
    )


def held_out(data: Mapping[str, Sequence[Asked]], floor: float) -> tuple[list[Asked], list[list[str]]]:
    """All questions, and what each is offered by weights fitted on the other brands."""
    names = sorted({name for rows in data.values() for one in rows for features, _ in one.rows() for name in features})
    everything: list[Asked] = []
    shown: list[list[str]] = []
    for brand, rows in data.items():
        weights = fit([row for other, theirs in data.items() if other != brand for one in theirs for row in one.rows()], names)
        everything += rows
        shown += [one.offered(weights, names, floor) for one in rows]
    return everything, shown


def _document(citation: str) -> str:
    return citation.partition("#")[0]


def _percent(part: int, whole: Sequence[Any]) -> str:
    return f"{100 * part / len(whole):.1f} %" if whole else "none"


def main(arguments: list[str]) -> int:
    data = {
        brand: handed_over(HERE / "brands" / brand, read_questions(HERE / "brands" / brand / "questions.jsonl"))
        for brand in [one for one in arguments if one != "--fit"] or BRANDS
    }
    print(told(*held_out(data, hints.NEAR)))
    if "--fit" in arguments:
        carry_over("hints", {brand: [row for one in rows for row in one.rows()] for brand, rows in data.items()})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
