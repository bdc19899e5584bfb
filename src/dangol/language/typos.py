"""Parts of names with a slip of the finger in them, found at the beginnings of words.

Letters are compared as jamo by rapidfuzz's ratio (indel distance). Comparing every part with every word cost more than all other steps of
finding names, so a bound is looked at first, for all of a text's words and all parts at once: no more jamo can stand in both, in order,
than both hold at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from dangol.kit.text import jamo

_SHORT, _LONG = 82.0, 76.0  # likeness, 0…100, for parts of three syllables and of more; measured on the development brands' typos
_LEAST = 3  # letters of a part
_PLANES = 3  # times that the bound counts a kind of jamo; any further ones of a word count as shared
_KINDS = 64  # of jamo that the bound tells apart: there are 51, and what else stands in a word may fall together with one
_FIRST_JAMO = 0x3131


@dataclass(frozen=True, kw_only=True, slots=True)
class Beginning:
    """``least`` to ``most`` letters from ``start`` may be a part misspelt."""

    start: int
    least: int
    most: int


class Typos:
    """The parts that may be misspelt: of three letters or more."""

    def __init__(self, parts: Iterable[str]) -> None:
        self._parts = [(part, jamo(part)) for part in parts if len(part) >= _LEAST]
        self._sizes = np.array([len(part) for part, _ in self._parts], dtype=np.int16)
        self._lengths = np.array([len(spelled) for _, spelled in self._parts], dtype=np.int16)
        self._enough = np.where(self._sizes <= _LEAST, _SHORT, _LONG).astype(np.float32)
        counted = [_Counted() for _ in self._parts]
        for one, (_, spelled) in zip(counted, self._parts, strict=True):
            one.add(spelled)
        self._planes = _planes(counted)
        self._longest = int(self._sizes.max(initial=0)) + 1

    def of(self, letters: str, beginnings: Sequence[Beginning]) -> Iterator[tuple[int, str, int]]:
        """(start, part, how many letters are it), by beginnings, then parts as they were given."""
        heads = list(self._heads(letters, beginnings))
        if not heads or not self._parts:
            return
        rows, columns = np.nonzero(self._near([head for _, head in heads]))
        for at, part in sorted({(heads[row][0], column) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)}):
            size = self._likeness(letters, beginnings[at], *self._parts[part])
            if size:
                yield beginnings[at].start, self._parts[part][0], size

    def _heads(self, letters: str, beginnings: Sequence[Beginning]) -> Iterator[tuple[int, "_Counted"]]:
        """The beginnings' first letters, counted, as (place of the beginning, head); each longer head goes on from the shorter one."""
        for at, one in enumerate(beginnings):
            counted = _Counted()
            for size in range(1, min(one.most, self._longest) + 1):
                counted = counted.and_(jamo(letters[one.start + size - 1]))
                if size >= one.least:
                    yield at, counted

    def _near(self, heads: Sequence["_Counted"]) -> NDArray[np.bool_]:
        """(heads, parts): whether they may be alike."""
        shared = np.array([head.beyond for head in heads], dtype=np.int16)[:, None]
        for mine, theirs in zip(_planes(heads), self._planes, strict=True):
            shared = shared + np.bitwise_count(mine[:, None] & theirs)
        lengths = np.array([head.length for head in heads], dtype=np.int16)[:, None] + self._lengths
        sizes = np.array([head.size for head in heads], dtype=np.int16)[:, None] - self._sizes
        near: NDArray[np.bool_] = (200 * shared >= self._enough * lengths) & (sizes <= 1) & (sizes >= -1)
        return near

    def _likeness(self, letters: str, beginning: Beginning, part: str, spelled: str) -> int:
        """How many letters at a beginning are a part with a slip of the finger in it; 0 where it is spelt as it should be."""
        start, size = beginning.start, len(part)
        if letters.startswith(part, start):
            return 0
        enough = _SHORT if size <= _LEAST else _LONG
        lengths = (n for n in (size, size - 1, size + 1) if beginning.least <= n <= beginning.most)
        return next((n for n in lengths if fuzz.ratio(jamo(letters[start : start + n]), spelled, score_cutoff=enough)), 0)


class _Counted:
    """How often each kind of jamo stands in a string: a bit for its first time, one for its second …"""

    __slots__ = ("beyond", "length", "planes", "size")

    def __init__(self) -> None:
        self.planes = (0,) * _PLANES
        self.size = self.length = self.beyond = 0

    def and_(self, syllable: str) -> "_Counted":
        """With one syllable more."""
        more = _Counted()
        more.planes, more.size, more.length, more.beyond = self.planes, self.size + 1, self.length, self.beyond
        more.add(syllable)
        return more

    def add(self, spelled: str) -> None:
        planes = list(self.planes)
        for letter in spelled:
            bit = 1 << (ord(letter) - _FIRST_JAMO) % _KINDS
            for at, plane in enumerate(planes):
                if not plane & bit:
                    planes[at] |= bit
                    break
            else:
                self.beyond += 1
        self.planes = tuple(planes)
        self.length += len(spelled)


def _planes(counted: Sequence[_Counted]) -> list[NDArray[np.uint64]]:
    return [np.array([one.planes[plane] for one in counted], dtype=np.uint64) for plane in range(_PLANES)]
