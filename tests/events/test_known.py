"""However appends, duplicates, rollbacks, moves and processes interleave, each event stands in the journal once, at its place."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from test_journal import AT

from dangol.events.event import Event
from dangol.events.journal import Journal
from dangol.events.known import Known
from dangol.events.tables import checkpoints, envelopes, known_keys, payloads
from dangol.store.engine import Store


def small() -> Known:
    return Known(tail=8, a_slice=3)


def event(key: int) -> Event:
    return Event(
        type="product.viewed",
        inbox="site",
        identity="minji",
        occurred_at=AT,
        received_at=AT,
        dedupe_key=str(key),
        payload={"product_id": str(key)},
    )


class _Undone(Exception):
    pass


BATCH = st.lists(st.integers(0, 60), min_size=1, max_size=12)
STEPS = st.lists(st.tuples(st.integers(0, 1), st.lists(BATCH, min_size=1, max_size=2), st.booleans()), min_size=1, max_size=25)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_each_event_stands_once(store: Store, steps: list[tuple[int, list[list[int]], bool]]) -> None:
    """A step: one of two processes appends one or two batches in a transaction, which commits or is rolled back."""
    _emptied(store)
    processes = [Journal(b"k" * 32, small), Journal(b"k" * 32, small)]
    places: dict[int, int] = {}
    for process, batches, commits in steps:
        told = dict(places)
        try:
            with store.write() as connection:
                for batch in batches:
                    for key, one in zip(batch, processes[process].append(connection, [event(key) for key in batch]), strict=True):
                        assert one.duplicate == (key in told)
                        assert one.position == told.setdefault(key, len(told) + 1)
                if not commits:
                    raise _Undone
        except _Undone:
            continue
        places = told
    with store.read() as connection:
        assert connection.execute(select(func.count()).select_from(envelopes)).scalar_one() == len(places)
        settled = Journal(b"k" * 32).checkpoint(connection, "journal.settled")
        moved = connection.execute(select(func.count()).select_from(known_keys).where(known_keys.c.position <= settled)).scalar_one()
        assert moved == settled


def _emptied(store: Store) -> None:
    with store.write() as connection:
        for table in (payloads, envelopes, known_keys, checkpoints):
            connection.execute(delete(table))


@pytest.mark.parametrize("count", [7, 8, 9, 30, 100])
def test_a_long_journal_knows_its_oldest_and_its_newest(store: Store, count: int) -> None:
    writer, other = Journal(b"k" * 32, small), Journal(b"k" * 32, small)
    for key in range(count):
        with store.write() as connection:
            writer.append(connection, [event(key)])
    with store.write() as connection:
        for journal in (writer, other, Journal(b"k" * 32, small)):
            again = journal.append(connection, [event(key) for key in range(count)])
            assert [(one.position, one.duplicate) for one in again] == [(key + 1, True) for key in range(count)]


def test_a_store_that_was_put_back_is_noticed(store: Store) -> None:
    journal: Any = Journal(b"k" * 32, small)
    for keys in ([1, 2, 3], []), ([4, 5], [1]):
        _emptied(store)
        with store.write() as connection:
            journal.append(connection, [event(key) for key in keys[0]])
    with store.write() as connection:
        assert [one.duplicate for one in journal.append(connection, [event(4), event(1)])] == [True, False]


def test_the_events_of_someone_are_found_in_every_epoch(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dangol.events.journal.EPOCH", 2)
    journal = Journal(b"k" * 32)
    with store.write() as connection:
        journal.append(connection, [event(key) for key in range(23)])
    with store.read() as connection:
        assert [one.position for one in journal.read(connection, identities=["minji"])] == list(range(1, 24))
        assert [one.position for one in journal.read(connection, identities=["minji"], after=9, limit=3)] == [10, 11, 12]
        assert [one.position for one in journal.latest(connection, identities=["minji"], limit=2)] == [23, 22]
        assert journal.read(connection, identities=[]) == []
