"""Buyers like the asker: what somebody tells of themselves in the talk, beside what reviewers told in the brand's own columns."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dangol.kit.text import squash
from dangol.knowledge.facts import Review

Told = tuple[tuple[str, str], ...]
"""(column, value) as the asker told it, in the order told."""

_SAME = {  # what a column of numbers is called, its unit as said and as shown, and how near is alike
    "키": (r"키|신장|height|tall", r"cm|센티|센치", "cm", 3.0),
    "몸무게": (r"몸무게|체중|weight", r"kg|키로|킬로", "kg", 3.0),
    "나이": (r"나이|연령|age", r"살|세", "세", 5.0),
    "발": (r"발\s?(?:사이즈|길이|크기)|신발\s?사이즈", r"mm", "mm", 5.0),
}
_NUMBER = re.compile(r"\s*(\d{1,3}(?:\.\d)?)")
_OF_ONESELF = r"\s?(?:이|인데|인데요|이라|라서|이고|이에요|예요|입니다|이요|편|피부|타입|체형|사람|이면|기준|정도)"
_I = re.compile(r"(?<![가-힣])(?:저|저는|제가|전|난|나는|내가|우리)(?![가-힣])|\bI(?:'m| am)\b", re.IGNORECASE)
_NUMERIC = 0.8  # the share of cells that are numbers from which a column is one of numbers
_MOST_VALUES = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """The columns of reviewers' traits: those of numbers by what they are ("키"), those of words with the values that occur."""

    numbers: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, reviews: Iterable[Review]) -> "Columns":
        cells: dict[str, list[str]] = {}
        for review in reviews:
            for column, value in review.traits.items():
                cells.setdefault(column, []).append(value)
        numbers: dict[str, str] = {}
        words: dict[str, tuple[str, ...]] = {}
        for column, values in cells.items():
            kind = next((kind for kind, (called, *_) in _SAME.items() if re.search(called, column, re.IGNORECASE)), "")
            if kind and sum(bool(_NUMBER.match(value)) for value in values) >= _NUMERIC * len(values):
                numbers[column] = kind
            elif len(distinct := tuple(dict.fromkeys(value for value in values if len(squash(value)) > 1))) <= _MOST_VALUES:
                words[column] = distinct
        return cls(numbers=numbers, words=words)

    def told(self, text: str) -> Told:
        """What a text tells of its writer in these columns."""
        found = [(column, value) for column, kind in self.numbers.items() if (value := _number_told(text, kind))]
        found += [(column, value) for column, values in self.words.items() for value in values if _word_told(text, value)][:3]
        return tuple(dict(found).items())

    def like(self, review: Review, told: Sequence[tuple[str, str]]) -> bool:
        """Whether a reviewer is like somebody who told this, in every column."""
        return all(self._like(review.traits.get(column, ""), column, value) for column, value in told)

    def label(self, told: Sequence[tuple[str, str]]) -> str:
        """ "키 167~173cm·피부타입 지성": whom ``like`` takes in."""
        return "·".join(self._label(column, value) for column, value in told)

    def _like(self, cell: str, column: str, value: str) -> bool:
        if column not in self.numbers:
            return bool(cell) and squash(cell) == squash(value)
        number = _NUMBER.match(cell)
        return number is not None and abs(float(number[1]) - float(value)) <= _SAME[self.numbers[column]][3]

    def _label(self, column: str, value: str) -> str:
        if column not in self.numbers:
            return f"{column} {value}"
        _, _, unit, near = _SAME[self.numbers[column]]
        return f"{self.numbers[column]} {float(value) - near:g}~{float(value) + near:g}{unit}"


def merged(before: Told, now: Told) -> Told:
    """What was told last of each column counts."""
    return tuple({**dict(before), **dict(now)}.items())


def _number_told(text: str, kind: str) -> str:
    called, units, _, _ = _SAME[kind]
    named = re.search(rf"(?:{called})\s?(?:는|은|가|이|도|:)?\s?(?:약|한)?\s?(\d{{1,3}}(?:\.\d)?)(?![\d만천원])", text, re.IGNORECASE)
    if named:
        return named[1]
    by_unit = re.search(rf"(\d{{2,3}}(?:\.\d)?)\s?(?:{units})(?={_OF_ONESELF})", text, re.IGNORECASE)
    return by_unit[1] if by_unit else ""


def _word_told(text: str, value: str) -> bool:
    at = text.find(value)
    if at < 0 or re.match(r"\s?(?:이|가)?\s?(?:아니|말고|빼고)", text[at + len(value) :]):
        return False
    return bool(re.match(_OF_ONESELF, text[at + len(value) :]) or _I.search(text[:at]))
