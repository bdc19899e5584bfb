"""What fails is tried later and later, then set aside until a person says replay."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import literal, select

from dangol.events import troubles
from dangol.kit.errors import Broken, NotFound
from dangol.store.engine import Store

NOON = datetime(2026, 11, 22, 3, tzinfo=UTC)


def fail(store: Store, at: datetime, subject: str = "m1", **more: int) -> troubles.Trouble:
    with store.write() as connection:
        return troubles.record_failure(connection, "message.decide", subject, reason="broken.KeyError", at=at, **more)


def held(store: Store, at: datetime | None, subject: str = "m1") -> bool:
    with store.read() as connection:
        return bool(connection.execute(select(troubles.held_back("message.decide", literal(subject), at))).scalar_one())


def test_the_waits_grow_and_the_fifth_failure_sets_it_aside(store: Store) -> None:
    waits = []
    for number in range(1, 6):
        trouble = fail(store, NOON)
        waits.append((trouble.next_at - NOON).total_seconds())
        assert trouble.set_aside == (number == 5)
        assert held(store, NOON + timedelta(seconds=1))
        assert held(store, None) == (number == 5)
    assert waits == [2, 4, 8, 16, 32]
    assert held(store, NOON + timedelta(days=9))
    with store.read() as connection:
        assert [(one.subject, one.failures, one.reason) for one in troubles.aside(connection)] == [("m1", 5, "broken.KeyError")]
        assert troubles.count(connection) == 1


def test_before_that_only_time_holds_it_back(store: Store) -> None:
    fail(store, NOON)
    assert held(store, NOON + timedelta(seconds=1.9))
    assert not held(store, NOON + timedelta(seconds=2))
    assert not held(store, NOON, "m2")


def test_replay_begins_anew(store: Store) -> None:
    fail(store, NOON, most=1)
    with store.write() as connection:
        again = troubles.replay(connection, "m1", NOON)
        assert (again.failures, again.set_aside) == (0, False)
        assert troubles.count(connection) == 0
    assert not held(store, NOON)
    assert not fail(store, NOON).set_aside


def test_replaying_what_is_not_set_aside_is_refused(store: Store) -> None:
    fail(store, NOON)
    for subject in ("m1", "nobody"):
        with store.write() as connection, pytest.raises(NotFound, match=r"trouble\.unknown"):
            troubles.replay(connection, subject, NOON)


def test_a_reason_never_quotes_what_an_error_says() -> None:
    assert troubles.reason_of(KeyError("민지 010-1234-5678")) == "broken.KeyError"
    assert troubles.reason_of(Broken("store.damaged", ko="민지", en="Minji")) == "store.damaged"
