"""Korean words: one Kiwi a process, loaded on first use; each line is read once.

Loading takes 1–2 s, and so does the first reading after words were taught (``add_words``), so teach all at once. The lock also guards
reading, because Kiwi's dictionary may be extended while other threads read.
Texts are read line by line, and lines are remembered: search, answers and a document's passages ask for the same lines in other texts.
"""

import os
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import Any

from kiwipiepy import Kiwi

from dangol.kit.text import squash

from .concepts import shop_nouns

_CACHE_CHARACTERS = 200_000  # about 25 MB of tokens: several thousand messages, or a small brand's knowledge
_PIECE = 2000  # characters; Kiwi's time grows faster than the length of an unbroken run, so long texts are read in pieces
_BATCH = 16  # texts
_AT_ONCE = 64  # pieces; a customer's message waits for at most so many (about 0.02 s) while an index is built
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
        self._cached = 0  # characters

    def tokenise(self, text: str) -> tuple[Token, ...]:
        with self._lock:
            known = self._kept(text)
            if known is not None:
                return known
        (tokens,) = self.tokenise_all((text,))
        return tokens

    def tokenise_all(self, texts: Iterable[str]) -> Iterator[tuple[Token, ...]]:
        remaining = iter(texts)
        while batch := list(islice(remaining, _BATCH)):
            pieces = [list(_pieces(text)) for text in batch]
            read = self._read(dict.fromkeys(piece for held in pieces for _, piece in held))
            for held in pieces:
                yield _joined([(offset, read[piece]) for offset, piece in held])

    def _read(self, pieces: Iterable[str]) -> dict[str, tuple[Token, ...]]:
        read: dict[str, tuple[Token, ...]] = {}
        remaining = iter(pieces)
        while some := list(islice(remaining, _AT_ONCE)):
            with self._lock:
                read.update((piece, known) for piece in some if (known := self._kept(piece)) is not None)
                fresh = [piece for piece in some if piece not in read]
                for piece, morphemes in zip(fresh, self._analysed(fresh), strict=True):
                    read[piece] = tuple(self._tokens(morphemes))
                    self._keep(piece, read[piece])
        return read

    def _analysed(self, pieces: list[str]) -> Iterable[Any]:
        """One piece in this thread, several on Kiwi's own."""
        if len(pieces) < 2:
            return [self._loaded().tokenize(piece) for piece in pieces]
        found: Iterable[Any] = self._loaded().tokenize(pieces)
        return found

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
            self._cached = 0

    def forget(self) -> None:
        with self._lock:
            self._cache.clear()
            self._cached = 0

    def _loaded(self) -> Kiwi:
        if self._kiwi is None:
            workers = min(_MOST_WORKERS, os.cpu_count() or 1)
            # The dictionary of names of several words doubles the time of loading; no answer of seven evaluation sets needed it.
            self._kiwi = Kiwi(num_workers=workers, load_multi_dict=False)
            for word in shop_nouns():
                self._kiwi.add_user_word(word, "NNG", _SHOP_SCORE)
            self._teach(self._kiwi, self._words)
        return self._kiwi

    def _teach(self, kiwi: Kiwi, words: Iterable[str]) -> None:
        for word in words:  # all are taken apart before any is known whole
            parts = content_tokens(self._tokens(kiwi.tokenize(word)))
            self._parts[word] = parts if len(parts) > 1 else ()
        for word in sorted(words):
            kiwi.add_user_word(word, "NNP", 0.0)

    def _tokens(self, morphemes: Iterable[Any]) -> Iterator[Token]:
        for morpheme in morphemes:
            form, tag = morpheme.form, morpheme.tag.partition("-")[0]
            parts = self._parts.get(form, ()) if tag == "NNP" else ()
            start = morpheme.start
            yield Token(form=form, lemma=morpheme.lemma, tag=tag, start=start, end=start + morpheme.len, parts=parts)

    def _kept(self, piece: str) -> tuple[Token, ...] | None:
        known = self._cache.get(piece)
        if known is not None:
            self._cache.move_to_end(piece)
        return known

    def _keep(self, piece: str, tokens: tuple[Token, ...]) -> None:
        self._cache[piece] = tokens
        self._cached += len(piece) + 1
        while self._cached > _CACHE_CHARACTERS:
            oldest, _ = self._cache.popitem(last=False)
            self._cached -= len(oldest) + 1


_TOKENISER = Tokeniser()


def tokenise(text: str) -> tuple[Token, ...]:
    """The morphemes of ``text`` in order. Give it normalised text; places count in what is given. Any ``str`` is accepted."""
    return _TOKENISER.tokenise(text)


def tokenise_all(texts: Iterable[str]) -> Iterator[tuple[Token, ...]]:
    """``tokenise`` for many texts, on several cores; as many results, in the same order."""
    return _TOKENISER.tokenise_all(texts)


def add_words(words: Iterable[str]) -> None:
    """Teaches this process names (a brand's products, places) so that they are not cut: proper nouns of 2–40 characters."""
    _TOKENISER.add_words(words)


def forget() -> None:
    """Forgets the lines read so far, so that a measurement reads them again."""
    _TOKENISER.forget()


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
    """The lines with their places, long ones cut at the last space within a piece's length, else inside the run.

    Surrogates, which Kiwi refuses, become U+FFFD. A text without lines is its own piece.
    """
    if not text.isascii():
        text = text.encode("utf-32-le", "surrogatepass").decode("utf-32-le", "replace")
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        while end - start > _PIECE:
            cut = text.rfind(" ", start, start + _PIECE) + 1 or start + _PIECE
            yield start, text[start:cut]
            start = cut
        if start < end:
            yield start, text[start:end]
        start = end + 1


def _joined(pieces: Sequence[tuple[int, tuple[Token, ...]]]) -> tuple[Token, ...]:
    if len(pieces) == 1 and pieces[0][0] == 0:
        return pieces[0][1]
    return tuple(
        Token(form=token.form, lemma=token.lemma, tag=token.tag, start=offset + token.start, end=offset + token.end, parts=token.parts)
        for offset, tokens in pieces
        for token in tokens
    )
