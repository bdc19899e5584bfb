"""Coupon codes: signed, one a person, used once, also when many use one at the same instant."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangol.kit.errors import Conflict, DangolError, NotFound, Refused
from dangol.offers.book import Entry, read_book, write_book
from dangol.offers.coupons import Coupon, code_of, issue, redeem
from dangol.offers.coupons import given as coupons_of
from dangol.offers.offer_file import OfferRow, offer_of
from dangol.people.identities import ensure
from dangol.store.engine import Store
from dangol.store.personal import delete_rows

KEY = b"k" * 32
AT = datetime(2026, 11, 25, 3, tzinfo=UTC)


def entry(store: Store, **cells: str) -> Entry:
    said = {"id": "ten", "kind": "coupon", "title": "10%", "benefit": "10%", **cells}
    with store.write() as connection:
        write_book(connection, [OfferRow(offer=offer_of(said, UTC), cells=said, line=2)], frozenset(), AT)
        return read_book(connection)["ten"]


def someone(store: Store, name: str = "minji") -> str:
    with store.write() as connection:
        return ensure(connection, KEY, "web", name, "anonymous", AT).id


def taken(store: Store, one: Entry, who: str, at: datetime = AT, mine: tuple[str, ...] = ()) -> Coupon:
    with store.write() as connection:
        return issue(connection, KEY, one, who, mine or (who,), at)


def used(store: Store, code: str, order: str = "O-1", at: datetime = AT) -> Coupon:
    with store.write() as connection:
        return redeem(connection, KEY, code, order, at)


def test_a_person_has_one_whichever_of_their_identities_asks(store: Store) -> None:
    one, who, also = entry(store), someone(store), someone(store, "minji's phone")
    first = taken(store, one, who)
    assert taken(store, one, also, mine=(who, also)) == first
    assert used(store, first.code.lower().replace("-", " ")).redeemed_at == AT
    with pytest.raises(Refused, match=r"coupon\.used"):
        taken(store, one, also, mine=(who, also))
    with store.read() as connection:
        assert coupons_of(connection, KEY, [who, also])["ten"].redeemed_at == AT


def test_used_once_and_the_same_order_may_ask_again(store: Store) -> None:
    coupon = taken(store, entry(store), someone(store))
    assert used(store, coupon.code, "O-1") == used(store, coupon.code, "O-1", AT + timedelta(minutes=5))
    with pytest.raises(Refused, match=r"coupon\.used"):
        used(store, coupon.code, "O-2")


def test_what_expires_between_showing_and_use_is_refused_with_the_reason(store: Store) -> None:
    one = entry(store, ends="2026-11-25T04:00")
    coupon = taken(store, one, someone(store))
    assert coupon.expires_at == datetime(2026, 11, 25, 4, tzinfo=UTC)
    with pytest.raises(Refused, match=r"coupon\.over"):
        used(store, coupon.code, at=AT + timedelta(hours=1))
    assert used(store, coupon.code, at=AT + timedelta(minutes=59)).offer == "ten"


def test_one_that_ran_out_gives_way_to_a_new_one(store: Store) -> None:
    one, who = entry(store), someone(store)
    first = taken(store, one, who)
    later = taken(store, one, who, AT + timedelta(days=31))
    assert later.code != first.code
    with pytest.raises(NotFound):
        used(store, first.code, at=AT + timedelta(days=31))


def test_no_more_are_given_than_there_are(store: Store) -> None:
    one = entry(store, stock="1")
    taken(store, one, someone(store))
    with pytest.raises(Conflict, match=r"coupon\.none_left"):
        taken(store, one, someone(store, "juho"))


def test_a_forged_one_is_told_apart_without_the_store(store: Store) -> None:
    coupon = taken(store, entry(store), someone(store))
    forged = coupon.code[:-1] + ("2" if coupon.code[-1] != "2" else "3")
    for code in (forged, "", "쿠폰", coupon.code + "0", code_of(b"x" * 32, "00000000"), "\x00" * 20):
        with pytest.raises(Refused, match=r"coupon\.forged"):
            used(store, code)
    with store.write() as connection:
        delete_rows(connection, [coupon.identity])
    with pytest.raises(NotFound, match=r"coupon\.unknown"):  # well signed, and of somebody erased
        used(store, coupon.code)


@given(st.text(max_size=40))
def test_no_text_is_a_code(text: str) -> None:
    with pytest.raises(Refused, match=r"coupon\.forged"):
        redeem(None, KEY, text, "O", AT)  # type: ignore[arg-type]


def test_of_many_at_once_one_succeeds(store: Store) -> None:
    codes = [taken(store, entry(store), someone(store, name)).code for name in ("a", "b", "c")]
    outcomes: list[str] = []
    start = threading.Barrier(12)

    def race(number: int) -> None:
        start.wait()
        try:
            used(store, codes[number % 3], f"O-{number}")
            outcomes.append(f"used {number % 3}")
        except DangolError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=race, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["coupon.used"] * 9 + ["used 0", "used 1", "used 2"]


def test_the_last_one_asked_for_by_many_at_once_is_given_to_one(store: Store) -> None:
    one = entry(store, stock="1")
    people = [someone(store, f"p{number}") for number in range(8)]
    outcomes: list[str] = []
    start = threading.Barrier(len(people))

    def race(who: str) -> None:
        start.wait()
        try:
            outcomes.append("given" if taken(store, one, who) else "")
        except DangolError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=race, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["coupon.none_left"] * 7 + ["given"]
