"""The shipped models. Sentiment learnt from NSMC (CC0) lies in ``weights/cc0``; act from 3i4K and toxicity from BEEP! in
``weights/cc_by_sa``.

Each is a table and a network whose logits are added with fitted weights, and a temperature and bias that calibrate them (Guo et al. 2017).
The toxicity model is small data's way: its table, and a linear look at what the sentiment network sees.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .network import Floats, Grams, Network, Table
from .ngrams import jamo_of, letters_of

_CHUNK = 128  # texts at once: their letters fit the processor's cache
_MOST = 150  # characters that are judged: the first and the last half of a longer text
_SAID = 60  # characters of which the act is judged: how a text begins and ends decides it
_NOT_SAID = re.compile(r"[^\w\s]|_")
_SPACES = re.compile(r"\s+")


class Encoder:
    """What the sentiment network sees in texts; the last batch is kept, because toxicity looks at the same."""

    def __init__(self) -> None:
        arrays = weights("cc0", "sentiment")
        self.network = Network(part(arrays, "network"))
        self._longest = max(self.network.longest, 5)
        self._last: tuple[Sequence[str], tuple[Grams, Floats]] | None = None

    def __call__(self, texts: Sequence[str]) -> tuple[Grams, Floats]:
        last = self._last
        if last is not None and last[0] is texts:
            return last[1]
        grams = Grams.of(letters_of(texts, _MOST), self._longest)
        seen = grams, self.network.features(grams)
        self._last = (texts, seen)
        return seen


class Sentiments:
    """(negative, neutral, positive)."""

    def __init__(self, encoder: Encoder) -> None:
        arrays = weights("cc0", "sentiment")
        self._encoder = encoder
        self._table = Table(part(arrays, "table"))
        self._mix = arrays["mix"].astype(np.float32)

    def probabilities(self, texts: Sequence[str]) -> Floats:
        return _chunked(self._judge, texts, 3)

    def _judge(self, texts: Sequence[str]) -> Floats:
        """The mix: [weight of the network's side, of the table's, bias], [weight of its neutral against the sides, bias]."""
        grams, features = self._encoder(texts)
        seen = self._encoder.network.logits(features)
        side = self._mix[0] * (seen[:, 2] - seen[:, 0]) + self._mix[1] * self._table.logits(grams)[:, 0] + self._mix[2]
        between = self._mix[3] * (seen[:, 1] - np.logaddexp(seen[:, 0], seen[:, 2])) + self._mix[4] * np.abs(side) + self._mix[5]
        positive, neutral = _sigmoid(side), _sigmoid(between)
        return np.stack([(1 - neutral) * (1 - positive), neutral, (1 - neutral) * positive], axis=1)


class Acts:
    """3i4K's seven. What is typed but not said (marks, pictures) is left out, as in the data."""

    def __init__(self) -> None:
        arrays = weights("cc_by_sa", "act")
        self._network = Network(part(arrays, "network"))
        self._table = Table(part(arrays, "table"))
        self._mix = arrays["mix"].astype(np.float32)
        self._bias = arrays["mix_bias"].astype(np.float32)

    def probabilities(self, texts: Sequence[str]) -> Floats:
        return _chunked(self._judge, [said(text) for text in texts], 7)

    def _judge(self, texts: Sequence[str]) -> Floats:
        letters = letters_of(texts, _SAID)
        seen = self._network.logits(self._network.features(Grams.of(letters, self._network.longest)))
        told = self._table.logits(Grams.of(jamo_of(letters), self._table.longest))
        logits = self._mix[0] * seen + self._mix[1] * told
        return _softmax(logits + self._bias)


class Toxicities:
    """(none, offensive, hate)."""

    def __init__(self, encoder: Encoder) -> None:
        arrays = weights("cc_by_sa", "toxicity")
        self._encoder = encoder
        self._table = Table(part(arrays, "table"))
        self._look = arrays["look"].astype(np.float32)
        self._mix = arrays["mix"].astype(np.float32)
        self._bias = arrays["mix_bias"].astype(np.float32)

    def probabilities(self, texts: Sequence[str]) -> Floats:
        return _chunked(self._judge, texts, 3)

    def _judge(self, texts: Sequence[str]) -> Floats:
        grams, features = self._encoder(texts)
        logits = self._mix[0] * (features @ self._look) + self._mix[1] * self._table.logits(grams)
        return _softmax(logits + self._bias)


def said(text: str) -> str:
    """Letters, digits and single spaces."""
    return _SPACES.sub(" ", _NOT_SAID.sub(" ", text)).strip()


@cache
def weights(folder: str, name: str) -> Mapping[str, NDArray[Any]]:
    """The arrays of one shipped model, by name."""
    with as_file(files("dangol.language").joinpath("weights", folder, f"{name}.npz")) as path, np.load(path, allow_pickle=False) as arrays:
        return {key: arrays[key] for key in arrays.files}


def part(arrays: Mapping[str, NDArray[Any]], name: str) -> Mapping[str, NDArray[Any]]:
    return {key.removeprefix(f"{name}."): array for key, array in arrays.items() if key.startswith(f"{name}.")}


def _chunked(judge: Callable[[Sequence[str]], Floats], texts: Sequence[str], width: int) -> Floats:
    if len(texts) <= _CHUNK:
        return judge(texts) if len(texts) else np.zeros((0, width), dtype=np.float32)
    return np.concatenate([judge(texts[at : at + _CHUNK]) for at in range(0, len(texts), _CHUNK)])


def _sigmoid(values: Floats) -> Floats:
    found: Floats = (1 / (1 + np.exp(-np.clip(values, -30, 30)))).astype(np.float32)
    return found


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: Floats = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
    return found
