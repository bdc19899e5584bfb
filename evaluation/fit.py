"""``python -m evaluation.fit``: fits the small models of ``answers/data`` on the development brands, and says how well they carry over.

*Passages*: every passage that a question's matching looks at is one row, right when it is of an acceptable document and what would be said
of it holds every gold value; wrong otherwise, also for questions that must not be answered. *Tellings*: every cell and sentence of a
subject that a question is held against is one row, right when it is an acceptable citation and holds a gold value.
Logistic regression with L2, by Newton's steps. Each brand is also predicted by weights fitted on the others only; those figures are
printed beside the fit on all.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from dangol.answers import attributes, passages, telling
from dangol.answers.answer import Topic
from dangol.answers.matching import said_of
from evaluation.score import answerer_for, plain, read_questions

HERE = Path(__file__).parent
BLIND = frozenset({"unseen", "camera", "farm", "hanbok"})  # the last three: met once, then read, and fitted on by nobody
BRANDS = tuple(sorted(folder.name for folder in (HERE / "brands").iterdir() if folder.name not in BLIND))
DATA = HERE.parent / "src/dangol/answers/data"
_L2 = 2.0

Row = tuple[Mapping[str, float], float]


@contextmanager
def watched(module: Any, name: str, calls: list[tuple[Any, ...]]) -> Iterator[None]:
    """Notes the arguments with which a function of a module is called."""
    original = getattr(module, name)

    def watching(*arguments: Any, **more: Any) -> Any:
        calls.append(arguments)
        return original(*arguments, **more)

    setattr(module, name, watching)
    try:
        yield
    finally:
        setattr(module, name, original)


def rows_of(brand: str) -> dict[str, list[Row]]:
    """The rows of both models that a brand's questions give."""
    folder = HERE / "brands" / brand
    answerer = answerer_for(folder)
    rows: dict[str, list[Row]] = {"passages": [], "tellings": []}
    looked: list[tuple[Any, ...]] = []
    asked_of: list[tuple[Any, ...]] = []
    topics: dict[str, Topic] = {}
    with watched(passages, "candidates", looked), watched(attributes, "candidate", asked_of):
        for asked in read_questions(folder / "questions.jsonl"):
            looked.clear()
            asked_of.clear()
            talk = asked.get("conversation") or asked["id"]
            topics[talk] = answerer.answer(asked["text"], topics.get(talk, Topic()), datetime.fromisoformat(asked["at"])).topic
            if asked["kind"] != "multi":
                rows["passages"] += _passages(asked, looked)
                rows["tellings"] += _tellings(asked, asked_of)
    return rows


def _passages(asked: dict[str, Any], looked: list[tuple[Any, ...]]) -> Iterator[Row]:
    gold = {citation.partition("#")[0] for citation in asked.get("citations", [])}
    for question, setting in looked:
        for match in setting.matches(question) if question.weight else []:
            sentences = [s.text for s in passages.speak(question, setting.ground, match.key, setting.voice)]
            text = plain(" ".join(sentences))
            held = all(any(plain(value) in text for value in values) for values in asked["values"])
            right = "answer" in asked["decision"] and match.key.partition("#")[0] in gold and held
            yield {**match.features, **said_of(question, sentences)}, float(right)


def _tellings(asked: dict[str, Any], asked_of: list[tuple[Any, ...]]) -> Iterator[Row]:
    gold = set(asked.get("citations", []))
    seen = set()
    for question, key, ground, voice in asked_of:
        if (question.text, key) in seen or not key.startswith(("product/", "place/")):
            continue
        seen.add((question.text, key))
        for told, features in telling.weighed(question, key, ground):
            spoken = telling.spoken(ground.subjects[key], told, voice)
            held = any(plain(value) in plain(spoken.text) for values in asked["values"] for value in values) or not asked["values"]
            right = "answer" in asked["decision"] and held and bool({c.id for c in spoken.citations} & gold)
            yield features, float(right)


def fit(rows: list[Row], names: list[str]) -> np.ndarray:
    x = np.array([[1.0, *(features.get(name, 0.0) for name in names)] for features, _ in rows])
    y = np.array([label for _, label in rows])
    weights = np.zeros(x.shape[1])
    penalty = np.eye(x.shape[1]) * _L2
    penalty[0, 0] = 0.0
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + penalty, x.T @ (y - p) - penalty @ weights)
        weights = weights + step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def weigh(features: Mapping[str, float], names: Sequence[str], weights: Sequence[float]) -> float:
    """The probability that weights of ``fit`` give to one row."""
    total = weights[0] + sum(weight * features.get(name, 0.0) for name, weight in zip(names, weights[1:], strict=True))
    return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


def loss(rows: list[Row], names: list[str], weights: np.ndarray) -> tuple[float, float]:
    x = np.array([[1.0, *(features.get(name, 0.0) for name in names)] for features, _ in rows])
    y = np.array([label for _, label in rows])
    p = np.clip(1 / (1 + np.exp(-np.clip(x @ weights, -30, 30))), 1e-6, 1 - 1e-6)
    return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()), float(((p > 0.5) == (y > 0.5)).mean())


def carry_over(name: str, data: Mapping[str, list[Row]]) -> None:
    """Fits one model on all brands, after printing how each is predicted by the others, and writes its file."""
    names = sorted({feature for rows in data.values() for features, _ in rows for feature in features})
    for brand in BRANDS:
        others = [row for other in BRANDS if other != brand for row in data[other]]
        held_out = loss(data[brand], names, fit(others, names))
        print(f"{name} {brand:<11} {len(data[brand]):>6} rows, unseen: log loss {held_out[0]:.3f}, right {held_out[1]:.3f}")
    everything = [row for rows in data.values() for row in rows]
    weights = fit(everything, names)
    fitted = loss(everything, names, weights)
    print(f"{name} {'all':<11} {len(everything):>6} rows, log loss {fitted[0]:.3f}, right {fitted[1]:.3f}")
    table = {"bias": round(float(weights[0]), 3), **{name: round(float(w), 3) for name, w in zip(names, weights[1:], strict=True)}}
    note = f"Logistic weights, L2 {_L2}, fitted on the questions of evaluation/brands/{{{','.join(BRANDS)}}} ({len(everything)} rows)."
    (DATA / f"{name}.json").write_text(json.dumps({"source": note, "weights": table}, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    rows = {brand: rows_of(brand) for brand in BRANDS}
    for name in ("passages", "tellings"):
        carry_over(name, {brand: found[name] for brand, found in rows.items()})
    return 0


if __name__ == "__main__":
    sys.exit(main())
