"""The two halves of a small model, in numpy: a table of weights for hashed n-grams, and a convolution over embedded n-grams.

Both read the same hashes, so a text is hashed once whatever is asked of it. Weights of embeddings are stored as 8-bit whole numbers with
one scale for a column (the table) or a whole embedding; the loss in accuracy was below a tenth of a point on the development rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .ngrams import Hashes, Inside, Letters, Places, stretches_of, summed

Floats = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Grams:
    """A batch of texts, hashed: ``hashes`` and ``inside`` as ``stretches_of`` gives them, (longest, letters)."""

    letters: Letters
    hashes: Hashes
    inside: Inside

    @classmethod
    def of(cls, letters: Letters, longest: int) -> "Grams":
        hashes, inside = stretches_of(letters, longest)
        return cls(letters=letters, hashes=hashes, inside=inside)

    def __len__(self) -> int:
        return len(self.letters)


class Table:
    """A linear model over the n-grams it knows, divided by the root of their number.

    ``table`` float16 (2^bits, k), ``scale`` and ``bias`` (k,). ``prints`` uint16 (2^bits): the last 8 bits of the hash of the one n-gram
    that each row stands for, plus one, so that of the many rare ones that meet there nearly all are known to be strangers.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._table = arrays["table"]
        self._prints = arrays["prints"]
        self._scale = arrays["scale"].astype(np.float32)
        self._bias = arrays["bias"].astype(np.float32)
        self._shift = np.uint32(32 - (len(self._table).bit_length() - 1))
        self.longest = int(arrays["longest"])

    def logits(self, grams: Grams) -> Floats:
        """(n, k). All lengths are looked up together, and a text's n-grams stand side by side, so that they are added in one go."""
        hashes = grams.hashes[: self.longest].T
        rows = hashes >> self._shift
        known = np.flatnonzero((self._prints[rows] == print_of(hashes)) & grams.inside[: self.longest].T)
        found, size = self._table[rows.ravel()[known]], len(grams)
        owner = grams.letters.owner[known // self.longest]
        root = np.sqrt(np.maximum(np.bincount(owner, minlength=size), 1)).astype(np.float32)[:, None]
        logits: Floats = summed(found, owner, size) * self._scale / root + self._bias
        return logits


def print_of(hashes: Hashes) -> NDArray[np.uint16]:
    """1…256; 0 is nobody's."""
    return (hashes & np.uint32(255)).astype(np.uint16) + np.uint16(1)


class Network:
    """Embedded n-grams (lengths 1 to 4, centred) added up at each letter, two convolutions of width 3, then their maxima and means.

    ``embedding`` int8 (rows, d) with ``bits`` per length and one ``scale``; ``w1`` (3d, h), ``w2`` (3h, h); ``out`` (3h + d, k).
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._embedding = arrays["embedding"]
        self._scale = np.float32(arrays["scale"])
        bits = arrays["bits"].astype(np.uint32)[:, None]
        self.longest = len(bits)
        self._shifts = np.uint32(32) - bits
        self._offsets = np.cumsum(np.uint32(1) << bits, axis=0, dtype=np.uint32) - (np.uint32(1) << bits)
        self._layers = [(arrays[f"w{at}"].astype(np.float32), arrays[f"b{at}"].astype(np.float32)) for at in (1, 2)]
        self._out = arrays["out"].astype(np.float32)
        self._bias = arrays["bias"].astype(np.float32)

    def features(self, grams: Grams) -> Floats:
        """(n, 3h + d): what the network sees in each text."""
        letters = grams.letters
        rows = (grams.hashes[: self.longest] >> self._shifts) + self._offsets
        found = self._embedding[rows]
        found *= grams.inside[: self.longest, :, None]
        embedded, count = found[0].astype(np.int16), len(letters.codes)
        for length in range(1, min(self.longest, count)):
            middle = length // 2
            embedded[middle:] += found[length, : count - middle]
        plain = embedded.astype(np.float32)
        plain *= self._scale
        edges = np.append(letters.starts, count)
        first = _convolved(plain, edges, *self._layers[0])
        second = _convolved(first, edges, *self._layers[1])
        root = np.sqrt(np.diff(edges).astype(np.float32))[:, None]
        at = letters.starts
        if len(at) == 1:  # half the time of what follows
            parts = [first.max(axis=0), second.max(axis=0), second.sum(axis=0) / root[0] / 4, plain.sum(axis=0) / root[0]]
            return np.concatenate(parts)[None]
        return np.concatenate(
            [
                np.maximum.reduceat(first, at, axis=0),
                np.maximum.reduceat(second, at, axis=0),
                np.add.reduceat(second, at, axis=0) / root / 4,
                np.add.reduceat(plain, at, axis=0) / root,
            ],
            axis=1,
        )

    def logits(self, features: Floats) -> Floats:
        """(n, k)."""
        logits: Floats = features @ self._out + self._bias
        return logits


def _convolved(values: Floats, edges: Places, weights: Floats, bias: Floats) -> Floats:
    """A convolution of width 3 over the whole row, in which no text sees its neighbour; then the negative parts cut off."""
    width = values.shape[1]
    wide = np.zeros((len(values), 3 * width), dtype=np.float32)
    wide[1:, :width] = values[:-1]
    wide[:, width : 2 * width] = values
    wide[:-1, 2 * width :] = values[1:]
    wide[edges[:-1], :width] = 0
    wide[edges[1:] - 1, 2 * width :] = 0
    out = wide @ weights
    out += bias
    return np.maximum(out, 0, out=out)
