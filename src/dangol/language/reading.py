"""What a text says: its language, its clauses, the words that matter, what of the brand it names, and the signals in it.

One text is normalised once and tokenised once; every part of Dangol reads the same ``Reading``. A burst of texts (``read_all`` without
tokens) is understood in batches and skips what costs most.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from dangol.kit.text import normalise

from .clauses import Clause, Language, clauses_of, halves
from .keyboard import as_hangul
from .lexicon import Lexicon
from .meaning import Meaning
from .rules import spoken
from .signals import Signals, signals_in
from .spelling import respell
from .tokens import Token, tokenise, tokenise_all
from .understanding import Heard, understand
from .when import When, whens_in
from .words import Word, english_words, korean_words

__all__ = ["Clause", "Language", "Meaning", "Reading", "Word", "as_one", "halves", "language_of", "one_clause", "read", "read_all"]

_LONGEST = 2000  # characters that are read; a customer's question is never longer, and an attack gains nothing
_AT_ONCE = 512  # texts
_TAG = re.compile(r"<(script|style)\b.{0,2000}?</\1\s*>|<[^<>]{0,2000}>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A whole message, read. ``text`` is normalised and respelled; places count in it. Without tokens there are no clauses either.

    ``times``: when it says, told against the clock that was handed in; without one there are none.
    """

    text: str
    language: Language
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]
    signals: Signals
    meaning: Meaning
    times: tuple[When, ...] = ()


_FOREIGN = re.compile("[^\\W\\d_가-힣ㄱ-ㅣ]")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_KOREAN_END = re.compile(r"(나요|까요|가요|어요|아요|에요|예요|해요|세요|니다|줘요|죠|나여|있음|인가|얼마|돼요|되요)(?![가-힣])")


def language_of(text: str) -> Language:
    """English when it is Latin, other when another script prevails, else Korean, also where a Korean ending closes much Latin.

    Addresses of pages count for nothing, digits and emoji alone count as Korean.
    """
    if not _FOREIGN.search(text):
        return "ko"
    text = _ADDRESS.sub(" ", text)
    hangul = sum("가" <= c <= "힣" or "ㄱ" <= c <= "ㅣ" for c in text)
    latin = sum(c.isascii() and c.isalpha() for c in text)
    other = sum(c.isalpha() for c in text) - hangul - latin
    if other > hangul + latin:
        return "other"
    words = len(re.findall(r"[A-Za-z]{2,}", text))
    if latin and (hangul == 0 or (words >= 3 and hangul * 1.5 < latin and not _KOREAN_END.search(text))):
        return "en"
    return "ko"


def read(text: str, lexicon: Lexicon, *, now: datetime | None = None) -> Reading:
    """Reads any text. Never raises on any ``str``; what goes beyond 2,000 characters is not read.

    ``now``, aware, is when it was written: "내일" is then told as a day in Seoul, in ``times``.
    """
    heard = _heard(text)
    (meaning,) = understand((heard,))
    return _reading(heard, tokenise(heard.clean), meaning, lexicon, now)


def read_all(texts: Sequence[str], lexicon: Lexicon, *, tokens: bool = True, now: datetime | None = None) -> Iterator[Reading]:
    """``read`` for many texts, in order; without ``tokens`` the readings have neither tokens nor clauses, and cost a fifth of the time."""
    for at in range(0, len(texts), _AT_ONCE):
        heard = [_heard(text) for text in texts[at : at + _AT_ONCE]]
        meanings = understand(heard)
        if tokens:
            cut = tokenise_all(one.clean for one in heard)
            yield from (_reading(one, found, meaning, lexicon, now) for one, found, meaning in zip(heard, cut, meanings, strict=True))
        else:
            for one, meaning in zip(heard, meanings, strict=True):
                times = _times(one.clean, meaning, now)
                yield Reading(
                    text=one.clean, language=one.language, tokens=(), clauses=(), signals=one.signals, meaning=meaning, times=times
                )


def _heard(text: str) -> Heard:
    cut = text[: _LONGEST * 2]
    clean = respell(as_hangul(normalise(_TAG.sub(" ", cut) if "<" in cut else cut)))[:_LONGEST]
    said = spoken(clean)
    return Heard(given=text, clean=clean, said=said, language=language_of(clean), signals=signals_in(said))


def _times(text: str, meaning: Meaning, now: datetime | None) -> tuple[When, ...]:
    return whens_in(text, meaning.entities, now) if now and meaning.entities else ()


def _reading(heard: Heard, tokens: tuple[Token, ...], meaning: Meaning, lexicon: Lexicon, now: datetime | None) -> Reading:
    return Reading(
        text=heard.clean,
        language=heard.language,
        tokens=tokens,
        clauses=clauses_of(heard.clean, tokens, lexicon, heard.language),
        signals=heard.signals,
        meaning=meaning,
        times=_times(heard.clean, meaning, now),
    )


def one_clause(text: str, language: Language, lexicon: Lexicon) -> Clause:
    """A text that was put together out of read ones, as one clause that asks."""
    words = korean_words(tokenise(text), 0) if language == "ko" else english_words(text)
    return Clause(text=text, start=0, words=tuple(words), mentions=lexicon.find(text), asks=True, elliptical=False, points=False)


def as_one(reading: Reading, lexicon: Lexicon) -> Clause:
    """The whole message as one clause, for a question whose words are spread over several ("잘라서도 파나요? 슬라이스 된거")."""
    words = tuple(
        Word(form=word.form, tag=word.tag, start=word.start + clause.start, end=word.end + clause.start)
        for clause in reading.clauses
        for word in clause.words
    )
    return Clause(
        text=reading.text,
        start=0,
        words=words,
        mentions=lexicon.find(reading.text),
        asks=any(clause.asks for clause in reading.clauses),
        elliptical=False,
        points=any(clause.points for clause in reading.clauses),
    )
