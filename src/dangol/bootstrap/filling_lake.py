"""The lake of a brand: filled from its journal, its nightly jobs, and kept to what the store still holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from dangol.bootstrap.legal_records import trade_types
from dangol.bootstrap.tables import erasures
from dangol.events.event import Event
from dangol.events.tables import envelopes
from dangol.people.rhythm_job import micros, month_of
from dangol.people.tables import identities
from dangol.store.insight import Engine, insight
from dangol.store.lake import FOLDER, Choice, Lake, needs_extra

if TYPE_CHECKING:
    from dangol.bootstrap.house import House

_TYPES = ("order.completed", "place.visited")
_PAGE = 5_000  # events
_PART = 200_000  # rows in memory


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    """What an export added, and up to which position of the journal the lake goes now."""

    rows: int
    last: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Nightly:
    """How many rows each job found."""

    rhythms: int
    popular: int
    together: int


def lake_of(house: "House") -> Lake:
    return Lake(house.folder / FOLDER)


def export_lake(house: "House") -> Exported:
    """Adds what the journal has had since the last export; who is who and the categories are written anew. Whoever was erased is taken out.

    A lake of another journal (a restored backup is shorter) is made again from the start.

    Raises:
        Refused: ``lake.not_installed``.
    """
    lake, rows, added = lake_of(house), [], 0
    try:
        import pyarrow as pa
    except ImportError as error:
        raise needs_extra() from error
    snapshot = house.knowledge.snapshot()
    zone = ZoneInfo(snapshot.brand.timezone)
    with house.store.read() as connection:
        newest = connection.execute(select(func.max(envelopes.c.position))).scalar_one() or 0
        if lake.last() > newest:
            lake.drop()
        at = after = lake.last()
        while page := house.journal.read(connection, after=at, limit=_PAGE, types=_TYPES):
            at = page[-1].position or at
            rows += [one for event in page for one in _choices(event, zone)]
            if len(rows) >= _PART:
                lake.append(rows, after + 1, at)
                added, rows, after = added + len(rows), [], at
        people = connection.execute(select(identities.c.id, identities.c.person)).all()
    if rows:
        lake.append(rows, after + 1, at)
    text = pa.string()
    known = {"identity": [row.id for row in people], "person": [row.person for row in people]}
    lake.write("people", pa.table(known, schema=pa.schema([("identity", text), ("person", text)])))
    of = {f"product/{one.id}": one.text("category") for one in snapshot.products.values()}
    named = {"product": [name for name, value in of.items() if value], "category": [f"category/{value}" for value in of.values() if value]}
    lake.write("products", pa.table(named, schema=pa.schema([("product", text), ("category", text)])))
    _forget_erased(house, lake)
    return Exported(rows=added + len(rows), last=lake.last())


def nightly(house: "House", engine: Engine = "duckdb") -> Nightly:
    """Exports, then writes everybody's rhythms, what is popular and what goes together beside the choices.

    Raises:
        Refused: ``lake.not_installed``, ``lake.empty``.
    """
    from dangol.offers.crowd_job import popular, together
    from dangol.people.rhythm_job import rhythms_of_all

    export_lake(house)
    lake = lake_of(house)
    now = house.clock().astimezone(ZoneInfo(house.knowledge.brand().profile.timezone)).replace(tzinfo=None)
    counts = {}
    with insight(lake, engine) as at:
        jobs = {"rhythms": rhythms_of_all(at.choices(), now), "popular": popular(at.choices()), "together": together(at.choices())}
        for name, job in jobs.items():
            found = at.run(job)
            lake.write(name, found)
            counts[name] = found.num_rows
    _forget_erased(house, lake)
    return Nightly(**counts)


def keep_lawful(house: "House") -> None:
    """Lets go of what the law of keeping has ended in the store."""
    days = house.law().keep_behaviour_days
    if days is not None and lake_of(house).choices():
        kept = [one for one in _TYPES if one.startswith(tuple(trade_types()))]
        before = house.clock() - timedelta(days=days)
        lake_of(house).keep_since(int(before.timestamp() * 1_000_000), kept)


def _forget_erased(house: "House", lake: Lake) -> None:
    """Somebody may have been erased while we read."""
    with house.store.read() as connection:
        gone = connection.execute(select(erasures.c.identity)).scalars().all()
    lake.forget(gone)


def _choices(event: Event, zone: tzinfo) -> Iterator[Choice]:
    wall = event.occurred_at.astimezone(zone).replace(tzinfo=None)
    month, phase = month_of(wall)
    for thing in dict.fromkeys(_things(event)):
        yield Choice(
            position=event.position or 0,
            type=event.type,
            identity=event.identity,
            at=_micros_utc(event.occurred_at),
            wall=micros(wall),
            month=month,
            phase=phase,
            thing=thing,
        )


def _micros_utc(at: datetime) -> int:
    return (at - datetime.fromtimestamp(0, at.tzinfo)) // timedelta(microseconds=1)


def _things(event: Event) -> Iterator[str]:
    for line in event.payload.get("products") or ():
        yield f"product/{line['product_id']}"
    for kind, name in (("category", "category"), ("place", "place_id")):
        if event.type == "place.visited" and (value := event.payload.get(name)):
            yield f"{kind}/{value}"
