"""``python -m evaluation.answers [--data FOLDER] [--sizes 10000,100000]``: what search finds, how fast, and what it knows not to know.

``python -m evaluation.answers fit`` fits ``answers/data/answerable.json`` anew. Data that is not there is named and left out.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from dangol.kit.machine import machine
from evaluation.answers.fitting import fit_and_write, held_out, rows_of
from evaluation.answers.refusal import Row, auroc, coverage_at, rows_of_paraphrases
from evaluation.answers.search import Figures, of_paraphrases, of_shops, percentile, speed
from evaluation.answers.sets import PARAPHRASES, REVIEWS, many, paraphrases, shops

DATA = Path("../shared/data")


def measure(
    data: Annotated[Path, typer.Option(help="Folder of the open data.")] = DATA,
    sizes: Annotated[str, typer.Option(help="Passages at which a search is timed, with commas.")] = "10000,100000",
    most: Annotated[int, typer.Option(help="Questions of the paraphrases.")] = 1500,
) -> None:
    """Prints every figure with its baseline and the machine."""
    print(machine())
    asked = paraphrases(data, most)
    brands = shops()
    if asked:
        _finding(f"ParaKQC: {len(asked.asked)} other wordings of {len(asked.texts)} questions", of_paraphrases(asked))
    else:
        print(f"ParaKQC: {data / PARAPHRASES} is not there; left out")
    count = sum(len(one.asked) for one in brands)
    _finding(f"texts of {len(brands)} development brands: {count} questions that they answer", of_shops(brands))
    for size in (int(part) for part in sizes.split(",") if part):
        texts = many(data, size)
        if texts is None or asked is None:
            print(f"time at {size:,} passages: {data / REVIEWS} or {PARAPHRASES} is not there; left out")
            continue
        _timed(size, *speed(texts, [text for text, _ in asked.asked[:500]]))
    if asked:
        _refusing("ParaKQC without half of its texts, which the weights have never seen", rows_of_paraphrases(asked))
    _refusing("development brands without half of their texts, each by weights fitted on the others", held_out(rows_of(brands)))


def fit() -> None:
    """Fits the weights on the development brands."""
    fit_and_write(rows_of(shops()))


def _finding(title: str, found: Iterable[Figures]) -> None:
    print(f"\n{title}\n{'':38}{'first':>8}{'±':>6}{'in ten':>8}{'p50 ms':>8}{'p99 ms':>8}")
    for one in found:
        print(f"{one.name:38}{one.first:>8.1%}{one.error:>6.1%}{one.ten:>8.1%}{one.p50:>8.2f}{one.p99:>8.2f}")


def _timed(size: int, built: float, ours: list[float], plain: list[float]) -> None:
    print(f"\n{size:,} passages, indexed in {built:.0f} s; a search with its tokenising\n{'':38}{'p50 ms':>8}{'p99 ms':>8}")
    for name, took in (("Dangol", ours), ("baseline: BM25, words between spaces", plain)):
        print(f"{name:38}{percentile(took, 50):>8.2f}{percentile(took, 99):>8.2f}")


def _refusing(title: str, rows: list[Row]) -> None:
    answerable = sum(label for label, _ in rows)
    print(f"\nrefusal, {title}: {answerable} of {len(rows)} answerable\n{'':38}{'AUROC':>8}{'answered at 95 % precision':>28}")
    for name in ("confidence", "first", "token coverage"):
        called = {"first": "best passage alone"}.get(name, name)
        print(f"{called:38}{auroc(rows, lambda f, n=name: f.get(n, 0.0)):>8.3f}{coverage_at(rows, lambda f, n=name: f.get(n, 0.0)):>28.1%}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["fit"]:
        del sys.argv[1]
        typer.run(fit)
    else:
        typer.run(measure)
