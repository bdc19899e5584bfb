"""What stands in a subject's columns: which mean what, which hold a word, and the lines of its description."""

import re
from collections.abc import Sequence
from functools import lru_cache

from dangol.kit.text import squash
from dangol.knowledge.facts import Subject
from dangol.language.concepts import concept_of_header, synonyms
from dangol.language.lexicon import respell

from .ground import Ground
from .pieces import words_in

SILENT = frozenset({"id", "name", "name_en", "url", "link", "lat", "lon", "image_link", "hours", "closed"})
INSTEAD = {  # where a brand keeps no column of its own for something, where it may stand
    "color": ("options",),
    "size": ("height", "options", "capacity", "length"),
    "flavor": ("options", "scent"),
    "capacity": ("size", "options"),
    "weight": ("size", "capacity", "options"),
    "allergens": ("ingredients",),
    "nutrition": (),
    "scent": ("options", "flavor"),
    "options": ("color", "size", "flavor"),
}
CONTENTS = ("ingredients", "allergens", "material", "composition")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def concept_is(column: str, *names: str) -> bool:
    """Whether a column means one of these concepts."""
    known = concept_of_header(column)
    return known is not None and known.name in names


def column_for(concept: str, subject: Subject, ground: Ground) -> str | None:
    """The column that means a concept, else the first in which it may stand."""
    return next((column for name in (concept, *INSTEAD.get(concept, ())) if (column := ground.column(subject, name))), None)


def description_of(subject: Subject) -> str | None:
    """The column that describes the subject in free text, or None."""
    return next((column for column in subject.facts if concept_is(column, "description")), None)


def lines_of(subject: Subject, column: str) -> list[str]:
    """A column's sentences and lines."""
    return [line.strip() for line in _SENTENCE.split(subject.facts[column].value) if line.strip()]


def described(subject: Subject) -> list[str]:
    """The sentences of all its descriptions."""
    return [line for column in subject.facts if concept_is(column, "description") for line in lines_of(subject, column)]


def holds_word(value: str, form: str) -> bool:
    """Whether a value holds a word or a synonym of it; a single letter only as a word."""
    letters = _letters(value)
    return any(bare and (len(bare) > 1 or bare in words_in(value)) and bare in letters for bare in map(squash, synonyms(form)))


@lru_cache(maxsize=8192)
def _letters(value: str) -> str:
    return squash(respell(value))


def column_holding(form: str, subject: Subject, chosen: Sequence[str], *, contents_first: bool) -> str | None:
    """The column whose value holds a word: one already chosen first, the description last."""
    rest = [column for column in subject.facts if column not in SILENT and column not in chosen]
    rest.sort(key=lambda column: (concept_is(column, "description"), contents_first and not concept_is(column, *CONTENTS)))
    return next((column for column in (*chosen, *rest) if holds_word(subject.facts[column].value, form)), None)


def is_content(form: str, ground: Ground) -> bool:
    """Whether the brand lists a word among the contents of any product, so that its absence from another's list means something."""
    return any(
        holds_word(product.facts[column].value, form)
        for product in ground.snapshot.products.values()
        for name in ("ingredients", "allergens")
        if (column := ground.column(product, name))
    )
