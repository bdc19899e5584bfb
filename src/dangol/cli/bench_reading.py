"""``dangol bench reading``: the shipped models on the test rows of the public data, a baseline learnt in the same run, and speed.

The rows are those that ``language.training.rows`` keeps for testing, by the hash of their text; nothing was chosen on them. Intervals are
of 95 %: Wilson's for shares, the bootstrap's (1,000 draws, seeded) for macro-F1.
"""

import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.table import Table as Shown

from dangol.cli.bench_reading_load import load
from dangol.kit.machine import machine
from dangol.language.lexicon import Lexicon
from dangol.language.models.minds import Classifier, minds
from dangol.language.models.ngrams import hashes_of, letters_of
from dangol.language.models.small import said
from dangol.language.reading import read, read_all
from dangol.language.tokens import forget
from dangol.language.training.rows import Rows, acts, beep, nsmc

_BITS, _LONGEST = 18, 4  # of the baseline: naive Bayes over hashed n-grams of letters
_BINS = 15
_DRAWS = 1000
_SINGLE, _BURST = 400, 4096  # texts timed one by one, and in batches
Labels = NDArray[np.int64]


def accuracy(data: Path) -> Shown:
    """Sentiment, act and toxicity on the test rows."""
    table = Shown(title=f"reading: test rows of {data}\n{machine()}", title_justify="left")
    for heading in ("what", "rows", "measure", "Dangol", "95 %", "baseline"):
        table.add_column(heading, justify="left" if heading in {"what", "measure"} else "right")
    _sentiment(table, nsmc(data))
    judge = minds()
    _classes(table, "act, 3i4K", acts(data), judge.act, 7, said)
    _classes(table, "toxicity, BEEP!", beep(data), judge.toxicity, 3, str)
    return table


def speed(data: Path, lexicon: Lexicon) -> Shown:
    """One process, one thread of our own; texts are test rows of NSMC, and each is read as if it had never been."""
    rows = nsmc(data)
    texts = [rows.texts[at] for at in rows.at("test")[:_BURST]]
    read("준비", lexicon)
    took, busy = [], []
    for text in texts[:_SINGLE]:
        forget()
        began, worked = time.perf_counter(), time.process_time()
        read(text, lexicon)
        took.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    shown = Shown(
        title=f"reading: {len(texts)} texts of {sum(map(len, texts)) / len(texts):.0f} letters\n{machine()}", title_justify="left"
    )
    for heading in ("what", "figure"):
        shown.add_column(heading, justify="left" if heading == "what" else "right")
    shown.add_row("one: p50, p99 ms", f"{np.percentile(took, 50):.2f}, {np.percentile(took, 99):.2f}")
    shown.add_row("one: p50, p99 ms of the processor", f"{np.percentile(busy, 50):.2f}, {np.percentile(busy, 99):.2f}")
    for name, tokens in (("with tokens", True), ("without tokens", False)):
        wall, busiest = _rates(texts, lexicon, tokens)
        shown.add_row(f"batch {name}, texts a second; a second of the processor", f"{wall:,.0f}; {busiest:,.0f}")
    kiwi, kiwi_took, held, held_took, peak = load()
    shown.add_row("loading, s of the processor: kiwipiepy, the rest", f"{kiwi_took:.1f}, {held_took:.1f}")
    shown.add_row("memory, MB: kiwipiepy, the rest, the process at its peak", f"{kiwi:.0f}, {held:.0f}, {peak:.0f}")
    return shown


def _rates(texts: Sequence[str], lexicon: Lexicon, tokens: bool) -> tuple[float, float]:
    """The best of three: by the clock, and by the time that all threads worked."""
    best = worked = math.inf
    for _ in range(3):
        forget()
        began, at = time.perf_counter(), time.process_time()
        for _reading in read_all(texts, lexicon, tokens=tokens):
            pass
        best, worked = min(best, time.perf_counter() - began), min(worked, time.process_time() - at)
    return len(texts) / best, len(texts) / worked


def _sentiment(table: Shown, rows: Rows) -> None:
    """Both sides weigh alike, as in NSMC's own test, whatever their number in these rows."""
    at = rows.at("test")
    sided = at[(rows.labels[at] <= 4) | (rows.labels[at] >= 9)]
    truth = rows.labels[sided] >= 9
    found = _judged(minds().sentiment, [rows.texts[row] for row in sided])
    positive = found[:, 2] / (found[:, 0] + found[:, 2])
    share, low, high = _both_sides(positive > 0.5, truth)
    train = rows.at("train")
    learn = train[(rows.labels[train] <= 4) | (rows.labels[train] >= 9)]
    guessed = _bayes(rows.texts, (rows.labels >= 9).astype(np.int64), learn, sided, 2)
    base, _, _ = _both_sides(guessed == 1, truth)
    table.add_row("sentiment, NSMC", f"{len(sided):,}", "accuracy %", f"{share:.2f}", f"{low:.2f}–{high:.2f}", f"{base:.2f}")
    weights = np.where(truth, 0.5 / truth.sum(), 0.5 / (~truth).sum())
    table.add_row("", "", "calibration error", f"{_ece(positive, truth, weights):.4f}", "", "")
    neutral = found.argmax(1) == 1
    between = at[(rows.labels[at] > 4) & (rows.labels[at] < 9)]
    there = _judged(minds().sentiment, [rows.texts[row] for row in between]).argmax(1) == 1
    table.add_row(
        "", f"{len(between):,}", "read as neutral %: ratings 5–8, others", f"{100 * there.mean():.1f}, {100 * neutral.mean():.1f}", "", ""
    )


