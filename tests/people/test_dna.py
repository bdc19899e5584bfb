"""DNA: a small profile with its evidence; what the person says of it holds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangol.kit.errors import BadInput, NotFound
from dangol.people.dna import FACETS, VALUES, Choice, Facet, Word, dna
from dangol.people.dna_words import correct, switch_off, take_back, words_of
from dangol.people.identities import ensure, identity_id
from dangol.people.merges import merge
from dangol.store.engine import Store

NOW = datetime(2026, 11, 25, 12)
AT = datetime(2026, 11, 25, 3, tzinfo=UTC)
KEY = b"k" * 32


def bought(product: str, days: float = 1, hour: int = 9, **more: Any) -> Choice:
    at = (NOW - timedelta(days=days)).replace(hour=hour)
    values = {"category": "빵", "price": None, "usual": None, "event": int(1000 - days), **more}
    return Choice(at=at, product=product, **values)


def facets(choices: list[Choice], asked: tuple[int, ...] = (), words: dict[Any, Word] | None = None) -> dict[str, Facet]:
    return {facet.name: facet for facet in dna(choices, asked, NOW, words)}


def test_interests_fade() -> None:
    old = [bought("tent", days=700 + number, category="캠핑") for number in range(6)]
    new = [bought("bean", days=number + 1, category="커피") for number in range(3)]
    assert facets([*old, *new])["interests"].values == ("커피", "캠핑")


PRICES = [(8_000, "thrifty"), (10_500, "usual"), (14_000, "generous")]


@pytest.mark.parametrize(("price", "value"), PRICES)
def test_price(price: float, value: str) -> None:
    found = facets([bought("a", days=number, price=price, usual=10_000) for number in range(1, 6)])["price"]
    assert (found.values, found.confidence) == ((value,), 0.5)


def test_novelty() -> None:
    same = [bought("a", days=number) for number in range(1, 12)]
    new = [bought(f"p{number}", days=number) for number in range(1, 12)]
    assert facets(same)["novelty"].values == ("loyal",)
    assert facets(new)["novelty"].values == ("curious",)
    assert "novelty" not in facets(same[:1])


HOURS = [(5, "morning"), (10, "morning"), (11, "day"), (17, "evening"), (21, "evening"), (22, "night"), (4, "night")]


@pytest.mark.parametrize(("hour", "value"), HOURS)
def test_hours(hour: int, value: str) -> None:
    assert facets([bought("a", hour=hour)])["hours"].values == (value,)


def test_service() -> None:
    orders = [bought("a", days=number) for number in range(1, 11)]
    assert facets(orders)["service"].values == ("self",)
    assert facets(orders, asked=(1, 2, 3))["service"].values == ("sometimes",)
    assert facets(orders, asked=(1, 2, 3, 4, 5))["service"] == Facet(
        name="service", values=("often",), confidence=0.75, evidence=(1, 2, 3, 4, 5)
    )


def test_nothing_and_the_future() -> None:
    assert dna([], (), NOW) == []
    assert dna([bought("a", days=-3)], (), NOW) == []


def test_the_persons_word_stands_above_history() -> None:
    choices = [bought("a", days=number, price=8_000, usual=10_000) for number in range(1, 9)]
    found = facets(choices, words={"price": Word(values=("generous",)), "hours": Word(off=True)})
    assert found["price"] == Facet(name="price", values=("generous",), confidence=1.0, evidence=(), said=True)
    assert "hours" not in found
    assert dna(choices, (), NOW, dict.fromkeys(FACETS, Word(off=True))) == []


choices = st.builds(
    Choice,
    at=st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2027, 1, 1)),
    product=st.sampled_from("abc"),
    category=st.sampled_from([None, "빵", "커피"]),
    price=st.none() | st.floats(0, 1e6),
    usual=st.none() | st.floats(1, 1e6),
    event=st.integers(1, 10_000),
)


@given(st.lists(choices, max_size=15, unique_by=lambda choice: choice.event), st.randoms(use_true_random=False))
def test_any_history_and_any_order_of_arrival(made: list[Choice], draw: Any) -> None:
    found = dna(made, (), NOW)
    shuffled = list(made)
    draw.shuffle(shuffled)
    assert dna(shuffled, (), NOW) == found
    for facet in found:
        assert 0 < facet.confidence < 1
        assert set(facet.evidence) <= {choice.event for choice in made}
        assert facet.name == "interests" or facet.values[0] in VALUES[facet.name]


def known(store: Store, *names: str) -> list[str]:
    with store.write() as connection:
        return [ensure(connection, KEY, "web", name, "channel", AT).id for name in names]


def test_a_correction_holds_over_all_identities_and_can_be_taken_back(store: Store) -> None:
    one, other = known(store, "a", "b")
    with store.write() as connection:
        correct(connection, one, "price", ("usual",), AT)
        correct(connection, one, "interests", ("차", "책"), AT)
        switch_off(connection, other, AT, "hours")
        merge(connection, one, other, "agent", 1.0, AT)
    with store.read() as connection:
        assert words_of(connection, other) == {
            "price": Word(values=("usual",)),
            "interests": Word(values=("차", "책")),
            "hours": Word(off=True),
        }
    with store.write() as connection:
        take_back(connection, one, AT + timedelta(hours=1), "price")
        switch_off(connection, other, AT + timedelta(hours=1), "interests")
    with store.read() as connection:
        assert words_of(connection, one) == {"interests": Word(off=True), "hours": Word(off=True)}


def test_all_of_it_can_be_switched_off(store: Store) -> None:
    (one,) = known(store, "a")
    with store.write() as connection:
        switch_off(connection, one, AT)
    with store.read() as connection:
        assert words_of(connection, one) == dict.fromkeys(FACETS, Word(off=True))


BAD = [
    ("mood", ("good",), "dna.unknown_facet"),
    ("price", ("cheap",), "dna.bad_value"),
    ("price", ("thrifty", "usual"), "dna.bad_value"),
    ("interests", (), "dna.bad_value"),
    ("interests", ("x" * 61,), "dna.bad_value"),
]


@pytest.mark.parametrize(("facet", "values", "code"), BAD)
def test_a_bad_correction_changes_nothing(store: Store, facet: str, values: tuple[str, ...], code: str) -> None:
    (one,) = known(store, "a")
    with pytest.raises(BadInput) as refused, store.write() as connection:
        correct(connection, one, facet, values, AT)
    assert refused.value.code == code
    with store.read() as connection:
        assert words_of(connection, one) == {}


def test_nobody_known(store: Store) -> None:
    with pytest.raises(NotFound), store.write() as connection:
        correct(connection, identity_id(KEY, "web", "x"), "price", ("usual",), AT)
