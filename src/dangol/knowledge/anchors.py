"""Names a document's passages by their headings, so that a citation outlives what is written before and after it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

LONGEST = 80  # characters of a name, before the number of a repeated one
UNNAMED = "본문"

_INVISIBLE = {"Cc", "Cf", "Cs"}  # control, format and surrogate characters
_SPACES = re.compile(r"\s+")


def anchors(title: str, passages: Sequence[tuple[str, ...]]) -> list[str]:
    """One name for each passage of a document, unique in it and without ``#`` and ``/``.

    A passage is named by its innermost heading, one without headings by the document's title, else ``본문``. The second of a name gets
    ``-2`` and so on, except where another heading of the document bears that name itself. Without any heading, names are 1, 2, ….

    Args:
        title: the heading that is the document's title, or empty.
        passages: of each passage in order the path of headings above it, outermost first.
    """
    if not title and not any(passages):
        return [str(number) for number in range(1, len(passages) + 1)]
    return _unique([_named((*headings[-1:], title)) for headings in passages])


def _named(candidates: Iterable[str]) -> str:
    return next((name for heading in candidates if (name := _name(heading))), UNNAMED)


def _name(heading: str) -> str:
    kept = "".join(one for one in heading if one.isspace() or (one not in "#/" and unicodedata.category(one) not in _INVISIBLE))
    return _SPACES.sub("-", unicodedata.normalize("NFC", kept).strip())[:LONGEST]


def _unique(names: Sequence[str]) -> list[str]:
    taken = set(names)
    met: dict[str, int] = {}
    unique = []
    for name in names:
        count = met[name] = met.get(name, 0) + 1
        if count == 1:
            unique.append(name)
            continue
        while (numbered := f"{name}-{met[name]}") in taken:
            met[name] += 1
        taken.add(numbered)
        unique.append(numbered)
    return unique
