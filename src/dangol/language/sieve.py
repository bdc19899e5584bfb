"""Which of many regular expressions can match a text at all, told in one look.

Of each pattern it is worked out with which two letters (or one) a match must begin: ``(안|못)(돼|되)|(?<!사)아`` begins with 안돼, 안되,
못돼, 못되 or 아. A text's own pairs of letters then say which patterns are worth trying; of the sixty that hear a message, two or three.
A pattern of which the beginning cannot be told is always tried.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from .alternatives import closing, options

_SIZE = 2  # letters of a beginning
_QUANTIFIER = re.compile(r"[?*+][?+]?|\{(\d*)(,?)(\d*)\}\??")
_CLASS = re.compile(r"\[([^\]\\]+)\]")
_WIDEST = 40  # letters of a class that are told apart


class Sieve:
    """Tells which names' patterns can match; several patterns may have one name."""

    def __init__(self, patterns: Iterable[tuple[str, str]]) -> None:
        """``patterns``: (name, regular expression without flags)."""
        bits: dict[str, int] = {}
        pairs: dict[str, int] = defaultdict(int)
        singles: dict[str, int] = defaultdict(int)
        self._always = 0
        for name, pattern in patterns:
            bit = bits.setdefault(name, 1 << len(bits))
            begins = beginnings(pattern)
            for begin in begins:
                (pairs if len(begin) == _SIZE else singles)[begin] |= bit
            self._always |= 0 if begins else bit
        self._names = tuple(bits)
        self._pairs, self._singles = dict(pairs), dict(singles)

    def names(self, text: str) -> Iterator[str]:
        """The names whose patterns may match somewhere in ``text``, in the order in which they were given."""
        pairs, singles, found = self._pairs, self._singles, self._always
        for pair in map(str.__add__, text, text[1:]):
            if pair in pairs:
                found |= pairs[pair]
        for letter in text:
            if letter in singles:
                found |= singles[letter]
        while found:
            lowest = found & -found
            found ^= lowest
            yield self._names[lowest.bit_length() - 1]


def beginnings(pattern: str) -> frozenset[str]:
    """Strings of one or two letters with one of which every match of a pattern begins; empty where that cannot be told."""
    found = _begins(pattern, _SIZE)
    return frozenset() if "" in found else found


def _begins(pattern: str, size: int) -> frozenset[str]:
    return frozenset(begin for option in options(pattern) for begin in _sequence(option, size))


def _sequence(option: str, size: int) -> Iterator[str]:
    """The beginnings of up to ``size`` letters of one alternative; shorter ones where what follows is unknown or nothing."""
    if not option or size == 0:
        yield ""
        return
    heads, rest = _atom(option, size)
    quantifier = _QUANTIFIER.match(rest)
    once = True
    if quantifier:
        rest = rest[quantifier.end() :]
        if quantifier[0][0] in "?*" or (quantifier[1] in ("", "0") and quantifier[0][0] == "{"):
            yield from _sequence(rest, size)
        once = quantifier[0][0] == "?"
    for head in heads:
        if head is None:
            yield ""
        elif len(head) >= size or not once:
            yield head[:size]
        else:
            yield from (head + more for more in _sequence(rest, size - len(head)))


def _atom(option: str, size: int) -> tuple[list[str | None], str]:
    """What the first piece of an alternative may begin with (None: anything; empty: it has no width), and what follows it."""
    first = option[0]
    if first in "^$":
        return [""], option[1:]
    if first == "\\":
        if option[1] in "bB":
            return [""], option[2:]
        return ([None] if option[1].isalnum() else [option[1]]), option[2:]
    if first == ".":
        return [None], option[1:]
    if first == "[":
        found = _CLASS.match(option)
        letters = _letters(found[1]) if found else []
        return (list(letters) if letters else [None]), option[_class_end(option) :]
    if first == "(":
        end = closing(option)
        inner = option[1 : end - 1]
        if inner.startswith("?") and not inner.startswith("?:"):
            return [""], option[end:]  # looks around, or names itself: neither is used with a width in our tables
        return list(_begins(inner.removeprefix("?:"), size)), option[end:]
    return [first], option[1:]


def _letters(inside: str) -> list[str]:
    """The letters of a class, or none where they are too many or what it leaves out."""
    if inside.startswith("^"):
        return []
    letters: list[str] = []
    at = 0
    while at < len(inside):
        if inside[at + 1 : at + 2] == "-" and at + 2 < len(inside):
            span = range(ord(inside[at]), ord(inside[at + 2]) + 1)
            if len(span) > _WIDEST:
                return []
            letters += map(chr, span)
            at += 3
        else:
            letters.append(inside[at])
            at += 1
    return letters


def _class_end(option: str) -> int:
    at = 1
    while at < len(option) and (option[at] != "]" or at == 1):
        at += 2 if option[at] == "\\" else 1
    return at + 1
