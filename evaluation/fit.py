"""``python -m evaluation.fit``: fits ``answers/data/passages.json`` on the development brands, and says how well the weights carry over.

Every passage that a question's matching looks at is one row: right when it is of an acceptable document and what would be said of it
holds every gold value; wrong otherwise, also for questions that must not be answered. Logistic regression with L2, by Newton's steps.
Each brand is also predicted by weights fitted on the others only; those figures are printed beside the fit on all.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from dangol.answers import passages
from dangol.answers.answer import Topic
from dangol.answers.matching import matches, said_of
from evaluation.score import answerer_for, plain, read_questions

HERE = Path(__file__).parent
BRANDS = ("bakery", "petshop", "stationery", "clothing", "flowers")
WEIGHTS = HERE.parent / "src/dangol/answers/data/passages.json"
_L2 = 2.0


def rows_of(brand: str) -> list[tuple[dict[str, float], float]]:
    folder = HERE / "brands" / brand
    answerer = answerer_for(folder)
    rows: list[tuple[dict[str, float], float]] = []
    looked: list[Any] = []
    original = passages.candidates

    def watching(question: Any, ground: Any, search: Any, voice: Any, **more: Any) -> Any:
        looked.append((question, voice))
        return original(question, ground, search, voice, **more)

    passages.candidates = watching  # type: ignore[assignment]
    topics: dict[str, Topic] = {}
    try:
        for asked in read_questions(folder / "questions.jsonl"):
            looked.clear()
            talk = asked.get("conversation") or asked["id"]
            topics[talk] = answerer.answer(asked["text"], topics.get(talk, Topic()), datetime.fromisoformat(asked["at"])).topic
            if asked["kind"] == "multi":
                continue
            gold = {citation.partition("#")[0] for citation in asked.get("citations", [])}
            for question, voice in looked:
                for match in matches(question, answerer.ground, answerer.search) if question.weight else []:
                    sentences = [s.text for s in passages.speak(question, answerer.ground, match.key, voice)]
                    text = plain(" ".join(sentences))
                    held = all(any(plain(value) in text for value in values) for values in asked["values"])
                    right = "answer" in asked["decision"] and match.key.partition("#")[0] in gold and held
                    rows.append(({**match.features, **said_of(question, sentences)}, float(right)))
    finally:
        passages.candidates = original
    return rows


def fit(rows: list[tuple[dict[str, float], float]], names: list[str]) -> np.ndarray:
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


def loss(rows: list[tuple[dict[str, float], float]], names: list[str], weights: np.ndarray) -> tuple[float, float]:
    x = np.array([[1.0, *(features.get(name, 0.0) for name in names)] for features, _ in rows])
    y = np.array([label for _, label in rows])
    p = np.clip(1 / (1 + np.exp(-np.clip(x @ weights, -30, 30))), 1e-6, 1 - 1e-6)
    return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()), float(((p > 0.5) == (y > 0.5)).mean())


def main() -> int:
    data = {brand: rows_of(brand) for brand in BRANDS}
    names = sorted({name for rows in data.values() for features, _ in rows for name in features})
    for brand in BRANDS:
        others = [row for other in BRANDS if other != brand for row in data[other]]
        held_out = loss(data[brand], names, fit(others, names))
        print(f"{brand:<11} {len(data[brand]):>6} rows, unseen: log loss {held_out[0]:.3f}, right {held_out[1]:.3f}")
    everything = [row for rows in data.values() for row in rows]
    weights = fit(everything, names)
    fitted = loss(everything, names, weights)
    print(f"{'all':<11} {len(everything):>6} rows, log loss {fitted[0]:.3f}, right {fitted[1]:.3f}")
    table = {"bias": round(float(weights[0]), 3), **{name: round(float(w), 3) for name, w in zip(names, weights[1:], strict=True)}}
    note = f"Logistic weights, L2 {_L2}, fitted on the questions of evaluation/brands/{{{','.join(BRANDS)}}} ({len(everything)} rows)."
    WEIGHTS.write_text(json.dumps({"source": note, "weights": table}, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(table))
    return 0


if __name__ == "__main__":
    sys.exit(main())
