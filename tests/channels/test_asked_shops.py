"""Asking shops for what they do not tell: goods, stock, reviews and questions, from platforms of our own that keep the documented rules."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from street import Street, street

from dangol.bootstrap.asking_shops import Asking, admin_of
from dangol.bootstrap.contact_keys import rotate
from dangol.bootstrap.shop_marks import About, read_mark, read_tokens
from dangol.bootstrap.tables import shop_tokens
from dangol.channels.cafe24.admin import consent_page
from dangol.channels.cafe24.channel import Cafe24
from dangol.channels.failures import Unauthorised
from dangol.channels.smartstore.channel import SmartStore
from dangol.channels.wire import Wire
from dangol.cli.authorising import authorise_inbox
from dangol.cli.checking import run_doctor
from dangol.events.catalog import validate
from dangol.kit.errors import DangolError
from dangol.simulator.cafe24_admin import QUESTIONS, MallApi, product
from dangol.simulator.scene import Conditions
from dangol.simulator.smartstore import SmartStorePlatform
from dangol.simulator.smartstore_goods import Product
from dangol.store.sealed import vault_of

TEN_MINUTES = 11  # and a little


class Served(httpx.BaseTransport):
    """The platforms' applications, reached without a network."""

    def __init__(self, *platforms: Any) -> None:
        self._app = Starlette(routes=[route for one in platforms for route in one.routes()])

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        prefix = "/smartstore" if request.url.host == "api.commerce.naver.com" else "/cafe24"
        assert request.url.host in {"api.commerce.naver.com", "borine.cafe24api.com"}

        async def call() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=self._app), base_url="http://there.test") as client:
                path = prefix + request.url.raw_path.decode()
                return await client.request(request.method, path, content=request.content, headers=dict(request.headers))

        answered = asyncio.run(call())
        return httpx.Response(answered.status_code, headers=answered.headers, content=answered.content)


@dataclass
class Shops:
    town: Street
    store: SmartStorePlatform
    mall: MallApi

    def __post_init__(self) -> None:
        self.waited: list[float] = []
        outside = replace(
            self.town.house.outside,
            wire=Wire(transport=Served(self.store, self.mall)),
            overrides={"cafe24": {"client_id": "simulated", "client_secret": "simulated", "refresh_token": "simulated"}},
        )
        self.house = replace(self.town.house, outside=outside)
        self.asking = Asking(self.house, self.pause)

    def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.town.clock.now += timedelta(seconds=seconds)

    def round(self, minutes: float = 1) -> float | None:
        self.town.later(minutes=minutes)
        return self.asking.round()

    def told(self, inbox: str, *kinds: str) -> list[dict[str, Any]]:
        return [dict(data) for kind, where, data in self.town.events() if where == inbox and kind in kinds]

    def facts(self, id_: str) -> dict[str, str]:
        found = self.house.knowledge.snapshot().products.get(id_)
        return {column: fact.value for column, fact in found.facts.items()} if found else {}

    def trouble(self, inbox: str, about: About) -> str:
        mark = read_mark(self.house, inbox, about)
        return mark.trouble if mark else "never"


def opened(town: Street) -> Shops:
    store = SmartStorePlatform(
        client_id="app1", client_secret="$2a$04$abcdefghijklmnopqrstuu", clock=lambda: town.clock.now, bucket=1000, rate=1000
    )
    return Shops(town, store, MallApi(clock=lambda: town.clock.now))


@pytest.fixture
def shops(tmp_path: Path) -> Iterator[Shops]:
    with street(tmp_path / "brand") as town:
        yield opened(town)


@pytest.fixture
def shops_on_each_engine(tmp_path: Path, store_url: str) -> Iterator[Shops]:
    with street(tmp_path / "brand", store_url) as town:
        yield opened(town)


