"""Segment's and RudderStack's protocols, request in, event and answer out."""

import base64
import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from web_double import Shop
from web_server import drive

from dangol.events.incoming import Incoming
from dangol.kit.errors import Busy
from dangol.web.views import Site

SITES = {"seg-key": Site(inbox="site", dialect="segment"), "rud-key": Site(inbox="app", dialect="rudderstack")}
OFF = {"off-key": Site(inbox="old", dialect="rudderstack", enabled=False)}
BOMB = gzip.compress(b" " * 9_000_000)
SEGMENT = {"Authorization": "Basic " + base64.b64encode(b"seg-key:").decode()}
RUDDER = {"Authorization": "Basic " + base64.b64encode(b"rud-key:").decode()}
ANON = {"AnonymousId": "YQ=="}
VIEW = {"userId": "u1", "event": "Product Viewed", "properties": {"product_id": "p01"}, "messageId": "m1"}


def shop(**more: Site) -> Shop:
    made = Shop()
    made.sites = {**SITES, **OFF, **more}
    return made


def send(path: str, body: Any = None, *, headers: Any = SEGMENT, method: str = "POST", into: Shop | None = None) -> tuple[Any, Shop]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""

    async def work(client: Any, there: Shop) -> Any:
        return await client.request(method, path, content=content, headers=headers), there

    return drive(work, into or shop())


def event(path: str, body: Any, **more: Any) -> Incoming:
    answer, there = send(path, body, **more)
    assert answer.status_code == 200, answer.text
    (one,) = there.events_seen
    return one


@pytest.mark.parametrize(
    ("name", "properties", "type_", "payload"),
    [
        ("Product Viewed", {"product_id": "p01"}, "product.viewed", {"product_id": "p01"}),
        ("Product Viewed", {"id": 12, "price": "9,900"}, "product.viewed", {"product_id": "12", "price": 9900}),
        ("product viewed", {"sku": "S-1"}, "product.viewed", {"product_id": "S-1"}),
        ("Viewed Product", {"id": "p01"}, "product.viewed", {"product_id": "p01"}),
        ("Products Searched", {"query": "크림"}, "product.searched", {"query": "크림"}),
        ("Product Added", {"product_id": "p01", "quantity": "2"}, "cart.added", {"product_id": "p01", "quantity": 2}),
        ("Product Removed", {"product_id": "p01"}, "cart.removed", {"product_id": "p01"}),
        ("Checkout Started", {"order_id": 7, "products": [{"sku": "a"}]}, "checkout.started", {"order_id": "7"}),
        (
            "Order Completed",
            {"order_id": "o1", "products": [{"product_id": "p01", "price": "19.50", "quantity": 1}]},
            "order.completed",
            {"order_id": "o1", "products": [{"product_id": "p01", "price": 19.5, "quantity": 1}]},
        ),
        ("Order Refunded", {"order_id": "o1"}, "order.refunded", {"order_id": "o1"}),
        ("Order Updated", {"order_id": "o1", "state": "CA", "email": 7, "currency": "KRW"}, "order.updated", {"currency": "KRW"}),
        ("Coupon Applied", {"coupon_id": "W"}, "coupon.applied", {"coupon_id": "W"}),
        ("Product Reviewed", {"product_id": "p", "rating": "4", "review_body": "좋아요"}, "review.posted", {"rating": 4, "text": "좋아요"}),
        (
            "Live Chat Message Sent",
            {"message_body": "안녕", "conversation_id": 3},
            "message.received",
            {"text": "안녕", "conversation": "3"},
        ),
    ],
)
def test_a_name_of_the_specs_is_told_in_our_words(name: str, properties: Any, type_: str, payload: Any) -> None:
    one = event("/v1/track", {**VIEW, "event": name, "properties": properties})
    assert one.type == type_
    assert payload.items() <= dict(one.data).items()
    assert (one.identity, one.kind, one.inbox, one.id) == ("u1", "login", "site", "m1")
    assert one.claimed  # the key is public: a proof of nothing
    assert not {"state", "tracking_number"} & set(one.data)


@pytest.mark.parametrize(
    ("name", "properties", "because"),
    [
        ("Quiz Finished", {"score": 8}, None),
        ("Order Completed", {"order_id": "o1"}, "products"),
        ("Product Viewed", {"product_id": "p01", "price": 1, "name": {}, "id": 1} | {"product_id": None, "id": None}, "product_id"),
        ("Product Reviewed", {"product_id": "p01", "rating": "좋음"}, "rating"),
    ],
)
def test_what_has_no_word_or_lacks_what_it_needs_is_kept_as_it_was_told(name: str, properties: Any, because: str | None) -> None:
    one = event("/v1/track", {**VIEW, "event": name, "properties": properties})
    assert (one.type, one.data["name"]) == ("action.tracked", name)
    assert set(properties) <= set(one.data["properties"])
    assert (because or "") in one.data.get("because", "")


