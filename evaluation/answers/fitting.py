"""Fits ``answers/data/answerable.json``: is a question answerable, by the passages nearest to it?

Logistic regression with L2, by Newton's steps, on the development brands, each without half of its texts; never on the demo, the blind
brands, or the paraphrases, so that these stay what the weights have not seen. ``held_out`` predicts each brand by weights fitted on the
others.
"""

import json
from collections.abc import Mapping, Sequence

from dangol.answers.fitted import Fitted
from evaluation.answers.refusal import Row, rows_of_shop
from evaluation.answers.sets import Shop
from evaluation.fit import DATA, fit

_SEEDS = (1, 2)  # of the halves that are taken away
_OURS = frozenset({"confidence", "token coverage"})  # signals, not features


def rows_of(shops: Sequence[Shop]) -> dict[str, list[Row]]:
    """The rows of each shop, two halves of its texts taken away in turn."""
    return {shop.name: [row for seed in _SEEDS for row in rows_of_shop(shop, seed)] for shop in shops}


def fit_and_write(rows: Mapping[str, list[Row]]) -> None:
    """Writes the weights with a note on what they were fitted on."""
    every = [row for theirs in rows.values() for row in theirs]
    names, weights = _fitted(every)
    table = {"bias": round(weights[0], 3), **{name: round(weight, 3) for name, weight in zip(names, weights[1:], strict=True)}}
    note = (
        f"Logistic weights, L2, fitted on {len(every)} questions of evaluation/brands/{{{','.join(rows)}}}, half of the texts taken away."
    )
    (DATA / "answerable.json").write_text(
        json.dumps({"source": note, "weights": table}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print(note)


def held_out(rows: Mapping[str, list[Row]]) -> list[Row]:
    """The shops' rows, each with the confidence that weights give which have seen only the other shops."""
    found: list[Row] = []
    for name, mine in rows.items():
        names, weights = _fitted([row for other, theirs in rows.items() if other != name for row in theirs])
        model = Fitted.of({"bias": weights[0], **dict(zip(names, weights[1:], strict=True))})
        found += [(label, {**features, "confidence": model.probability(features)}) for label, features in mine]
    return found


def _fitted(rows: Sequence[Row]) -> tuple[list[str], list[float]]:
    names = sorted({name for _, features in rows for name in features} - _OURS)
    return names, [float(weight) for weight in fit([(features, float(label)) for label, features in rows], names)]
