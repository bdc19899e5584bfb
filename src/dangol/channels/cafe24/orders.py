"""Orders, carts and their changes. Who ordered is the member, else the buyer's e-mail or phone, else only the order itself."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from dangol.channels.cafe24.fields import Told, listed
from dangol.channels.port import Heard

ORDER = "order/"  # begins the identity of a call that names an order and nobody

_KINDS = {
    "90023": "order.completed",
    "90024": "order.updated",
    "90025": "order.updated",
    "90026": "order.cancelled",
    "90027": "order.updated",
    "90028": "order.updated",
    "90029": "order.refunded",
    "90031": "order.updated",
    "90064": "order.updated",
    "90160": "order.refunded",
    "90162": "order.updated",
}
_BULK = {"90071": "order.updated", "90072": "order.cancelled", "90073": "order.refunded", "90074": "order.updated"}
_STATES = {"90027": "returning", "90028": "exchanging", "90029": "refunding", "90160": "refunded"}
_BULK_STATES = {"90071": "moved", "90072": "cancelling", "90073": "refunding", "90074": "returning"}
_SHIPPING = {"M": "shipped", "T": "delivered", "W": "held"}
_VARIANT = re.compile(r"(P[0-9A-Z]{7})[0-9A-Z]{4}")


def _order(told: Told) -> list[Heard]:
    number = told.id("order_id")
    if not number:
        return []
    data: dict[str, Any] = {"order_id": number, **_data(told)}
    once = told.number == "90023"
    if once:
        data["products"] = _bought(told)
    elif products := _bought(told):
        data["products"] = products
    at = told.when("order_date") if once else told.at
    return [told.heard(_KINDS[told.number], _buyer(told, number), number, data, at=at, once=once)]


def _bulk(told: Told) -> list[Heard]:
    made = []
    for number in listed(told.resource, "order_id"):
        data = {"order_id": number, "state": _BULK_STATES[told.number]}
        made.append(told.heard(_BULK[told.number], f"{ORDER}{number}", number, data))
    return made


def _buyer(told: Told, number: str) -> str:
    return told.id("member_id") or told.text("buyer_email", 254).lower() or told.text("buyer_cellphone", 40) or f"{ORDER}{number}"


def _data(told: Told) -> dict[str, Any]:
    found: dict[str, Any] = {
        "state": _state(told),
        "tracking_number": told.id("tracking_no"),
        "wished_on": told.day("wished_delivery_date"),
        "amount": told.amount("refund_amount" if told.number == "90160" else "actual_payment_amount"),
        "currency": told.text("currency", 8),
        "email": told.text("buyer_email", 254),
        "phone": told.text("buyer_cellphone", 40),
    }
    return {key: value for key, value in found.items() if value not in ("", None)}


def _state(told: Told) -> str:
    if told.number == "90026":
        return "cancelled" if told.day("cancel_date") else "cancelling"
    if told.number == "90027" and told.day("return_confirmed_date"):
        return "returned"
    if told.number in _STATES:
        return _STATES[told.number]
    shipping = told.text("shipping_status", 4)
    if shipping in _SHIPPING:
        return _SHIPPING[shipping]
    return {"T": "paid", "F": "unpaid", "M": "unpaid"}.get(told.text("paid", 4), "")


def _bought(told: Told) -> list[dict[str, Any]]:
    """By the codes: names may hold commas themselves, codes never do. How many of each is not told."""
    return [{"product_id": code} for code in listed(told.resource, "ordering_product_code")]


def _cart(told: Told) -> list[Heard]:
    member, product = told.id("member_id"), product_of(told)
    if not member or not product:
        return []
    count = told.amount("quantity")
    data: dict[str, Any] = {"product_id": product, **({"quantity": count} if count is not None else {})}
    return [told.heard("cart.added", member, product, data)]


def product_of(told: Told) -> str:
    """The product's code, which orders name it by; of a call without one what its variant's code begins with, else its number."""
    variant = _VARIANT.fullmatch(told.text("variant_code", 40))
    return told.id("product_code") or (variant[1] if variant else "") or told.id("product_no")


READERS: Mapping[str, Callable[[Told], list[Heard]]] = {
    **dict.fromkeys(_KINDS, _order),
    **dict.fromkeys(_BULK, _bulk),
    "90084": _cart,
}
