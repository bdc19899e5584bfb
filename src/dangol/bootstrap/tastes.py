"""Everybody's orders and visits out of the journal, and the ranking model learned from them; kept up to date as events arrive."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, Literal, get_args
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from dangol.events.event import Event
from dangol.people.dna_words import switched_off
from dangol.people.identities import identity_id
from dangol.people.tables import identities

if TYPE_CHECKING:
    from dangol.bootstrap.house import House
    from dangol.offers.life import Life, Past
    from dangol.offers.rank import Ranked
    from dangol.offers.ranker import Model

Of = Literal["products", "categories", "places"]
KINDS: tuple[Of, ...] = get_args(Of)

_TYPES = ("order.completed", "place.visited")
_PAGE = 5_000
_SEED = 20260101  # which people are held out is drawn, and drawn the same each time
_GROWN = 1.1  # the model is learned anew when there are a tenth more occasions

_Occasions = dict[str, list[tuple[float, tuple[int, ...]]]]


@dataclass(slots=True)
class _Shelf:
    """All occasions of one kind, by identity, and the model of them once it was asked for."""

    index: dict[str, int] = field(default_factory=dict)
    occasions: _Occasions = field(default_factory=dict)
    count: int = 0
    model: "Model | None" = None
    learned_at: int = 0

    def add(self, identity: str, hour: float, names: Iterable[str]) -> None:
        things = tuple(self.index.setdefault(name, len(self.index)) for name in names)
        if things:
            self.occasions.setdefault(identity, []).append((hour, things))
            self.count += 1


class Tastes:
    """What people of a house chose. Not thread safe.

    ``next`` first reads what the journal has had since, so an event is seen by the very next request. The crowd's part is learned at the
    first request and again when there are a tenth more occasions.
    """

    def __init__(self, house: "House") -> None:
        self._house = house
        self._zone: tzinfo = ZoneInfo(house.knowledge.brand().profile.timezone)
        self._position = 0
        self._shelves: Mapping[Of, _Shelf] = {kind: _Shelf() for kind in KINDS}

    def next(self, inbox: str, external_id: str, at: datetime, *, of: Of | None = None, limit: int = 10) -> "list[Ranked]":
        """The likeliest next things of whoever is ``external_id`` in ``inbox``, as known before ``at``.

        Args:
            of: what to rank. None infers it: products for those who bought, else categories of places for those who visited any,
                else places; for those without a history, what the brand has most occasions of.
        """
        with self._house.store.read() as connection:
            person, members = _person(connection, identity_id(self._house.key, inbox, external_id))
        return self.next_of(members, person, at, of=of, limit=limit)

    def next_of(
        self, members: Sequence[str], person: str, at: datetime, *, of: Of | None = None, limit: int = 10, learn: bool = True
    ) -> "list[Ranked]":
        """``next`` of these identities alone; ``person`` is whom they belong to, so that nobody is a neighbour of themselves.

        Args:
            learn: False ranks by what was learned last, and ranks nothing as long as nothing was.
        """
        from dangol.offers.life import life, wall_hours
        from dangol.offers.rank import rank

        with self._house.store.read() as connection:
            self._read(connection)
        kind = of or self._kind(members)
        shelf = self._shelves[kind]
        if not learn and shelf.model is None:
            return []
        model = self._model(kind) if learn or shelf.model is None else shelf.model
        own = life([one for member in members for one in shelf.occasions.get(member, ())])
        return rank(model, own, wall_hours(at, self._zone), person=person, limit=limit)

    def _kind(self, members: Iterable[str]) -> Of:
        """Orders say most of what someone will order; a visit has a category more often than it has a known place."""
        own = Counter({kind: sum(len(shelf.occasions.get(one, ())) for one in members) for kind, shelf in self._shelves.items()})
        counts = own if any(own.values()) else Counter({kind: shelf.count for kind, shelf in self._shelves.items()})
        return next((kind for kind in KINDS if counts[kind]), "products")

    def to_learn(self, of: Of) -> "tuple[Past, int] | None":
        """What is to be learned from anew, with its count for ``learned``; None while what was learned is good enough."""
        from dangol.offers.life import Past

        shelf = self._shelves[of]
        with self._house.store.read() as connection:
            self._read(connection)
            if shelf.model is not None and shelf.count <= shelf.learned_at * _GROWN:
                return None
            return Past(names=tuple(shelf.index), lives=_by_person(connection, shelf.occasions)), shelf.count

    def learned(self, of: Of, model: "Model", count: int) -> None:
        """Takes over what was learned from ``to_learn``."""
        self._shelves[of].model, self._shelves[of].learned_at = model, count

    def _model(self, of: Of) -> "Model":
        if (due := self.to_learn(of)) is not None:
            self.learned(of, learn_from(due[0]), due[1])
        model = self._shelves[of].model
        assert model is not None
        return model

    def _read(self, connection: Connection) -> None:
        while page := self._house.journal.read(connection, after=self._position, limit=_PAGE, types=_TYPES):
            for event in page:
                self._take(event)
            self._position = page[-1].position or self._position

    def _take(self, event: Event) -> None:
        from dangol.offers.life import wall_hours

        hour = wall_hours(event.occurred_at, self._zone)
        if event.type == "order.completed":
            self._shelves["products"].add(event.identity, hour, _ids(event.payload.get("products")))
            return
        for kind, name in (("categories", "category"), ("places", "place_id")):
            if value := event.payload.get(name):
                self._shelves[kind].add(event.identity, hour, [value])  # type: ignore[index]


def learn_from(past: "Past") -> "Model":
    """The model of a past; takes seconds where it is long, and touches nothing."""
    from numpy.random import default_rng

    from dangol.offers.ranker import fit

    return fit(past, default_rng(_SEED))


def _ids(products: Any) -> list[str]:
    """An erased order has no products."""
    return [str(line["product_id"]) for line in products or ()]


def _person(connection: Connection, identity: str) -> tuple[str, tuple[str, ...]]:
    """The person behind an identity, and all identities of that person; an unknown one is its own."""
    person = connection.execute(select(identities.c.person).where(identities.c.id == identity)).scalar_one_or_none()
    if person is None:
        return identity, (identity,)
    found = connection.execute(select(identities.c.id).where(identities.c.person == person).order_by(identities.c.id)).scalars()
    return person, tuple(found)


def _by_person(connection: Connection, occasions: _Occasions) -> dict[str, "Life"]:
    from dangol.offers.life import life

    """Without those who switched their interests off: nobody is compared with them."""
    person_of = {row.id: row.person for row in connection.execute(select(identities.c.id, identities.c.person))}
    off = switched_off(connection, "interests")
    together: _Occasions = {}
    for identity, one in occasions.items():
        if (person := person_of.get(identity, identity)) not in off:
            together.setdefault(person, []).extend(one)
    return {person: life(one) for person, one in together.items()}
