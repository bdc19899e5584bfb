"""What a text states, in a form in which two texts can be compared: the machinery of ``proof``, without evidence.

Two forms of one answer (a chat bubble, a mail, what is said aloud) have to state the same amounts, times, days, addresses and names, and
deny as often. How they say it is their own affair.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dangol.answers.proof.addresses import addresses, blanked
from dangol.answers.proof.amounts import Amount, amounts
from dangol.answers.proof.moments import Moments, moments
from dangol.answers.proof.statements import statements
from dangol.kit.text import normalise, squash

CODES = ("amount", "time", "day", "address", "name", "denial")


@dataclass(frozen=True, kw_only=True, slots=True)
class Surface:
    """What one text states.

    Attributes:
        amounts: kind, low, high and role as ``proof.amounts`` reads them. times: for each the minutes of the day that it may mean.
        days: dates, weekdays and kinds of day as text. names: keys of the subjects named. denials: how many clauses deny.
    """

    amounts: frozenset[tuple[str, float, float, str]]
    times: tuple[frozenset[int], ...]
    days: frozenset[str]
    addresses: frozenset[str]
    names: frozenset[str]
    denials: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One way in which a form differs: a code of ``CODES``, what it lacks and what it adds, as a person reads it."""

    code: str
    lacks: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()


def surface(text: str, today: date, names: Mapping[str, str]) -> Surface:
    """Reads a text. ``names`` are the subjects that matter, key to name: only those of an answer's own citations."""
    plain = normalise(text)
    bare = blanked(plain)
    letters = squash(plain)
    spaced = _without(bare, names.values())  # the 4 of "4인 텐트" is no amount
    when = moments(spaced, today)
    return Surface(
        amounts=frozenset(_amount(one) for one in amounts(when.rest)),
        times=when.times,
        days=frozenset(_days(when)),
        addresses=addresses(plain),
        names=frozenset(key for key, name in names.items() if squash(name) in letters),
        denials=sum(one.denies for one in statements(bare, today, tuple(names.values()))),
    )


def differences(ours: Surface, theirs: Surface) -> tuple[Difference, ...]:
    """In what ``theirs`` differs from ``ours``."""
    found = [
        _difference("amount", map(_shown, ours.amounts - theirs.amounts), map(_shown, theirs.amounts - ours.amounts)),
        _difference("time", _times_not_in(ours.times, theirs.times), _times_not_in(theirs.times, ours.times)),
        _difference("day", ours.days - theirs.days, theirs.days - ours.days),
        _difference("address", ours.addresses - theirs.addresses, theirs.addresses - ours.addresses),
        _difference("name", ours.names - theirs.names, theirs.names - ours.names),
    ]
    if ours.denials != theirs.denials:
        found.append(Difference(code="denial", lacks=(str(ours.denials),), adds=(str(theirs.denials),)))
    return tuple(one for one in found if one)


def _difference(code: str, lacks: Iterable[str], adds: Iterable[str]) -> Difference | None:
    missing, more = tuple(sorted(lacks)), tuple(sorted(adds))
    return Difference(code=code, lacks=missing, adds=more) if missing or more else None


def _amount(one: Amount) -> tuple[str, float, float, str]:
    return one.kind, one.low, one.high, one.role


def _shown(amount: tuple[str, float, float, str]) -> str:
    kind, low, high, role = amount
    number = f"{low:,g}" if low == high else f"{low:,g}~{high:,g}"
    return " ".join(part for part in (number, kind, role) if part)


def _times_not_in(ours: Iterable[frozenset[int]], theirs: Iterable[frozenset[int]]) -> Iterator[str]:
    left = list(theirs)
    for time in ours:
        same = next((one for one in left if one & time), None)
        if same is None:
            yield "/".join(f"{minute // 60:02}:{minute % 60:02}" for minute in sorted(time))
        else:
            left.remove(same)


def _days(when: Moments) -> Iterator[str]:
    dated = {day.weekday() for one in when.days for day in one.dates}  # "12월 25일(금)" and "12월 25일 금요일" are one day
    for one in when.days:
        yield from (day.isoformat() for day in one.dates)
        if not one.dates:
            yield from (f"weekday {number}" for number in sorted(one.weekdays - dated))
        if one.kind:
            yield one.kind


def _without(text: str, names: Iterable[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(normalise(name), " " * len(name))
    return text
