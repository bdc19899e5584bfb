"""SmartStore: what the API's answers become, and asking a platform of our own that keeps its documented rules and breaks in every way."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shop_calls import change, product_order
from starlette.applications import Starlette
from street import Street, street

from dangol.bootstrap.asking_shops import Asking
from dangol.bootstrap.shop_marks import read_mark
from dangol.channels.smartstore.api import Api, signature
from dangol.channels.smartstore.channel import SmartStore
from dangol.channels.wire import Wire
from dangol.cli.checking import run_doctor
from dangol.events.catalog import validate
from dangol.people.identities import identity_id
from dangol.people.orders import orders_of
from dangol.simulator.scene import Conditions
from dangol.simulator.smartstore import SmartStorePlatform

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
LINE, ORDER = "2026110100001", "2026110112345"
ALONE = f"order/{ORDER}"  # an order whose buyer is not told
SENT = {"delivery": {"deliveryCompany": "CJGLS", "trackingNumber": "500000000001", "deliveryStatus": "DELIVERING"}}


def parsed(payload: object) -> list[tuple[str, str, str, dict[str, Any]]]:
    found = SmartStore().parse(payload, AT).heard
    for heard in found:
        validate(heard.type, heard.data)
    return [(heard.type, heard.identity, heard.id, dict(heard.data)) for heard in found]


BECOMES: list[tuple[Any, str, str, str, dict[str, Any]]] = [
    ({"data": {"lastChangeStatuses": [change()]}}, "order.completed", ALONE, f"{LINE}/PAYED", {"state": "paid", "line": LINE}),
    (
        {"data": {"lastChangeStatuses": [change()]}, "details": [product_order()]},
        "order.completed",
        "100200300",
        f"{LINE}/PAYED",
        {"products": [{"product_id": "9001", "quantity": 2, "price": 4200}], "amount": 8400, "phone": "010-2424-2424"},
    ),
    (
        {
            "data": {"lastChangeStatuses": [change(kind="DISPATCHED", at="2026-11-02T09:00:00.000+09:00")]},
            "details": [product_order(productOrderStatus="DELIVERING") | SENT],
        },
        "order.updated",
        "100200300",
        f"{LINE}/DISPATCHED/2026-11-02T00:00:00+00:00",
        {"state": "shipped", "carrier": "CJ대한통운", "tracking_number": "500000000001"},
    ),
    (
        change(kind="CLAIM_REQUESTED", claimType="CANCEL", claimStatus="CANCEL_REQUEST"),
        "order.updated",
        f"order/{ORDER}",
        f"{LINE}/CLAIM_REQUESTED/",
        {"state": "cancelling"},
    ),
    (
        change(kind="CLAIM_COMPLETED", productOrderStatus="CANCELED"),
        "order.cancelled",
        f"order/{ORDER}",
        f"{LINE}/CLAIM_COMPLETED/",
        {"state": "cancelled"},
    ),
    (
        change(kind="CLAIM_COMPLETED", productOrderStatus="RETURNED"),
        "order.refunded",
        f"order/{ORDER}",
        f"{LINE}/CLAIM_COMPLETED/",
        {"state": "returned"},
    ),
    (
        change(kind="COLLECT_DONE", claimType="EXCHANGE", claimStatus="COLLECT_DONE"),
        "order.updated",
        f"order/{ORDER}",
        f"{LINE}/COLLECT_DONE/",
        {"state": "exchanging"},
    ),
    (
        change(kind="PURCHASE_DECIDED", productOrderStatus="PURCHASE_DECIDED"),
        "order.updated",
        f"order/{ORDER}",
        f"{LINE}/PURCHASE_DECIDED/",
        {"state": "confirmed"},
    ),
    (
        change(kind="CLAIM_REJECTED", claimStatus="CANCEL_REJECT"),
        "order.updated",
        f"order/{ORDER}",
        f"{LINE}/CLAIM_REJECTED/",
        {"state": "paid"},
    ),
    (change(kind="SOMETHING_NEW", productOrderStatus="NEW"), "order.updated", ALONE, f"{LINE}/SOMETHING_NEW/", {}),
    ({"data": [product_order()]}, "order.completed", "100200300", f"{LINE}/PAYED", {"order_id": ORDER}),
    (product_order(productOrderStatus="DELIVERED"), "order.updated", "100200300", f"{LINE}/delivered/", {"state": "delivered"}),
    (
        product_order(hopeDelivery={"hopeDeliveryYmd": "20261130"}, arrivalGuaranteeDate="2026-11-28T23:59:59.000+09:00"),
        "order.completed",
        "100200300",
        f"{LINE}/PAYED",
        {"wished_on": "2026-11-30", "expected_on": "2026-11-28"},
    ),
    (
        product_order(productOrderStatus="CANCELED") | {"currentClaim": {"cancel": {"refundExpectedDate": "2026-11-27T00:00:00+09:00"}}},
        "order.cancelled",
        "100200300",
        f"{LINE}/cancelled/",
        {"refund_expected_on": "2026-11-27"},
    ),
]


@pytest.mark.parametrize(("payload", "kind", "identity", "id_", "data"), BECOMES)
def test_what_an_answer_becomes(payload: Any, kind: str, identity: str, id_: str, data: dict[str, Any]) -> None:
    ((type_, who, made, told),) = parsed(payload)
    assert (type_, who) == (kind, identity)
    assert made.startswith(id_)
    assert {name: told[name] for name in data} == data
    assert "홍길동" not in str(told)


@pytest.mark.parametrize(
    "payload", [None, [], {}, {"data": None}, {"data": {"lastChangeStatuses": [{}, None, {"orderId": "1"}]}}, {"timestamp": "x"}]
)
def test_what_says_nothing_is_passed_over(payload: object) -> None:
    assert SmartStore().parse(payload, AT).heard == ()


FIELD = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.lists(st.integers(), max_size=2)
OF_A_PRODUCT = ["productOrderStatus", "claimStatus", "quantity", "unitPrice", "hopeDelivery", "productId", "arrivalGuaranteeDate"]
KEYS = ["data", "lastChangeStatuses", "more", "moreFrom", "access_token", "expires_in", "productOrderId"]
ANSWER = st.recursive(
    st.none() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    changed=st.dictionaries(st.sampled_from(sorted(change(claimType="", claimStatus=""))), FIELD, max_size=3),
    product=st.dictionaries(
        st.sampled_from(OF_A_PRODUCT),
        FIELD,
        max_size=3,
    ),
    order=st.dictionaries(st.sampled_from(["orderId", "ordererNo", "ordererTel", "paymentDate"]), FIELD, max_size=2),
)
def test_no_fields_break_it(changed: dict[str, Any], product: dict[str, Any], order: dict[str, Any]) -> None:
    detail = product_order(**product)
    detail["order"] |= order
    for heard in SmartStore().parse({"data": {"lastChangeStatuses": [change(**changed)]}, "details": [detail]}, AT).heard:
        validate(heard.type, heard.data)
        assert 0 < len(heard.identity) <= 512
        assert 0 < len(heard.id) <= 512
        assert heard.at <= AT


def test_the_signature_is_the_documented_one() -> None:
    """Naver's own example: id, instant and secret of its page, and what its Java makes of them."""
    made = signature("aaaabbbbcccc", "1643961623299", "$2a$10$abcdefghijklmnopqrstuv")
    assert made == "JDJhJDEwJGFiY2RlZmdoaWprbG1ub3BxcnN0dXVCVldZSk42T0VPdEx1OFY0cDQxa2IuTnpVaUEzbmsy"


