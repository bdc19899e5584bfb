"""The brand's texts as pieces: the first few hundred read at once, the others when a match needs them.

Reading costs about 10 ms for 600 characters, so a shop with thousands of imported articles would wait half a minute to open. What is
not read yet is known by its letters: they tell whether a word stands there, and in how many texts.
"""

from collections.abc import Sequence
from functools import lru_cache

from dangol.kit.text import squash
from dangol.language.lexicon import respell

from .pieces import Piece, Text, pieces_of

_AT_ONCE = 500  # texts read when the shop opens: all of a small brand
_MOST_KEPT = 1000  # pieces read later and remembered, about 20 kB each
_MOST_WORDS = 4096  # whose count is remembered


class Shelf:
    """Texts by citation id. Threads may share it."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.texts = tuple(texts[:_AT_ONCE])
        self.opened: dict[str, Piece] = {piece.key: piece for piece in pieces_of(self.texts)}
        self._closed = {text.key: text for text in texts[_AT_ONCE:]}
        self._later: dict[str, Piece] = {}
        self._letters = tuple(squash(respell(f"{text.head} {text.body}")) for text in self._closed.values())
        self.holding = lru_cache(_MOST_WORDS)(self._count)

    def __len__(self) -> int:
        return len(self.opened) + len(self._closed)

    @property
    def letters(self) -> tuple[str, ...]:
        """The squashed letters of every text."""
        return (*(piece.letters for piece in self.opened.values()), *self._letters)

    def pieces(self, keys: Sequence[str], *, at_most: int) -> dict[str, Piece]:
        """Those of ``keys`` that are texts here, in order; of those that must be read first only the first ``at_most``."""
        later = self._later
        unread = [self._closed[key] for key in keys if key in self._closed and key not in later][:at_most]
        if unread:
            later = {**(later if len(later) < _MOST_KEPT else {}), **{piece.key: piece for piece in pieces_of(unread)}}
            self._later = later
        return {key: piece for key in keys if (piece := self.opened.get(key) or later.get(key))}

    def _count(self, word: str) -> int:
        """How many of the texts not read at once hold the letters of a word, a verb's without its ending."""
        bare = squash(word.removesuffix("다"))
        return sum(bare in letters for letters in self._letters) if bare else 0
