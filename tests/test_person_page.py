"""One person on one page of the console: what is seen, by whom, how sure it is, and what is never seen."""

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.intake import take
from dangol.bootstrap.offer_book import import_offers
from dangol.events.incoming import Incoming
from dangol.kit.clock import fixed
from dangol.knowledge.imports import import_folder
from dangol.people.consents import record
from dangol.people.dna_words import switch_off
from dangol.people.identities import identity_id
from dangol.people.merges import verify
from dangol.people.traits import set_trait
from dangol.web.dial import dial
from signed_in import signed_in
from small_brand import small_brand

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)  # a Wednesday, 12:00 in Seoul
OFFERS = """id,kind,title,products,benefit,price,ends,stock,for
first,coupon,첫 주문 500원,,500,,,1,orders=0
over,coupon,지난 쿠폰,,900,,2026-11-24,,
old,refurbished,어제 구운 식빵,p2,,4000,,2,
dear,product,비싸진 소금빵,p1,,9900,,,
"""
EMAIL, PHONE = "ouliol@iloulio.example", "010-9797-6464"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    folder = small_brand(tmp_path / "brand")
    (folder / "offers.csv").write_text(OFFERS, encoding="utf-8")
    opened = open_house(folder, clock=fixed(NOW))
    import_folder(opened.store, opened.folder, NOW)
    import_offers(opened)
    yield opened
    opened.close()


def told(house: House, who: str, *happened: tuple[str, timedelta, dict[str, Any]]) -> str:
    take(
        house,
        [
            Incoming(
                id=f"{who}-{number}-{kind}",
                type=kind,
                identity=who,
                inbox="web",
                occurred_at=NOW - ago,
                received_at=NOW,
                data=data,
                imported=True,
            )
            for number, (kind, ago, data) in enumerate(happened)
        ],
    )
    return identity_id(house.key, "web", who)


def page_of(house: House, path: str, role: str = "owner") -> str:
    async def work() -> str:
        async with signed_in(house, role) as staff:
            answer = await staff.get(path)
            assert answer.status_code == 200, answer.text
            return answer.text

    return asyncio.run(work())


def regular(house: House) -> str:
    """Bread each Friday at 18:00, something in the cart, an agreed advertisement, two proven contacts."""
    fridays = [timedelta(days=5 + 7 * week, hours=-6) for week in range(12)]
    orders = [
        ("order.completed", ago, {"order_id": f"A{n}", "products": [{"product_id": "p1", "quantity": 2}]}) for n, ago in enumerate(fridays)
    ]
    who = told(house, "m", *orders, ("cart.added", timedelta(hours=2), {"product_id": "p1"}))
    with house.store.write() as connection:
        set_trait(connection, who, "name", "<b>김보리</b>", "agent", NOW)
        verify(connection, house.key, who, "email", EMAIL, NOW)
        verify(connection, house.key, who, "phone", PHONE, NOW)
        record(connection, who, "promotional", "given", wording="v7", source="web", at=NOW - timedelta(days=1))
    return who


def test_the_owner_sees_all_of_it_with_its_evidence(house: House) -> None:
    page = page_of(house, f"/inbox/people/{regular(house)}")
    for words in (
        "&lt;b&gt;김보리&lt;/b&gt;",
        "1번 담았어요. 보리 소금빵을 사려고 해요.",
        "지금 69%, 내일 54%",  # 0.7 two hours ago, halved in 72
        "매주 금요일쯤",
        "93%로 그때 와요",
        "사던 것을 삼",
        "보리 소금빵 2",
        "이메일로 확인 · 100%",
        EMAIL,
        "광고 동의",
        "지금 유효",
        "v7",
        "아낄 수 있는 상품이 없거나 마진 하한에 걸려요",
        "이분은 조건에 맞지 않아요: orders=0",
        "끝났어요",
    ):
        assert words in page, words
    assert "<b>김보리" not in page
    assert len(re.findall(r'class="arc ', page)) == 2  # the product and its category, in the week


def test_an_agent_sees_no_contact_and_no_evidence_of_merges(house: House) -> None:
    page = page_of(house, f"/inbox/people/{regular(house)}", "agent")
    assert "1번 담았어요." in page
    assert EMAIL not in page
    assert "9797" not in page
    assert "로 확인" not in page


