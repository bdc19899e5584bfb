import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from dangol.events.event import Appended, Event
from dangol.events.journal import Journal
from dangol.kit.errors import BadInput
from dangol.store.engine import Store
from dangol.store.personal import ERASED, delete_rows

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
JOURNAL = Journal(b"k" * 32)


def said(key: str, *, inbox: str = "web", identity: str = "minji", minutes: int = 0, **changes: Any) -> Event:
    made: dict[str, Any] = {"type": "message.received", "payload": {"text": f"말 {key}"}} | changes
    at = AT + timedelta(minutes=minutes)
    return Event(inbox=inbox, identity=identity, occurred_at=at, received_at=AT, dedupe_key=key, **made)


def append(store: Store, events: Sequence[Event], journal: Journal = JOURNAL) -> list[Appended]:
    with store.write() as connection:
        return journal.append(connection, events)


def read(store: Store, **where: Any) -> list[Event]:
    with store.read() as connection:
        return JOURNAL.read(connection, **where)


def new(position: int) -> Appended:
    return Appended(position=position, duplicate=False)


def old(position: int) -> Appended:
    return Appended(position=position, duplicate=True)


def test_an_event_is_read_as_it_was_appended(store: Store) -> None:
    event = said("a", imported=True)
    assert append(store, [event]) == [new(1)]
    (found,) = read(store)
    assert (found.type, found.inbox, found.identity) == (event.type, event.inbox, event.identity)
    assert (found.occurred_at, found.received_at, found.payload) == (event.occurred_at, event.received_at, event.payload)
    assert (found.imported, found.position) == (True, 1)


def test_a_duplicate_gets_the_position_stored_and_changes_nothing(store: Store) -> None:
    assert append(store, [said("a"), said("b"), said("a")]) == [new(1), new(2), old(1)]
    assert append(store, [said("b", payload={"text": "다른 말"}), said("c"), said("c")]) == [old(2), new(3), old(3)]
    assert [event.payload["text"] for event in read(store)] == ["말 a", "말 b", "말 c"]


def test_the_same_key_in_another_inbox_is_another_event(store: Store) -> None:
    assert append(store, [said("a", inbox="web"), said("a", inbox="kakao")]) == [new(1), new(2)]


def test_a_dedupe_key_is_kept_only_as_a_keyed_hash(store: Store) -> None:
    append(store, [said("order-of-minji")])
    append(store, [said("order-of-minji")], Journal(b"another key"))
    first, second = [event.dedupe_key for event in read(store)]
    assert first != second
    assert "minji" not in first + second


def test_one_bad_event_and_nothing_is_appended(store: Store) -> None:
    with pytest.raises(BadInput, match="product_id"):
        append(store, [said("a"), said("b", type="product.viewed", payload={})])
    assert read(store) == []


def test_nothing_to_append(store: Store) -> None:
    assert append(store, []) == []


@pytest.mark.parametrize(
    ("where", "positions"),
    [
        ({}, [1, 2, 3, 4]),
        ({"after": 2}, [3, 4]),
        ({"limit": 2}, [1, 2]),
        ({"after": 1, "limit": 1}, [2]),
        ({"identities": ["minji"]}, [1, 3]),
        ({"identities": {"minji", "jisu"}}, [1, 2, 3, 4]),
        ({"identities": []}, []),
        ({"types": ["product.viewed"]}, [3, 4]),
        ({"types": ["product.viewed"], "identities": ["minji"], "after": 2}, [3]),
        ({"types": []}, []),
    ],
)
def test_reading(store: Store, where: dict[str, Any], positions: list[int]) -> None:
    viewed = {"type": "product.viewed", "payload": {"product_id": "P1"}}
    append(store, [said("a"), said("b", identity="jisu"), said("c", **viewed), said("d", identity="jisu", **viewed)])
    assert [event.position for event in read(store, **where)] == positions


def test_the_latest_come_first_and_page_without_gaps_or_repeats(store: Store) -> None:
    append(store, [said("late", minutes=9), said("early"), said("tie", minutes=5), said("tie 2", minutes=5), said("x", identity="jisu")])
    pages, before = [], None
    with store.read() as connection:
        while page := JOURNAL.latest(connection, identities=["minji"], limit=1, before=before):
            pages.append(page[0].position)
            before = page[0].position
    assert pages == [1, 4, 3, 2]


def test_a_checkpoint_moves_on_and_back(store: Store) -> None:
    with store.write() as connection:
        assert JOURNAL.checkpoint(connection, "needs") == 0
        for position in (5, 9, 2):
            JOURNAL.set_checkpoint(connection, "needs", position)
            assert JOURNAL.checkpoint(connection, "needs") == position
        assert JOURNAL.checkpoint(connection, "another") == 0


def test_an_erased_event_stays_known_and_says_nothing(store: Store) -> None:
    append(store, [said("a"), said("b", identity="jisu"), said("c")])
    with store.write() as connection:
        touched = delete_rows(connection, ["minji"])
        assert (touched["payloads"], touched["envelopes"]) == (2, 2)
        assert [JOURNAL.erased(connection, position) for position in (1, 2, 3, 4)] == [True, False, True, False]
    assert [(event.identity, dict(event.payload)) for event in read(store)] == [(ERASED, {}), ("jisu", {"text": "말 b"}), (ERASED, {})]
    assert append(store, [said("a")]) == [old(1)]


def test_positions_become_visible_in_order(store: Store) -> None:
    """A slow writer that was first keeps its place: nobody sees a later position before its own."""
    began, seen = threading.Event(), []

    def slow() -> None:
        with store.write() as connection:
            JOURNAL.append(connection, [said("slow")])
            began.set()
            time.sleep(0.2)

    def quick() -> None:
        append(store, [said("quick")])
        seen.extend(event.position for event in read(store))

    threads = [threading.Thread(target=slow), threading.Thread(target=quick)]
    threads[0].start()
    began.wait(5)
    threads[1].start()
    for thread in threads:
        thread.join()
    assert seen == [1, 2]
    assert [event.payload["text"] for event in read(store)] == ["말 slow", "말 quick"]


def test_many_writers_give_positions_without_gaps(store: Store) -> None:
    def write(name: str) -> None:
        for number in range(10):
            append(store, [said(f"{name} {number}"), said(f"shared {number}")])

    threads = [threading.Thread(target=write, args=(str(number),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [event.position for event in read(store)] == list(range(1, 51))


def test_a_long_history_is_imported_in_bulk(store: Store) -> None:
    events = [said(str(number), identity=f"i{number % 50}", imported=True) for number in range(3_000)]
    assert append(store, events) == [new(number + 1) for number in range(3_000)]
    assert append(store, events) == [old(number + 1) for number in range(3_000)]
    with store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM payloads")).scalar_one() == 3_000
