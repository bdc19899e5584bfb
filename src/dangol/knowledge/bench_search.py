"""How well search finds an article by its title alone, measured on anybody's own articles.

    python -m dangol.knowledge.bench_search articles.csv --id id --title title --body body

Only the bodies are indexed; each title is asked as a question, and its own article should come first. Printed beside it, from the same run
and the same index, are BM25 over Korean content words, and BM25 with pairs of letters added. "±" is twice the standard error.

Known-item search by titles: Azzopardi & de Rijke, "Automatic construction of known-item finding test beds", SIGIR 2006.
"""

import csv
import math
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from dangol.kit.machine import machine
from dangol.knowledge.facts import BrandProfile, Passage, Snapshot, Source
from dangol.knowledge.index import Index, rows
from dangol.knowledge.search import BOOSTS, Search
from dangol.language.tokens import forget

_SYSTEMS: Mapping[str, Mapping[str, float]] = {
    "baseline: BM25": {"terms": 1.0},
    "baseline: BM25 + pairs": {"terms": 1.0, "pairs": BOOSTS["pairs"]},
    "Dangol": BOOSTS,
}


def bodies_only(ids: Sequence[str], bodies: Sequence[str]) -> Snapshot:
    """A snapshot of articles of one passage each, without titles."""
    passages = tuple(
        Passage(
            kind="article", document=key, anchor="1", number=1, title="", headings=(), text=body, version=1, source=Source(file="bench")
        )
        for key, body in zip(ids, bodies, strict=True)
    )
    return Snapshot(version=1, brand=BrandProfile(name=""), products={}, places={}, faqs={}, passages=passages)


def ranks(search: Search, questions: Sequence[tuple[str, str]]) -> tuple[list[int], list[float]]:
    """For each (question, article id): the article's place among ten (0 where it is not there), and the milliseconds it took."""
    places, took = [], []
    for question, key in questions:
        began = time.perf_counter()
        hits = search.query(question)
        took.append((time.perf_counter() - began) * 1000)
        found = [hit.key for hit in hits]
        places.append(found.index(f"article/{key}#1") + 1 if f"article/{key}#1" in found else 0)
    return places, took


def main(
    file: Annotated[Path, typer.Argument(help="A CSV with a header, UTF-8.", exists=True, dir_okay=False)],
    key: Annotated[str, typer.Option("--id", help="Column of the article's id.")] = "id",
    title: Annotated[str, typer.Option(help="Column of the title that is asked.")] = "title",
    body: Annotated[str, typer.Option(help="Column of the body that is indexed.")] = "body",
) -> None:
    csv.field_size_limit(100_000_000)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        articles = {row[key]: row for row in csv.DictReader(opened) if row[body] and row[title]}
    questions = [(row[title], name) for name, row in articles.items()]
    Console().print(compared("titles against bodies", list(articles), [row[body] for row in articles.values()], questions))


def compared(what: str, ids: Sequence[str], bodies: Sequence[str], questions: Sequence[tuple[str, str]]) -> Table:
    """Our search beside its baselines, on one index of ``bodies``: how often each question (text, id of its body) finds its own."""
    index = Index()
    began = time.perf_counter()
    index.update(rows(bodies_only(ids, bodies)))
    built = time.perf_counter() - began
    title = f"search: {what}; {len(questions)} questions, {len(ids)} texts indexed in {built:.1f} s\n{machine()}"
    table = Table(title=title, title_justify="left")
    for heading in ("search", "R@1", "±", "R@10", "MRR", "p50 ms", "p95 ms"):
        table.add_column(heading, justify="left" if heading == "search" else "right")
    for name, boosts in _SYSTEMS.items():
        forget()
        table.add_row(name, *_figures(*ranks(Search(index, boosts), questions)))
    return table


def _figures(places: Sequence[int], took: Sequence[float]) -> list[str]:
    first = sum(place == 1 for place in places) / len(places)
    error = 2 * math.sqrt(first * (1 - first) / len(places))
    ten = sum(place > 0 for place in places) / len(places)
    reciprocal = statistics.fmean(1 / place if place else 0.0 for place in places)
    slowest = sorted(took)[int(len(took) * 0.95)]
    return [f"{first:.1%}", f"{error:.1%}", f"{ten:.1%}", f"{reciprocal:.3f}", f"{statistics.median(took):.2f}", f"{slowest:.2f}"]


if __name__ == "__main__":
    typer.run(main)
