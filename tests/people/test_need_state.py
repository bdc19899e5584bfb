"""Needs kept up with the journal, on both engines."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from dangol.events.event import Event
from dangol.events.journal import Journal
from dangol.people.identities import ensure, identity_id
from dangol.people.merges import merge
from dangol.people.need_state import READER, catch_up, needs_of
from dangol.people.needs import Need
from dangol.people.signs import Heard
from dangol.people.tables import need_signs
from dangol.store.engine import Store

KEY = b"k" * 32
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def silent(_text: str) -> Heard | None:
    return None


def event(who: str, event_type: str, hours_ago: float, key: str, **payload: Any) -> Event:
    at = NOW - timedelta(hours=hours_ago)
    identity = identity_id(KEY, "web", who)
    return Event(type=event_type, inbox="web", identity=identity, occurred_at=at, received_at=NOW, dedupe_key=key, payload=payload)


def told(store: Store, events: Sequence[Event]) -> None:
    with store.write() as connection:
        for one in ("a", "b"):
            ensure(connection, KEY, "web", one, "channel", NOW)
        Journal(KEY).append(connection, events)


def needs(store: Store, who: str, at: datetime = NOW) -> list[Need]:
    catch_up(store, Journal(KEY), silent, NOW)
    with store.read() as connection:
        return needs_of(connection, identity_id(KEY, "web", who), at)


def test_the_next_request_sees_the_event(store: Store) -> None:
    assert needs(store, "a") == []
    told(store, [event("a", "cart.added", 1, "e1", product_id="P1"), event("b", "product.viewed", 1, "e2", product_id="P2")])
    (need,) = needs(store, "a")
    assert (need.kind, need.subjects, need.evidence) == ("buy", ("product/P1",), (1,))
    told(store, [event("a", "order.completed", 0.5, "e3", products=[{"product_id": "P1"}])])
    assert needs(store, "a") == []


def test_arrival_order_duplicates_and_replay_change_nothing(store: Store) -> None:
    events = [
        event("a", "order.completed", 5, "e1", products=[{"product_id": "P1"}]),
        event("a", "cart.added", 6, "e2", product_id="P1"),  # arrives after its order
        event("a", "product.viewed", 2, "e3", product_id="P2"),
        event("a", "product.viewed", -4, "e4", product_id="P3"),  # from the future
    ]
    told(store, events)
    first = needs(store, "a")
    told(store, events)
    with store.write() as connection:
        Journal(KEY).set_checkpoint(connection, READER, 0)
    assert needs(store, "a") == first
    assert [need.subjects for need in first] == [("product/P2",)]
    assert ("product/P3",) in [need.subjects for need in needs(store, "a", NOW + timedelta(hours=5))]


def test_needs_of_all_identities_of_a_person(store: Store) -> None:
    told(store, [event("a", "cart.added", 1, "e1", product_id="P1"), event("b", "cart.added", 1, "e2", product_id="P2")])
    with store.write() as connection:
        merge(connection, identity_id(KEY, "web", "a"), identity_id(KEY, "web", "b"), "agent", 1.0, NOW)
    assert {need.subjects for need in needs(store, "a")} == {("product/P1",), ("product/P2",)}


def test_an_old_history_is_passed_over_unread(store: Store) -> None:
    told(store, [event("a", "message.received", 24 * 900, "e1", text="이 크림 얼마예요?")])

    def never(_text: str) -> Heard | None:
        pytest.fail("a text was read from which no need could be left")

    assert catch_up(store, Journal(KEY), never, NOW) == 1
    with store.read() as connection:
        assert connection.execute(select(func.count()).select_from(need_signs)).scalar_one() == 0
        assert Journal(KEY).checkpoint(connection, READER) == 1


def test_nobody(store: Store) -> None:
    assert needs(store, "stranger") == []