@pytest.mark.parametrize(
    ("path", "body", "type_", "payload"),
    [
        ("/v1/identify", {"traits": {"name": "민지"}}, "identity.described", {"traits": {"name": "민지"}}),
        ("/v1/identify", {"context": {"traits": {"name": "민지"}}}, "identity.described", {"traits": {"name": "민지"}}),
        (
            "/v1/page",
            {"name": "홈", "properties": {"url": "https://a.example/"}},
            "page.viewed",
            {"name": "홈", "url": "https://a.example/"},
        ),
        ("/v1/page", {"context": {"page": {"url": "https://a.example/x"}}}, "page.viewed", {"url": "https://a.example/x"}),
        ("/v1/page", {}, "action.tracked", {"name": "page"}),
        ("/v1/screen", {"name": "상품"}, "screen.viewed", {"name": "상품"}),
        ("/v1/group", {"groupId": 9, "traits": {"name": "모임"}}, "group.joined", {"group_id": "9", "traits": {"name": "모임"}}),
        ("/v1/alias", {"previousId": "a-1"}, "identity.aliased", {"previous_id": "a-1"}),
        ("/v1/i", {"traits": {}}, "identity.described", {"traits": {}}),
        ("/v1/p", {"name": "홈"}, "page.viewed", {"name": "홈"}),
        ("/v1/s", {"name": "홈"}, "screen.viewed", {"name": "홈"}),
        ("/v1/g", {"groupId": "g"}, "group.joined", {"group_id": "g"}),
        ("/v1/a", {"previousId": "a-1"}, "identity.aliased", {"previous_id": "a-1"}),
        ("/v1/t", {"event": "Quiz"}, "action.tracked", {"name": "Quiz"}),
    ],
)
def test_each_call_has_its_event(path: str, body: Any, type_: str, payload: Any) -> None:
    one = event(path, {"userId": 15, **body}, headers={"Content-Type": "text/plain", **SEGMENT})
    assert (one.type, one.identity, one.kind) == (type_, "15", "login")
    assert payload.items() <= dict(one.data).items()


def test_who_is_known_and_who_is_the_browser() -> None:
    both = event("/v1/identify", {"userId": "u1", "anonymousId": "a-1"})
    assert (both.identity, both.kind, both.same_as) == ("u1", "login", "a-1")
    browser = event("/v1/track", {"anonymousId": "a-1", "event": "X"})
    assert (browser.identity, browser.kind, browser.same_as) == ("a-1", "anonymous", "")
    assert event("/v1/alias", {"userId": "u1", "previousId": "a-1"}).same_as == "a-1"


def test_the_sender_s_wrong_clock_is_corrected() -> None:
    at, sent = "2020-01-01T00:00:00.000Z", "2020-01-01T00:10:00.000Z"  # years slow, said ten minutes before it was sent
    for body in ({**VIEW, "timestamp": at, "sentAt": sent}, {**VIEW, "originalTimestamp": at, "timestamp": "nonsense", "sentAt": sent}):
        one = event("/v1/track", body)
        assert one.received_at - one.occurred_at == timedelta(minutes=10)
        assert not one.imported
    batch = event("/v1/batch", {"batch": [{**VIEW, "type": "track", "timestamp": at}], "sentAt": sent})
    assert batch.received_at - batch.occurred_at == timedelta(minutes=10)


@pytest.mark.parametrize("timestamp", ["tomorrow", 5, "2999-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", None, {}])
def test_a_time_that_cannot_be_is_ours(timestamp: Any) -> None:
    one = event("/v1/track", {**VIEW, "timestamp": timestamp})
    assert one.occurred_at == one.received_at


def test_history_is_imported_and_does_not_speak() -> None:
    assert event("/v1/track", {**VIEW, "timestamp": (datetime.now(UTC) - timedelta(days=3)).isoformat()}).imported
    assert event("/v1/import", {"batch": [{**VIEW, "type": "track"}]}, headers=RUDDER).imported
    assert event("/v1/track", {**VIEW, "event": "Live Chat Message Sent", "properties": {"message_body": "안녕"}}).imported


def test_a_second_sending_is_counted_and_changes_nothing() -> None:
    there = shop()
    calls = [{**VIEW, "type": "track", "messageId": name} for name in ("m1", "m2", "m1")]
    answer, _ = send("/v1/batch", {"batch": calls}, into=there)
    assert answer.json() == {"success": True, "accepted": 2, "duplicates": 1, "refused": []}
    again, _ = send("/v1/track", VIEW, into=there)
    assert again.json()["duplicates"] == 1
    assert len(there.events_seen) == 2


