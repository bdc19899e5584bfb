from datetime import UTC, datetime, timedelta

import pytest

from dangol.kit.errors import BadInput, NotFound
from dangol.people.identities import Sighting, ensure, ensure_many, find, identity_id, members, notice
from dangol.people.merges import merge
from dangol.store.engine import Store

KEY = b"k" * 32
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_someone_new_is_a_person_of_their_own(store: Store) -> None:
    with store.write() as connection:
        made = ensure(connection, KEY, "kakao", "u1", "channel", AT)
    assert made.id == made.person == identity_id(KEY, "kakao", "u1")
    assert (made.inbox, made.external_id, made.kind, made.first_seen, made.last_seen) == ("kakao", "u1", "channel", AT, AT)
    with store.read() as connection:
        assert find(connection, made.id) == made


def test_the_same_id_in_another_inbox_or_under_another_key_is_someone_else(store: Store) -> None:
    with store.write() as connection:
        ids = {
            ensure(connection, KEY, "kakao", "u1", "channel", AT).id,
            ensure(connection, KEY, "web", "u1", "anonymous", AT).id,
            identity_id(b"another", "web", "u1"),
        }
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("seen", "first", "last"),
    [
        ([AT, AT + DAY], AT, AT + DAY),
        ([AT, AT - DAY], AT - DAY, AT),
        ([AT, AT + DAY, AT - DAY, AT], AT - DAY, AT + DAY),
    ],
)
def test_sightings_widen_whether_they_come_one_by_one_or_together(
    store: Store, seen: list[datetime], first: datetime, last: datetime
) -> None:
    with store.write() as connection:
        for at in seen:
            one = ensure(connection, KEY, "web", "one by one", "anonymous", at)
        together = ensure_many(connection, KEY, [Sighting(inbox="web", external_id="together", kind="anonymous", at=at) for at in seen])
        stored = [find(connection, one.id), find(connection, together[0].id)]
    assert [(identity.first_seen, identity.last_seen) for identity in stored] == [(first, last)] * 2
    assert stored == [one, together[-1]]


def test_many_answer_in_their_order(store: Store) -> None:
    names = ["c", "a", "b", "a"]
    sightings = [Sighting(inbox="web", external_id=name, kind="anonymous", at=AT) for name in names]
    with store.write() as connection:
        assert [identity.external_id for identity in ensure_many(connection, KEY, sightings)] == names
        assert ensure_many(connection, KEY, []) == []


def test_a_known_identity_keeps_its_kind(store: Store) -> None:
    with store.write() as connection:
        ensure(connection, KEY, "web", "a", "login", AT)
        assert ensure(connection, KEY, "web", "a", "anonymous", AT).kind == "login"


def test_an_earlier_sighting_found_later_names_the_person_anew(store: Store) -> None:
    with store.write() as connection:
        left = ensure(connection, KEY, "web", "a", "anonymous", AT)
        right = ensure(connection, KEY, "kakao", "b", "channel", AT + DAY)
        merge(connection, left.id, right.id, "agent", 0.9, AT)
        assert find(connection, right.id).person == left.id
        assert ensure(connection, KEY, "kakao", "b", "channel", AT - DAY).person == right.id
        assert [identity.id for identity in members(connection, right.id)] == [right.id, left.id]
        assert members(connection, left.id) == members(connection, right.id)  # an old person id still finds them


@pytest.mark.parametrize("external_id", ["", "x" * 513, "a\x00b", "\ud800"])
def test_an_id_that_cannot_be_stored_is_refused(store: Store, external_id: str) -> None:
    with pytest.raises(BadInput, match=r"people\.bad_external_id"), store.write() as connection:
        ensure(connection, KEY, "web", external_id, "anonymous", AT)


def test_nobody_is_not_found(store: Store) -> None:
    with store.read() as connection:
        assert members(connection, "nobody") == []
        with pytest.raises(NotFound, match=r"people\.no_identity"):
            find(connection, "nobody")


def test_noticing_keeps_the_span_of_someone_to_the_minute(store: Store) -> None:
    def seen(*minutes: float) -> list[Sighting]:
        return [Sighting(inbox="site", external_id="b-1", kind="anonymous", at=AT + timedelta(minutes=each)) for each in minutes]

    with store.write() as connection:
        for minutes, first, last in (
            ([5, 3, 4], 3, 5),
            ([5.5], 3, 5),  # within a minute: left as it is
            ([6.5], 3, 6.5),
            ([2], 2, 6.5),
            ([9, 1], 1, 9),
        ):
            notice(connection, KEY, seen(*minutes))
            found = find(connection, identity_id(KEY, "site", "b-1"))
            assert found.first_seen == AT + timedelta(minutes=first)
            assert found.last_seen == AT + timedelta(minutes=last)
        notice(connection, KEY, [])
