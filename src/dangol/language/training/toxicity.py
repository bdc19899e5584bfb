"""Toxicity from BEEP! (CC BY-SA 4.0): few rows, so a table, and a linear look at what the sentiment network has learnt from many."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dangol.language.models.network import Grams, Network
from dangol.language.models.ngrams import letters_of

from . import table
from .mixing import macro_f1, mixed
from .rows import beep

_BITS, _LONGEST, _STRENGTH, _STEPS = 17, 5, 2.0, 40
_LOOK_STRENGTH = 0.003
_RARE = 0.7  # power of a class's rarity in its weight: the measure is macro-F1
_FOLDS = 5


def train_toxicity(data: Path, network: dict[str, NDArray[Any]], say: Callable[[str], None]) -> dict[str, NDArray[Any]]:
    """The arrays of ``weights/cc_by_sa/toxicity.npz``. ``network``: the sentiment network's arrays, as they are shipped.

    How table and look are mixed is fitted on predictions for folds that neither has seen, because the development rows are too few.
    """
    rows = beep(data)
    at = np.sort(np.concatenate([rows.at("train"), rows.at("dev")]))
    texts, labels = [rows.texts[row] for row in at], rows.labels[at]
    prints = table.prints_of(texts, _BITS, _LONGEST)
    counted, features = table.matrix(texts, prints, _LONGEST), _features(texts, Network(network))
    told, seen = np.zeros((len(at), 3), dtype=np.float32), np.zeros((len(at), 3), dtype=np.float32)
    fold = np.arange(len(at)) % _FOLDS
    for number in range(_FOLDS):
        rest, held = fold != number, fold == number
        inner, bias = _fit(counted[rest], labels[rest], _STRENGTH)
        told[held] = counted[held] @ inner + bias
        inner, bias = _look(features[rest], labels[rest])
        seen[held] = features[held] @ inner + bias
    mix, mix_bias = mixed(seen, told, labels)
    mix_bias = mix_bias + np.log(_weights(labels)).astype(np.float32)
    inner, bias = _fit(counted, labels, _STRENGTH)
    look, look_bias = _look(features, labels)
    arrays = {f"table.{key}": value for key, value in table.arrays_of(inner, bias, prints, _LONGEST).items()}
    for name, logits in (("look", seen), ("table", told), ("both", mix[0] * seen + mix[1] * told + mix_bias)):
        say(f"  toxicity, folds unseen, {name}: macro-F1 {100 * macro_f1(labels, logits.argmax(1), 3):.1f}")
    return {**arrays, "look": look, "mix": mix, "mix_bias": mix_bias + mix[0] * look_bias}


def _weights(labels: NDArray[np.int64]) -> NDArray[Any]:
    counts = np.bincount(labels, minlength=3)
    found: NDArray[Any] = (counts.sum() / 3 / counts) ** _RARE
    return found


def _fit(rows: Any, labels: NDArray[np.int64], strength: float) -> tuple[NDArray[Any], NDArray[Any]]:
    return table.fit(rows, np.eye(3, dtype=np.float32)[labels], np.ones(len(labels), dtype=np.float32), strength, _STEPS)


def _look(features: NDArray[Any], labels: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Softmax regression on the network's features, each measured by its spread."""
    spread = features.std(axis=0) + 1e-3
    one_hot, alike = np.eye(3, dtype=np.float32)[labels], np.ones(len(labels), dtype=np.float32)
    inner, bias = table.fit(sparse.csr_matrix(features / spread), one_hot, alike, _LOOK_STRENGTH, _STEPS, counted=False)
    return (inner / spread[:, None]).astype(np.float32), bias


def _features(texts: list[str], network: Network) -> NDArray[Any]:
    found = [network.features(Grams.of(letters_of(texts[at : at + 512], 150), 5)) for at in range(0, len(texts), 512)]
    return np.concatenate(found)
