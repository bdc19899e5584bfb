"""Parts of names with a slip of the finger in them, found at the beginnings of words.

Letters are compared as jamo by rapidfuzz's ratio (indel distance). Comparing every part with every word cost more than all other steps of
finding names, so a bound is looked at first, for all of a text's words and all parts at once: no more jamo can stand in both, in order,
than both hold at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from dangol.kit.text import jamo

_SHORT, _LONG = 82.0, 76.0  # likeness, 0…100, for parts of three syllables and of more; measured on the development brands' typos
_OTHER = 84.0  # with a syllable more or less: nothing else may differ much (로스팅 is no 로스터리)
_LEAST = 3  # letters of a part
_TWO = 2
_MOST_KNOWN = 20_000  # words that are remembered, about 5 MB
_PLANES = 3  # times that the bound counts a kind of jamo; any further ones of a word count as shared
_KINDS = 64  # of jamo that the bound tells apart: there are 51, and what else stands in a word may fall together with one
_FIRST_JAMO = 0x3131


@dataclass(frozen=True, kw_only=True, slots=True)
class Beginning:
    """``least`` to ``most`` letters from ``start`` may be a part misspelt."""

    start: int
    least: int
    most: int


class _Word(NamedTuple):
    """The ``letters`` at a beginning, of which ``least`` may be a part."""

    letters: str
    least: int


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
        self._known: dict[_Word, list[tuple[str, int]]] = {}

    def of(self, letters: str, beginnings: Sequence[Beginning]) -> Iterator[tuple[int, str, int]]:
        """(start, part, how many letters are it), by beginnings, then parts as they were given. The words of a shop's customers come
        again and again, so what was found for one is remembered.
        """
        words = [_Word(letters[one.start : one.start + min(one.most, self._longest)], one.least) for one in beginnings]
        known = {word: self._known.get(word) for word in words if len(word.letters) >= word.least}
        fresh = [word for word, found in known.items() if found is None]
        if fresh and self._parts:
            compared = self._compared(fresh)
            known.update(compared)
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known.update(compared)
        for one, word in zip(beginnings, words, strict=True):
            yield from ((one.start, part, size) for part, size in known.get(word) or ())

    def _compared(self, words: Sequence["_Word"]) -> dict["_Word", list[tuple[str, int]]]:
        """For each word the parts it may be and how many of its letters are that part."""
        found: dict[_Word, list[tuple[str, int]]] = {word: [] for word in words}
        heads = list(self._heads(words))
        rows, columns = np.nonzero(self._near([head for _, head in heads]))
        for at, part in sorted({(heads[row][0], column) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)}):
            size = self._likeness(words[at], *self._parts[part])
            if size:
                found[words[at]].append((self._parts[part][0], size))
        return found

    def _heads(self, words: Sequence["_Word"]) -> Iterator[tuple[int, "_Counted"]]:
        """The words' first letters, counted, as (place of the word, head); each longer head goes on from the shorter one."""
        for at, word in enumerate(words):
            counted = _Counted()
            for size, letter in enumerate(word.letters, 1):
                counted = counted.and_(jamo(letter))
                if size >= word.least:
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

    def _likeness(self, word: "_Word", part: str, spelled: str) -> int:
        """How many letters of a word are a part with a slip of the finger in it; 0 where it is spelt as it should be."""
        letters, size = word.letters, len(part)
        if letters.startswith(part):
            return 0
        enough = _SHORT if size <= _LEAST else _LONG
        lengths = ((n, enough if n == size else _OTHER) for n in (size, size - 1, size + 1) if word.least <= n <= len(letters))
        return next((n for n, least in lengths if fuzz.ratio(jamo(letters[:n]), spelled, score_cutoff=least)), 0)


class Sounds:
    """Parts of two letters, too short for slips of the finger: they are known where they are spelt otherwise and sound alike."""

    def __init__(self, parts: Iterable[str]) -> None:
        self._parts: dict[str, list[str]] = defaultdict(list)
        for part in sorted(part for part in parts if len(part) == _TWO):
            self._parts[sound_of(part)].append(part)

    def of(self, letters: str, words: Iterable[tuple[int, int]], taken: Set[int]) -> Iterator[tuple[int, str, int]]:
        """As ``Typos.of``, for words whose first letters no part has ``taken``: "핵사" is 헥사."""
        for start, _ in words:
            word = letters[start : start + _TWO]
            if start not in taken and start + 1 not in taken:
                yield from ((start, part, _TWO) for part in self._parts.get(sound_of(word), ()) if part != word)


def sound_of(word: str) -> str:
    """Hangul as it is heard: tense initials as plain ones, ㅐ as ㅔ, finals by what is heard of them.

    >>> sound_of("핵사") == sound_of("헥사"), sound_of("별밧") == sound_of("별밭"), sound_of("달빛") == sound_of("달별")
    (True, True, False)
    """
    return "".join(_heard(letter) for letter in word)


def _heard(letter: str) -> str:
    if not "가" <= letter <= "힣":
        return letter
    index = ord(letter) - ord("가")
    initial, medial, final = index // 588, index % 588 // 28, index % 28
    return chr(ord("가") + (_INITIAL[initial] * 21 + _MEDIAL[medial]) * 28 + _FINAL[final])


_INITIAL = [*range(19)]
for _tense, _plain in ((1, 0), (4, 3), (8, 7), (10, 9), (13, 12)):  # ㄲ ㄸ ㅃ ㅆ ㅉ
    _INITIAL[_tense] = _plain
_MEDIAL = [*range(21)]
for _written, _same in ((1, 5), (3, 7), (10, 15), (11, 15)):  # ㅐ as ㅔ, ㅒ as ㅖ, ㅙ and ㅚ as ㅞ
    _MEDIAL[_written] = _same
_FINAL = [*range(28)]
for _written, _same in ((2, 1), (24, 1), (19, 7), (20, 7), (22, 7), (23, 7), (25, 7), (26, 17)):  # ㄲ ㅋ, ㅅ ㅆ ㅈ ㅊ ㅌ, ㅍ
    _FINAL[_written] = _same


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
