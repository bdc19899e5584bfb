from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from dangol.events.event import Event
from dangol.events.journal import Journal
from dangol.kit.errors import NotFound
from dangol.people.identities import ensure
from dangol.people.merges import merge, undo
from dangol.people.timeline import timeline
from dangol.people.traits import set_trait, traits
from dangol.store.engine import Store

KEY = b"k" * 32
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
JOURNAL = Journal(KEY)


def two(connection: Connection) -> tuple[str, str]:
    return ensure(connection, KEY, "web", "a", "anonymous", AT).id, ensure(connection, KEY, "kakao", "b", "channel", AT + HOUR).id


def values(connection: Connection, person: str) -> dict[str, object]:
    return {name: trait.value for name, trait in traits(connection, person).items()}


def test_of_all_identities_the_latest_value_wins(store: Store) -> None:
    with store.write() as connection:
        a, b = two(connection)
        set_trait(connection, a, "skin", "건성", "chat", AT + 2 * HOUR)
        set_trait(connection, b, "skin", "지성", "form", AT + HOUR)
        set_trait(connection, b, "sizes", ["50ml", 2, {"x": None}], "form", AT)
        assert values(connection, a) == {"skin": "건성"}
        joined = merge(connection, a, b, "agent", 1.0, AT)
        assert values(connection, a) == {"skin": "건성", "sizes": ["50ml", 2, {"x": None}]}
        assert traits(connection, a)["skin"].source == "chat"
        undo(connection, joined.id, AT, "")
        assert values(connection, b)["skin"] == "지성"


def test_at_the_same_instant_the_later_word_wins_and_none_forgets(store: Store) -> None:
    with store.write() as connection:
        a, _ = two(connection)
        for value in ("하나", "둘", None):
            set_trait(connection, a, "name", value, "chat", AT)
            assert values(connection, a) == {"name": value}


def test_a_trait_of_nobody(store: Store) -> None:
    with pytest.raises(NotFound, match=r"people\.no_identity"), store.write() as connection:
        set_trait(connection, "nobody", "skin", "건성", "chat", AT)


def test_a_timeline_holds_the_events_of_all_identities_newest_first(store: Store) -> None:
    def viewed(identity: str, product: str, hours: int) -> Event:
        return Event(
            type="product.viewed",
            inbox="web",
            identity=identity,
            occurred_at=AT + hours * HOUR,
            received_at=AT,
            dedupe_key=product,
            payload={"product_id": product},
        )

    with store.write() as connection:
        a, b = two(connection)
        JOURNAL.append(connection, [viewed(a, "P1", 1), viewed(b, "P2", 3), viewed("jisu", "P3", 4), viewed(a, "P4", 2)])

        def products(person: str, **page: int) -> list[str]:
            return [event.payload["product_id"] for event in timeline(connection, JOURNAL, person, **page)]

        assert products(a) == ["P4", "P1"]
        merge(connection, a, b, "agent", 1.0, AT)
        assert products(a) == products(b) == ["P2", "P4", "P1"]
        assert products(a, limit=2) == ["P2", "P4"]
        assert products(a, limit=2, before=4) == ["P1"]
        assert timeline(connection, JOURNAL, "nobody") == []
