"""What the Commerce API says of product orders: changes (``last-changed-statuses``), details (``product-orders/query``), or both together.

One product order is one line of an order, with a delivery and a state of its own. Its change is named by line, kind and instant; that it
was bought by the line alone, because that happens once.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from dangol.channels.port import Heard, Parsed
from dangol.channels.reading import dig, name, words
from dangol.kit.clock import parse_instant

ORDER = "order/"  # begins the identity of a change that names an order and nobody
_MOST = 1000  # product orders in one value

_STATES = {
    "PAYMENT_WAITING": "unpaid",
    "PAYED": "paid",
    "DELIVERING": "shipped",
    "DELIVERED": "delivered",
    "PURCHASE_DECIDED": "confirmed",
    "EXCHANGED": "exchanged",
    "CANCELED": "cancelled",
    "RETURNED": "returned",
    "CANCELED_BY_NOPAYMENT": "cancelled",
}
_CLAIMS = {
    "CANCEL_REQUEST": "cancelling",
    "CANCELING": "cancelling",
    "ADMIN_CANCELING": "cancelling",
    "CANCEL_DONE": "cancelled",
    "ADMIN_CANCEL_DONE": "cancelled",
    "RETURN_REQUEST": "returning",
    "RETURN_DONE": "returned",
    "EXCHANGE_REQUEST": "exchanging",
    "EXCHANGE_REDELIVERING": "exchanging",
    "EXCHANGE_DONE": "exchanged",
}
_COLLECTED = {"RETURN": "returning", "EXCHANGE": "exchanging"}  # what is fetched back, by the kind of claim
_CARRIERS = {"CJGLS": "CJ대한통운", "HYUNDAI": "롯데택배", "HANJIN": "한진택배", "KGB": "로젠택배", "EPOST": "우체국택배"}
_DAY = re.compile(r"(20\d\d)-?([01]\d)-?([0-3]\d)")


def parse(payload: object, at: datetime) -> Parsed:
    heard = tuple(one for change, detail in _pairs(payload) if (one := _heard(change, detail, at)))
    return Parsed(heard=heard) if heard else Parsed(ignored="no product orders in it")


def _pairs(payload: object) -> Iterator[tuple[object, object]]:
    """Each product order's change and its detail, None for the one that is not told."""
    data = dig(payload, "data")
    changes = dig(data, "lastChangeStatuses")
    if isinstance(changes, list):
        details = {name(one, "productOrder", "productOrderId"): one for one in _listed(dig(payload, "details"))}
        for change in changes[:_MOST]:
            yield change, details.get(name(change, "productOrderId"))
    elif isinstance(data, list):
        for one in data[:_MOST]:
            yield None, one
    elif isinstance(dig(payload, "productOrder"), dict):
        yield None, payload
    else:
        yield payload, None


def _listed(value: object) -> list[Any]:
    return value[:_MOST] if isinstance(value, list) else []


def _heard(change: object, detail: object, at: datetime) -> Heard | None:
    product = dig(detail, "productOrder")
    order = name(detail, "order", "orderId") or name(change, "orderId")
    line = name(product, "productOrderId") or name(change, "productOrderId")
    if not order or not line:
        return None
    kind, state = words(change, "lastChangedType")[:40], _state(product) or _state(change)
    then = _instant(change, "lastChangedDate") or _newest(detail)
    data: dict[str, Any] = {"order_id": order, "line": line, **_data(detail, state)}
    event = _kind(kind, state, told=change is not None)
    if event == "order.completed":
        data["products"] = _bought(product)
    id_ = _paid_id(line) if event == "order.completed" else f"{line[:200]}/{kind or state or 'told'}/{then.isoformat() if then else ''}"
    return Heard(type=event, identity=_who(detail, order), id=id_, at=min(then, at) if then else at, data=data)


