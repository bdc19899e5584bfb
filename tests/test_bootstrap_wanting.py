"""Needs and rhythms of a person, from what a house was told, with the names of its catalogue."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dangol.bootstrap.character import dna_of
from dangol.bootstrap.habits import rhythm_words, rhythms_of
from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.intake import take
from dangol.bootstrap.tastes import Tastes
from dangol.bootstrap.wanting import latent, needs_now
from dangol.cli.doors.people_view import person_card
from dangol.events.incoming import Incoming
from dangol.kit.clock import fixed
from dangol.knowledge.imports import import_folder
from dangol.people.dna_words import correct, switch_off
from dangol.people.identities import identity_id
from dangol.people.needs import Need
from dangol.people.sensitive import sensitive
from small_brand import small_brand

NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)  # a Monday, 12:00 in Seoul


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = open_house(small_brand(tmp_path / "brand"), clock=fixed(NOON))
    import_folder(opened.store, opened.folder, NOON)
    yield opened
    opened.close()


def told(house: House, who: str, *happened: tuple[str, timedelta, dict[str, Any]]) -> None:
    take(
        house,
        [
            Incoming(
                id=f"{who}-{number}-{kind}-{ago}",
                type=kind,
                identity=who,
                inbox="web",
                occurred_at=NOON - ago,
                received_at=NOON,
                data=data,
                imported=True,
            )
            for number, (kind, ago, data) in enumerate(happened)
        ],
    )


def needs(house: House, who: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(need.kind, need.subjects) for need in needs_now(house, identity_id(house.key, "web", who), NOON)]


WORDS = [
    ("보리 소금빵 얼마예요?", ("know", ("product/p1",))),
    ("상담원 연결해 주세요", ("help", ())),
    ("빵 먹고 두드러기가 났어요", ("help", ())),
    ("보리 소금빵 진짜 맛있어요", ("praise", ("product/p1",))),
]


@pytest.mark.parametrize(("words", "need"), WORDS)
def test_words_say_a_need(house: House, words: str, need: tuple[str, tuple[str, ...]]) -> None:
    told(house, "m", ("message.received", timedelta(hours=1), {"text": words}))
    assert needs(house, "m") == [need]


def test_what_was_just_done_is_seen_at_once_and_buying_ends_it(house: House) -> None:
    told(house, "m", ("cart.added", timedelta(hours=1), {"product_id": "p1"}))
    assert needs(house, "m") == [("buy", ("product/p1",))]
    told(house, "m", ("order.completed", timedelta(minutes=5), {"products": [{"product_id": "p1"}]}))
    assert needs(house, "m") == []


def test_rhythms_by_product_and_by_its_category(house: House) -> None:
    """Sourdough on some Fridays, salt bread on others: bread has the weekly rhythm."""
    fridays = [timedelta(days=3 + 7 * week, hours=-6) for week in range(12)]  # 18:00 in Seoul
    orders = [{"products": [{"product_id": "p1" if number % 2 else "p2"}]} for number in range(12)]
    told(house, "m", *(("order.completed", ago, data) for ago, data in zip(fridays, orders, strict=True)))
    snapshot = house.knowledge.snapshot()
    with house.store.read() as connection:
        found = {one.thing: one for one in rhythms_of(house, connection, snapshot, identity_id(house.key, "web", "m"), NOON)}
        card = person_card(house, connection, snapshot, identity_id(house.key, "web", "m"))
    bread = found["category/빵"]
    assert (bread.period, bread.turns, bread.next_at) == ("week", 12, datetime(2026, 11, 27, 18))
    assert rhythm_words(bread, {}) == (
        "빵: 매주 금요일쯤 (12번 보임). 다음 11-27 18:00, 93%",
        "빵: weekly about Friday (seen 12 times). Next 11-27 18:00, 93%",
    )
    assert rhythm_words(bread, {})[0] in [ko for ko, _ in card.rhythms]


def guessed(house: House, who: str, never: tuple[str, ...] = ()) -> list[Need]:
    ranked = Tastes(house).next("web", who, NOON, of="products", limit=20)
    return latent(ranked, house.knowledge.snapshot(), NOON, never)


def test_what_people_alike_came_to_choose_is_a_guess(house: House) -> None:
    def bought(days: int, product: str) -> tuple[str, timedelta, dict[str, Any]]:
        return "order.completed", timedelta(days=days), {"products": [{"product_id": product}]}

    for number in range(20):
        told(house, f"n{number}", bought(30, "a"), bought(10, "p1"))
        told(house, f"o{number}", bought(30, "c"), bought(10, "d"))
    told(house, "m", bought(25, "a"))
    (guess,) = guessed(house, "m")
    assert (guess.latent, guess.evidence, guess.subjects) == (True, (), ("product/p1",))
    assert guessed(house, "n1") == []
    assert guessed(house, "m", ("빵",)) == []


@pytest.mark.parametrize(
    ("name", "told_of"), [("산모용 임신 세트", True), ("당뇨 환자식", True), ("보리 소금빵", False), ("캠핑 의자", False)]
)
def test_nothing_is_guessed_that_tells_of_health_or_faith(name: str, told_of: bool) -> None:
    assert sensitive(name) is told_of


def test_dna_of_a_person_and_their_own_word_above_it(house: House) -> None:
    orders = [("order.completed", timedelta(days=days), {"products": [{"product_id": "p1", "price": 3_200}]}) for days in range(1, 6)]
    told(house, "m", *orders)
    who = identity_id(house.key, "web", "m")
    snapshot = house.knowledge.snapshot()

    def lines() -> list[str]:
        with house.store.read() as connection:
            assert dna_of(house, connection, snapshot, "nobody", NOON) == []
            card = person_card(house, connection, snapshot, who)
            assert not [name for name in card.traits if name.startswith("dna.")]
            return [en for _, en in card.dna]

    assert lines() == [
        "interests: 빵 (50% sure)",
        "prices: chooses what costs less than usual (50% sure)",
        "novelty: keeps to what was bought before (44% sure)",
        "time of day: day (50% sure)",
        "help: seldom asks (50% sure)",
    ]
    with house.store.write() as connection:
        correct(connection, who, "price", ("generous",), NOON)
        switch_off(connection, who, NOON, "hours")
    told(house, "m", *[(kind, ago + timedelta(days=9), data) for kind, ago, data in orders])
    assert "prices: chooses what costs more than usual (said so)" in lines()
    assert not [line for line in lines() if line.startswith("time of day")]
    with house.store.write() as connection:
        switch_off(connection, who, NOON)
    assert lines() == []


def test_somebody_unknown(house: House) -> None:
    assert needs(house, "stranger") == []
    with house.store.read() as connection:
        assert rhythms_of(house, connection, house.knowledge.snapshot(), "nobody", NOON) == []
    assert guessed(house, "stranger") == []
