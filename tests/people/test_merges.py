import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from dangol.kit.errors import BadInput, Conflict, NotFound
from dangol.people.identities import IdentityKind, ensure, find, identity_id
from dangol.people.merges import merge, merges_of, undo, verify
from dangol.people.tables import identities, merges
from dangol.store.engine import Store

KEY = b"k" * 32
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def someone(connection: Connection, name: str, kind: IdentityKind = "anonymous", minutes: int = 0) -> str:
    return ensure(connection, KEY, "web", name, kind, AT + timedelta(minutes=minutes)).id


def persons(connection: Connection, *ids: str) -> list[str]:
    return [find(connection, identity).person for identity in ids]


def test_merged_identities_are_one_person_named_by_the_earliest(store: Store) -> None:
    with store.write() as connection:
        c, b, a = (someone(connection, name, minutes=minutes) for name, minutes in (("c", 3), ("b", 2), ("a", 1)))
        merge(connection, c, b, "agent", 0.8, AT)
        assert persons(connection, a, b, c) == [a, b, b]
        merge(connection, c, a, "same_device", 0.6, AT)
        assert persons(connection, a, b, c) == [a, a, a]


def test_ties_go_to_the_smaller_id(store: Store) -> None:
    with store.write() as connection:
        a, b = someone(connection, "a"), someone(connection, "b")
        merge(connection, a, b, "agent", 1.0, AT)
        assert persons(connection, a, b) == [min(a, b)] * 2


def test_undoing_parts_them_and_says_when_and_why(store: Store) -> None:
    with store.write() as connection:
        a, b, c = (someone(connection, name, minutes=minutes) for minutes, name in enumerate("abc"))
        first = merge(connection, a, b, "agent", 0.8, AT)
        second = merge(connection, b, c, "agent", 0.8, AT)
        undone = undo(connection, first.id, AT + timedelta(days=1), "two sisters")
        assert (undone.undone_at, undone.undone_reason) == (AT + timedelta(days=1), "two sisters")
        assert persons(connection, a, b, c) == [a, b, b]
        assert undo(connection, first.id, AT + timedelta(days=2), "again") == undone
        assert merges_of(connection, b) == [undone, second]


def test_another_path_keeps_them_together(store: Store) -> None:
    with store.write() as connection:
        a, b = (someone(connection, name, minutes=minutes) for minutes, name in enumerate("ab"))
        first = merge(connection, a, b, "agent", 0.8, AT)
        second = merge(connection, b, a, "same_device", 0.5, AT)
        undo(connection, first.id, AT, "")
        assert persons(connection, a, b) == [a, a]
        undo(connection, second.id, AT, "")
        assert persons(connection, a, b) == [a, b]


def test_merging_twice_by_the_same_evidence_is_one_merge(store: Store) -> None:
    with store.write() as connection:
        a, b = someone(connection, "a"), someone(connection, "b")
        first = merge(connection, a, b, "agent", 0.8, AT)
        assert merge(connection, b, a, "agent", 0.9, AT) == first
        undo(connection, first.id, AT, "")
        assert merge(connection, a, b, "agent", 0.8, AT).id != first.id


@pytest.mark.parametrize(
    ("other", "evidence", "confidence"), [("a", "agent", 1.0), ("b", "", 1.0), ("b", "agent", 1.1), ("b", "agent", -0.1)]
)
def test_a_merge_that_says_nothing_is_refused(store: Store, other: str, evidence: str, confidence: float) -> None:
    with store.write() as connection:
        ids = {name: someone(connection, name) for name in "ab"}
        with pytest.raises(BadInput, match=r"people\.bad_merge"):
            merge(connection, ids["a"], ids[other], evidence, confidence, AT)


def test_nobody_cannot_be_merged_nor_an_unknown_merge_undone(store: Store) -> None:
    with store.write() as connection:
        a = someone(connection, "a")
        with pytest.raises(NotFound, match=r"people\.no_identity"):
            merge(connection, a, "nobody", "agent", 1.0, AT)
        with pytest.raises(NotFound, match=r"people\.no_merge"):
            undo(connection, 404, AT, "")


def test_an_anonymous_visitor_becomes_known(store: Store) -> None:
    with store.write() as connection:
        visitor = someone(connection, "browser-1")
        known = verify(connection, KEY, visitor, "email", " Minji@Example.org ", AT + timedelta(minutes=5))
        address = find(connection, identity_id(KEY, "email", "minji@example.org"))
        assert (address.kind, address.inbox, address.external_id) == ("email", "email", "minji@example.org")
        assert known.person == address.person == visitor
        (edge,) = merges_of(connection, visitor)
        assert (edge.evidence, edge.confidence, edge.undone_at) == ("verified_email", 1.0, None)


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [("email", "minji@example.org", "MINJI@example.org"), ("phone", "010-1234-5678", "+82 10 1234 5678"), ("login", "minji", "minji ")],
)
def test_two_who_proved_the_same_address_are_one(store: Store, kind: str, first: str, second: str) -> None:
    with store.write() as connection:
        browser, kakao = someone(connection, "browser"), someone(connection, "kakao", "channel", minutes=1)
        verify(connection, KEY, browser, kind, first, AT + timedelta(hours=1))
        verify(connection, KEY, kakao, kind, second, AT + timedelta(hours=2))
        verify(connection, KEY, kakao, kind, second, AT + timedelta(hours=3))
        assert persons(connection, browser, kakao) == [browser, browser]
        assert len(merges_of(connection, kakao)) == 1