class Served(httpx.BaseTransport):
    """The platform's application, reached without a network."""

    def __init__(self, platform: SmartStorePlatform) -> None:
        self._app = Starlette(routes=platform.routes())

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        async def call() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=self._app), base_url="http://naver.test") as client:
                path = request.url.raw_path.decode()
                return await client.request(request.method, f"/smartstore{path}", content=request.content, headers=dict(request.headers))

        answered = asyncio.run(call())
        return httpx.Response(answered.status_code, headers=answered.headers, content=answered.content)


class Shop:
    def __init__(self, town: Street) -> None:
        self.town = town
        self.skew = timedelta()
        self.platform = SmartStorePlatform(
            client_id="app1", client_secret="$2a$04$abcdefghijklmnopqrstuu", clock=lambda: town.clock.now + self.skew
        )
        self.skew = timedelta()
        self.waited: list[float] = []
        wire = Wire(transport=Served(self.platform))
        self.house = replace(town.house, outside=replace(town.house.outside, wire=wire))
        self.asking = Asking(self.house, self.pause)

    def there(self) -> datetime:
        return self.town.clock.now + self.skew

    def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.town.clock.now += timedelta(seconds=seconds)

    def round(self) -> float | None:
        self.town.later(seconds=60)
        return self.asking.round()

    def restarted(self) -> None:
        self.asking = Asking(self.house, self.pause)

    def weather(self, trouble: Any) -> None:
        self.platform.scene.conditions = Conditions(trouble=trouble)

    def kinds(self) -> list[str]:
        return [kind for kind, inbox, _ in self.town.events() if inbox == "smartstore" and kind.startswith("order.")]

    def states(self, buyer: str) -> list[str]:
        with self.house.store.read() as connection:
            return [one.value("state") for one in orders_of(connection, [identity_id(self.house.key, "smartstore", f"no-{buyer}")])]

    def trouble(self) -> str:
        mark = read_mark(self.house, "smartstore")
        return mark.trouble if mark else ""