def test_goods_and_stock_become_facts_and_only_changes_are_told_again(shops_on_each_engine: Shops) -> None:
    shops = shops_on_each_engine
    shops.store.shelf.products["9001"].discounted = 3900
    shops.round()
    scone = shops.facts("9001")
    assert (scone["name"], scone["price"], scone["정가"], scone["stock"]) == ("쑥 스콘", "3900", "4,200원", "12")
    assert shops.facts("P00000BO")["stock"] == "40"
    before = len(shops.told("smartstore", "product.changed", "stock.changed"))
    assert before == 4
    shops.round(TEN_MINUTES)
    assert len(shops.told("smartstore", "product.changed", "stock.changed")) == before
    shops.store.shelf.products["9001"].left = 0
    shops.mall.products[10] = product(10, "P00000BO", "보리 소금빵", "3500.00", 3)
    shops.round(TEN_MINUTES)
    assert shops.facts("9001")["stock"] == "0"
    assert (shops.facts("P00000BO")["price"], shops.facts("P00000BO")["stock"]) == ("3500", "3")
    shops.store.shelf.products["9001"].left = 12
    shops.round(TEN_MINUTES)
    assert shops.facts("9001")["stock"] == "12"  # as it was at first, and told all the same
    assert [one["quantity"] for one in shops.told("smartstore", "stock.changed") if one["product_id"] == "9001"] == [12, 0, 12]


def test_the_owners_own_word_stands_until_the_shop_changes_its(shops: Shops) -> None:
    shops.store.shelf.products["9001"].own = "bread-1"
    shops.round()
    known = shops.facts("bread-1") or shops.facts("9001")
    assert known["price"] == "4200"
    with (shops.house.folder / "products.csv").open("a", encoding="utf-8") as rows:
        rows.write("")
    shops.round(TEN_MINUTES)
    told = len(shops.told("smartstore", "product.changed"))
    shops.store.shelf.products["9001"].price = 4500
    shops.round(TEN_MINUTES)
    assert len(shops.told("smartstore", "product.changed")) == told + 1


def test_what_is_gone_twice_is_retired_and_what_is_gone_once_is_not(shops: Shops) -> None:
    gone = shops.store.shelf.products.pop("9001")
    shops.round()
    shops.store.shelf.products["9001"] = gone
    shops.round(TEN_MINUTES)
    shops.store.shelf.products.pop("9001")
    shops.round(TEN_MINUTES)
    assert shops.facts("9001")
    shops.round(TEN_MINUTES)
    assert shops.facts("9001") == {}
    assert [one["product_id"] for one in shops.told("smartstore", "product.removed")] == ["9001"]
    shops.store.shelf.products["9001"] = gone
    shops.round(TEN_MINUTES)
    assert shops.facts("9001")["name"] == "쑥 스콘"


def test_a_shop_that_suddenly_shows_nothing_is_ill_and_not_empty(shops: Shops) -> None:
    shops.round()
    shops.store.shelf.products.clear()
    for _ in range(4):
        shops.round(TEN_MINUTES)
        assert shops.trouble("smartstore", "goods") == "delivery.platform_down"
    assert shops.facts("9001")


