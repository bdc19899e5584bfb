from typing import Any

import pytest

from dangol.events.catalog import CATALOG, validate
from dangol.events.declared import EventType
from dangol.kit.errors import BadInput


@pytest.mark.parametrize("declared", CATALOG.values(), ids=lambda declared: declared.name)
def test_every_type_is_documented_by_an_example_that_is_valid(declared: EventType) -> None:
    noun, verb = declared.name.split(".")
    assert noun.islower()
    assert verb.islower()
    assert declared.meaning.endswith(".")
    validate(declared.name, declared.example)


@pytest.mark.parametrize("declared", CATALOG.values(), ids=lambda declared: declared.name)
def test_each_required_field_is_required(declared: EventType) -> None:
    for field in declared.fields:
        if field.required:
            without = {name: value for name, value in declared.example.items() if name != field.name}
            with pytest.raises(BadInput, match=field.name):
                validate(declared.name, without)


@pytest.mark.parametrize(
    ("event_type", "payload", "named"),
    [
        ("message.received", {"text": 1}, "text"),
        ("message.received", {"text": None}, "text"),
        ("message.received", ["text"], "message.received"),
        ("product.viewed", {"product_id": 12}, "product_id"),
        ("product.viewed", {"product_id": " "}, "product_id"),
        ("product.viewed", {"product_id": "x" * 513}, "product_id"),
        ("review.posted", {"product_id": "P1", "rating": True, "text": ""}, "rating"),
        ("review.posted", {"product_id": "P1", "rating": 0, "text": ""}, "rating"),
        ("review.posted", {"product_id": "P1", "rating": 5.5, "text": ""}, "rating"),
        ("review.posted", {"product_id": "P1", "rating": float("nan"), "text": ""}, "rating"),
        ("order.completed", {"products": {"product_id": "P1"}}, "products"),
        ("order.completed", {"products": ["P1"]}, "products[0]"),
        ("order.completed", {"products": [{"product_id": "P1"}, {"product_id": "P2", "price": "9,900"}]}, "products[1].price"),
        ("order.completed", {"products": [{"product_id": "P1", "price": -1}]}, "products[0].price"),
        ("order.completed", {"products": [{"quantity": 1}]}, "products[0].product_id"),
        ("place.visited", {}, "place_id, category"),
        ("identity.verified", {"kind": "passport", "value": "M123"}, "kind"),
    ],
)
def test_a_bad_payload_is_refused_and_its_field_named(event_type: str, payload: Any, named: str) -> None:
    with pytest.raises(BadInput) as caught:
        validate(event_type, payload)
    assert caught.value.code == "event.bad_payload"
    assert named in caught.value.ko
    assert named in caught.value.en


def test_a_refusal_does_not_repeat_what_was_sent() -> None:
    with pytest.raises(BadInput) as caught:
        validate("identity.verified", {"kind": "email", "value": ["minji@example.org"]})
    assert "minji" not in str(caught.value)


def test_an_unknown_type_is_refused_with_the_nearest_known() -> None:
    with pytest.raises(BadInput, match=r"Did you mean order\.completed") as caught:
        validate("order.complete", {})
    assert caught.value.code == "event.unknown_type"


@pytest.mark.parametrize(
    ("event_type", "payload"),
    [
        ("message.received", {"text": "", "attachments": [{"kind": "photo"}]}),
        ("place.visited", {"category": "cafe"}),
        ("order.completed", {"products": [], "order_id": None}),
        ("review.posted", {"product_id": "P1", "rating": 4.5, "text": "좋아요"}),
    ],
)
def test_optional_and_undeclared_fields_may_come_or_stay_away(event_type: str, payload: Any) -> None:
    validate(event_type, payload)