def paid(detail: object, at: datetime) -> Heard | None:
    """That a line was bought, from its detail: the list of changes shows the newest one of each line, so paying may never stand in it."""
    product, then = dig(detail, "productOrder"), _instant(dig(detail, "order"), "paymentDate")
    order, line = name(detail, "order", "orderId"), name(product, "productOrderId")
    if not order or not line or then is None:
        return None
    data = {"order_id": order, "line": line, "products": _bought(product), **_data(detail, "paid")}
    later = ("carrier", "tracking_number", "refund_expected_on")  # were not known then
    data = {key: value for key, value in data.items() if key not in later}
    return Heard(type="order.completed", identity=_who(detail, order), id=_paid_id(line), at=min(then, at), data=data)


def _paid_id(line: str) -> str:
    return f"{line[:200]}/PAYED"


def _kind(changed: str, state: str, *, told: bool) -> str:
    if changed == "PAYED" or (not told and state == "paid"):
        return "order.completed"
    return {"cancelled": "order.cancelled", "returned": "order.refunded"}.get(state, "order.updated")


def _state(told: object) -> str:
    claim = words(told, "claimStatus")
    if claim in {"COLLECTING", "COLLECT_DONE"}:
        return _COLLECTED.get(words(told, "claimType"), "returning")
    return _CLAIMS.get(claim) or _STATES.get(words(told, "productOrderStatus"), "")


def _who(detail: object, order: str) -> str:
    """The buyer's number at Naver; an id with asterisks stands for many."""
    hidden = name(detail, "order", "ordererId")
    return name(detail, "order", "ordererNo") or (hidden if "*" not in hidden else "") or f"{ORDER}{order}"


def _data(detail: object, state: str) -> dict[str, Any]:
    carrier = words(detail, "delivery", "deliveryCompany")[:40]
    hoped = words(detail, "productOrder", "hopeDelivery", "hopeDeliveryYmd")
    found: dict[str, Any] = {
        "state": state,
        "carrier": _CARRIERS.get(carrier, carrier if re.search("[가-힣]", carrier) else ""),
        "tracking_number": name(detail, "delivery", "trackingNumber")[:60],
        "expected_on": _day(words(detail, "productOrder", "arrivalGuaranteeDate")),
        "wished_on": _day(hoped),
        "refund_expected_on": _refund(detail),
        "amount": _amount(dig(detail, "productOrder", "totalPaymentAmount")),
        "phone": words(detail, "order", "ordererTel")[:40],
    }
    return {key: value for key, value in found.items() if value not in ("", None)}


def _refund(detail: object) -> str:
    for path in (("currentClaim", "cancel"), ("currentClaim", "return"), ("cancel",), ("return",)):
        if found := _day(words(detail, *path, "refundExpectedDate")):
            return found
    return ""


def _bought(product: object) -> list[dict[str, Any]]:
    id_ = name(product, "productId") or name(product, "originalProductId")
    if not id_:
        return []
    told = {"quantity": _amount(dig(product, "quantity")), "price": _amount(dig(product, "unitPrice"))}
    return [{"product_id": id_, **{key: value for key, value in told.items() if value is not None}}]


def _amount(value: object) -> int | float | None:
    sound = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12
    return value if sound else None  # type: ignore[return-value]


def _day(text: str) -> str:
    found = _DAY.match(text)
    return "-".join(found.groups()) if found else ""


def _newest(detail: object) -> datetime | None:
    """When it was last changed, as far as a detail alone tells it."""
    told: list[Mapping[str, Any] | object] = [dig(detail, "delivery"), dig(detail, "productOrder"), dig(detail, "order")]
    keys = ("deliveredDate", "sendDate", "decisionDate", "placeOrderDate", "paymentDate", "orderDate")
    found = [then for one in told for key in keys if (then := _instant(one, key))]
    return max(found, default=None)


def _instant(told: object, key: str) -> datetime | None:
    try:
        then = parse_instant(words(told, key)[:40]).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return then if then.year >= 2000 else None
