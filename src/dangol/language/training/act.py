"""Act from 3i4K (CC BY-SA 4.0): what is said without marks, seven classes, rare ones weighing a little more.

The network sees syllables, the table their jamo: together 89.3 % of the development rows where both on syllables gave 88.9. Targets
softened by models that had not seen the row were tried (three folds) and gave 88.5 % for the network instead of 88.9.
"""

from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray
from torch import Tensor

from dangol.language.models.network import Grams, Network, Table
from dangol.language.models.ngrams import jamo_of, letters_of
from dangol.language.models.small import said

from . import table
from .mixing import macro_f1, mixed
from .network import Plan, Say, Shape, arrays_of, train
from .rows import acts

SHAPE = Shape(bits=(12, 14, 15, 16), embedded=48, hidden=64, heads={"act": 7})
PLAN = Plan(epochs=3, batch=256, drop=0.4)
_TABLE_BITS, _TABLE_LONGEST, _TABLE_STRENGTH, _TABLE_STEPS = 18, 9, 2.0, 40
_RARE = 0.3  # power of a class's rarity in its weight
_SMOOTH = 0.05


def train_act(data: Path, say: Say) -> dict[str, NDArray[Any]]:
    """The arrays of ``weights/cc_by_sa/act.npz``."""
    rows = acts(data)
    texts = [said(text) for text in rows.texts]
    at, dev = rows.at("train"), rows.at("dev")
    counts = np.bincount(rows.labels[at], minlength=7)
    rare = ((counts.sum() / 7 / counts) ** _RARE).astype(np.float32)

    def loss(heads: dict[str, Tensor], some: NDArray[np.int64]) -> Tensor:
        truth = torch.from_numpy(rows.labels[some])
        return F.cross_entropy(heads["act"], truth, weight=torch.from_numpy(rare), label_smoothing=_SMOOTH)

    say("act: network")
    network = arrays_of(train(texts, at, loss, SHAPE, PLAN, say), SHAPE, "act")
    say("act: table")
    prints = table.prints_of([texts[row] for row in at], _TABLE_BITS, _TABLE_LONGEST, jamo=True)
    counted = table.matrix([texts[row] for row in at], prints, _TABLE_LONGEST, jamo=True)
    one_hot = np.eye(7, dtype=np.float32)[rows.labels[at]]
    inner, bias = table.fit(counted, one_hot, rare[rows.labels[at]], _TABLE_STRENGTH, _TABLE_STEPS)
    linear = table.arrays_of(inner, bias, prints, _TABLE_LONGEST)
    seen, told = _judged([texts[row] for row in dev], Network(network), Table(linear))
    mix, mix_bias = mixed(seen, told, rows.labels[dev])
    for name, logits in (("network", seen), ("table", told), ("both", mix[0] * seen + mix[1] * told + mix_bias)):
        found = logits.argmax(1)
        right, score = float((found == rows.labels[dev]).mean()), macro_f1(rows.labels[dev], found, 7)
        say(f"  development rows, {name}: {100 * right:.2f} %, macro-F1 {100 * score:.2f}")
    arrays = {f"network.{key}": value for key, value in network.items()} | {f"table.{key}": value for key, value in linear.items()}
    return {**arrays, "mix": mix, "mix_bias": mix_bias}


def _judged(texts: list[str], network: Network, linear: Table) -> tuple[NDArray[Any], NDArray[Any]]:
    """The logits of both, (n, k) each."""
    seen, told = [], []
    for begin in range(0, len(texts), 512):
        letters = letters_of(texts[begin : begin + 512], 150)
        seen.append(network.logits(network.features(Grams.of(letters, network.longest))))
        told.append(linear.logits(Grams.of(jamo_of(letters), linear.longest)))
    return np.concatenate(seen), np.concatenate(told)
