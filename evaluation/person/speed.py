"""How long one request takes: a person with 1,000 events, 10,000 products, one core. Made-up history, drawn with a fixed seed."""

import time

import numpy as np
from rich.table import Table

from dangol.offers.life import Past, life
from dangol.offers.rank import rank
from dangol.offers.ranker import fit

_PRODUCTS = 10_000
_PEOPLE = 3_000
_EVENTS = 1_000
_ASKED = 300
_SHOWN = 50  # more than the likeliest forty: so all products are scored


def table() -> Table:
    draw = np.random.default_rng(0)
    chance = 1 / np.arange(1, _PRODUCTS + 1)
    chance /= chance.sum()

    def made(events: int) -> list[tuple[float, list[int]]]:
        hours = np.sort(draw.uniform(0, 24 * 730, events))
        return [(float(hour), [int(thing)]) for hour, thing in zip(hours, draw.choice(_PRODUCTS, events, p=chance), strict=True)]

    long = [made(_EVENTS) for _ in range(20)]
    lives = {str(number): life(made(int(draw.integers(2, 40)))) for number in range(_PEOPLE)}
    lives |= {f"long{number}": life(one) for number, one in enumerate(long)}
    model = fit(Past(names=tuple(str(number) for number in range(_PRODUCTS)), lives=lives), draw)
    wall, cpu = [], []
    for number in range(_ASKED):
        history = [*long[number % len(long)], (24 * 730.0 + number / 60, [number % _PRODUCTS])]
        began, worked = time.perf_counter(), time.process_time()
        rank(model, life(history), 24 * 731.0, person=f"long{number % len(long)}", limit=_SHOWN)
        cpu.append((time.process_time() - worked) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    title = f"one new event taken up and all {_PRODUCTS:,} products ranked for a person with {_EVENTS:,} events, {_ASKED} times, one thread"
    shown = Table(title=title, title_justify="left")
    for heading in ("what", "p50 ms", "p99 ms"):
        shown.add_column(heading, justify="left" if heading == "what" else "right")
    for name, took in (("by the clock on the wall", wall), ("of the processor", cpu)):
        shown.add_row(name, *(f"{np.percentile(took, percent):.1f}" for percent in (50, 99)))
    return shown
