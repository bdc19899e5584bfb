"""POST /v1/events: bad input gets a clear error that names it, and changes nothing."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from web_double import Shop
from web_server import KEY, drive

AUTH = {"Authorization": f"Bearer {KEY}"}


def now(**shift: float) -> str:
    return (datetime.now(UTC) + timedelta(**shift)).isoformat()


def event(**changes: Any) -> dict[str, Any]:
    good = {"id": "e1", "type": "product.viewed", "identity": "u1", "occurred_at": now(minutes=-1), "data": {"product_id": "p01"}}
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


def post(content: bytes, headers: Any = None) -> tuple[Any, Shop]:
    async def work(client: Any, shop: Shop) -> Any:
        sent = {"Content-Type": "application/json", **AUTH} if headers is None else headers
        return await client.post("/v1/events", content=content, headers=sent), shop

    return drive(work)


def post_json(body: Any) -> tuple[Any, Shop]:
    return post(json.dumps(body).encode())


GOOD = json.dumps(event()).encode()
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("content", "headers", "status", "code"),
    [
        pytest.param(GOOD, JSON, 401, "key.wrong", id="no key"),
        pytest.param(GOOD, {**JSON, "Authorization": "Bearer nope"}, 401, "key.wrong", id="wrong key"),
        pytest.param(GOOD, {**JSON, "Authorization": f"Basic {KEY}"}, 401, "key.wrong", id="wrong scheme"),
        pytest.param(GOOD, {**JSON, "Authorization": "Bearer 키".encode()}, 401, "key.wrong", id="key not ASCII"),
        pytest.param(GOOD, {**AUTH, "Content-Type": "text/plain"}, 415, "body.type", id="wrong content type"),
        pytest.param(GOOD, AUTH, 415, "body.type", id="no content type"),
        pytest.param(GOOD, {**JSON, **AUTH, "Content-Encoding": "gzip"}, 415, "body.encoding", id="compressed"),
        pytest.param(b'{"id":"\xff\xfe"}', None, 400, "body.not_utf8", id="invalid UTF-8"),
        pytest.param(b"", None, 400, "body.not_json", id="empty"),
        pytest.param(b'{"id":', None, 400, "body.not_json", id="half"),
        pytest.param(b'{"id":"a\\ud800"}', None, 400, "text.unstorable", id="half a surrogate pair"),
        pytest.param(b'{"id":"a\\u0000"}', None, 400, "text.unstorable", id="NUL"),
        pytest.param(b'{"data":NaN}', None, 400, "body.bad_number", id="NaN"),
        pytest.param(b'{"data":1e999}', None, 400, "body.bad_number", id="infinite"),
        pytest.param(b'{"data":' + b"9" * 5000 + b"}", None, 400, "body.bad_number", id="huge number"),
        pytest.param(b"[" * 40 + b"]" * 40, None, 400, "body.too_deep", id="deep"),
        pytest.param(b"[" * 500_000, None, 400, "body.too_deep", id="very deep, unfinished"),
        pytest.param(b'\\"' * 500_000, None, 400, "body.not_json", id="escaped quotes outside strings"),
        pytest.param(b'{"a":"' + b"x" * 10_000_000 + b'"}', None, 413, "body.too_large", id="10 MB"),
        pytest.param(b"[]", None, 400, "events.not_object", id="not an object"),
        pytest.param(b'"text"', None, 400, "events.not_object", id="a string"),
    ],
)
def test_a_bad_request_is_refused_with_a_code_and_two_sentences(content: bytes, headers: Any, status: int, code: str) -> None:
    answer, shop = post(content, headers)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, code)
    assert error["ko"]
    assert error["en"]
    assert shop.events_seen == []


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"id", "type", "identity", "occurred_at"}),
        (event(id=None), {"id"}),
        (event(id=7), {"id"}),
        (event(id=""), {"id"}),
        (event(color="red"), {"color"}),
        (event(type="Order Completed"), {"type"}),
        (event(type="unknown.thing"), {"type"}),
        (event(type="order.completed"), {"data.products"}),
        (event(data=[1]), {"data"}),
        (event(occurred_at="yesterday"), {"occurred_at"}),
        (event(occurred_at=1_700_000_000), {"occurred_at"}),
        (event(occurred_at="2026-10-05T10:00:00"), {"occurred_at"}),
        (event(occurred_at=now(hours=25)), {"occurred_at"}),
        (event(occurred_at="9999-12-31T23:59:59-12:00"), {"occurred_at"}),
        (event(occurred_at="1970-01-01T00:00:00Z"), {"occurred_at"}),
        ({"events": []}, {"events"}),
        ({"events": {}}, {"events"}),
        ({"events": [event()] * 501}, {"events"}),
        ({"events": [event()], "mode": "later", "extra": 1}, {"mode", "extra"}),
        (
            {"events": [event(), event(id="e2", identity=""), 5, event(id="e3", colour=1)]},
            {"events[1].identity", "events[2]", "events[3].colour"},
        ),
        ({"events": [event(), event(id="e2", type="order.completed")]}, {"events[1].data.products"}),
    ],
)
def test_each_wrong_field_is_named_with_its_index_and_nothing_is_half_done(body: Any, fields: set[str]) -> None:
    answer, shop = post_json(body)
    assert answer.status_code == 400
    assert {one["field"] for one in answer.json()["error"]["fields"]} == fields
    assert shop.events_seen == []


def test_a_duplicate_is_told_its_first_position() -> None:
    answer, shop = post_json({"events": [event(), event(), event(id="e2")]})
    assert answer.status_code == 200
    assert [(one["position"], one["duplicate"]) for one in answer.json()["results"]] == [(1, False), (1, True), (2, False)]
    assert (answer.json()["accepted"], answer.json()["duplicates"]) == (2, 1)
    assert [one.id for one in shop.events_seen] == ["e1", "e2"]


@pytest.mark.parametrize(
    ("changes", "mode", "imported"),
    [
        ({}, "live", False),
        ({}, "history", True),
        ({"occurred_at": now(days=-2)}, "live", True),
        ({"occurred_at": now(hours=3)}, "live", False),
    ],
)
def test_history_never_sends_and_a_clock_ahead_is_set_to_ours(changes: dict[str, Any], mode: str, imported: bool) -> None:
    answer, shop = post_json({"events": [event(**changes)], "mode": mode})
    seen = shop.events_seen[0]
    assert answer.status_code == 200
    assert seen.imported is imported
    assert seen.occurred_at <= seen.received_at


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "'; DROP TABLE events; --", "🍞‍🔥 밤식빵", "영\u200b폭\u200d", "\u202ertl", "a" * 20_000]
)
def test_odd_text_is_kept_as_it_is(text: str) -> None:
    answer, shop = post_json(event(data={"note": text}))
    assert answer.status_code == 200
    assert shop.events_seen[0].data["note"] == text


def test_the_door_without_keys_is_shut() -> None:
    async def work(client: Any, _shop: Shop) -> int:
        return (await client.post("/v1/events", json=event(), headers={"Authorization": "Bearer "})).status_code

    assert drive(work, api_keys=()) == 401
