"""Needs: what signs say of a person at a moment, whatever order they arrived in."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangol.events.event import Event
from dangol.people.need_words import sentence
from dangol.people.needs import FADED, HALF_LIFE_HOURS, KINDS, Need, Sign, needs_at, strength
from dangol.people.signs import Heard, signs_of

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def happened(event_type: str, hours: float = 0.0, position: int = 1, **payload: Any) -> Event:
    at = NOON + hours * HOUR
    key = f"k{position}"
    return Event(
        type=event_type, inbox="web", identity="i", occurred_at=at, received_at=at, dedupe_key=key, payload=payload, position=position
    )


def hear(text: str) -> Heard | None:
    """Words in these tests say their need outright: ``buy product/P1``."""
    kind, _, subject = text.partition(" ")
    return Heard(kind=kind, subject=subject, weight=0.8) if kind in KINDS else None  # type: ignore[arg-type]


def needs(*events: Event, hours: float = 0.0) -> list[tuple[str, tuple[str, ...]]]:
    signs = [sign for event in events for sign in signs_of(event, hear)]
    return [(need.kind, need.subjects) for need in needs_at(signs, NOON + hours * HOUR)]


ONE = [
    (happened("product.viewed", product_id="P1"), ("know", ("product/P1",))),
    (happened("product.searched", query="buy product/P1"), ("know", ("product/P1",))),
    (happened("product.searched", query="수분 크림"), ("know", ())),
    (happened("wishlist.added", product_id="P1"), ("buy", ("product/P1",))),
    (happened("cart.added", product_id="P1"), ("buy", ("product/P1",))),
    (happened("review.posted", product_id="P1", rating=1, text="-"), ("complain", ("product/P1",))),
    (happened("review.posted", product_id="P1", rating=5, text="-"), ("praise", ("product/P1",))),
    (happened("conversation.rated", rating=2), ("complain", ())),
    (happened("message.received", text="go place/S1"), ("go", ("place/S1",))),
    (happened("mention.seen", text="praise"), ("praise", ())),
]


@pytest.mark.parametrize(("event", "need"), ONE, ids=lambda value: value.type if isinstance(value, Event) else "")
def test_what_an_event_says(event: Event, need: tuple[str, tuple[str, ...]]) -> None:
    assert needs(event) == [need]


NOTHING = [
    happened("mention.seen", text="buy product/P1"),  # said in public to others, not to the brand
    happened("message.received", text="ㅋㅋ"),
    happened("order.completed", products=[{"product_id": "P1"}]),
    happened("review.posted", product_id="P1", rating=3, text="-"),
    happened("place.visited", category="cafe"),
    happened("product.viewed"),  # erased: no payload
    happened("message.received"),
    happened("order.completed"),
]


@pytest.mark.parametrize("event", NOTHING, ids=lambda event: event.type)
def test_what_says_nothing(event: Event) -> None:
    assert needs(event) == []


def test_buying_ends_what_was_wanted_before_and_not_what_is_wanted_after() -> None:
    carted = happened("cart.added", -2, 1, product_id="P1")
    bought = happened("order.completed", -1, 2, products=[{"product_id": "P1"}])
    again = happened("cart.added", 0, 3, product_id="P1")
    assert needs(carted, bought) == []
    assert needs(carted, bought, again) == [("buy", ("product/P1",))]
    assert needs(carted, bought, hours=-1.5) == [("buy", ("product/P1",))]


def test_strength_halves_in_a_half_life_and_ends_at_its_expiry() -> None:
    signs = signs_of(happened("cart.added", product_id="P1"), hear)
    now, later = needs_at(signs, NOON)[0], needs_at(signs, NOON + HALF_LIFE_HOURS["buy"] * HOUR)[0]
    assert later.strength == pytest.approx(now.strength / 2)
    assert later.expires - now.expires < timedelta(seconds=1)
    assert needs_at(signs, now.expires - timedelta(seconds=5))[0].strength == pytest.approx(FADED, abs=1e-3)
    assert needs_at(signs, now.expires + timedelta(seconds=5)) == []


def test_the_future_is_not_known() -> None:
    assert needs(happened("cart.added", 3, product_id="P1")) == []
    assert needs(happened("cart.added", 3, product_id="P1"), hours=3) == [("buy", ("product/P1",))]


def test_a_longer_look_says_more() -> None:
    def look(seconds: object) -> float:
        return needs_at(signs_of(happened("product.viewed", product_id="P1", seconds=seconds), hear), NOON)[0].strength

    assert look(None) == look("60") == look(-5) == look(float("nan")) == 0.25
    assert look(None) < look(30) < look(120) == look(10_000) == 0.6


def test_two_products_within_two_days_are_compared() -> None:
    one, two = happened("product.viewed", -30, 1, product_id="P1"), happened("product.viewed", -1, 2, product_id="P2")
    again = happened("product.viewed", -2, 3, product_id="P1")
    assert ("compare", ("product/P1", "product/P2")) in needs(one, two, again)
    assert not [need for need in needs(one, two) if need[0] == "compare"]  # the first look has all but faded


def test_evidence_is_named_and_bounded() -> None:
    looks = [happened("product.viewed", -number / 10, 100 - number, product_id="P1") for number in range(20)]
    found = needs_at([sign for event in looks for sign in signs_of(event, hear)], NOON)[0]
    assert found.evidence == tuple(range(93, 101))
    assert found.ways == (("viewed", 20),)


SENTENCES = [
    (
        ("know", ("product/P1",), (("searched", 1), ("viewed", 3))),
        "1번 찾았고, 3번 보았어요. 랜턴을 알고 싶어 해요.",
        "Wants to know about 랜턴: searched once, looked 3 times.",
    ),
    (
        ("buy", ("product/P9",), (("carted", 2),)),
        "2번 담았어요. P9를 사려고 해요.",
        "Wants to buy P9: put it into the cart 2 times.",
    ),
    (("complain", (), (("said", 1),)), "1번 말했어요. 브랜드가 불만스러워요.", "Is unhappy with the brand: wrote once."),
]


@pytest.mark.parametrize(("what", "ko", "en"), SENTENCES, ids=lambda value: value[0] if isinstance(value, tuple) else "")
def test_a_need_in_one_sentence(what: tuple[Any, Any, Any], ko: str, en: str) -> None:
    kind, subjects, ways = what
    need = made(kind=kind, subjects=subjects, ways=ways)
    assert sentence(need, {"product/P1": "랜턴"}) == (ko, en)


def test_a_guess_says_that_it_is_one() -> None:
    ko, en = sentence(made(kind="buy", subjects=("product/P1",), ways=(), latent=True), {"product/P1": "랜턴"})
    assert ko == "추측: 비슷한 사람들로 미루어, 랜턴을 사려고 해요."
    assert en.startswith("A guess, ")


def made(**values: Any) -> Need:
    return Need(**{"strength": 0.5, "half_life": 24.0, "evidence": (), "since": NOON, "expires": NOON, **values})


signs = st.builds(
    Sign,
    kind=st.sampled_from(KINDS),
    subject=st.sampled_from(["", "product/P1", "product/P2", "place/S1"]),
    weight=st.floats(0, 1),
    how=st.sampled_from(["viewed", "said", "ordered"]),
    ends=st.booleans(),
    at=st.datetimes(min_value=datetime(2026, 11, 1), max_value=datetime(2026, 12, 1), timezones=st.just(UTC)),
    event=st.integers(1, 10_000),
)
many = st.lists(signs, max_size=25, unique_by=lambda sign: sign.event)


@given(many, st.randoms(use_true_random=False))
def test_order_of_arrival_and_duplicates_do_not_matter(given_signs: list[Sign], random: Any) -> None:
    shuffled = [*given_signs, *given_signs[:5]]
    random.shuffle(shuffled)
    assert needs_at(shuffled, NOON) == needs_at(given_signs, NOON)


@given(many)
def test_every_need_is_within_its_bounds(given_signs: list[Sign]) -> None:
    for need in needs_at(given_signs, NOON):
        assert FADED <= need.strength <= 1
        assert need.since <= NOON <= need.expires
        assert need.evidence
        assert set(need.evidence) <= {sign.event for sign in given_signs}


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1000)), max_size=10), st.floats(0, 1))
def test_one_more_sign_never_weakens_a_need(before: list[tuple[float, float]], weight: float) -> None:
    assert strength([*before, (weight, 0.0)], 24.0) >= strength(before, 24.0) - 1e-9