def test_without_a_message_id_a_stated_time_makes_it_known_again() -> None:
    there = shop()
    nameless = {"userId": "u1", "event": "X", "timestamp": datetime.now(UTC).isoformat()}
    for body in (nameless, nameless, {**nameless, "event": "Y"}, {"userId": "u1", "event": "X"}, {"userId": "u1", "event": "X"}):
        send("/v1/track", body, into=there)
    assert [one.data["name"] for one in there.events_seen] == ["X", "Y", "X", "X"]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (SEGMENT, {}),
        ({"Authorization": "Bearer seg-key"}, {}),
        ({}, {"writeKey": "seg-key"}),
        ({"Content-Encoding": "gzip", **SEGMENT}, {}),
    ],
)
def test_the_write_key_is_found_where_each_sdk_puts_it(headers: Any, body: Any) -> None:
    sent = json.dumps({**VIEW, **body}).encode()
    assert event("/v1/track", gzip.compress(sent) if "Content-Encoding" in headers else sent, headers=headers).inbox == "site"


def test_beacon_and_pixel() -> None:
    beacon = event("/beacon/v1/batch?writeKey=rud-key", {"batch": [{**VIEW, "type": "track"}]}, headers={"Content-Type": "text/plain"})
    assert (beacon.inbox, beacon.type) == ("app", "product.viewed")
    picture, there = send(
        "/pixel/v1/track?writeKey=rud-key&anonymousId=a1&event=Email+Opened&properties.subject=가을", method="GET", headers={}
    )
    assert (picture.headers["content-type"], picture.content[:6]) == ("image/gif", b"GIF89a")
    assert there.events_seen[0].data["properties"] == {"subject": "가을"}
    told = base64.b64encode(json.dumps({**VIEW, "writeKey": "seg-key"}).encode()).decode().rstrip("=")
    _, there = send(f"/v1/pixel/track?data={told}", method="GET", headers={})
    assert there.events_seen[0].type == "product.viewed"
    nothing, there = send("/v1/pixel/track?data=%%%", method="GET", headers={})
    assert (nothing.status_code, nothing.headers["content-type"], there.events_seen) == (200, "image/gif", [])


BIG = "x" * 33_000


@pytest.mark.parametrize(
    ("path", "body", "headers", "status", "said"),
    [
        pytest.param("/v1/track", VIEW, {}, 401, "no_write_key", id="no key"),
        pytest.param("/v1/track", VIEW, {"Authorization": "Basic !!"}, 401, "no_write_key", id="unreadable key"),
        pytest.param("/v1/track", VIEW, {"Authorization": "Bearer nope"}, 401, "invalid_write_key", id="unknown key"),
        pytest.param("/v1/track", b"{", SEGMENT, 400, "invalid_json", id="no JSON"),
        pytest.param("/v1/track", b'{"userId":"\xff"}', SEGMENT, 400, "invalid_json", id="no UTF-8"),
        pytest.param("/v1/track", b"[" * 200, SEGMENT, 400, "invalid_json", id="deep"),
        pytest.param("/v1/track", b"", SEGMENT, 400, "empty_body", id="empty"),
        pytest.param("/v1/track", {"event": "X"}, SEGMENT, 400, "nobody", id="nobody"),
        pytest.param("/v1/track", {"userId": "u"}, SEGMENT, 400, "bad_call", id="no event"),
        pytest.param("/v1/track", {**VIEW, "properties": {"a": BIG}}, SEGMENT, 400, "payload_too_large", id="big call"),
        pytest.param("/v1/batch", {"batch": []}, SEGMENT, 400, "empty_batch", id="empty batch"),
        pytest.param("/v1/batch", {"batch": {}}, SEGMENT, 400, "invalid_json", id="batch no list"),
        pytest.param("/v1/batch", b" " * 600_000, SEGMENT, 400, "payload_too_large", id="big batch"),
        pytest.param("/v1/batch", {"batch": [{}] * 2501}, SEGMENT, 200, "too_many_events", id="too many"),
        pytest.param("/v1/track", BOMB, {**SEGMENT, "Content-Encoding": "gzip"}, 400, "payload_too_large", id="bomb"),
        pytest.param("/v1/track", b"x", {**SEGMENT, "Content-Encoding": "gzip"}, 400, "invalid_json", id="no gzip"),
        pytest.param("/v1/track", b"x", {**SEGMENT, "Content-Encoding": "br"}, 400, "invalid_json", id="unknown packing"),
        pytest.param("/v1/track", VIEW, ANON, 401, "failed to read writekey from header", id="rudder no key"),
        pytest.param("/v1/track", VIEW, {**ANON, "Authorization": "Bearer x"}, 401, "invalid write key", id="rudder unknown"),
        pytest.param("/v1/track", VIEW, {**ANON, "Authorization": "Bearer off-key"}, 404, "source is disabled", id="off"),
        pytest.param("/v1/track", b"", RUDDER, 400, "request body is nil", id="rudder empty"),
        pytest.param("/v1/track", b"{", RUDDER, 400, "invalid json", id="rudder no JSON"),
        pytest.param("/v1/batch", {"batch": []}, RUDDER, 400, "empty batch payload", id="rudder empty batch"),
        pytest.param("/v1/batch", {"batch": [VIEW | {"type": "track"}, {"type": "track", "event": "X"}]}, RUDDER, 400,
                     "request neither has anonymousId nor userId", id="rudder nobody"),
        pytest.param("/v1/batch", b" " * 600_000, RUDDER, 413, "request size exceeds max limit", id="rudder big"),
    ],
)  # fmt: skip
def test_each_protocol_says_no_in_its_own_words(path: str, body: Any, headers: Any, status: int, said: str) -> None:
    answer, there = send(path, body, headers=headers)
    assert answer.status_code == status
    told = answer.json()["code"] if answer.headers["content-type"] == "application/json" else answer.text
    assert told == said
    assert there.events_seen == []