def _classes(table: Shown, name: str, rows: Rows, judge: Classifier, count: int, prepare: Callable[[str], str]) -> None:
    at = rows.at("test")
    truth = rows.labels[at]
    found = _judged(judge, [rows.texts[row] for row in at]).argmax(1)
    base = _bayes([prepare(text) for text in rows.texts], rows.labels, rows.at("train"), at, count)
    low, high = _wilson(int((found == truth).sum()), len(at))
    right, based = 100 * float((found == truth).mean()), 100 * float((base == truth).mean())
    table.add_row(name, f"{len(at):,}", "accuracy %", f"{right:.2f}", f"{low:.2f}–{high:.2f}", f"{based:.2f}")
    chance = np.random.default_rng(1)
    drawn = sorted(_macro_f1(truth[some], found[some], count) for some in chance.integers(0, len(at), (_DRAWS, len(at))))
    scores = [100 * _macro_f1(truth, labels, count) for labels in (found, base)]
    span = f"{100 * drawn[25]:.1f}–{100 * drawn[974]:.1f}"
    table.add_row("", "", "macro-F1 %", f"{scores[0]:.2f}", span, f"{scores[1]:.2f}")


def _judged(judge: Classifier, texts: list[str]) -> NDArray[np.float32]:
    return np.concatenate([judge.probabilities(texts[at : at + 512]) for at in range(0, len(texts), 512)])


def _both_sides(found: NDArray[np.bool_], truth: NDArray[np.bool_]) -> tuple[float, float, float]:
    """The mean of the shares right of either side in percent, and its interval by the normal approximation."""
    shares = [(found[truth == side] == side).mean() for side in (True, False)]
    spread = math.sqrt(sum(share * (1 - share) / (truth == side).sum() for share, side in zip(shares, (True, False), strict=True))) / 2
    middle = float(np.mean(shares))
    return 100 * middle, 100 * (middle - 1.96 * spread), 100 * (middle + 1.96 * spread)


def _ece(positive: NDArray[np.float32], truth: NDArray[np.bool_], weights: NDArray[np.float64]) -> float:
    """Expected calibration error (Guo et al. 2017) of the side that is read, in equal bins of its probability."""
    sure = np.maximum(positive, 1 - positive)
    right = (positive > 0.5) == truth
    place = np.minimum(((sure - 0.5) * 2 * _BINS).astype(int), _BINS - 1)
    gaps = [abs(float((weights[some] * (right[some] - sure[some])).sum())) for at in range(_BINS) if (some := place == at).any()]
    return sum(gaps)


def _bayes(texts: list[str], labels: Labels, learn: Labels, test: Labels, count: int) -> Labels:
    """Naive Bayes over hashed n-grams of letters, multinomial, add-one."""
    seen = np.ones((1 << _BITS, count))
    for label in range(count):
        some = learn[labels[learn] == label]
        for at in range(0, len(some), 5000):
            for places, _ in _grams([texts[row] for row in some[at : at + 5000]]):
                seen[:, label] += np.bincount(places, minlength=1 << _BITS)
    weights = np.log(seen / seen.sum(0))
    start = np.log(np.bincount(labels[learn], minlength=count) / len(learn))
    scores = np.tile(start, (len(test), 1))
    for at in range(0, len(test), 5000):
        for places, owner in _grams([texts[row] for row in test[at : at + 5000]]):
            np.add.at(scores[at : at + 5000], owner, weights[places])
    best: Labels = scores.argmax(1)
    return best


def _grams(texts: list[str]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    letters = letters_of(texts)
    found = hashes_of(letters, _LONGEST)
    return [((hashes >> np.uint32(32 - _BITS)).astype(np.int64), letters.owner[place]) for hashes, place in found]


def _wilson(right: int, count: int) -> tuple[float, float]:
    z, share = 1.96, right / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return 100 * (middle - half), 100 * (middle + half)


def _macro_f1(truth: Labels, found: Labels, count: int) -> float:
    pairs = np.bincount(truth * count + found, minlength=count * count).reshape(count, count)
    both = pairs.sum(0) + pairs.sum(1)
    return float(np.mean(2 * np.diag(pairs) / np.maximum(both, 1)))
