"""Segment's and RudderStack's calls with fields of any type: the protocol's own answer, no error of ours, sound events only."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_segment import RUDDER, SEGMENT, send, shop
from web_double import Shop
from web_server import drive

from dangol.events.catalog import validate
from dangol.people.identities import identity_id

CALLS = ("identify", "track", "page", "screen", "group", "alias", "batch")
FIELDS = (
    *("userId", "anonymousId", "messageId", "event", "name", "category", "properties", "traits", "context", "integrations", "timestamp"),
    *("sentAt", "originalTimestamp", "receivedAt", "type", "groupId", "previousId", "writeKey", "channel", "version", "batch"),
)
ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    10**40,
    "",
    " ",
    "a\0b",
    "\ud800",
    "x" * 5000,
    [],
    [[]],
    {},
    {"a": {"b": []}},
    "2026-13-45T99:99:99Z",
]
SOUND = {
    "userId": "u1",
    "anonymousId": "a1",
    "messageId": "m1",
    "event": "Product Viewed",
    "properties": {"product_id": "p01", "products": [{"product_id": "p01"}]},
    "traits": {"email": "minji@example.org", "address": {"city": "서울"}},
    "context": {"traits": {}, "page": {"url": "https://x.example/"}, "ip": "8.8.8.8"},
    "groupId": "g1",
    "previousId": "a1",
    "timestamp": "2026-11-25T00:00:00Z",
}
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def kept(call: str, bodies: list[Any], headers: Any) -> None:
    async def work(client: Any, there: Shop) -> None:
        for body in bodies:
            answer = await client.post(f"/v1/{call}", content=json.dumps(body).encode(), headers=headers)
            assert answer.status_code in {200, 400, 401, 404, 413}, (body, answer.text)
        for one in there.events_seen:
            validate(one.type, dict(one.data))
            assert one.claimed
            assert 0 < len(one.id) <= 1024
            assert identity_id(b"k" * 32, one.inbox, one.identity)

    drive(work, shop())


@pytest.mark.parametrize("headers", [SEGMENT, RUDDER], ids=["segment", "rudderstack"])
@pytest.mark.parametrize("call", CALLS)
def test_each_field_of_each_call_may_be_anything(call: str, headers: Any) -> None:
    bodies = []
    for field in FIELDS:
        for value in ODD:
            one = {**SOUND, field: value}
            bodies.append({"batch": [one, 3, None, [], {}, SOUND]} if call == "batch" and field != "batch" else one)
    kept(call, bodies, headers)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=25)
@given(call=st.sampled_from(CALLS), body=st.dictionaries(st.sampled_from(FIELDS), VALUE, max_size=6) | VALUE)
def test_no_body_breaks_a_call(call: str, body: Any) -> None:
    kept(call, [body], SEGMENT)


def test_a_batch_may_be_huge_and_no_more() -> None:
    many = [{**SOUND, "messageId": f"m{number}", "context": {}} for number in range(2500)]
    answer, there = send("/v1/batch", {"batch": many}, headers=RUDDER)
    assert answer.status_code in {200, 413}
    assert len(there.events_seen) in {0, 2500}
    answer, there = send("/v1/batch", b"[" * 200_000, headers=RUDDER)
    assert answer.status_code == 400
    assert there.events_seen == []