def test_what_they_switched_off_is_not_shown_to_staff(house: House) -> None:
    who = regular(house)
    with house.store.write() as connection:
        switch_off(connection, who, NOW)
    page = page_of(house, f"/inbox/people/{who}")
    assert page.count("본인이 꺼 둠") == 5
    assert "사던 것을 삼" not in page
    assert "취향을 쓰지 말아 달라고 하셔서" in page


def test_somebody_of_whom_one_thing_is_known_and_nobody(house: House) -> None:
    page = page_of(house, f"/inbox/people/{told(house, 'once', ('product.viewed', timedelta(minutes=5), {'product_id': 'p1'}))}")
    assert "1번 보았어요. 보리 소금빵을 알고 싶어 해요." in page
    assert "우연이 아니라고 할 만큼" in page
    assert "동의한 적 없음" in page

    async def unknown() -> int:
        async with signed_in(house) as staff:
            return (await staff.get("/inbox/people/nobody")).status_code

    assert asyncio.run(unknown()) == 404


def test_a_long_history_goes_page_by_page(house: House) -> None:
    views = [("product.viewed", timedelta(hours=number), {"product_id": "p1"}) for number in range(1_000)]
    who = told(house, "busy", *views)
    page = page_of(house, f"/inbox/people/{who}")
    older = re.search(r"\?before=\d+", page)
    assert older
    assert page.count("보리 소금빵 봄") == 25
    then = page_of(house, f"/inbox/people/{who}{older[0]}")
    times = re.findall(r'<time datetime="([^"]+)">', page.partition('id="timeline"')[2])
    later = re.findall(r'<time datetime="([^"]+)">', then.partition('id="timeline"')[2])
    assert (len(times), len(later)) == (25, 25)
    assert max(later) < min(times)


def test_a_guess_from_people_alike_is_marked_as_one(house: House) -> None:
    def bought(days: int, product: str) -> tuple[str, timedelta, dict[str, Any]]:
        return "order.completed", timedelta(days=days), {"products": [{"product_id": product}]}

    for number in range(20):
        told(house, f"n{number}", bought(30, "a"), bought(10, "p1"))
        told(house, f"o{number}", bought(30, "c"), bought(10, "d"))
    who = told(house, "m", bought(25, "a"))
    house.scenes.of(house, [who], NOW, patience=None)
    page = page_of(house, f"/inbox/people/{who}")
    assert "추측: 비슷한 사람들로 미루어, 보리 소금빵을 사려고 해요." in page
    with house.store.write() as connection:
        switch_off(connection, who, NOW, "interests")
    assert "추측" not in page_of(house, f"/inbox/people/{who}")


@pytest.mark.parametrize(
    ("asked", "found"), [(EMAIL, True), (PHONE, True), ("m", True), ("김보리", True), ("nobody@iloulio.example", False)]
)
def test_people_are_found_and_what_was_asked_stands_in_no_address(house: House, asked: str, found: bool) -> None:
    regular(house)

    async def work() -> None:
        async with signed_in(house, "agent") as staff:
            answer = await staff.post("/inbox/people", page="/inbox/people", q=asked)
            assert answer.status_code == 200
            assert ("김보리" in answer.text.partition('<ul class="cards">')[2]) is found
            assert ("찾는 손님이 없어요" in answer.text) is not found
            assert answer.url.query == b""

    asyncio.run(work())


def test_nobody_who_is_not_signed_in_gets_in(house: House) -> None:
    who = regular(house)

    async def work() -> None:
        async with signed_in(house) as staff:
            staff.client.cookies.clear()
            for path in ("/inbox/people", f"/inbox/people/{who}"):
                answer = await staff.get(path)
                assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/inbox/sign-in")

    asyncio.run(work())


def test_a_clock_shows_how_sure_it_is() -> None:
    shapes = dial([0] * 23 + [4], [(0.25, 0.125), (0.5, 0.0)], ("0", "6", "12", "18"), 0.75)
    assert len(shapes.bars) == 1
    wide, narrow = shapes.arcs
    assert (wide.x, wide.y) == (180.0, 100.0)  # a quarter of the turn is on the right
    assert wide.path == "M156.6 43.4A80 80 0 0 1 156.6 156.6"
    assert narrow.path != wide.path
    assert shapes.hand == "M80 100L57 100"