def test_many_products_are_asked_for_page_by_page_and_a_stop_goes_on_there(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    shops.store.shelf.size = 7
    for number in range(100):
        shops.store.shelf.products[str(20_000 + number)] = Product(str(20_000 + number), f"빵 {number}", 1000 + number, number)
        shops.mall.products[100 + number] = product(100 + number, f"P0000{number:03d}", f"케이크 {number}", "9000.00", 5)
    monkeypatch.setattr("dangol.bootstrap.asking_goods._MOST_PAGES", 4)
    shops.round()
    first = len(shops.told("smartstore", "product.changed"))
    assert first == 28
    shops.asking = Asking(shops.house, shops.pause)
    for _ in range(4):
        shops.round()
    assert len(shops.told("smartstore", "product.changed")) == 102
    assert len(shops.told("cafe24", "product.changed")) == 101
    assert shops.told("smartstore", "product.removed") == []


def test_a_product_that_is_not_sold_any_more_is_retired(shops: Shops) -> None:
    shops.round()
    shops.store.shelf.products["9001"].status = "SUSPENSION"
    shops.mall.products[10]["display"] = "F"
    shops.round(TEN_MINUTES)
    assert shops.facts("9001") == {}
    assert shops.facts("P00000BO") == {}


def test_a_review_comes_once_with_its_stars_and_without_who_its_writer_says_to_be(shops_on_each_engine: Shops) -> None:
    shops = shops_on_each_engine
    shops.round()
    shops.mall.wrote("gdhong", "퍽퍽해서 실망했어요", rating=2)
    shops.mall.wrote("", "맛있어요", rating=5)
    shops.mall.wrote("borine", "감사합니다 고객님", reply_depth=1)
    shops.mall.wrote("gdhong", "지워진 글", rating=1, deleted="T")
    shops.mall.wrote("gdhong", "공지", notice="T")
    shops.mall.wrote("gdhong", "사장님만 보세요", rating=1, secret="T")
    for _ in range(3):
        shops.round()
    told = shops.told("cafe24", "review.posted")
    assert [(one["product_id"], one["rating"], one["text"]) for one in told] == [
        ("P00000BO", 5, "맛있어요"),
        ("P00000BO", 2, "퍽퍽해서 실망했어요"),
    ]
    ((private, hidden),) = [(one["text"], one["secret"]) for one in shops.told("cafe24", "post.written")]
    assert (private, hidden) == ("사장님만 보세요", True)  # never a review that others may be told of
    everything = str(shops.town.events())
    for word in ("hong@example.org", "203.0.113.7", "홍**", "감사합니다", "지워진", "공지"):
        assert word not in everything


def test_a_question_waits_on_the_phone_once_until_the_shop_has_answered(shops: Shops) -> None:
    shops.round()
    shops.mall.wrote("gdhong", "글루텐 들어 있나요?", board=QUESTIONS)
    shops.mall.wrote("gdhong", "예전 질문", board=QUESTIONS, reply_status="C")
    shops.store.shelf.ask("minji", "유통기한이 얼마예요?", shops.town.clock.now)
    made = shops.store.ordered("minji")
    shops.store.shelf.ask("minji", "언제 오나요?", shops.town.clock.now, order=made.order)
    for _ in range(3):
        shops.round()
    assert [one["text"] for one in shops.told("cafe24", "post.written")] == ["예전 질문", "글루텐 들어 있나요?"]
    asked = {one["board"]: one for one in shops.told("smartstore", "post.written")}
    assert asked["qna"]["text"] == "유통기한이 얼마예요?"
    assert asked["inquiry"]["text"] == "언제 오나요?"
    assert asked["inquiry"]["order_id"] == made.order
    assert [one["source"] for one in shops.told("cafe24", "alarm.raised") + shops.told("smartstore", "alarm.raised")] == [
        "cafe24",
        "smartstore",
        "smartstore",
    ]
    with shops.house.store.read() as connection:
        query = "SELECT count(DISTINCT identity) FROM envelopes WHERE type IN ('order.completed', 'post.written') AND inbox = 'smartstore'"
        assert connection.exec_driver_sql(query).scalar_one() == 2  # the inquiry is the buyer's; a product's question is nobody's


def test_more_posts_than_one_page_holds(shops: Shops) -> None:
    for number in range(250):
        shops.mall.wrote(f"m{number}", f"후기 {number}", rating=1 + number % 5)
        shops.store.shelf.ask(f"m{number}", f"질문 {number}", shops.town.clock.now)
    shops.round()
    assert len(shops.told("cafe24", "review.posted")) == 250
    assert len(shops.told("smartstore", "post.written")) == 250


def test_tokens_are_renewed_in_pairs_kept_sealed_and_outlive_a_restart(shops_on_each_engine: Shops) -> None:
    shops = shops_on_each_engine
    shops.round()
    assert shops.mall.calls.count("token") == 1
    held = read_tokens(shops.house, "cafe24", "simulated")
    assert held is not None
    with shops.house.store.read() as connection:
        sealed = connection.execute(shop_tokens.select()).one().sealed
    assert sealed.startswith("sealed:")
    assert held.refresh not in sealed
    shops.asking = Asking(shops.house, shops.pause)
    shops.round()
    assert shops.mall.calls.count("token") == 1
    shops.round(60 * 3)  # the access token has ended
    assert shops.mall.calls.count("token") == 2
    shops.mall.forget_tokens()
    shops.round()
    assert shops.mall.calls.count("token") == 3
    assert shops.trouble("cafe24", "reviews") == ""
    with shops.house.store.read() as connection:
        vault = vault_of(connection)
    renewed = read_tokens(shops.house, "cafe24", "simulated")
    assert rotate(shops.house.store, vault) >= 1
    assert read_tokens(shops.house, "cafe24", "simulated") == renewed


def test_a_refresh_token_that_ended_is_the_owners_to_mend(shops: Shops, capsys: pytest.CaptureFixture[str]) -> None:
    shops.round()
    shops.round(60 * 24 * 15)
    assert shops.trouble("cafe24", "goods") == "delivery.unauthorised"
    run_doctor(shops.house.folder)
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("✗") and "cafe24 goods" in line]
    assert told == [] or "dangol channel authorise cafe24" in told[0]
    assert shops.trouble("smartstore", "goods") == ""  # the other shop goes on


