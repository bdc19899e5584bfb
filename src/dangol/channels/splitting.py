"""A long text in parts that a platform takes, cut between sentences, else between words."""

import re

from dangol.channels.failures import Rejected

_BREAKS = (re.compile(r"\n+"), re.compile(r"(?<=[.!?요다…])\s+"), re.compile(r"\s+"))


def units(text: str) -> int:
    """Length as platforms count it: UTF-16 code units, an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, most: int, parts: int) -> list[str]:
    """``text`` in at most ``parts`` parts of at most ``most`` units; nothing of it is lost but space at the cuts.

    >>> split("하나예요. 둘이에요.", 7, 2), split("가나다라마", 2, 3)
    (['하나예요.', '둘이에요.'], ['가나', '다라', '마'])

    Raises:
        Rejected: it does not fit.
    """
    left = text.strip()
    found: list[str] = []
    while left and len(found) < parts:
        head = _head(left, most)
        found.append(head.rstrip())
        left = left[len(head) :].lstrip()
    if left or not found:
        raise Rejected(said="too long" if left else "empty")
    return found


def _head(text: str, most: int) -> str:
    if units(text) <= most:
        return text
    cut = _longest(text, most)
    for pattern in _BREAKS:
        ends = [found.end() for found in pattern.finditer(text, 0, cut + 1) if 0 < found.start() <= cut]
        if ends and ends[-1] >= cut // 3:  # a break near the beginning would leave nearly all of it for the next part
            return text[: min(ends[-1], cut)]
    return text[:cut]


def _longest(text: str, most: int) -> int:
    """How many characters fit into ``most`` units."""
    cut = min(len(text), most)
    while units(text[:cut]) > most:
        cut -= max(1, (units(text[:cut]) - most) // 2)
    return max(cut, 1)
