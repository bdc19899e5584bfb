"""The journal: facts appended once, read in order, replayed from any position."""

from collections.abc import Callable, Collection, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, and_, func, or_, select

from dangol.events.catalog import validate
from dangol.events.event import Appended, Event
from dangol.events.known import Known
from dangol.events.tables import EPOCH, checkpoints, envelopes, payloads
from dangol.kit.ids import pseudonym
from dangol.kit.tracing import span
from dangol.store.among import among
from dangol.store.bulk import insert_rows
from dangol.store.sealed import open_payload, seal_payload
from dangol.store.turns import Turn, take
from dangol.store.upsert import insert_or_update


class Journal:
    """Where events are kept. It holds no connection: each call works inside the caller's transaction.

    Args:
        key: the brand's secret; dedupe keys are stored only as pseudonyms under it, so they outlive an erasure without naming anyone.
        index: makes the index of known events, once for each store.
    """

    def __init__(self, key: bytes, index: Callable[[], Known] = Known) -> None:
        self._key = key
        self._index = index
        self._known: WeakKeyDictionary[Engine, Known] = WeakKeyDictionary()

    def _known_of(self, connection: Connection) -> Known:
        return self._known.setdefault(connection.engine, self._index())

    def dedupe_hash(self, inbox: str, dedupe_key: str) -> str:
        """What is stored instead of a dedupe key."""
        return pseudonym(self._key, "dedupe", inbox, dedupe_key)

    def append(self, connection: Connection, events: Sequence[Event], *, checked: bool = False) -> list[Appended]:
        """Appends what is new, in the order given; answers each event, a duplicate with the position stored first.

        Args:
            checked: the caller has just validated each of them (``events.catalog.validate``).

        Raises:
            BadInput: an event's type or payload is not in the catalog; nothing is appended.
        """
        with span("journal.append", events=len(events)) as traced:
            appended = self._appended(connection, events, checked)
            traced.note(duplicates=sum(one.duplicate for one in appended))
            return appended

    def _appended(self, connection: Connection, events: Sequence[Event], checked: bool) -> list[Appended]:
        if not checked:
            for event in events:
                validate(event.type, event.payload)
        # Positions are given and committed one transaction at a time: on PostgreSQL position 8 could otherwise become visible
        # before 7, and a reader who has set its checkpoint to 8 would never see 7.
        take(connection, Turn.JOURNAL)
        hashes = [self.dedupe_hash(event.inbox, event.dedupe_key) for event in events]
        known, last = self._known_of(connection).look_up(connection, hashes)
        appended: list[Appended] = []
        fresh: list[tuple[int, str, Event]] = []
        for hashed, event in zip(hashes, events, strict=True):
            stored = known.get(hashed)
            if stored is None:
                known[hashed] = stored = last + 1 + len(fresh)
                fresh.append((stored, hashed, event))
                appended.append(Appended(position=stored, duplicate=False))
            else:
                appended.append(Appended(position=stored, duplicate=True))
        _insert(connection, fresh)
        return appended

    def knows(self, connection: Connection, inbox: str, dedupe_key: str) -> bool:
        """Whether an event with this key is there; inside a transaction that may write, until whose end nobody else appends."""
        take(connection, Turn.JOURNAL)
        hashed = self.dedupe_hash(inbox, dedupe_key)
        return hashed in self._known_of(connection).look_up(connection, [hashed])[0]

    def read(
        self,
        connection: Connection,
        *,
        after: int = 0,
        limit: int = 500,
        identities: Collection[str] | None = None,
        types: Collection[str] | None = None,
    ) -> list[Event]:
        """Events with a position above ``after``, lowest first. None for ``identities`` or ``types`` means all, empty means none.

        The payload of an erased event is empty. ``dedupe_key`` holds the stored hash: the key itself was never kept.
        """
        query = _events().where(envelopes.c.position > after).order_by(envelopes.c.position).limit(limit)
        if identities is not None:
            query = query.where(*_theirs(connection, identities, after))
        if types is not None:
            query = query.where(envelopes.c.type.in_(types))
        return [_event(connection, row) for row in connection.execute(query)]

    def latest(
        self,
        connection: Connection,
        *,
        identities: Collection[str],
        types: Collection[str] | None = None,
        limit: int = 50,
        before: int | None = None,
    ) -> list[Event]:
        """Events of ``identities``, latest ``occurred_at`` first; ``before`` is the position of the last event of the page before."""
        query = _events().where(*_theirs(connection, identities))
        if types is not None:
            query = query.where(envelopes.c.type.in_(types))
        if before is not None:
            then = select(envelopes.c.occurred_at).where(envelopes.c.position == before).scalar_subquery()
            earlier = and_(envelopes.c.occurred_at == then, envelopes.c.position < before)
            query = query.where(or_(envelopes.c.occurred_at < then, earlier))
        query = query.order_by(envelopes.c.occurred_at.desc(), envelopes.c.position.desc()).limit(limit)
        return [_event(connection, row) for row in connection.execute(query)]

    def checkpoint(self, connection: Connection, name: str) -> int:
        """How far the reader ``name`` has come: the position it has done last, 0 at the beginning."""
        query = select(checkpoints.c.position).where(checkpoints.c.name == name)
        return connection.execute(query).scalar_one_or_none() or 0

    def set_checkpoint(self, connection: Connection, name: str, position: int) -> None:
        """Sets how far ``name`` has come; a lower position than before means a replay."""
        connection.execute(insert_or_update(connection, checkpoints, update=("position",)), {"name": name, "position": position})

    def erased(self, connection: Connection, position: int) -> bool:
        """Whether what this event said is gone: its person was erased, or it was kept long enough. It stays known."""
        query = select(envelopes.c.position).join(payloads, isouter=True).where(envelopes.c.position == position)
        return connection.execute(query.where(payloads.c.position.is_(None))).first() is not None


def _insert(connection: Connection, fresh: Sequence[tuple[int, str, Event]]) -> None:
    insert_rows(
        connection,
        envelopes,
        [
            (
                position,
                event.type,
                event.inbox,
                event.identity,
                event.occurred_at,
                event.received_at,
                hashed,
                event.imported,
                position >> EPOCH,
            )
            for position, hashed, event in fresh
        ],
    )
    insert_rows(connection, payloads, [(position, _stored(connection, event)) for position, _, event in fresh])


def _theirs(connection: Connection, identities: Collection[str], after: int = 0) -> tuple[ColumnElement[bool], ...]:
    """Events of ``identities`` above a position: epoch by epoch, see ``events.tables.EPOCH``."""
    last = connection.execute(select(func.max(envelopes.c.position))).scalar() or 0
    epochs = [*range(after >> EPOCH, (last >> EPOCH) + 1)]
    return among(connection, envelopes.c.epoch, epochs), among(connection, envelopes.c.identity, identities)


def _events() -> Select[Any]:
    return select(envelopes, payloads.c.payload).join_from(envelopes, payloads, isouter=True)


def _stored(connection: Connection, event: Event) -> dict[str, Any]:
    """The payload with contact data sealed."""
    return seal_payload(connection, event.payload, *(("value",) if event.type == "identity.verified" else ()))


def _event(connection: Connection, row: Row[Any]) -> Event:
    return Event(
        type=row.type,
        inbox=row.inbox,
        identity=row.identity,
        occurred_at=row.occurred_at,
        received_at=row.received_at,
        dedupe_key=row.dedupe_hash,
        payload=open_payload(connection, row.payload or {}),
        imported=row.imported,
        position=row.position,
    )
