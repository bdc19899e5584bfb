"""Next category on Foursquare NYC: of each person, a quarter of the weeks is held out at random and put after the rest.

The data has a weekday and an hour for each visit, and a number for each week. Accuracy@1, with the earlier visits of the held-out week
known (as they are to a running server), and without them.
"""

import csv
from collections import defaultdict
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import numpy as np
from rich.table import Table

from dangol.offers.life import Past, life
from dangol.offers.rank import rank
from dangol.offers.ranker import fit
from evaluation.person.baselines import by_hour, personal_top

Visit = tuple[float, list[int]]
_CATEGORIES = tuple("0123456789")


def table(data: Path) -> Table:
    known, asked = _split(data)
    past = Past(names=_CATEGORIES, lives={name: life(one) for name, one in known.items()})
    model = fit(past, np.random.default_rng(0))
    usual, hourly = personal_top(past), by_hour(past)

    def dangol(name: str, hour: float, seen: list[Visit]) -> int:
        return int(rank(model, life([*known[name], *seen]), hour, person=name, limit=1)[0].id)

    systems: dict[str, Callable[[str, float, list[Visit]], int]] = {
        "Dangol": dangol,
        "Dangol, the week's earlier visits unknown": lambda name, hour, _seen: dangol(name, hour, []),
        "baseline: person x hour": lambda name, hour, _seen: int(np.argmax(hourly(name, hour))),
        "baseline: person's top": lambda name, _hour, _seen: int(np.argmax(usual(name))),
    }
    count = sum(len(week) for weeks in asked.values() for week in weeks)
    shown = Table(title=f"Foursquare NYC, next category: {count} visits of {len(known)} people, weeks held out", title_justify="left")
    shown.add_column("what")
    shown.add_column("accuracy@1", justify="right")
    for system, best in systems.items():
        shown.add_row(system, f"{_accuracy(best, asked):.4f}")
    return shown


def _split(data: Path) -> tuple[dict[str, list[Visit]], dict[str, list[list[Visit]]]]:
    weeks: defaultdict[str, defaultdict[int, list[tuple[float, int]]]] = defaultdict(lambda: defaultdict(list))
    with (data / "foursquare_nyc_train.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            hour = int(row["day"]) * 24 + int(row["hour"])
            weeks[row["label"]][int(row["tid"])].append((float(hour), int(row["category"])))
    draw = np.random.default_rng(0)
    known: dict[str, list[Visit]] = {}
    asked: dict[str, list[list[Visit]]] = {}
    for name, by_week in weeks.items():
        order = sorted(by_week)
        held = set(draw.permutation(order)[: max(1, len(order) // 4)].tolist())
        dated = [by_week[week] for week in order if week not in held] + [by_week[week] for week in order if week in held]
        placed = [_placed(168.0 * number, week) for number, week in enumerate(dated)]
        split = len(order) - len(held)
        known[name], asked[name] = list(chain.from_iterable(placed[:split])), placed[split:]
    return known, asked


def _placed(start: float, week: list[tuple[float, int]]) -> list[Visit]:
    """Visits of one hour keep their order, a hundredth of an hour apart."""
    return [(start + hour + place / 100, [thing]) for place, (hour, thing) in enumerate(week)]


def _accuracy(best: Callable[[str, float, list[Visit]], int], asked: dict[str, list[list[Visit]]]) -> float:
    right = [
        best(name, hour, week[:place]) == things[0]
        for name, weeks in asked.items()
        for week in weeks
        for place, (hour, things) in enumerate(week)
    ]
    return float(np.mean(right))
