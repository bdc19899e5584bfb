"""Pieces of knowledge as words, and how well each accounts for a word of a question."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dangol.kit.text import bigrams, squash
from dangol.language.concepts import synonyms
from dangol.language.lexicon import respell
from dangol.language.tokens import Token, tokenise, tokenise_all

_SUFFIXES = frozenset("산제용형식류비료권실장점법기성색맛값도")
_CONTENT = frozenset({"NNG", "NNP", "XR", "VV", "VA", "SL", "SN", "NR", "SH", "UN", "W_SERIAL"})
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# How well a word is explained: 1 by itself, less by what stands for it. Chosen on the development brands (evaluation/brands).
_BY_LETTERS, _BY_SYNONYM, _BY_SYNONYM_LETTERS = 0.9, 0.85, 0.75
_BY_PARTS, _BY_FIRST_PART, _BY_LAST_PART = 0.9, 0.6, 0.5
_OTHER_WORD = 0.95  # of what the customer's own word would count


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """One citable piece of knowledge as written: ``head`` is its question, name or headings."""

    key: str
    head: str
    body: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """One citable piece of knowledge, as words.

    Attributes:
        key: its citation id; head: the words of its question or headings; words: all its words; letters: all its text squashed.
        pairs, head_pairs: the pairs of letters in the text and in the head.
    """

    key: str
    head: frozenset[str]
    words: frozenset[str]
    letters: str
    pairs: frozenset[str]
    head_pairs: frozenset[str]

    def explains(self, word: str) -> float:
        """0…1: how well this piece accounts for a word of a question."""
        if word in self.words:
            return 1.0
        if self._spells(word):
            return _BY_LETTERS
        best = 0.0
        for other in synonyms(word):
            if other in self.words:
                return _BY_SYNONYM
            if not other.isascii() and self._spells(other):
                best = _BY_SYNONYM_LETTERS
        return best or self._explains_parts(word)

    def explains_any(self, words: Iterable[str]) -> float:
        """The best of several words that mean the same here; the first is the customer's own, the others count a little less."""
        return max((self.explains(word) * (1.0 if at == 0 else _OTHER_WORD) for at, word in enumerate(words)), default=0.0)

    def _spells(self, word: str) -> bool:
        return len(word) > 1 and len(bare := squash(word)) > 1 and bare in self.letters

    def _explains_parts(self, word: str) -> float:
        """A compound that stands nowhere as such ("추가금", "기본배송료") is partly explained by its parts."""
        if len(word) < 3 or word.isascii():
            return 0.0
        for cut in range(len(word) - 1, 1, -1):
            head, tail = word[:cut], word[cut:]
            if head in self.words and tail in _SUFFIXES:
                return _BY_PARTS
            if head in self.words or (len(head) > 2 and head in self.letters):
                whole = len(tail) > 1 and (tail in self.words or tail in self.letters)
                return _BY_PARTS if whole else _BY_FIRST_PART
        return _BY_LAST_PART if word[-2:] in self.words else 0.0


def pieces_of(texts: Sequence[Text]) -> Iterator[Piece]:
    """The texts as pieces, in order, read in one go."""
    spelled = [(respell(text.head), respell(text.body)) for text in texts]
    read = tokenise_all(part for parts in spelled for part in parts)
    for text, (head, body) in zip(texts, spelled, strict=True):
        first = _words(head, next(read))
        whole = f"{text.head} {text.body}"
        yield Piece(
            key=text.key,
            head=frozenset(first),
            words=frozenset(first | _words(body, next(read))),
            letters=squash(respell(whole)),
            pairs=frozenset(bigrams(whole)),
            head_pairs=frozenset(bigrams(text.head)),
        )


def words_in(text: str) -> set[str]:
    """The words of a text as compared: verbs in dictionary form, Latin in lower case."""
    spelled = respell(text)
    return _words(spelled, tokenise(spelled))


def _words(spelled: str, tokens: Iterable[Token]) -> set[str]:
    found = {token.lemma if token.tag in {"VV", "VA"} else token.form.lower() for token in tokens if token.tag in _CONTENT}
    return found | {word.lower() for word in _LATIN_WORD.findall(spelled)}
