"""What a site says of who is who: it links, it is no proof, and staff have the last word."""

from datetime import UTC, datetime, timedelta

from dangol.people.claims import CONFIDENCE, EVIDENCE, claim, claimed, learn
from dangol.people.identities import ensure, find
from dangol.people.merges import merges_of, undo
from dangol.people.traits import traits
from dangol.store.engine import Store

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
KEY = b"k" * 32


def test_a_browser_becomes_a_known_customer_s_once(store: Store) -> None:
    with store.write() as connection:
        browser = ensure(connection, KEY, "site", "b-1", "anonymous", AT).id
        login = ensure(connection, KEY, "login", "u-1", "login", AT).id
        assert claimed(connection, {browser}) == set()
        assert claim(connection, browser, login, AT)
        assert claim(connection, browser, login, AT)
        assert claimed(connection, {browser}) == {(browser, login)}
        (made,) = merges_of(connection, browser)
        assert (made.evidence, made.confidence) == (EVIDENCE, CONFIDENCE)
        assert CONFIDENCE < 1
        assert find(connection, browser).person == find(connection, login).person
        assert not claim(connection, browser, browser, AT)


def test_what_staff_undid_is_not_made_again(store: Store) -> None:
    with store.write() as connection:
        browser = ensure(connection, KEY, "site", "b-1", "anonymous", AT).id
        login = ensure(connection, KEY, "login", "u-1", "login", AT).id
        claim(connection, browser, login, AT)
        undo(connection, merges_of(connection, browser)[0].id, AT, "shared tablet in the shop")
        assert not claim(connection, browser, login, AT)
        assert not claim(connection, login, browser, AT)
        assert find(connection, browser).person != find(connection, login).person


def test_a_shared_browser_does_not_make_two_customers_one(store: Store) -> None:
    with store.write() as connection:
        browser = ensure(connection, KEY, "site", "b-1", "anonymous", AT).id
        first = ensure(connection, KEY, "login", "u-1", "login", AT).id
        second = ensure(connection, KEY, "login", "u-2", "login", AT).id
        assert claim(connection, browser, first, AT)
        assert not claim(connection, browser, second, AT)
        assert find(connection, first).person != find(connection, second).person


def test_only_what_is_new_is_learned(store: Store) -> None:
    with store.write() as connection:
        login = ensure(connection, KEY, "login", "u-1", "login", AT).id
        assert learn(connection, login, {"name": "민지", "plan": None, "": 1, "x" * 129: 1}, "site", AT) == 1
        assert learn(connection, login, {"name": "민지"}, "site", AT + timedelta(hours=1)) == 0
        assert learn(connection, login, {"name": None, "size": [1, 2]}, "site", AT + timedelta(hours=2)) == 2
        assert learn(connection, login, {"name": "옛 이름"}, "site", AT - timedelta(days=1)) == 1  # told late: the newer one stands
        known = traits(connection, find(connection, login).person)
        assert (known["name"].value, known["size"].value) == (None, [1, 2])
        assert learn(connection, login, {f"t{number}": number for number in range(200)}, "site", AT) == 100
