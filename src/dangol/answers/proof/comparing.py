"""Which of two cited products a comparison says to be more or less, and whether their facts agree."""

import re

from dangol.answers.measures import amount
from dangol.answers.saying import shown

from .cited import names_of
from .statement import Statement
from .verdict import Case

_LESS = re.compile(
    r"저렴|싸(?!이)|싼|가볍|가벼|작(?:아|은|습|고)|적(?:어|은|습)|짧|낮|얇|\bcheaper|\blighter|\bsmaller|\bless\b|\bshorter|\bfewer",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"비싸|비싼|무겁|무거|크(?:고|다|ᆸ)|커요|큽|더 큰|많|길(?:어|고)|깁|높|두껍|\bmore\b|\bexpensive|\bheavier|\blarger|\bbigger|\blonger",
    re.IGNORECASE,
)
_THAN = re.compile(r"^\s?(?:보다|에 비해|대비)")


def order_faults(case: Case) -> list[str]:
    """``"order"`` where the one that is said to be more, by the only column cited of both, is not."""
    return ["order"] if len(case.keys) == 2 and any(_reversed(one, case) for one in case.said) else []


def _reversed(one: Statement, case: Case) -> bool:
    less, more = bool(_LESS.search(one.text)), bool(_MORE.search(one.text))
    if less == more or one.denies:
        return False
    first, other = _pair(one, case)
    values = [_value(key, case) for key in (first, other)]
    if not first or None in values:
        return False
    mine, theirs = (value or 0.0 for value in values)
    return mine >= theirs if less else mine <= theirs


def _pair(one: Statement, case: Case) -> tuple[str, str]:
    """Who is said to be so, and beside whom."""
    text = one.text.lower()
    spoken = sorted(((name, key) for key in case.keys for name in names_of(case.ground.subjects[key])), key=lambda pair: -len(pair[0]))
    places: dict[str, tuple[int, bool]] = {}
    for name, key in spoken:
        at = text.find(name.lower())
        if at >= 0 and key not in places:
            english = text[:at].rstrip().endswith("than")
            places[key] = (at, english or bool(_THAN.match(text[at + len(name) :])))
            text = text.replace(name.lower(), " " * len(name))
    told = [key for key, (_, than) in sorted(places.items(), key=lambda item: item[1]) if not than]
    if not told:
        return "", ""
    return told[0], next(key for key in case.keys if key != told[0])


def _value(key: str, case: Case) -> float | None:
    columns = {one.column for one in case.evidence if one.column}
    facts = [
        fact for one in case.evidence if one.about == key for fact in case.ground.subjects[key].facts.values() if fact.citation_id == one.id
    ]
    return amount(shown(facts[0])) if len(columns) == 1 and len(facts) == 1 else None
