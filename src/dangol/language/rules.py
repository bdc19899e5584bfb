"""Ways of speaking: ``data/meanings.tsv`` tells what a text is for, ``data/signals.tsv`` what must be heard; one regular expression a line.

There are some eighty patterns and most texts meet two or three of them, so a sieve says first which are worth trying.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .alternatives import joined
from .sieve import Sieve

_JOINTS = re.compile(r"[\s~^.,·…]+")
_LATIN = re.compile(r"[a-z]{2}")
HEARD = "heard/"  # before the names of signals: some are also what a text is for


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text as the rules see it: ``joined`` without spaces and light marks for Korean, ``lower`` for English, empty where there is none;
    ``met``: what of the text meets the rules, by what they are about, in the order of the tables."""

    joined: str
    lower: str
    met: Mapping[str, str]

    def found(self, about: str) -> str:
        """What of the text meets the rules about something (``"idea"``, ``"order"`` …); empty where nothing does."""
        return self.met.get(about, "")

    def count(self, about: str) -> int:
        """In how many places a text meets them."""
        pairs = zip(_rules()[about], (self.joined, self.lower), strict=True)
        return sum(sum(1 for _ in pattern.finditer(text)) for pattern, text in pairs if pattern)


def spoken(text: str) -> Spoken:
    """A normalised text, with all rules tried that can be met."""
    lower = text.lower()
    whole = _JOINTS.sub("", lower)
    rules = _rules()
    met = {about: words for about in _sieve().names(whole) if (words := _first(rules[about][0], whole))}
    if not _LATIN.search(lower):
        return Spoken(whole, "", met)
    english = {about: words for about, (_, pattern) in rules.items() if (words := _first(pattern, lower))}
    return Spoken(whole, lower, {about: met.get(about) or english[about] for about in rules if about in met or about in english})


def _first(pattern: re.Pattern[str] | None, text: str) -> str:
    found = pattern.search(text) if pattern else None
    return found[0] if found else ""


@cache
def _rules() -> Mapping[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    """For each thing the rules are about its Korean and its English pattern."""
    return {about: (joined(korean), joined(english)) for about, (korean, english) in _lines().items()}


@cache
def _sieve() -> Sieve:
    return Sieve((about, pattern) for about, (korean, _) in _lines().items() for pattern in korean)


@cache
def _lines() -> Mapping[str, tuple[list[str], list[str]]]:
    """For each thing its Korean and its English regular expressions."""
    lines: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for about, language, pattern in (*_table("meanings.tsv"), *_signals()):
        korean, english = lines[about]
        if language != "en":
            korean.append(pattern)
        if language != "ko":
            english.append(pattern)
    return dict(lines)


def _signals() -> Iterator[tuple[str, str, str]]:
    for signal, kind, language, pattern in _table("signals.tsv"):
        yield f"{HEARD}{signal}/{kind}" if kind else f"{HEARD}{signal}", language, pattern


def _table(name: str) -> Iterator[list[str]]:
    text = files("dangol.language").joinpath("data", name).read_text(encoding="utf-8")
    yield from (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
