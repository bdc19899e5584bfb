"""What to say of a text in answer to a question: all of a short one; of a long one the sentences and table rows that explain most."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dangol.kit.text import squash

from .matching import gain, holds
from .pieces import words_in
from .question import Question
from .terms import Term

_WHOLE = 400  # characters: a piece up to this long is said whole; its conditions are then never cut off
_BESIDE_TABLE = 200  # characters: so much prose beside a table is said with the rows chosen from it
_MOST_SENTENCES = 4  # chosen for what they explain
_MOST_IN_ALL = 6  # with those that explain as much as the strongest
_FIRST_SENTENCES, _FIRST_ROWS = 3, 8  # said of a text no sentence of which explains anything by itself
_NAMED = 0.5  # what a name weighs beside the words asked about
_OF_KIND = 0.3  # what holding the kind of value wanted adds
_SMALL_TABLE = 6  # rows
_MOST_RANGING = 2
_COUNTED = re.compile(r"(\d+(?:\.\d+)?)([^\d.]+)")
_FROM = frozenset({"이상", "초과", "부터", "넘"})
_SENTENCE = re.compile(r"(?<=[.!?。])\s+|\n+")
_BULLET = re.compile(r"^[-*•]\s+")
_CONDITION = re.compile(r"^\s*(단,|단 |다만|그러나|하지만|제외|예외|※|\*)")

Table = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A sentence, or a row of a table with its headers: as said, and as it is written in the text. Rows never lose their headers."""

    said: str
    quoted: str
    row: bool = False


def extract(question: Question, text: str, tables: Sequence[Table] = ()) -> list[Unit]:
    """The units to say, in their order."""
    units = _units(text, tables)
    if not units or (len(text) <= _WHOLE and not tables):
        return units
    question = replace(question, terms=_as_said((*question.terms, *_named(question)), units))
    weights = [_weight(question, unit) for unit in units]
    if max(weights) <= 0:
        return units[: _FIRST_ROWS if tables else _FIRST_SENTENCES]
    prose = [at for at, unit in enumerate(units) if not unit.row]
    beside = prose if tables and sum(len(units[at].said) for at in prose) <= _BESIDE_TABLE else []
    chosen = _explaining(question.terms, units, weights, beside)
    _add_values(question, units, weights, chosen)
    _add_rows(question, units, chosen)
    strongest = max(weights[at] for at in chosen)
    rivals = [at for at, weight in enumerate(weights) if weight >= strongest * 0.999 and at not in chosen]
    chosen.update(rivals[: max(0, _MOST_IN_ALL - len(chosen))])
    chosen |= {at + 1 for at in chosen if at + 1 < len(units) and _CONDITION.match(units[at + 1].said)}
    return [units[at] for at in sorted(chosen)]


def _explaining(terms: Sequence[Term], units: Sequence[Unit], weights: Sequence[float], beside: Sequence[int]) -> set[int]:
    """Beside what is said anyway, one unit after the other that explains most of what is still open."""
    chosen = set(beside)
    while len(chosen) - len(beside) < _MOST_SENTENCES:
        gains = {at: gain(terms, unit.said) for at, unit in enumerate(units) if at not in chosen}
        best = max(gains, key=lambda at: (gains[at], weights[at]), default=None)
        if best is None or (gains[best] <= 0 and chosen):
            break
        chosen.add(best)
        terms = [term for term in terms if not holds(units[best].said, term)]
    return chosen


def _add_values(question: Question, units: Sequence[Unit], weights: Sequence[float], chosen: set[int]) -> None:
    """For a kind of value wanted that is not said yet, the unit that holds it: the weightiest, then the nearest."""
    for pattern in question.wanted:
        if not any(pattern.search(units[at].said) for at in chosen):
            near = [at for at, unit in enumerate(units) if pattern.search(unit.said)]
            if near:
                chosen.add(max(near, key=lambda at: (weights[at], -min(abs(at - other) for other in chosen))))


def _add_rows(question: Question, units: Sequence[Unit], chosen: set[int]) -> None:
    """The rows of a table in whose range an amount lies ("12층" in "11~15층"); of a small table no row of which was chosen, all."""
    rows = [at for at, unit in enumerate(units) if unit.row]
    ranging = [at for at in rows if any(_in_range(counted, units[at].said) for counted in question.counted)]
    chosen.update(ranging[:_MOST_RANGING])
    if len(rows) <= _SMALL_TABLE and not chosen & set(rows):
        chosen.update(rows)


def _in_range(counted: str, said: str) -> bool:
    found = _COUNTED.fullmatch(counted)
    if not found:
        return False
    number, unit = float(found[1]), re.escape(found[2])
    for low, high in re.findall(rf"(\d+(?:\.\d+)?)\s?(?:{unit})?\s?[~∼–-]\s?(\d+(?:\.\d+)?)\s?{unit}", said):
        if float(low) <= number <= float(high):
            return True
    for bound, side in re.findall(rf"(\d+(?:\.\d+)?)\s?{unit}\s?(이상|초과|부터|넘|이하|미만|까지)", said):
        if number >= float(bound) if side in _FROM else number <= float(bound):
            return True
    return False


def _weight(question: Question, unit: Unit) -> float:
    weight = gain(question.terms, unit.said)
    return weight + _OF_KIND * sum(bool(pattern.search(unit.said)) for pattern in question.wanted) if weight else 0.0


def _named(question: Question) -> list[Term]:
    """The names in a question as terms: "제주" in "제주도 배송비는요?" picks its row, also where a shop is called so."""
    said = {word for mention in question.mentions for start, end in mention.spans for word in words_in(question.text[start:end])}
    return [Term(form=word, weight=_NAMED) for word in sorted(said) if len(word) > 1]


def _as_said(terms: Sequence[Term], units: Sequence[Unit]) -> tuple[Term, ...]:
    """A term that stands in a sentence to the letter is looked for to the letter: 미국 is in the row of 미국, not wherever 해외 is."""
    letters = [squash(unit.said) for unit in units]
    bare = [squash(term.form) for term in terms]
    return tuple(
        replace(term, literal=len(form) > 1 and any(form in line for line in letters)) for term, form in zip(terms, bare, strict=True)
    )


def _units(text: str, tables: Sequence[Table]) -> list[Unit]:
    rows = _rows(tables)
    units = []
    for line in map(str.strip, text.split("\n")):
        if line in rows:
            if rows[line]:
                units.append(Unit(said=rows[line], quoted=line, row=True))
        else:
            sentences = (_BULLET.sub("", sentence.strip()) for sentence in _SENTENCE.split(line))
            units += [Unit(said=sentence, quoted=sentence) for sentence in sentences if sentence]
    return units


def _rows(tables: Sequence[Table]) -> dict[str, str]:
    """What each line of a table says: a row with its headers before its cells; nothing for the headers themselves."""
    rows: dict[str, str] = {}
    for header, *body in tables:
        for row in body:
            cells = [f"{name} {cell}" for name, cell in zip(header[1:], row[1:], strict=False) if cell.strip()]
            rows[" | ".join(row)] = f"{row[0]}: {', '.join(cells)}" if cells else row[0]
        rows[" | ".join(header)] = ""
    return rows
