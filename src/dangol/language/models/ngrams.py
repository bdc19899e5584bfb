"""Character n-grams of many texts at once, hashed without a Python loop: the only feature the small models see.

A text becomes its letters (of syllables, or of the two or three jamo of each), in lower case, between a begin and an end mark. Every
stretch of 1 to 5 of them is one feature, known by a 32-bit hash: 64-bit polynomial over code points, mixed by Fibonacci hashing (Knuth,
TAOCP 6.4). Letters, not words: no dictionary, no tokens, and a slip of the finger changes a few features only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Hashes = NDArray[np.uint32]
Places = NDArray[np.int64]
Inside = NDArray[np.bool_]

_BEGIN, _END = 2, 3
_ONE = np.uint64(1)
_STEP = np.uint64(0x100000001B3)  # the FNV prime
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio
_FIRST, _LAST = 0xAC00, 0xD7A3


@dataclass(frozen=True, kw_only=True, slots=True)
class Letters:
    """All texts of a batch in one row. ``codes``: code points; ``owner``: whose each is; ``starts``: where each text begins."""

    codes: Codes
    owner: Places
    starts: Places

    def __len__(self) -> int:
        return len(self.starts)


def letters_of(texts: Sequence[str], most: int = 200) -> Letters:
    """The texts' letters with their marks; of a text longer than ``most`` characters the first and the last half of that."""
    cut = [text if len(text) <= most else text[: most // 2] + text[-(most // 2) :] for text in texts]
    joined = "\x03".join(f"\x02{text}" for text in cut) + "\x03"
    if joined.count("\x02") + joined.count("\x03") > 2 * len(cut):  # typed by hand; normalised texts hold none
        return letters_of([text.replace("\x02", " ").replace("\x03", " ") for text in cut], most)
    codes = np.frombuffer(joined.lower().encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ends = codes == _END
    owner = np.cumsum(ends) - ends
    return Letters(codes=codes, owner=owner, starts=np.flatnonzero(codes == _BEGIN))


def jamo_of(letters: Letters) -> Letters:
    """The same with each Hangul syllable as its initial, medial and, where there is one, final; all told apart by their code."""
    codes = letters.codes.astype(np.int64)
    syllable = (codes >= _FIRST) & (codes <= _LAST)
    index = np.where(syllable, codes - _FIRST, 0)
    final = index % 28
    counts = np.where(syllable, 2 + (final > 0), 1)
    at = np.cumsum(counts) - counts
    out = np.empty(int(counts.sum()), dtype=np.uint32)
    out[at] = np.where(syllable, 0x1100 + index // 588, codes)
    out[at[syllable] + 1] = 0x1161 + index[syllable] % 588 // 28
    closed = syllable & (final > 0)
    out[at[closed] + 2] = 0x11A7 + final[closed]
    return Letters(codes=out, owner=np.repeat(letters.owner, counts), starts=at[letters.starts])


def stretches_of(letters: Letters, longest: int) -> tuple[Hashes, Inside]:
    """(longest, letters) each: the hash of the n-gram of each length from 1 that begins at each letter, and whether it lies within its
    text; where it does not, the hash says nothing. All lengths are mixed at once: the calls of numpy are most of what one short text costs.

    A hash's upper bits are the good ones: take ``hash >> (32 - bits)``.
    """
    count = len(letters.codes)
    plain = letters.codes.astype(np.uint64)
    plain += _ONE
    rolling = np.zeros((longest, count), dtype=np.uint64)
    rolling[0] = plain
    for length in range(1, min(longest, count)):
        into = rolling[length, :-length]
        np.multiply(rolling[length - 1, :-length], _STEP, out=into)
        into += plain[length:]
    lengths = np.arange(1, longest + 1)[:, None]
    rolling += lengths.astype(np.uint64)
    rolling *= _MIX
    rolling >>= np.uint64(32)
    ends = np.append(letters.starts[1:], count)[letters.owner]
    return rolling.astype(np.uint32), lengths <= ends - np.arange(count)


def hashes_of(letters: Letters, longest: int) -> list[tuple[Hashes, Places]]:
    """For each length from 1 to ``longest``: the hashes of the stretches that lie within one text, and where each begins in the row."""
    hashes, inside = stretches_of(letters, longest)
    return [(row[there], np.flatnonzero(there)) for row, there in zip(hashes, inside, strict=True)]


def summed(values: NDArray[Any], owner: Places, count: int) -> NDArray[np.float32]:
    """Rows of ``values`` added up for each of ``count`` texts; ``owner`` rises."""
    if count == 1:
        return np.add.reduce(values, axis=0, dtype=np.float32, keepdims=True)
    total = np.zeros((count, *values.shape[1:]), dtype=np.float32)
    if len(values):
        first = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
        total[owner[first]] = np.add.reduceat(values, first, axis=0, dtype=np.float32)
    return total
