"""Asks a question set and scores the replies against its golds.

A reply is *right* when its decision is acceptable, it says every gold value (one alternative of each) and, where the gold names
citations, rests on one of them. It is a *wrong statement* when it is spoken as an answer and says something forbidden, or answers what
cannot be answered, or speaks about something else than what was asked (no acceptable citation). Passages compare by document, since a
text's passages are numbered by us.
"""

import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dangol.answers.answer import Answer, Topic
from dangol.answers.engine import Answerer
from dangol.knowledge.brand_toml import read_brand
from dangol.knowledge.imports import import_folder
from dangol.knowledge.snapshot import load_snapshot
from dangol.store.engine import open_store


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    question: dict[str, Any]
    answer: Answer
    right: bool
    wrong: bool
    why: str
    ms: float


def answerer_for(folder: Path) -> Answerer:
    """An answerer for a brand folder, through a real import into a database of its own."""
    brand = read_brand(folder)
    with tempfile.TemporaryDirectory() as place:
        store = open_store(Path(place) / "dangol.db")
        store.upgrade()
        import_folder(store, folder, datetime.now(UTC))
        with store.read() as connection:
            snapshot = load_snapshot(connection, brand.profile)
        store.close()
    return Answerer.build(snapshot)


def ask_all(answerer: Answerer, questions: Iterable[dict[str, Any]]) -> list[Scored]:
    topics: dict[str, Topic] = {}
    scored = []
    for question in questions:
        talk = question.get("conversation") or question["id"]
        at = datetime.fromisoformat(question["at"])
        begun = time.perf_counter()
        answer = answerer.answer(question["text"], topics.get(talk, Topic()), at)
        spent = (time.perf_counter() - begun) * 1000
        topics[talk] = answer.topic
        scored.append(judge(question, answer, spent))
    return scored


def judge(question: dict[str, Any], answer: Answer, ms: float) -> Scored:
    text = plain(answer.text)
    missing = [values for values in question["values"] if not any(plain(value) in text for value in values)]
    forbidden = [words for words in question.get("forbidden", []) if plain(words) in text]
    cited = {_document(citation.id) for citation in answer.citations}
    wanted = {_document(citation) for citation in question.get("citations", [])}
    within = tuple(f"{place}/" for place in wanted)  # "product/p06" is any column of it
    decided = answer.outcome in question["decision"]
    grounded = not wanted or any(place in wanted or place.startswith(within) for place in cited)
    why = ""
    if not decided:
        why = f"decided {answer.outcome}, wanted {'/'.join(question['decision'])}"
    elif forbidden:
        why = f"said {forbidden}"
    elif answer.outcome == "answer" and (missing or not grounded):
        why = f"missing {[values[0] for values in missing]}" if missing else f"cited {sorted(cited)}, wanted {sorted(wanted)[:2]}"
    spoken = answer.outcome == "answer" and bool(answer.citations)
    wrong = bool(forbidden and spoken) or (spoken and not decided) or (spoken and decided and not grounded)
    return Scored(question=question, answer=answer, right=not why, wrong=wrong, why=why, ms=ms)


def table(scored: list[Scored]) -> str:
    """The result by kind, and the whole."""
    kinds: dict[str, list[Scored]] = defaultdict(list)
    for row in scored:
        kinds[row.question["kind"]].append(row)
    lines = [f"{'kind':<14}{'asked':>6}{'right':>8}{'wrong':>8}"]
    for kind, rows in sorted(kinds.items()):
        lines.append(f"{kind:<14}{len(rows):>6}{_share(rows, 'right'):>8}{_share(rows, 'wrong'):>8}")
    spent = sorted(row.ms for row in scored)
    lines.append(f"{'ALL':<14}{len(scored):>6}{_share(scored, 'right'):>8}{_share(scored, 'wrong'):>8}")
    lines.append(f"one answer: p50 {spent[len(spent) // 2]:.2f} ms, p99 {spent[int(len(spent) * 0.99)]:.2f} ms (one process, no store)")
    return "\n".join(lines)


def read_questions(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _share(rows: list[Scored], name: str) -> str:
    return f"{100 * sum(getattr(row, name) for row in rows) / len(rows):.1f}%"


def plain(text: str) -> str:
    """A text as golds are compared: lower case, without spaces and commas."""
    return "".join(text.lower().split()).replace(",", "")


def _document(citation: str) -> str:
    return citation.partition("#")[0]
