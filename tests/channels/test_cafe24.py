"""Cafe24: who may call, what each documented event becomes, once, and the facts that follow."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shop_calls import KEY, MEMBER, NUMBER, call, order, product
from sqlalchemy import func, select
from street import Street

from dangol.channels.cafe24.channel import Cafe24
from dangol.channels.port import Account, Call, Unproven
from dangol.events.catalog import validate
from dangol.people.identities import identity_id
from dangol.people.orders import orders_of
from dangol.people.proven import proven
from dangol.people.tables import identities

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
MALL = {"mall_id": "borine", "event_shop_no": "1"}

# payload → (type, identity, the beginning of the id, some of the data)
BECOMES: list[tuple[Any, list[tuple[str, str, str, dict[str, Any]]]]] = [
    (
        order(),
        [
            (
                "order.completed",
                MEMBER,
                f"90023/{NUMBER}",
                {"state": "paid", "products": [{"product_id": "P00000BO"}, {"product_id": "P00000DQ"}]},
            )
        ],
    ),
    (order("90023"), [("order.completed", MEMBER, f"90023/{NUMBER}", {"order_id": NUMBER})]),
    (order(paid="F"), [("order.completed", MEMBER, f"90023/{NUMBER}", {"state": "unpaid"})]),
    (order(member_id=""), [("order.completed", "gdhong@example.org", f"90023/{NUMBER}", {})]),
    (order(member_id=None, buyer_email=""), [("order.completed", "010-2424-2424", f"90023/{NUMBER}", {})]),
    (order(90024, shipping_status="M"), [("order.updated", MEMBER, f"90024/{NUMBER}/", {"state": "shipped"})]),
    (order(90024, shipping_status="T"), [("order.updated", MEMBER, f"90024/{NUMBER}/", {"state": "delivered"})]),
    (order(90024, shipping_status="W"), [("order.updated", MEMBER, f"90024/{NUMBER}/", {"state": "held"})]),
    (
        order(90025, wished_delivery_date="2026-11-30"),
        [("order.updated", MEMBER, f"90025/{NUMBER}/", {"state": "paid", "wished_on": "2026-11-30"})],
    ),
    (order(90026, cancel_date=None), [("order.cancelled", MEMBER, f"90026/{NUMBER}/", {"state": "cancelling"})]),
    (order(90026, cancel_date="2026-11-02T10:00:00+09:00"), [("order.cancelled", MEMBER, f"90026/{NUMBER}/", {"state": "cancelled"})]),
    (order(90027), [("order.updated", MEMBER, f"90027/{NUMBER}/", {"state": "returning"})]),
    (order(90028), [("order.updated", MEMBER, f"90028/{NUMBER}/", {"state": "exchanging"})]),
    (order(90029), [("order.refunded", MEMBER, f"90029/{NUMBER}/", {"state": "refunding"})]),
    (
        {"event_no": 90160, "resource": {**MALL, "order_id": NUMBER, "refund_amount": "35000.00"}},
        [("order.refunded", f"order/{NUMBER}", f"90160/{NUMBER}/", {"state": "refunded", "amount": 35000.0})],
    ),
    (
        {"event_no": 90071, "resource": {**MALL, "order_id": "20261101-1,20261101-2,20261101-1"}},
        [("order.updated", f"order/20261101-{n}", f"90071/20261101-{n}/", {"state": "moved"}) for n in (1, 2)],
    ),
    (
        {"event_no": 90072, "resource": {**MALL, "order_id": "20261101-1"}},
        [("order.cancelled", "order/20261101-1", "90072/20261101-1/", {"state": "cancelling"})],
    ),
    (
        {"event_no": 90162, "resource": {**MALL, "order_id": NUMBER, "shipping_company_code": "0001", "tracking_no": "123456789123"}},
        [("order.updated", f"order/{NUMBER}", f"90162/{NUMBER}/", {"tracking_number": "123456789123"})],
    ),
    (
        {"event_no": 90084, "resource": {**MALL, "member_id": "s1", "product_no": 781, "variant_code": "P0000BEB000A", "quantity": 1}},
        [("cart.added", "s1", "90084/P0000BEB/", {"product_id": "P0000BEB", "quantity": 1.0})],
    ),
    (
        product(),
        [
            (
                "product.changed",
                "borine",
                "90001/P000CCAO/",
                {"product_id": "P000CCAO", "facts": {"name": "쑥 스콘", "price": "4200", "description": "봄 쑥으로 구운 스콘 겉은 바삭"}},
            )
        ],
    ),
    (
        {"event_no": 90041, "resource": {**MALL, "product_no": "17652,17394"}},
        [("product.changed", "borine", f"90041/{n}/", {"product_id": n}) for n in ("17652", "17394")],
    ),
    (
        {"event_no": 90003, "resource": {**MALL, "product_no": 7178, "product_code": "P0000KQC"}},
        [("product.removed", "borine", "90003/P0000KQC/", {})],
    ),
    (
        product(90075, variant_code="P000CCAO000B"),
        [("stock.changed", "borine", "90075/P000CCAO/", {"variant": "P000CCAO000B", "sold_out": True})],
    ),
    (
        {"event_no": 90150, "resource": {**MALL, "sold_out_by_current_shop": "F", "product_no": "1", "sold_out": {"1": "F"}}},
        [("stock.changed", "borine", "90150/1/", {"product_id": "1", "sold_out": False})],
    ),
    (
        {
            "event_no": 90032,
            "resource": {
                **MALL,
                "member_id": "s1",
                "email": "a@example.org",
                "cellphone": "010-1111-2222",
                "created_date": "2026-11-01T00:00:00+09:00",
            },
        },
        [("member.joined", "s1", "90032/s1/", {"email": "a@example.org", "phone": "010-1111-2222"})],
    ),
    (
        {"event_no": 90143, "mall_id": "borine", "event_shop_no": "1", "member_id": "s1", "inflow_name": "PC"},
        [("member.signed_in", "s1", "90143/s1/", {})],
    ),
    ({"mall_id": "borine", "event_shop_no": "1", "member_id": "s1", "diff_key": ["name"]}, [("member.changed", "s1", "90080/s1/", {})]),
    (
        {"mall_id": "borine", "event_shop_no": "90145", "member_id": "s1, s2"},
        [("member.rested", one, f"90145/{one}/", {}) for one in ("s1", "s2")],
    ),
    ({"mall_id": "borine", "event_shop_no": "90147", "member_id": "s1"}, [("member.left", "s1", "90147/s1/", {})]),
    ({"event_no": 90147, "resource": {**MALL, "member_id": "s1"}}, [("member.left", "s1", "90147/s1/", {})]),
    (
        {"event_no": 90033, "resource": {**MALL, "board_no": 4, "no": 274, "has_parent": "T", "member_id": "s1", "writer": "s1"}},
        [("post.written", "s1", "90033/4/274/", {"board": "4", "post": "274", "answers": True})],
    ),
    (
        {"event_no": 90034, "resource": {**MALL, "board_no": 8, "comment_member_id": "33578422@n"}},
        [("comment.written", "33578422@n", "90034/8/", {"board": "8"})],
    ),
    (
        {"event_no": 90035, "resource": {**MALL, "member_id": None, "writer": "민지"}},
        [("alarm.raised", "민지", "90035/민지/", {"source": "cafe24"})],
    ),
    ({"event_no": 90077, "resource": {"mall_id": "borine", "client_id": "x"}}, [("shop.closed", "borine", "90077/borine/", {})]),
    ({"event_no": 90167, "resource": {"trigger_name": "x"}}, []),
    ({"event_no": 90044, "resource": {**MALL, "category_no": 91}}, []),
    ({"event_no": "x"}, []),
    ([], []),
]


@pytest.mark.parametrize(("payload", "wanted"), BECOMES, ids=lambda value: str(value)[:60] if isinstance(value, dict | list) else "")
def test_what_an_event_becomes(payload: Any, wanted: list[tuple[str, str, str, dict[str, Any]]]) -> None:
    parsed = Cafe24().parse(payload, AT)
    assert len(parsed.heard) == len(wanted), parsed
    assert bool(parsed.ignored) != bool(wanted)
    for heard, (kind, identity, id_, data) in zip(parsed.heard, wanted, strict=True):
        validate(heard.type, heard.data)
        assert (heard.type, heard.identity) == (kind, identity)
        assert heard.id.startswith(id_)
        assert {name: heard.data[name] for name in data} == data
        assert "홍길동" not in str(heard.data)


FIELD = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.just("T")
    | st.just("2026-99-99")
    | st.lists(st.integers(), max_size=2)
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    number=st.sampled_from([*range(90001, 90170)]),
    fields=st.dictionaries(
        st.sampled_from([*sorted(order()["resource"]), "product_no", "member_id", "board_no", "sold_out", "variant_code", "price"]), FIELD
    ),
)
def test_no_fields_break_it(number: int, fields: dict[str, Any]) -> None:
    for payload in ({"event_no": number, "resource": fields}, {"event_no": str(number), **fields}):
        for heard in Cafe24().parse(payload, AT).heard:
            validate(heard.type, heard.data)
            assert 0 < len(heard.identity) <= 512
            assert 0 < len(heard.id) <= 512
            assert heard.at <= AT


@pytest.mark.parametrize(
    ("secret", "key", "address"),
    [
        ("wrong", KEY, "119.205.223.208"),
        ("s3cret", "wrong", "119.205.223.208"),
        ("s3cret", "", "119.205.223.208"),
        ("s3cret", KEY, "203.0.113.9"),
        ("s3cret", KEY, "?"),
    ],
)
def test_who_may_not_call(secret: str, key: str, address: str) -> None:
    account = Account(inbox="cafe24", hook_secret="s3cret", values={"api_key": KEY, "only_cafe24": "on"})
    Cafe24().prove(account, Call(secret="s3cret", headers={"x-api-key": KEY}, address="119.205.223.209"))
    with pytest.raises(Unproven):
        Cafe24().prove(account, Call(secret=secret, headers={"x-api-key": key}, address=address))
    with pytest.raises(Unproven):  # an inbox without a key is nobody's
        Cafe24().prove(Account(inbox="cafe24", hook_secret="s3cret"), Call(secret="s3cret", headers={"x-api-key": ""}))


def test_a_wrong_key_looks_like_any_unknown_address(shop: Street) -> None:
    assert call(shop, order(), key="guess") == 404
    assert call(shop, order(), path="/hooks/nowhere/x") == 404
    assert shop.events() == []


def test_an_order_is_kept_once_whatever_trace_it_comes_under(shop: Street) -> None:
    for trace in ("t1", "t1", "t2", ""):
        assert call(shop, order(), trace) == 200
    assert [kind for kind, _, _ in shop.events()] == ["order.completed", "identity.verified"]


def test_what_comes_again_is_kept_again_only_under_another_trace(shop: Street) -> None:
    call(shop, order())
    for trace, state in (("a", "M"), ("b", "T"), ("b", "T"), ("c", "M")):
        shop.later(minutes=1)
        call(shop, order(90024, shipping_status=state), trace)
    told = [payload["state"] for kind, _, payload in shop.events() if kind == "order.updated"]
    assert told == ["shipped", "delivered", "shipped"]
    assert states(shop) == {NUMBER: "shipped"}


@pytest.mark.parametrize(
    "body",
    [b"", b"not json", b"[" * 100, b'{"event_no": 90023, "resource": ' + b"9" * 5000 + b"}", b"\xff", b'{"event_no":99999,"resource":{}}'],
)
def test_what_cannot_be_read_is_answered_and_passed_over(shop: Street, body: bytes) -> None:
    assert shop.post_raw(shop.path("cafe24"), body, X_API_Key=KEY).status_code == 200
    assert shop.events() == []


def test_a_giant_body_is_refused(shop: Street) -> None:
    assert shop.post_raw(shop.path("cafe24"), b'{"a":"' + b"x" * 3_000_000 + b'"}', X_API_Key=KEY).status_code == 413


def test_another_malls_call_is_passed_over(shop: Street) -> None:
    assert call(shop, order(mall_id="elsewhere")) == 200
    assert shop.events() == []


def states(shop: Street, member: str = MEMBER, inbox: str = "cafe24") -> dict[str, str]:
    with shop.house.store.read() as connection:
        return {one.number: one.value("state") for one in orders_of(connection, [identity_id(shop.house.key, inbox, member)])}


def test_a_call_that_names_only_the_order_finds_its_buyer(shop: Street) -> None:
    bulk = {"event_no": 90071, "resource": {**MALL, "order_id": f"{NUMBER},20261101-0009999"}}
    call(shop, order())
    shop.later(minutes=5)
    call(shop, bulk)
    assert states(shop) == {NUMBER: "moved"}
    assert states(shop, "order/20261101-0009999") == {"20261101-0009999": "moved"}
    shop.later(minutes=5)
    call(shop, order(order_id="20261101-0009999", order_date="2026-11-23T12:08:00+09:00"))  # and now the shop says whose it is
    assert states(shop, "order/20261101-0009999") == {}
    assert states(shop) == {NUMBER: "moved", "20261101-0009999": "paid"}


def test_late_news_changes_nothing(shop: Street) -> None:
    call(shop, order(90024, shipping_status="T"))
    call(shop, order())  # made on 1 November, told of now
    assert states(shop) == {NUMBER: "delivered"}


def test_whoever_the_shop_names_is_certainly_the_login_of_that_name(shop: Street) -> None:
    call(shop, order())
    call(shop, order(order_id="20261101-2", member_id="", buyer_email="Guest@Example.org"))
    with shop.house.store.read() as connection:
        member = {one.kind for one in proven(connection, identity_id(shop.house.key, "cafe24", MEMBER))}
        guest = {(one.kind, one.external_id) for one in proven(connection, identity_id(shop.house.key, "cafe24", "guest@example.org"))}
    assert member == {"channel", "login"}  # and never with the e-mail address that a member has typed
    assert ("email", "guest@example.org") in guest


def products(shop: Street) -> Any:
    return shop.house.knowledge.snapshot().products


def test_a_product_is_true_from_then_on_and_a_changed_price_is_a_new_version(shop: Street) -> None:
    call(shop, product(), "t1")
    call(shop, product(90002, price="4500.00"), "t2")
    call(shop, product(90002, price="4500.00"), "t2")
    made = products(shop)["P000CCAO"]
    assert (made.name, made.text("price"), made.facts["price"].version, made.facts["name"].version) == ("쑥 스콘", "4500", 2, 1)
    assert made.facts["price"].source.file == "cafe24"
    call(shop, {"event_no": 90150, "resource": {**MALL, "product_no": "36518", "sold_out_by_current_shop": "T"}})
    assert products(shop)["P000CCAO"].text("stock") == "0"
    call(shop, {"event_no": 90150, "resource": {**MALL, "product_no": "36518", "sold_out_by_current_shop": "F"}})
    assert products(shop)["P000CCAO"].text("stock") is None
    call(shop, product(90002, display="F"))
    assert "P000CCAO" not in products(shop)


def test_a_product_of_the_files_keeps_its_id_its_columns_and_their_sources(shop: Street) -> None:
    before = products(shop)["p1"]
    call(
        shop,
        product(90002, custom_product_code="p1", product_name=before.name, price="9900.00", summary_description="", simple_description=""),
    )
    after = products(shop)["p1"]
    assert "P000CCAO" not in products(shop)
    assert after.text("price") == "9900"
    assert {column: fact for column, fact in after.facts.items() if column not in {"price", "product_code", "product_no"}} == {
        column: fact for column, fact in before.facts.items() if column != "price"
    }
    call(shop, order(ordering_product_code="P000CCAO"))
    bought = next(payload["products"] for kind, _, payload in shop.events() if kind == "order.completed")
    assert bought == [{"product_id": "p1"}]


@pytest.mark.parametrize(
    "payload",
    [
        {"event_no": 90003, "resource": {**MALL, "product_no": 1, "product_code": "P0000KQC"}},
        {"event_no": 90041, "resource": {**MALL, "product_no": "17652"}},
        {"event_no": 90150, "resource": {**MALL, "product_no": "17652", "sold_out_by_current_shop": "T"}},
        product(90002, product_name="", price="1"),
        product(90002, product_code="x\ny", product_no=None),
    ],
)
def test_a_product_that_is_unknown_or_unsound_changes_no_fact(shop: Street, payload: Any) -> None:
    before = set(products(shop))
    assert call(shop, payload) == 200
    assert set(products(shop)) == before


def test_a_product_in_words_instead_of_a_price_has_no_price(shop: Street) -> None:
    call(shop, product(price_content="전화 문의"))
    made = products(shop)["P000CCAO"]
    assert (made.text("price"), made.text("판매가 안내")) == (None, "전화 문의")


def test_a_member_who_leaves_is_erased_once(shop: Street) -> None:
    left = {"mall_id": "borine", "event_shop_no": "90147", "member_id": f"{MEMBER}, other"}
    call(shop, order())
    assert call(shop, left, "t9") == 200
    assert states(shop) == {}
    with shop.house.store.read() as connection:
        assert connection.execute(select(func.count()).select_from(identities)).scalar_one() == 0
    shop.later(days=1)
    call(shop, order(90024, shipping_status="T"), "t10")  # of the order from before: not theirs any more
    assert states(shop) == {}
    shop.later(days=1)
    again = (shop.clock.now + timedelta(hours=-1)).isoformat()
    call(shop, order(order_id="20261125-1", order_date=again), "t11")  # the same id joins anew, and buys
    call(shop, left, "t9")  # told again: the new account stays
    assert states(shop) == {"20261125-1": "paid"}
