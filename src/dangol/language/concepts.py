"""What retail and service questions ask for: the columns brands use, and groups of words that ask for the same thing.

Two plain tables lie in ``data/``: ``concepts.tsv`` (a column's possible headers and the words that ask for it) and ``synonyms.tsv``.
They hold the general language of shops, no word of any one brand.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dangol.kit.text import squash


@dataclass(frozen=True, kw_only=True, slots=True)
class Concept:
    """One thing that can be asked of a product or a place.

    Attributes:
        name: e.g. ``"price"``; headers: squashed column headers that mean it; words: Korean words (verbs in dictionary form) and
        English words that ask for it; ko, en: what it is called in a sentence.
    """

    name: str
    headers: frozenset[str]
    words: frozenset[str]
    ko: str
    en: str


def _rows(name: str) -> list[list[str]]:
    text = files("dangol.language").joinpath("data", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def concepts() -> Mapping[str, Concept]:
    """All concepts by name."""
    return {
        name: Concept(
            name=name,
            headers=frozenset(squash(header) for header in headers.split(",")),
            words=frozenset(word.strip().lower() for word in f"{korean},{english}".split(",") if word.strip()),
            ko=label_ko,
            en=label_en,
        )
        for name, headers, korean, english, label_ko, label_en in _rows("concepts.tsv")
    }


@cache
def concepts_of_word() -> Mapping[str, tuple[str, ...]]:
    """For each word the names of the concepts it asks for, in the order of the table."""
    found: dict[str, list[str]] = defaultdict(list)
    for concept in concepts().values():
        for word in concept.words:
            found[word].append(concept.name)
    return {word: tuple(names) for word, names in found.items()}


def concept_of_header(header: str) -> Concept | None:
    """The concept that a column header means, or None for a header no table knows (its own words then ask for it)."""
    known = _by_header()
    return known.get(squash(header)) or known.get(squash(_bare_header(header)))


def unit_of_header(header: str) -> str:
    """The unit that a header gives for its numbers: ``"높이(cm)"`` and ``"height_cm"`` → ``"cm"``; empty where it gives none."""
    found = _UNIT.search(header)
    return (found[1] or found[2]).lower() if found else ""


def _bare_header(header: str) -> str:
    return re.sub(r"\([^)]*\)|\[[^\]]*\]", "", _UNIT.sub("", header)).strip(" _-")


_UNITS = "mm|cm|m|km|mg|g|kg|ml|l|w|kw|v|kcal|lm|%|원|개|명|인|분|시간|일|개월|년|도|℃|인치|inch|매|장|p|dpi|rpm|db|mah|hz|단"
_UNIT = re.compile(rf"[(\[]\s*({_UNITS})\s*[)\]]|[_\s]({_UNITS})$", re.IGNORECASE)


@cache
def _by_header() -> Mapping[str, Concept]:
    return {header: concept for concept in reversed(tuple(concepts().values())) for header in concept.headers}


@cache
def _groups() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows("synonyms.tsv"):
        if row[0].startswith(">"):
            for word in row[0][1:].split(","):
                found[word.lower()] |= {word.lower(), *row[1].split(",")}
            continue
        name, _, rest = row[0].partition("\t")
        words = [name, *(row[1] if len(row) > 1 else rest).split(",")]
        group = {word.strip().lower() for word in words if word.strip()}
        for word in group:
            found[word] |= group
    return {word: frozenset(group) for word, group in found.items()}


def synonyms(word: str) -> frozenset[str]:
    """Words that may stand for ``word`` (itself included) in a shop's talk, Korean and English. One step only, not transitive."""
    lowered = word.lower()
    return _groups().get(lowered, frozenset()) | {lowered}


@cache
def empty_words() -> frozenset[str]:
    """Words that every question holds: they ask, but say nothing of what is asked about."""
    return _words("empty.txt")


@cache
def soft_words() -> frozenset[str]:
    """Words that are empty in most questions: they help to rank, and hardly count."""
    return _words("soft.txt")


def _words(name: str) -> frozenset[str]:
    return frozenset(word for row in _rows(name) for word in row[0].split())


def is_shop_word(word: str) -> bool:
    """Whether the tables know the word."""
    return word in _groups() or word in concepts_of_word()


def shop_nouns() -> tuple[str, ...]:
    """The Korean nouns of the tables, for the tokeniser: it then keeps 유통기한 and 재고 whole in "유통기한이랑재고있나요"."""
    words = {word for word in (*_groups(), *concepts_of_word()) if len(word) > 1 and word.isalnum() and not word.isascii()}
    return tuple(sorted(word for word in words if not _NOT_A_NOUN.search(word)))


_NOT_A_NOUN = re.compile(
    r"다$|^(몇|얼마|언제|어디|어떤|가는|오는|오시는|쉬는|여는|닫는|먹는|만드는|나눠서|같이|함께|새로|최대한|까만|노란|빨간|파란|하얀|하자|아이|약도|다른|잘못|판매가|입고)"
)
