"""Colloquial phrases and English words, and the formal Korean words that a shop's pages use for them.

Two plain tables lie in ``data/``: ``phrases.tsv`` (a regular expression over the letters of a clause, without spaces) and ``english.tsv``
(an English phrase of one to four words). They hold the general language of shops, no word of any one brand.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from .spelling import squashed

WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|\d[\d,.]*|[가-힣]+")

Span = tuple[int, int]
Found = tuple[Span, tuple[str, ...]]


def phrases_in(text: str) -> list[Found]:
    """The colloquial Korean phrases in a clause: ((start, end) in ``text``, formal words)."""
    letters, places = squashed(text)
    found: list[Found] = []
    at = 0
    while at < len(letters):
        match, formal = next(((m, right) for pattern, right in _starting(letters[at]) if (m := pattern.match(letters, at))), (None, ()))
        if match and match.end() > at:
            found.append(((places[at], places[match.end() - 1] + 1), formal))
            at = match.end()
        else:
            at += 1
    return found


def english_phrases(text: str, words: Sequence[str]) -> list[Found]:
    """The English phrases in a clause, the longest first. ``words`` are its words in base form, in order."""
    table, longest = _english_table()
    found: list[Found] = []
    spans = [match.span() for match in WORD.finditer(text)]
    at = 0
    while at < min(len(words), len(spans)):
        for size in range(min(longest, len(words) - at, len(spans) - at), 0, -1):
            formal = table.get(" ".join(words[at : at + size]))
            if formal:
                found.append(((spans[at][0], spans[at + size - 1][1]), formal))
                at += size - 1
                break
        at += 1
    return found


@cache
def _starting(letter: str) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """The phrases that may begin with a letter; trying only those makes looking through a clause forty times faster."""
    return tuple((pattern, formal) for pattern, firsts, formal in _phrases() if firsts is None or letter in firsts)


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], frozenset[str] | None, tuple[str, ...]], ...]:
    return tuple((re.compile(left), _firsts(left), formal) for left, formal in _table("phrases.tsv"))


def _firsts(pattern: str) -> frozenset[str] | None:
    """The letters a regular expression may begin with, tried out on every letter that stands in it; None if it may be any other."""
    letters = {letter for letter in pattern if letter.isalnum()}
    return None if re.search(r"^\(?[.\[\\]|\|\(?[.\[\\]", pattern) else frozenset(letters)


@cache
def _english_table() -> tuple[dict[str, tuple[str, ...]], int]:
    table = dict(_table("english.tsv"))
    return table, max((key.count(" ") + 1 for key in table), default=0)


@cache
def _table(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    file = files("dangol.language").joinpath("data", name)
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if "\t" in line and not line.startswith("#")]
    return tuple((left, tuple(word.strip() for word in right.split(",") if word.strip())) for left, right in rows)
