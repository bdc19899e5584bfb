"""The nightly rhythms of many people on DuckDB: how long, and how much memory. ``python -m evaluation.person.nightly --people 1000000``

Made-up history over 400 days, drawn with a fixed seed: each person has four things with 5 to 9 times each, one of them weekly, the others
at random. It is written in the lake's own format; making it does not count.
"""

import argparse
import resource
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.random import Generator
from rich.console import Console

from dangol.kit.machine import machine
from dangol.people.rhythm_job import micros, rhythms_of_all
from dangol.store.insight import Engine, insight
from dangol.store.lake import Lake

NOW = datetime(2026, 11, 25, 12)  # noqa: DTZ001 - wall clock
_PART, _THINGS, _DAYS = 50_000, 4, 400
_DAY = 86_400_000_000


def fill(lake: Lake, people: int) -> int:
    """Writes the history of ``people``; answers how many rows."""
    rng, rows = np.random.default_rng(0), 0
    for first in range(0, people, _PART):
        table = _part(first, min(_PART, people - first), rng)
        lake.write(f"choices/{first + 1:012d}-{first + _PART:012d}", table)
        rows += table.num_rows
    text = pa.string()
    lake.write("people", pa.table({"identity": pa.array([], text), "person": pa.array([], text)}))
    lake.write("products", pa.table({"product": pa.array([], text), "category": pa.array([], text)}))
    return rows


def _part(first: int, count: int, rng: Generator) -> pa.Table:
    times = rng.integers(5, 10, count * _THINGS)
    row = np.repeat(np.arange(count * _THINGS), times)
    person, thing = row // _THINGS + first, row % _THINGS
    number = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    weekly = (7 * number + rng.normal(0, 0.1, len(row)) + (row % 7)) * _DAY
    back = np.where(thing == 0, weekly, rng.uniform(0, _DAYS, len(row)) * _DAY)
    wall = (micros(NOW) - back - _DAY).astype("int64")
    day = wall.astype("datetime64[us]")
    month = day.astype("datetime64[M]")
    begin, after = month.astype("datetime64[us]").astype("int64"), (month + 1).astype("datetime64[us]").astype("int64")
    return pa.table(
        {
            "position": np.arange(len(row)) + 1,
            "type": pa.array(np.full(len(row), "order.completed")),
            "identity": pa.array(np.char.add("p", person.astype(str))),
            "at": wall - int(timedelta(hours=9) / timedelta(microseconds=1)),
            "wall": wall,
            "month": month.astype("int64") + 1970 * 12 + 1,
            "phase": (wall - begin) / (after - begin),
            "thing": pa.array(np.char.add("product/", (thing + person % 500 * _THINGS).astype(str))),
        }
    )


def measure(people: int, engine: Engine, memory: str, folder: Path) -> str:
    """One line: what it took. Memory is the process's peak, Python and all."""
    lake = Lake(folder)
    rows = fill(lake, people)
    began, worked = time.perf_counter(), time.process_time()
    with insight(lake, engine, memory=memory) as at:
        found = at.run(rhythms_of_all(at.choices(), NOW))
        lake.write("rhythms", found)
    took, cpu = time.perf_counter() - began, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    weekly = sum(one == "week" for one in found["period"].to_pylist())
    return (
        f"nightly rhythms on {engine}: {people:,} people, {rows:,} rows: {took:.0f} s by the clock, {cpu:.0f} s of the processor, "
        f"{peak:.1f} GB at its peak; {found.num_rows:,} rhythms, {weekly:,} of them weekly"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    parser.add_argument("--memory", default="5GB", help="the most that the engine may take")
    given = parser.parse_args()
    console = Console(highlight=False)
    console.print(machine())
    with tempfile.TemporaryDirectory() as folder:
        console.print(measure(given.people, given.engine, given.memory, Path(folder)), soft_wrap=True)
