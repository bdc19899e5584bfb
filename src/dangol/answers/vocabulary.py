"""The words that a brand uses: how rare each is, whether it is known at all, and which of them a misspelt word was meant to be."""

import math
from collections import Counter
from collections.abc import Iterable
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from dangol.kit.text import jamo, squash
from dangol.language.concepts import concepts_of_word, is_shop_word, synonyms

from .pieces import Piece
from .shelf import Shelf

# Likeness of letters (jamo), 0…100, for words of up to three syllables and of more; measured on the development brands' typos.
_NEAR_SHORT, _NEAR_LONG = 84.0, 80.0
_MOST_WORDS = 4096  # remembered


class Vocabulary:
    """The words of all pieces. Threads may share it."""

    def __init__(self, shelf: Shelf, others: Iterable[Piece]) -> None:
        pieces = (*shelf.opened.values(), *others)
        self._shelf = shelf
        self._counts = Counter(word for piece in pieces for word in piece.words)
        self._total = len(pieces) - len(shelf.opened) + len(shelf) + 1
        self._letters = " ".join((*shelf.letters, *(piece.letters for piece in pieces[len(shelf.opened) :])))
        self.rarity = lru_cache(_MOST_WORDS)(self._rarity)
        self.known = lru_cache(_MOST_WORDS)(self._known)
        self.repaired = lru_cache(_MOST_WORDS)(self._repaired)

    def _rarity(self, word: str) -> float:
        """0…1: the inverse document frequency of a word or its most frequent synonym, 1 for one the brand has never used."""
        seen = max((self._seen(other) for other in synonyms(word)), default=0)
        return math.log(1 + self._total / (1 + seen)) / math.log(1 + self._total)

    def _known(self, word: str) -> bool:
        """Whether the brand's texts hold the word, a synonym of it, or its letters inside a longer word."""
        if any(self._seen(other) for other in synonyms(word)):
            return True
        bare = squash(word)
        return len(bare) > 1 and bare in self._letters

    def _repaired(self, word: str) -> str:
        """A word the brand has never used, if it is one slip of a finger away from one that it uses: that one; else the word itself."""
        if len(word) < 2 or word.isascii() or is_shop_word(word) or self.known(word):
            return word
        return _inside(word) or self._nearest(word)

    def _seen(self, word: str) -> int:
        return self._counts[word] + self._shelf.holding(word)

    def _nearest(self, word: str) -> str:
        spelled = jamo(word)
        best, score = word, _NEAR_SHORT if len(word) <= 3 else _NEAR_LONG
        for other, letters in self._spelled:
            if abs(len(other) - len(word)) <= 1 and (likeness := fuzz.ratio(spelled, letters, score_cutoff=score)) > score:
                best, score = other, likeness
        return best

    @cached_property
    def _spelled(self) -> list[tuple[str, str]]:
        return [(word, jamo(word)) for word in sorted(self._counts) if len(word) > 1 and not word.isascii()]


def _inside(word: str) -> str | None:
    """The shop's word inside one that ran together ("칼로리점" → 칼로리, "성수점위치점여" → 위치)."""
    if len(word) < 3:
        return None
    spots = [(start, end) for start in range(len(word) - 1) for end in range(start + 2, len(word) + 1) if end - start < len(word)]
    fitting = [word[start:end] for start, end in spots if word[start:end] in concepts_of_word() and (start == 0 or len(word) > 4)]
    return max(fitting, key=len, default=None)