def test_the_bucket_is_not_filled_to_the_brim(shops: Shops) -> None:
    shops.mall.bucket = 10
    for number in range(1500):
        shops.mall.wrote(f"m{number}", f"후기 {number}", rating=5)
    shops.round()
    assert set(shops.waited) == {2.0}  # from 9 of 10 on until there are 5
    assert shops.trouble("cafe24", "reviews") == ""
    assert len(shops.told("cafe24", "review.posted")) == 1500


@pytest.mark.parametrize(
    ("trouble", "code", "wait"),
    [
        ("busy", "delivery.throttled", 32.0),
        ("broken", "delivery.platform_down", None),
        ("blocked", "delivery.unauthorised", None),
    ],
)
def test_while_the_mall_refuses_nothing_is_passed_by(shops: Shops, trouble: Any, code: str, wait: float | None) -> None:
    shops.round()
    shops.mall.scene.conditions = Conditions(trouble=trouble)
    shops.mall.wrote("gdhong", "좋아요", rating=5)
    for _ in range(3):
        assert shops.round(TEN_MINUTES) == wait
        assert shops.trouble("cafe24", "goods") == code
    shops.mall.scene.conditions = Conditions()
    shops.round()
    assert [one["text"] for one in shops.told("cafe24", "review.posted")] == ["좋아요"]
    assert shops.trouble("cafe24", "goods") == ""


def test_a_group_of_calls_that_was_not_granted_stops_nothing_else(shops: Shops) -> None:
    shops.store.refused = {"goods"}
    shops.store.ordered("minji")
    shops.store.shelf.ask("minji", "유통기한이 얼마예요?", shops.town.clock.now)
    shops.round()
    assert shops.trouble("smartstore", "goods") == "delivery.unauthorised"
    assert len(shops.told("smartstore", "order.completed")) == 1
    assert len(shops.told("smartstore", "post.written")) == 1


def test_the_owner_consents_in_two_steps(shops: Shops, capsys: pytest.CaptureFixture[str]) -> None:
    authorise_inbox(shops.house, "cafe24", "https://borine.example/cafe24", "")
    said = capsys.readouterr()
    assert "https://borine.cafe24api.com/api/v2/oauth/authorize?response_type=code" in said.out + said.err
    shops.mall.granted.add("code-1")
    authorise_inbox(shops.house, "cafe24", "https://borine.example/cafe24", "code-1")
    assert read_tokens(shops.house, "cafe24", "simulated") is not None
    with pytest.raises(Unauthorised):
        authorise_inbox(shops.house, "cafe24", "https://borine.example/cafe24", "code-1")  # a code is good once
    for inbox, redirect in (("smartstore", "https://x.example"), ("cafe24", "http://x.example")):
        with pytest.raises(DangolError):
            authorise_inbox(shops.house, inbox, redirect, "")


def test_a_malls_name_cannot_lead_elsewhere(shops: Shops) -> None:
    connection = shops.house.connection("cafe24")
    assert connection is not None
    for mall in ("evil.example/", "a@b", "x" * 60, "..", ""):
        account = replace(connection.account, values={**connection.account.values, "mall": mall})
        with pytest.raises(Unauthorised):
            consent_page(account, "https://x.example", "s")
        with pytest.raises(Unauthorised):
            admin_of(shops.house, replace(connection, account=account), shops.pause).get("products", {})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("products", "articles", "contents", "content", "channelProducts", "channelProductNo", "name", "salePrice"),
                    *("product_no", "product_code", "product_name", "variants", "inventories", "quantity", "board_no", "article_no"),
                    *(
                        "rating",
                        "title",
                        "member_id",
                        "questionId",
                        "question",
                        "inquiryNo",
                        "orderId",
                        "totalPages",
                        "last",
                        "access_token",
                    ),
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=10,
)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(answer=JSON)
def test_no_answer_of_a_shop_breaks_the_asking(shops: Shops, answer: Any) -> None:
    wire = Wire(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=answer)))
    Asking(replace(shops.house, outside=replace(shops.house.outside, wire=wire)), lambda _: None).round()


@pytest.mark.parametrize("channel", [SmartStore(), Cafe24()], ids=lambda one: one.name)
@given(answer=JSON)
def test_no_answer_breaks_a_parser(channel: Any, answer: Any) -> None:
    from street import NOON

    for heard in channel.parse(answer, NOON).heard:
        validate(heard.type, heard.data)
        assert 0 < len(heard.identity) <= 512
        assert 0 < len(heard.id) <= 512
        assert heard.at <= NOON