def test_rudderstack_says_yes_in_text() -> None:
    answer, _ = send("/v1/track", VIEW, headers=RUDDER)
    assert (answer.text, answer.headers["content-type"]) == ("ok", "text/plain; charset=utf-8")


def test_segment_takes_what_it_can_of_a_batch_and_says_what_it_left() -> None:
    calls = [VIEW | {"type": "track"}, {"type": "track"}, 5, VIEW | {"type": "dance"}, VIEW | {"type": "track", "properties": {"a": BIG}}]
    answer, there = send("/v1/batch", {"batch": calls})
    assert len(there.events_seen) == 1
    assert [one["index"] for one in answer.json()["refused"]] == [1, 2, 3, 4]


def test_half_an_emoji_does_not_cost_the_call() -> None:
    one = event("/v1/track", b'{"userId":"u1","event":"X","properties":{"a":"\\ud83d","b":"\\ud83d\\ude00","c":"\\u0000"}}')
    assert one.data["properties"] == {"a": "\ufffd", "b": "😀", "c": "\0"}  # NUL is replaced where it is stored


def test_a_store_that_cannot_be_written_is_said_so_and_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    there = shop()

    def fail(_events: Any) -> Any:
        raise Busy("store.full", ko="가득", en="full")

    doors = there.doors()
    monkeypatch.setattr(type(doors.intake), "events", lambda _self, events: fail(events))
    answer, _ = send("/v1/track", VIEW, into=there)
    assert (answer.status_code, answer.headers["retry-after"], answer.json()["code"]) == (503, "1", "unavailable")
    picture, _ = send("/v1/pixel/track?writeKey=seg-key&userId=u&event=X", method="GET", headers={}, into=there)
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/gif")


def test_any_site_may_send() -> None:
    asked = {"Origin": "https://shop.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-a"}
    answer, _ = send("/v1/t", method="OPTIONS", headers=asked)
    assert answer.status_code == 204
    given = {name: value for name, value in answer.headers.items() if name.startswith("access-control-")}
    assert given["access-control-allow-origin"] == "https://shop.example"
    assert (given["access-control-allow-credentials"], given["access-control-max-age"]) == ("true", "900")
    assert given["access-control-allow-headers"] == "x-a"
    sent, _ = send("/v1/track", VIEW, headers={**SEGMENT, "Origin": "https://shop.example"})
    assert sent.headers["access-control-allow-origin"] == "https://shop.example"


def test_the_sdks_are_told_where_to_send() -> None:
    answer, _ = send("/v1/projects/seg-key/settings", method="GET", headers={})
    assert answer.json()["integrations"]["Segment.io"] == answer.json()["integrations"]["Segment.io"] | {
        "apiKey": "seg-key",
        "apiHost": "test/v1",
        "protocol": "http",
    }
    assert send("/v1/projects/nope/settings", method="GET", headers={})[0].status_code == 401
    config, _ = send("/sourceConfig/?writeKey=rud-key", method="GET", headers={})
    assert config.json()["source"]["enabled"] is True
    assert send("/v1/m", {"series": []}, headers={})[0].status_code == 200


def test_without_such_an_inbox_the_addresses_are_not_there() -> None:
    answer, _ = send("/v1/track", VIEW, into=Shop(), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "path.unknown")
    assert send("/v1/track", method="GET")[0].status_code == 405