@pytest.fixture
def smart(tmp_path: Path) -> Iterator[Shop]:
    with street(tmp_path / "brand") as town:
        yield Shop(town)


@pytest.fixture
def smart_on_each_engine(tmp_path: Path, store_url: str) -> Iterator[Shop]:
    with street(tmp_path / "brand", store_url) as town:
        yield Shop(town)


def test_an_order_is_followed_through_its_life(smart_on_each_engine: Shop) -> None:
    shop = smart_on_each_engine
    shop.round()
    made = shop.platform.ordered("minji")
    shop.round()
    assert shop.states("minji") == ["paid"]
    for kind, status, claim, state in [
        ("DISPATCHED", "DELIVERING", "", "shipped"),
        ("DISPATCHED", "DELIVERED", "", "delivered"),
        ("CLAIM_REQUESTED", "DELIVERED", "RETURN_REQUEST", "returning"),
        ("CLAIM_COMPLETED", "RETURNED", "RETURN_DONE", "returned"),
    ]:
        shop.platform.moved(made, kind, status, claim)
        shop.round()
        assert shop.states("minji") == [state]
    assert shop.kinds() == ["order.completed", "order.updated", "order.updated", "order.updated", "order.refunded"]
    for _ in range(3):
        shop.round()
    assert len(shop.kinds()) == 5
    assert shop.trouble() == ""


def test_what_was_paid_and_sent_between_two_rounds_is_bought_and_sent(smart: Shop) -> None:
    made = smart.platform.ordered("minji")
    smart.platform.moved(made, "DISPATCHED", "DELIVERING")
    smart.round()
    assert smart.kinds() == ["order.completed", "order.updated"]
    assert smart.states("minji") == ["shipped"]


def test_pages_windows_and_a_restart_lose_and_double_nothing(smart: Shop) -> None:
    smart.platform.page = 7
    smart.platform.bucket = 1000
    for number in range(40):
        smart.platform.ordered(f"b{number}")
        if number % 3:
            smart.town.later(minutes=1)
    smart.round()
    smart.town.later(days=3)  # nobody asked for three days
    for number in range(40, 50):
        smart.platform.ordered(f"b{number}")
        smart.town.later(hours=5)
    smart.restarted()
    smart.round()
    assert smart.kinds() == ["order.completed"] * 50
    assert all(smart.states(f"b{number}") == ["paid"] for number in range(50))


