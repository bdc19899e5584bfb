"""A person's own word on what was worked out about them, on their page: it holds after new events, and wherever it is used."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import httpx
import pytest
from filled_shop import NOON, WHO
from test_my_page import csrf, enter, token, visiting

from dangol.bootstrap.house import House
from dangol.bootstrap.intake import take
from dangol.bootstrap.wanting import keep_up
from dangol.cli.doors.people_view import person_card
from dangol.events.incoming import Incoming
from dangol.offers.home import Home, home
from dangol.people.dna_words import switched_off
from dangol.people.identities import identity_id


def told(house: House, number: int, kind: str, data: dict[str, Any], ago: timedelta) -> None:
    at = NOON - ago
    take(
        house,
        [
            Incoming(
                id=f"p-{number}-{kind}-{ago}",
                type=kind,
                identity=WHO,
                inbox="web",
                occurred_at=at,
                received_at=NOON,
                data=data,
                imported=True,
            )
        ],
    )


def bought(house: House, number: int, days: int) -> None:
    told(
        house,
        number,
        "order.completed",
        {"order_id": f"B{number}", "products": [{"product_id": "p1", "price": 3200}]},
        timedelta(days=days),
    )


def seen_by_staff(house: House) -> str:
    with house.store.read() as connection:
        card = person_card(house, connection, house.knowledge.snapshot(), identity_id(house.key, "web", WHO))
    return "|".join(ko for ko, _ in (*card.dna, *card.needs, *card.rhythms))


def shown(house: House) -> Home:
    found = house.scenes.of(house, [identity_id(house.key, "web", WHO)], NOON, patience=None)
    return home(found.scene, found.coupons, personal=found.personal)


async def say(client: httpx.AsyncClient, **fields: str) -> httpx.Response:
    return await client.post("/me/dna", data={"csrf": csrf(await client.get("/me")), **fields})


def test_what_is_corrected_stays_so_whatever_happens(shop: House) -> None:
    async def work() -> None:
        async with visiting(shop) as client:
            page = await enter(client, shop)
            assert "사던 것을 삼" in page.text
            assert (await say(client, facet="novelty", value="curious", act="correct")).status_code == 303
            page = await client.get("/me")
            assert "본인이 알려 줌" in page.text

    for number in range(4):
        bought(shop, number, number + 1)
    asyncio.run(work())
    for number in range(10, 20):
        bought(shop, number, number)
    assert "새로운 것을 삼 (본인이 알려 줌)" in seen_by_staff(shop)
    assert "사던 것을 삼" not in seen_by_staff(shop)


def test_what_is_switched_off_is_gone_everywhere_and_can_be_taken_back(shop: House) -> None:
    for number in range(12):
        bought(shop, number, 3 + 7 * number)
    assert "매주" in seen_by_staff(shop)
    assert shown(shop).personal

    async def off(act: str) -> None:
        async with visiting(shop) as client:
            await enter(client, shop)
            assert (await say(client, act=act)).status_code == 303
            page = await client.get("/me")
            assert page.text.count("꺼 두셨어요") == (5 if act == "off" else 0)

    asyncio.run(off("off"))
    bought(shop, 99, 1)
    assert seen_by_staff(shop).count("확신") == 0
    assert "매주" not in seen_by_staff(shop)
    assert not shown(shop).personal
    with shop.store.read() as connection:
        assert switched_off(connection, "interests") == {identity_id(shop.key, "web", WHO)}
    asyncio.run(off("back"))
    assert shown(shop).personal
    assert "확신" in seen_by_staff(shop)


def test_who_names_other_interests_is_shown_less_of_what_they_bought(shop: House) -> None:
    for number in range(6):
        bought(shop, number, 20 + number)

    def wanted() -> float:
        found = shop.scenes.of(shop, [identity_id(shop.key, "web", WHO)], NOON, patience=None)
        return found.scene.wanted["p1"].score

    before = wanted()

    async def work() -> None:
        async with visiting(shop) as client:
            await enter(client, shop)
            assert (await say(client, facet="interests", act="correct", value="커피")).status_code == 303

    asyncio.run(work())
    bought(shop, 50, 2)
    assert wanted() < before


def test_a_need_that_is_not_so_is_dismissed_and_later_begins_anew(shop: House) -> None:
    told(shop, 1, "cart.added", {"product_id": "p1"}, timedelta(hours=2))

    async def work() -> None:
        async with visiting(shop) as client:
            page = await enter(client, shop)
            assert "보리 소금빵을 사려고 하시는 것 같아요." in page.text
            form = {"csrf": csrf(page), "kind": "buy", "subjects": "product/p1"}
            assert (await client.post("/me/need", data=form)).status_code == 303
            page = await client.get("/me")
            assert "사려고 하시는" not in page.text
            assert (await client.post("/me/need", data={**form, "csrf": csrf(page)})).status_code == 400

    asyncio.run(work())
    assert "사려고" not in seen_by_staff(shop)
    told(shop, 2, "cart.added", {"product_id": "p1"}, timedelta(seconds=-1))
    shop.clock.now = NOON + timedelta(minutes=1)  # type: ignore[attr-defined]
    shown(shop)
    assert "사려고" in seen_by_staff(shop)


@pytest.mark.parametrize(
    "fields",
    [
        {"facet": "price", "value": "<script>", "act": "correct"},
        {"facet": "nothing", "value": "x", "act": "correct"},
        {"facet": "price", "act": "explode"},
        {"facet": "interests", "act": "correct"},
        {"facet": "interests", "act": "correct", "value": "x" * 61},
    ],
)
def test_nonsense_changes_nothing(shop: House, fields: dict[str, str]) -> None:
    keep_up(shop)
    before = seen_by_staff(shop)

    async def work() -> None:
        async with visiting(shop) as client:
            await enter(client, shop)
            assert (await say(client, **fields)).status_code == 400
            forged = await client.post("/me/dna", data={"csrf": "no", "facet": "price", "act": "off"})
            assert forged.status_code == 403

    asyncio.run(work())
    assert seen_by_staff(shop) == before


def test_somebody_elses_needs_and_words_are_not_reached(shop: House) -> None:
    told(shop, 1, "cart.added", {"product_id": "p1"}, timedelta(hours=2))

    async def work() -> None:
        async with visiting(shop) as client:
            page = await enter(client, shop, "a-stranger")
            assert "사려고 하시는" not in page.text
            assert not re.search("me/dna", page.text)  # nothing is known of them, so there is nothing to correct
            answer = await client.post("/me/need", data={"csrf": csrf(page), "kind": "buy", "subjects": "product/p1"})
            assert answer.status_code == 400
            assert token(shop)

    asyncio.run(work())
    assert "사려고" in seen_by_staff(shop)