def test_many_who_prove_one_address_at_once_are_one(store: Store) -> None:
    def prove(number: int) -> str:
        with store.write() as connection:
            visitor = ensure(connection, KEY, "web", f"visitor {number % 4}", "anonymous", AT).id
            return verify(connection, KEY, visitor, "email", "minji@example.org", AT).id

    with ThreadPoolExecutor(8) as pool:
        visitors = set(pool.map(prove, range(16)))
    with store.read() as connection:
        assert len(visitors) == 4
        assert len(set(persons(connection, *visitors))) == 1
        assert len(connection.execute(select(merges)).all()) == 4


def test_an_address_proves_itself(store: Store) -> None:
    with store.write() as connection:
        login = ensure(connection, KEY, "login", "minji", "login", AT)
        assert verify(connection, KEY, login.id, "login", "minji", AT) == login


def snapshot(connection: Connection) -> tuple[object, object]:
    return connection.execute(select(identities).order_by(identities.c.id)).all(), connection.execute(select(merges)).all()


def test_two_logins_never_become_one_person_and_nothing_is_recorded(store: Store) -> None:
    with store.write() as connection:
        home, work = someone(connection, "home"), someone(connection, "work")
        verify(connection, KEY, home, "login", "minji", AT)
        verify(connection, KEY, work, "login", "jisu", AT)
        verify(connection, KEY, home, "email", "family@example.org", AT)
        before = snapshot(connection)
        for attempt in (
            lambda: merge(connection, home, work, "agent", 1.0, AT),
            lambda: verify(connection, KEY, work, "email", "family@example.org", AT),
            lambda: verify(connection, KEY, work, "login", "minji", AT),
            lambda: verify(connection, KEY, work, "login", "somebody new", AT),
        ):
            with pytest.raises(Conflict, match=r"people\.two_logins"):
                attempt()
            assert snapshot(connection) == before


def test_a_bad_address_links_nothing(store: Store) -> None:
    with store.write() as connection:
        visitor = someone(connection, "browser")
        before = snapshot(connection)
        with pytest.raises(BadInput, match=r"people\.bad_phone"):
            verify(connection, KEY, visitor, "phone", "1588-0000", AT)
        assert snapshot(connection) == before


PEOPLE = 6
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1), st.sampled_from(["agent", "device"])),
        st.tuples(st.just("undo"), st.integers(0, 30)),
    ),
    max_size=14,
)


def relabelled(pairs: list[tuple[int, int]], seen: list[int], ids: list[str]) -> list[str]:
    """Components from scratch, the slow and plain way: each takes the label of the earliest it can reach until nothing moves."""
    label = list(range(PEOPLE))

    def rank(n: int) -> tuple[int, str]:
        return seen[n], ids[n]

    for _ in range(PEOPLE):
        for left, right in pairs:
            label[left] = label[right] = min(label[left], label[right], key=rank)
    return [ids[n] for n in label]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, seen=st.lists(st.integers(0, 3), min_size=PEOPLE, max_size=PEOPLE))
def test_any_merges_and_undos_leave_the_components_of_what_is_active(store: Store, steps: list[tuple], seen: list[int]) -> None:
    with store.write() as connection:
        batch = secrets.token_hex(8)
        ids = [someone(connection, f"{batch}-{n}", minutes=seen[n]) for n in range(PEOPLE)]
        active: dict[int, tuple[int, int]] = {}
        made: list[int] = []
        for step in steps:
            if step[0] == "merge" and step[1] != step[2]:
                done = merge(connection, ids[step[1]], ids[step[2]], step[3], 0.5, AT)
                active[done.id] = (ids.index(done.left), ids.index(done.right))
                made.append(done.id)
            elif step[0] == "undo" and made:
                chosen = made[step[1] % len(made)]
                undo(connection, chosen, AT, "test")
                active.pop(chosen, None)
            assert persons(connection, *ids) == relabelled(list(active.values()), seen, ids)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)), max_size=6), last=st.permutations(range(PEOPLE)))
def test_undoing_a_merge_brings_back_the_persons_before_it(store: Store, pairs: list[tuple[int, int]], last: list[int]) -> None:
    with store.write() as connection:
        batch = secrets.token_hex(8)
        ids = [someone(connection, f"{batch}-{n}", minutes=n) for n in range(PEOPLE)]
        for left, right in pairs:
            if left != right:
                merge(connection, ids[left], ids[right], "agent", 0.5, AT)
        before = persons(connection, *ids)
        done = merge(connection, ids[last[0]], ids[last[1]], "last", 0.5, AT)
        undo(connection, done.id, AT, "test")
        assert persons(connection, *ids) == before
