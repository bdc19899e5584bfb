"""The two halves of a small model, in numpy: a table of weights for hashed n-grams, and a convolution over embedded n-grams.

Both read the same hashes, so a text is hashed once whatever is asked of it. Weights of embeddings are stored as 8-bit whole numbers with
one scale for a column (the table) or a whole embedding; the loss in accuracy was below a tenth of a point on the development rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .ngrams import Hashes, Letters, Places, hashes_of

Floats = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Grams:
    """A batch of texts, hashed: ``hashes[n - 1]`` holds the n-grams' hashes and where each begins in the row of letters."""

    letters: Letters
    hashes: list[tuple[Hashes, Places]]

    @classmethod
    def of(cls, letters: Letters, longest: int) -> "Grams":
        return cls(letters=letters, hashes=hashes_of(letters, longest))

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
        """(n, k). All lengths are looked up together: the calls of numpy are most of what one short text costs."""
        some = grams.hashes[: self.longest]
        hashes = np.concatenate([hashes for hashes, _ in some])
        owner = grams.letters.owner[np.concatenate([at for _, at in some])]
        rows = hashes >> self._shift
        known = self._prints[rows] == print_of(hashes)
        found, whose, size = self._table[rows[known]].astype(np.float32), owner[known], len(grams)
        total = np.stack([np.bincount(whose, weights=column, minlength=size) for column in found.T], axis=1)
        root = np.sqrt(np.maximum(np.bincount(whose, minlength=size), 1))[:, None]
        logits: Floats = (total * self._scale / root + self._bias).astype(np.float32)
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
        self._bits = [int(bits) for bits in arrays["bits"]]
        self._offsets = np.cumsum([0, *(1 << bits for bits in self._bits)])
        self._layers = [(arrays[f"w{at}"].astype(np.float32), arrays[f"b{at}"].astype(np.float32)) for at in (1, 2)]
        self._out = arrays["out"].astype(np.float32)
        self._bias = arrays["bias"].astype(np.float32)

    @property
    def longest(self) -> int:
        return len(self._bits)

    def features(self, grams: Grams) -> Floats:
        """(n, 3h + d): what the network sees in each text."""
        letters = grams.letters
        embedded = np.zeros((len(letters.codes), self._embedding.shape[1]), dtype=np.int16)
        for length, ((hashes, at), bits, offset) in enumerate(zip(grams.hashes, self._bits, self._offsets, strict=False)):
            rows = (hashes >> np.uint32(32 - bits)).astype(np.int64) + offset
            embedded[at + length // 2] += self._embedding[rows]
        plain = embedded.astype(np.float32) * self._scale
        edges = np.append(letters.starts, len(letters.codes))
        first = _convolved(plain, edges, *self._layers[0])
        second = _convolved(first, edges, *self._layers[1])
        root = np.sqrt(np.diff(edges).astype(np.float32))[:, None]
        at = letters.starts
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
