"""Korean words: one Kiwi a process, loaded on first use, read once a text.

Loading takes 1–4 s and about 500 MB, so it happens once, behind a lock; the lock also guards reading, because Kiwi's dictionary
may be extended (``add_words``) while other threads read.
"""

import os
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import Any

from kiwipiepy import Kiwi

from dangol.kit.text import squash

from .concepts import shop_nouns

_CACHE_TEXTS = 4096
_CACHE_LONGEST = 400  # characters; longer texts are documents, which are read once
_PIECE = 2000  # characters; Kiwi's time grows faster than the length of an unbroken run, so long texts are read in pieces
_BATCH = 16  # texts; a customer's message waits for at most one batch (about 0.1 s) while an index is built
_MOST_WORKERS = 4

_SHOP_SCORE = -2.0  # as likely as a common noun: at 0 it also swallows particles ("하나에"), below -4 재고 is again cut to 재|고

_NOUNS = frozenset({"NNG", "NNP", "NR", "XR"})
_FOREIGN = frozenset({"SL", "SH", "W_SERIAL", "W_HASHTAG", "W_MENTION", "W_EMAIL", "W_URL"})
_VERBS = frozenset({"VV", "VA"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """One morpheme.

    Attributes:
        form: as analysed, a verb or adjective as its stem (``쓰``); lemma: dictionary form (``쓰다``).
        tag: Sejong tag as Kiwi writes it, without the ``-R``/``-I`` of irregular verbs.
        start, end: place in the text that was read; equal for a morpheme that was swallowed (이/VCP).
        parts: for a taught name, the content words it is made of where there are several (수분크림: 수분, 크림), else empty.
    """

    form: str
    lemma: str
    tag: str
    start: int
    end: int
    parts: tuple[str, ...] = ()


class Tokeniser:
    """Reads texts into tokens. One a process is enough (``tokenise``); a second costs another 500 MB."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kiwi: Kiwi | None = None
        self._words: set[str] = set()
        self._parts: dict[str, tuple[str, ...]] = {}
        self._cache: OrderedDict[str, tuple[Token, ...]] = OrderedDict()

    def tokenise(self, text: str) -> tuple[Token, ...]:
        with self._lock:
            known = self._cache.get(text)
            if known is not None:
                self._cache.move_to_end(text)
                return known
            taught = len(self._words)
        tokens: list[Token] = []
        for offset, piece in _pieces(text):
            with self._lock:
                tokens.extend(self._tokens(self._loaded().tokenize(piece), offset))
        if len(text) <= _CACHE_LONGEST:
            self._keep(text, tuple(tokens), taught)
        return tuple(tokens)

    def tokenise_all(self, texts: Iterable[str]) -> Iterator[tuple[Token, ...]]:
        remaining = iter(texts)
        while batch := list(islice(remaining, _BATCH)):
            pieces = [(number, offset, piece) for number, text in enumerate(batch) for offset, piece in _pieces(text)]
            with self._lock:
                found = list(self._loaded().tokenize([piece for _, _, piece in pieces]))
            read: list[list[Token]] = [[] for _ in batch]
            for (number, offset, _), morphemes in zip(pieces, found, strict=True):
                read[number].extend(self._tokens(morphemes, offset))
            yield from map(tuple, read)

    def add_words(self, words: Iterable[str]) -> None:
        wanted = {name for word in words if 2 <= len(name := word.strip()) <= 40 and squash(name)}
        with self._lock:
            new = wanted - self._words
            if not new:
                return
            self._words |= new
            if self._kiwi is not None:
                self._teach(self._kiwi, new)
            self._cache.clear()

    def _loaded(self) -> Kiwi:
        if self._kiwi is None:
            self._kiwi = Kiwi(num_workers=min(_MOST_WORKERS, os.cpu_count() or 1))
            for word in shop_nouns():
                self._kiwi.add_user_word(word, "NNG", _SHOP_SCORE)
            self._teach(self._kiwi, self._words)
        return self._kiwi

    def _teach(self, kiwi: Kiwi, words: Iterable[str]) -> None:
        for word in words:  # all are taken apart before any is known whole
            parts = content_tokens(self._tokens(kiwi.tokenize(word), 0))
            self._parts[word] = parts if len(parts) > 1 else ()
        for word in sorted(words):
            kiwi.add_user_word(word, "NNP", 0.0)

    def _tokens(self, morphemes: Iterable[Any], offset: int) -> Iterator[Token]:
        for morpheme in morphemes:
            form, tag = morpheme.form, morpheme.tag.partition("-")[0]
            start = offset + morpheme.start
            parts = self._parts.get(form, ()) if tag == "NNP" else ()
            yield Token(form=form, lemma=morpheme.lemma, tag=tag, start=start, end=start + morpheme.len, parts=parts)

    def _keep(self, text: str, tokens: tuple[Token, ...], taught: int) -> None:
        with self._lock:
            if taught != len(self._words):
                return  # read while a word was being taught
            self._cache[text] = tokens
            if len(self._cache) > _CACHE_TEXTS:
                self._cache.popitem(last=False)


_TOKENISER = Tokeniser()


def tokenise(text: str) -> tuple[Token, ...]:
    """The morphemes of ``text`` in order. Give it normalised text; places count in what is given. Any ``str`` is accepted."""
    return _TOKENISER.tokenise(text)


def tokenise_all(texts: Iterable[str]) -> Iterator[tuple[Token, ...]]:
    """``tokenise`` for many documents, on several cores and past the cache; as many results, in the same order."""
    return _TOKENISER.tokenise_all(texts)


def add_words(words: Iterable[str]) -> None:
    """Teaches this process names (a brand's products, places) so that they are not cut: proper nouns of 2–40 characters."""
    _TOKENISER.add_words(words)


def content_tokens(tokens: Iterable[Token]) -> tuple[str, ...]:
    """What a text is about, in order, with repeats: nouns, roots, stems of verbs and adjectives, foreign words in lower case, numbers.

    A taught name is given whole, without spaces, and then by its parts; Kiwi itself already gives other compounds by theirs.
    No particles, endings or punctuation: in a query they cost 13 points of R@1 on Korean help articles.
    """
    return tuple(term for token in tokens for term in (_content(token), *token.parts) if term)


def _content(token: Token) -> str:
    if token.tag in _NOUNS or token.tag in _FOREIGN:
        return token.form.lower().replace(" ", "")
    if token.tag == "SN":
        return token.form.replace(",", "")
    if token.tag in _VERBS:
        return token.form
    return ""


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cuts at the last white space within a piece's length, else inside the run. Surrogates, which Kiwi refuses, become U+FFFD."""
    if not text.isascii():
        text = text.encode("utf-32-le", "surrogatepass").decode("utf-32-le", "replace")
    start = 0
    while len(text) - start > _PIECE:
        cut = max(text.rfind(" ", start, start + _PIECE), text.rfind("\n", start, start + _PIECE)) + 1
        end = cut if cut > start else start + _PIECE
        yield start, text[start:end]
        start = end
    if start < len(text):
        yield start, text[start:]
