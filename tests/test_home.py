"""A visitor's home through the public door: personal, honest where it cannot be, and coupons used once."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.intake import take
from dangol.bootstrap.offer_book import import_offers
from dangol.cli.doors import open_doors
from dangol.events.incoming import Incoming
from dangol.kit.errors import BadInput
from dangol.knowledge.imports import import_folder
from dangol.people.identities import identity_id
from dangol.people.merges import merge
from dangol.web.app import create_app
from dangol.web.settings import Rate, WebSettings
from small_brand import small_brand

KEY = "home-test-key-0123456789"
NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
PLENTY = Rate(burst=10**6, per_minute=6e7)
OFFERS = """id,kind,title,products,benefit,price,ends,stock,for,children,section,url
first,coupon,첫 주문 500원,,500,,,1,orders=0,,,
again,coupon,다시 오신 분 10%,p1,10%,,,,bought p1,,,
over,coupon,지난 쿠폰,,900,,2026-11-24,,,,,
flash,product,오늘의 소금빵,p1,,2900,2026-11-25T13:00,,,,빵날,
old,refurbished,어제 구운 식빵,p2,,4000,,2,,no,,
read,content,발효종 이야기,,,,,,,,,https://borine.example/starter
"""


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> Iterator[House]:
    folder = small_brand(tmp_path / "brand")
    (folder / "offers.csv").write_text(OFFERS, encoding="utf-8")
    opened = open_house(folder, clock=clock)
    import_folder(opened.store, opened.folder, NOW)
    assert import_offers(opened).report.added == 6
    yield opened
    opened.close()


def serve(house: House, work: Any) -> Any:
    async def body() -> Any:
        settings = WebSettings(secret=b"x" * 32, api_keys=(KEY,), ip_rate=PLENTY, visitor_rate=PLENTY)
        app = create_app(open_doors(house), settings, house.clock)
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test", timeout=60)
        async with app.router.lifespan_context(app), client:
            return await work(client)

    return asyncio.run(body())


async def visitor(client: httpx.AsyncClient) -> tuple[str, dict[str, str]]:
    client.cookies.clear()
    opened = (await client.post("/v1/chat/session", json={})).json()
    return opened["visitor"], {"Authorization": f"Bearer {opened['token']}"}


def did(house: House, who: str, kind: str, at: datetime = NOW - timedelta(days=1), **data: Any) -> None:
    event = Incoming(
        id=f"{kind}{at}{data}", type=kind, identity=who, inbox="web", occurred_at=at, received_at=NOW, data=data, imported=False
    )
    take(house, [event])


def cards(home: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {card["id"]: card for section in home["sections"] for card in section["cards"]}


def journal(house: House, *types: str) -> list[tuple[str, dict[str, Any]]]:
    with house.store.read() as connection:
        return [(event.type, dict(event.payload)) for event in house.journal.read(connection, types=types)]


def test_a_stranger_sees_what_stands_and_is_told_that_nothing_is_known(house: House) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        assert (await client.get("/v1/home")).status_code == 401
        _, who = await visitor(client)
        home = (await client.get("/v1/home", headers=who)).json()
        assert (home["personal"], home["note"]["ko"]) == (False, "아직 아는 것이 없어 많이 찾으시는 순서예요.")
        found = cards(home)
        assert set(found) == {"first", "flash", "old", "read"}  # not what is over, nor for who bought, nor what is sold out
        assert (found["flash"]["pays"], found["flash"]["saving"], found["flash"]["ends_at"]) == (2700, 500, "2026-11-25T04:00:00Z")
        assert found["flash"]["uses"] == ["첫 주문 500원"]  # it does not combine with the day's price, and saves this person more
        assert home["sections"][0]["title"]["ko"] == "빵날"
        assert journal(house, "offer.shown") == []  # nothing is kept of somebody of whom nothing was known

    serve(house, work)


def test_somebody_known_sees_why_in_one_sentence_and_each_exposure_is_kept_once_a_day(house: House) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        name, who = await visitor(client)
        did(house, name, "order.completed", products=[{"product_id": "p1"}], order_id="O-1")
        did(house, name, "cart.added", NOW - timedelta(hours=1), product_id="p1")
        home = (await client.get("/v1/home", headers=who)).json()
        found = cards(home)
        assert home["personal"]
        assert "first" not in found
        assert found["again"]["because"]["ko"] == "장바구니에 담아 두셔서 보여 드려요, 320원 아끼실 수 있어요."
        await client.get("/v1/home", headers=who)
        shown = sorted(data["offer"] for _, data in journal(house, "offer.shown"))
        assert shown == ["again", "flash", "old", "read"]
        assert (await client.post("/v1/home/chosen", json={"offer": "read"}, headers=who)).status_code == 204
        assert journal(house, "offer.chosen") == [("offer.chosen", {"offer": "read", "place": "home"})]
        assert (await client.post("/v1/home/chosen", json={"offer": "gone"}, headers=who)).json()["error"]["code"] == "offer.unknown"

    serve(house, work)


def test_a_guessed_merge_shows_nobody_the_cart_of_another(house: House) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        (mine, who), (other, _) = await visitor(client), await visitor(client)
        did(house, mine, "page.viewed", url="/")
        did(house, other, "cart.added", product_id="p1")
        ids = [identity_id(house.key, "web", name) for name in (mine, other)]
        with house.store.write() as connection:
            merge(connection, *ids, evidence="same_address", confidence=0.6, at=NOW)
        home = (await client.get("/v1/home", headers=who)).json()
        assert not home["personal"]
        assert not any("장바구니" in card["because"]["ko"] for card in cards(home).values())

    serve(house, work)


def test_a_child_does_not_see_what_is_not_for_children(house: House) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        name, who = await visitor(client)
        did(house, name, "identity.described", traits={"birthday": "2015-05-05"})
        assert "old" not in cards((await client.get("/v1/home", headers=who)).json())

    serve(house, work)


def test_a_coupon_is_taken_shown_and_used_once(house: House, clock: Clock) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        (_, who), (_, late) = await visitor(client), await visitor(client)
        taken = (await client.post("/v1/home/coupons", json={"offer": "first"}, headers=who)).json()
        assert (await client.post("/v1/home/coupons", json={"offer": "first"}, headers=who)).json() == taken
        assert (await client.post("/v1/home/coupons", json={"offer": "first"}, headers=late)).json()["error"]["code"] == "offer.not_now"
        assert (await client.post("/v1/home/coupons", json={"offer": "over"}, headers=who)).json()["error"]["code"] == "offer.not_now"
        form = {"code": taken["code"].lower(), "order_id": "O-9"}
        assert (await client.post("/v1/coupons/redeem", json=form)).json()["error"]["code"] == "key.wrong"
        key = {"Authorization": f"Bearer {KEY}"}
        used = await client.post("/v1/coupons/redeem", json=form, headers=key)
        assert (used.status_code, used.json()["won"]) == (200, 500)
        assert (await client.post("/v1/coupons/redeem", json=form, headers=key)).json() == used.json()
        again = await client.post("/v1/coupons/redeem", json=form | {"order_id": "O-10"}, headers=key)
        assert (again.status_code, again.json()["error"]["code"]) == (403, "coupon.used")
        assert journal(house, "coupon.applied") == [("coupon.applied", {"coupon_id": "first", "order_id": "O-9"})]
        clock.now = NOW + timedelta(minutes=1)
        assert "first" not in cards((await client.get("/v1/home", headers=who)).json())

    serve(house, work)


def test_what_ends_between_showing_and_taking_is_refused(house: House, clock: Clock) -> None:
    (house.folder / "offers.csv").write_text("id,kind,title,benefit,ends\nsoon,coupon,곧 끝남,500,2026-11-25T13:00\n", encoding="utf-8")
    import_offers(house)

    async def work(client: httpx.AsyncClient) -> None:
        _, who = await visitor(client)
        assert "soon" in cards((await client.get("/v1/home", headers=who)).json())
        code = (await client.post("/v1/home/coupons", json={"offer": "soon"}, headers=who)).json()["code"]
        clock.now = NOW + timedelta(hours=1)
        assert (await client.post("/v1/home/coupons", json={"offer": "soon"}, headers=who)).json()["error"]["code"] == "offer.not_now"
        key = {"Authorization": f"Bearer {KEY}"}
        late = await client.post("/v1/coupons/redeem", json={"code": code, "order_id": "O-1"}, headers=key)
        assert late.json()["error"]["code"] == "coupon.over"
        assert "soon" not in cards((await client.get("/v1/home", headers=who)).json())

    serve(house, work)


def test_a_product_that_is_gone_and_events_from_the_future_leave_a_sensible_home(house: House) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        name, who = await visitor(client)
        did(house, name, "order.completed", products=[{"product_id": "discontinued"}], order_id="O-1")
        did(house, name, "order.completed", NOW + timedelta(days=3), products=[{"product_id": "p1"}], order_id="O-2")
        home = (await client.get("/v1/home", headers=who)).json()
        assert "again" not in cards(home)  # p1 was not bought yet
        assert cards(home)["flash"]["product"] == "p1"

    serve(house, work)


def test_a_file_of_which_nothing_can_be_read_changes_nothing(house: House) -> None:
    (house.folder / "offers.csv").write_text("id,kind,title,benefit\na,coupon,쿠폰,\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"offers\.all_refused"):
        import_offers(house)
    (house.folder / "offers.csv").write_text("id,kind,title,benefit\na,coupon,쿠폰,\nfirst,coupon,첫 주문 700원,700\n", encoding="utf-8")
    done = import_offers(house)
    assert (done.report.changed, done.report.retired, [row.line for row in done.refused]) == (1, 5, [2])
    (house.folder / "offers.csv").unlink()
    assert import_offers(house).report.retired == 1


def test_staff_see_what_became_of_each_offer(house: House) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        name, who = await visitor(client)
        did(house, name, "page.viewed", url="/")
        await client.get("/v1/home", headers=who)
        code = (await client.post("/v1/home/coupons", json={"offer": "first"}, headers=who)).json()["code"]
        form = {"code": code, "order_id": "O-1"}
        await client.post("/v1/coupons/redeem", json=form, headers={"Authorization": f"Bearer {KEY}"})

    serve(house, work)
    board = open_doors(house).home.board(at=NOW)  # type: ignore[union-attr]
    found = {row.title: row for row in board.rows}
    first = found["첫 주문 500원"]
    assert (first.shown, first.chosen, first.given, first.used, first.left, first.lost) == (1, 1, 1, 1, 0, "none_left")
    assert (found["지난 쿠폰"].lost, found["지난 쿠폰"].shown) == ("over", 0)
    assert (board.messages, board.treated, board.held) == ("off", 0, 0)
