"""A moment at which somebody could be written to: which offers are arms, what the policy chose, and when it would go. Pure.

Each arm is the best offer of one kind, so that what was learned of coupons serves the next coupon too. The context is how likely the best
of them is wanted: writing to somebody who wants nothing is another thing than writing to somebody who was just looking.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from numpy.random import Generator

from dangol.decisions.bandit import SILENT, Learned, chances, draw
from dangol.decisions.fixed import Fixed
from dangol.offers.arrange import Item

FROM, UNTIL = time(9), time(20)  # a message that nobody waits for comes by day, an hour inside what the law allows
_USUAL = time(11)
_HOUR_OF = {"morning": 9, "day": 13, "evening": 18, "night": 19}  # night as late as a message may come by day
_LIKELY, _MAYBE = 0.4, 0.1  # how much a thing is wanted


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """What the policy chose: ``item`` None is silence. ``propensity``: the chance that it had. ``options``: what could be chosen."""

    arm: str
    context: str
    propensity: float
    item: Item | None
    options: tuple[str, ...]


def arms(found: Sequence[Item]) -> dict[str, Item]:
    """The best offer of each kind, by its kind; ``found`` best first. A plain product is no offer: it gives no reason to write."""
    best: dict[str, Item] = {}
    for item in found:
        if item.offer and item.wanted.score > 0:
            best.setdefault(item.offer.kind, item)
    return best


def context_of(options: dict[str, Item]) -> str:
    """``likely``, ``maybe`` or ``unlikely``: how much the best of them is wanted."""
    most = max((item.wanted.score for item in options.values()), default=0.0)
    return "likely" if most >= _LIKELY else "maybe" if most >= _MAYBE else "unlikely"


def names_of(options: dict[str, Item]) -> list[str]:
    """What can be chosen, silence first."""
    return [SILENT, *sorted(options)]


def choose(options: dict[str, Item], learned: Learned, rng: Generator, *, explore: float, fixed: Fixed | None = None) -> Chosen:
    """Silence or one of the options, by chance; the chance is what is learned plus what is to be learned.

    Args:
        fixed: the owner's own policy, which decides instead of what was learned.
    """
    context, names = context_of(options), names_of(options)
    chance = fixed.chances(context, names, explore) if fixed else chances(learned, context, names, rng, explore=explore)
    arm, propensity = draw(names, chance, rng)
    return Chosen(arm=arm, context=context, propensity=propensity, item=options.get(arm), options=tuple(names))


def when(now: datetime, due: Sequence[datetime], usual: Sequence[datetime] = (), said: str = "") -> datetime:
    """When the message goes, on the brand's wall clock: an hour before the next thing that is due within a day, else at the hour at which
    this person is mostly about, else at eleven; always between nine and eight in the evening.

    Args:
        due: next times of the person's rhythms. usual: times at which they did something.
        said: the part of the day that they said is theirs (``people.dna.VALUES``), which stands above both.
    """
    if said:
        return _by_day(max(now, now.replace(hour=_HOUR_OF[said], minute=0, second=0, microsecond=0)))
    soon = [at for at in due if now < at <= now + timedelta(days=1)]
    if soon:
        wanted = min(soon) - timedelta(hours=1)
    else:
        hours = sorted(at.hour for at in usual if FROM <= at.time() < UNTIL)
        hour = hours[len(hours) // 2] if hours else _USUAL.hour
        wanted = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return _by_day(max(now, wanted))


def _by_day(at: datetime) -> datetime:
    if FROM <= at.time() < UNTIL:
        return at
    morning = at.replace(hour=FROM.hour, minute=0, second=0, microsecond=0)
    return morning if at.time() < FROM else morning + timedelta(days=1)
