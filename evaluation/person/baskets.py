"""Next basket on TaFeng: histories of everyone, the next basket of half of them; the half of those that nothing was tuned on is told.

The data has an order and no dates: baskets are put a week apart. Recall@10, NDCG@10 and hit@10 are means over people (Li et al.,
"A Next Basket Recommendation Reality Check", TOIS 2023); NDCG's ideal is min(10, |basket|) hits.
"""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rich.table import Table

from dangol.offers.life import Past, life
from dangol.offers.rank import rank
from dangol.offers.ranker import fit
from evaluation.person.baselines import Scores, personal_top, popular, tifu_knn, up_cf

_WEEK = 168.0
_BEST = 10


def table(data: Path) -> Table:
    past, future = _read(data)
    people = _reported([name for name in past.lives if name in future])
    model = fit(past, np.random.default_rng(0))

    def dangol(name: str) -> list[int]:
        one = past.lives[name]
        return [int(found.id) for found in rank(model, one, float(one.hours[-1]) + _WEEK, person=name, limit=_BEST)]

    systems: dict[str, Callable[[str], list[int]]] = {
        "Dangol": dangol,
        "baseline: TIFU-KNN": _top(tifu_knn(past)),
        "baseline: UP-CF": _top(up_cf(past)),
        "baseline: personal top, ties by popularity": _top(personal_top(past)),
        "baseline: most popular": _top(popular(past)),
    }
    title = f"TaFeng, next basket: {len(people)} people that nothing was tuned on; weights fitted on {model.examples} held-out baskets"
    shown = Table(title=title, title_justify="left")
    for heading in ("what", "Recall@10", "NDCG@10", "hit@10"):
        shown.add_column(heading, justify="left" if heading == "what" else "right")
    for system, best in systems.items():
        shown.add_row(system, *(f"{value:.4f}" for value in _measured(best, people, future)))
    return shown


def _read(data: Path) -> tuple[Past, dict[str, set[int]]]:
    with gzip.open(data / "tafeng_history.json.gz") as file:
        history = {name: [basket for basket in baskets if basket != [-1]] for name, baskets in json.load(file).items()}
    with gzip.open(data / "tafeng_future_half.json.gz") as file:
        future = {name: set(next(basket for basket in baskets if basket != [-1])) for name, baskets in json.load(file).items()}
    size = 1 + max(thing for baskets in history.values() for basket in baskets for thing in basket)
    lives = {name: life([(number * _WEEK, basket) for number, basket in enumerate(baskets)]) for name, baskets in history.items()}
    return Past(names=tuple(str(number) for number in range(size)), lives=lives), future


def _reported(people: list[str]) -> list[str]:
    """The half that was put aside before anything was built: of the file's order, drawn with seed 0."""
    drawn = np.random.default_rng(0).permutation(len(people))
    return [people[number] for number in drawn[len(people) // 2 :]]


def _top(scores: Scores) -> Callable[[str], list[int]]:
    return lambda name: [int(thing) for thing in np.argsort(-scores(name), kind="stable")[:_BEST]]


def _measured(best: Callable[[str], list[int]], people: list[str], future: dict[str, set[int]]) -> np.ndarray:
    discount = 1 / np.log2(np.arange(2, _BEST + 2))
    rows = []
    for name in people:
        hits = np.array([thing in future[name] for thing in best(name)], dtype=float)
        ideal = discount[: min(_BEST, len(future[name]))].sum()
        rows.append((hits.sum() / len(future[name]), (hits * discount[: len(hits)]).sum() / ideal, hits.any()))
    return np.mean(rows, axis=0)
