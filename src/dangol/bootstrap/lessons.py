"""What came of each moment at which an offer was thought of, out of the journal: what the policy learns from, and what the holdout shows.

A moment is credited with the orders of the two days after it, whatever was chosen on other days, each worth 1 less the share of the price
that the latest message took off; with the refusal of its own message, which costs 5; and with 0.01 for a message. These worths are
judgements. It counts once a week is over. Messages are held against the holdout by person and time: all that came since a person's first
moment, a month.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from dangol.decisions.bandit import SILENT, Learned, Tally
from dangol.decisions.fixed import Tried
from dangol.decisions.holdout import Effect, effect
from dangol.events.event import Event
from dangol.people.tables import consents, identities
from dangol.store.among import among

if TYPE_CHECKING:
    from dangol.bootstrap.house import House

CONSIDERED = "offer.considered"
WINDOW = timedelta(days=7)
_SOON = timedelta(days=2)  # an order within it is credited to what was chosen
_REMEMBERED = timedelta(days=180)
_MONTH = timedelta(days=30)
_REFUSAL, _MESSAGE = -5.0, -0.01
_PAGE = 5_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Lessons:
    """What was learned until now, what messages bring against the holdout, per person, and each choice by which a policy can be judged."""

    learned: Learned
    effect: Effect
    tried: tuple[Tried, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """One moment of a person: what was chosen, in which context, whether by the policy, and the share of a price that it took off.

    ``options``: what could be chosen, with ``propensity``, the chance of what was; empty of a moment from before they were logged.
    """

    at: datetime
    arm: str
    context: str
    reason: str
    saved: float = 0.0
    options: tuple[str, ...] = ()
    propensity: float = 1.0

    @property
    def cost(self) -> float:
        return 0.0 if self.arm == SILENT else _MESSAGE


def lessons(house: "House", at: datetime) -> Lessons:
    """Reads them all; seconds at a hundred thousand moments, so it is asked once an hour."""
    with house.store.read() as connection:
        person_of = {row.id: row.person for row in connection.execute(select(identities.c.id, identities.c.person))}
        moments: defaultdict[str, list[Moment]] = defaultdict(list)
        for event in _read(house, connection, None, (CONSIDERED,)):
            if at - _REMEMBERED < event.occurred_at <= at and event.payload:  # an erased one says nothing
                moments[person_of.get(event.identity, event.identity)].append(_moment(event))
        theirs = [name for name, person in person_of.items() if person in moments]
        orders = [(person_of[event.identity], event.occurred_at) for event in _read(house, connection, theirs, ("order.completed",))]
        refusals = [(person_of[name], when) for name, when in _refusals(connection, theirs)]
    return learn(moments, orders, refusals, at)


def learn(
    moments: Mapping[str, Sequence[Moment]], orders: Iterable[tuple[str, datetime]], refusals: Iterable[tuple[str, datetime]], at: datetime
) -> Lessons:
    """Draws the lessons at ``at``.

    Args:
        moments: by person, in any order. orders, refusals: (person, when), of anybody; what is after ``at`` is not there yet.
    """
    bought: defaultdict[str, list[tuple[datetime, float]]] = defaultdict(list)
    refused: defaultdict[tuple[str, datetime], int] = defaultdict(int)
    ordered = {person: sorted(theirs, key=lambda moment: moment.at) for person, theirs in moments.items()}
    for person, when in orders:
        if person in ordered and when <= at:
            last = _message_before(ordered[person], when)
            bought[person].append((when, 1 - last.saved if last else 1.0))
    for person, when in refusals:
        if person in ordered and when <= at and (last := _message_before(ordered[person], when)) is not None:
            refused[person, last.at] += 1
    cells: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    sides: dict[bool, list[float]] = {True: [], False: []}
    tried: list[Tried] = []
    for person, theirs in ordered.items():
        for moment in theirs:
            if moment.reason == "policy" and moment.at <= at - WINDOW:
                soon = sum(value for when, value in bought[person] if moment.at <= when < moment.at + _SOON)
                worth = moment.cost + soon + _REFUSAL * refused[person, moment.at]
                cells[moment.context, moment.arm].append(worth)
                tried += _tried(person, moment, worth)
        months = (at - theirs[0].at) / _MONTH
        if at - theirs[0].at >= WINDOW:
            whole = sum(value for when, value in bought[person] if when >= theirs[0].at) + sum(moment.cost for moment in theirs)
            whole += _REFUSAL * sum(refused[person, moment.at] for moment in theirs)
            sides[theirs[-1].reason == "holdout"].append(whole / months)
    learned = Learned(tallies={cell: Tally.of(values) for cell, values in cells.items()})
    return Lessons(learned=learned, effect=effect(sides[False], sides[True]), tried=tuple(tried))


def _tried(person: str, moment: Moment, worth: float) -> Iterator[Tried]:
    if moment.arm in moment.options and moment.propensity > 0:
        yield Tried(
            person=person,
            context=moment.context,
            options=moment.options,
            arm=moment.arm,
            propensity=moment.propensity,
            outcome=worth,
        )


def _message_before(moments: Sequence[Moment], when: datetime) -> Moment | None:
    """The latest moment at which something was written, within a week before ``when``."""
    return next((one for one in reversed(moments) if one.arm != SILENT and when - WINDOW <= one.at <= when), None)


def _moment(event: Event) -> Moment:
    said = event.payload
    return Moment(
        at=event.occurred_at,
        arm=str(said["arm"]),
        context=str(said["context"]),
        reason=str(said["reason"]),
        saved=float(said.get("saved") or 0.0),
        options=tuple(str(said.get("options") or "").split()),
        propensity=float(said["propensity"]),
    )


def _read(house: "House", connection: Connection, whose: Collection[str] | None, types: Collection[str]) -> Iterator[Event]:
    after = 0
    while page := house.journal.read(connection, after=after, limit=_PAGE, identities=whose, types=types):
        yield from page
        after = page[-1].position or after


def _refusals(connection: Connection, whose: Collection[str]) -> Iterator[tuple[str, datetime]]:
    said = (consents.c.act == "withdrawn", consents.c.purpose == "promotional", among(connection, consents.c.identity, whose))
    for row in connection.execute(select(consents.c.identity, consents.c.at).where(*said)):
        yield row.identity, row.at