def test_a_process_that_dies_between_keeping_a_page_and_its_place(smart: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    smart.platform.ordered("minji")
    with monkeypatch.context() as broken:

        def dies(*_: object) -> None:
            raise KeyboardInterrupt

        broken.setattr("dangol.bootstrap.asking_orders.write_mark", dies)
        with pytest.raises(KeyboardInterrupt):
            smart.round()
    smart.restarted()
    smart.round()
    assert smart.kinds() == ["order.completed"]


@pytest.mark.parametrize(
    ("trouble", "code"), [("busy", "delivery.throttled"), ("broken", "delivery.platform_down"), ("blocked", "delivery.unauthorised")]
)
def test_while_the_platform_refuses_nothing_is_passed_by(smart: Shop, trouble: str, code: str) -> None:
    smart.round()
    smart.weather(trouble)
    smart.platform.ordered("minji")
    for _ in range(5):
        wait = smart.round()
        assert smart.trouble() == code
        assert wait == (3.0 if trouble == "busy" else None)
    smart.weather("")
    smart.round()
    assert smart.states("minji") == ["paid"]
    assert smart.trouble() == ""


def test_an_outage_in_part_is_waited_for_and_then_kept_as_it_is_known(smart: Shop) -> None:
    made = smart.platform.ordered("minji")
    smart.platform.ordered("juho")
    smart.platform.hidden = {made.line}
    smart.round()
    assert smart.kinds() == []
    smart.platform.hidden = set()
    smart.round()
    assert (smart.states("minji"), smart.states("juho")) == (["paid"], ["paid"])
    lost = smart.platform.ordered("sora")
    smart.platform.hidden = {lost.line}
    for _ in range(4):
        smart.round()
    assert smart.kinds() == ["order.completed"] * 3
    assert smart.trouble() == ""


def test_the_bucket_is_never_emptied_twice(smart: Shop) -> None:
    smart.platform.bucket, smart.platform.rate, smart.platform.page = 2, 2, 3
    for number in range(30):
        smart.platform.ordered(f"b{number}")
    smart.round()
    assert len(smart.kinds()) == 30
    assert smart.waited
    assert set(smart.waited) == {0.5}


def test_a_token_is_used_until_it_ends_and_renewed_when_it_is_taken_back(smart: Shop) -> None:
    for _ in range(5):
        smart.round()
    assert smart.platform.calls.count("token") == 1
    smart.town.later(hours=3)
    smart.round()
    assert smart.platform.calls.count("token") == 2
    smart.platform.forget_tokens()
    smart.platform.ordered("minji")
    smart.round()
    assert smart.platform.calls.count("token") == 3
    assert smart.states("minji") == ["paid"]


@pytest.mark.parametrize("minutes", [-30, -6, 6, 30])
def test_a_clock_that_is_wrong_is_set_by_the_platforms(smart: Shop, minutes: int) -> None:
    smart.skew = timedelta(minutes=minutes)
    smart.platform.ordered("early")
    smart.round()
    smart.platform.ordered("late")
    smart.round()
    assert (smart.states("early"), smart.states("late")) == (["paid"], ["paid"])
    assert smart.trouble() == ""


@pytest.mark.parametrize("secret", ["", "not a salt", "$2a$04$" + "x" * 22])
def test_a_wrong_secret_is_the_owners_to_mend(smart: Shop, secret: str) -> None:
    connection = smart.house.connection("smartstore")
    assert connection is not None
    account = replace(connection.account, values={**connection.account.values, "client_secret": secret})
    api = Api(account=account, wire=smart.house.outside.wire, clock=smart.town.clock, pause=smart.pause)
    with pytest.raises(Exception, match=r"연결 정보") as told:
        api.changes(AT - timedelta(hours=1), AT)
    assert type(told.value).__name__ == "Unauthorised"
    assert not secret or secret not in str(told.value)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(answer=ANSWER)
def test_no_answer_of_the_platform_breaks_the_asking(smart: Shop, answer: Any) -> None:
    wire = Wire(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=answer)))
    Asking(replace(smart.house, outside=replace(smart.house.outside, wire=wire)), lambda _: None).round()


def test_the_doctor_says_when_it_last_answered_and_what_is_wrong(smart: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    def line() -> str:
        run_doctor(smart.house.folder)
        return next(one for one in capsys.readouterr().out.splitlines() if "smartstore orders:" in one)

    assert "not asked yet" in line()
    smart.round()
    assert "2026-11-23 03:01 UTC" in line()
    smart.weather("blocked")
    smart.round()
    told = line()
    assert told.startswith("✗")
    assert "delivery.unauthorised: check client_id, client_secret" in told
