"""Orders of a simulated store, as the Commerce API tells them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

_KOREA = timezone(timedelta(hours=9))


@dataclass
class ProductOrder:
    """One line of an order as it stands, and its changes."""

    order: str
    line: str
    buyer: str
    product: str
    at: datetime
    status: str = "PAYED"
    claim: str = ""
    tracking: str = ""
    changes: list[tuple[str, datetime]] = field(default_factory=list)


def change(one: ProductOrder) -> dict[str, Any]:
    kind, at = one.changes[-1]
    return {
        "orderId": one.order,
        "productOrderId": one.line,
        "lastChangedType": kind,
        "lastChangedDate": said(at),
        "paymentDate": said(one.at),
        "productOrderStatus": one.status,
        "receiverAddressChanged": False,
        **({"claimStatus": one.claim, "claimType": one.claim.partition("_")[0]} if one.claim else {}),
    }


def detail(one: ProductOrder) -> dict[str, Any]:
    order = {"orderId": one.order, "orderDate": said(one.at), "paymentDate": said(one.at), "ordererId": f"{one.buyer[:3]}****"}
    product = {
        "productOrderId": one.line,
        "productId": one.product,
        "productOrderStatus": one.status,
        "quantity": 1,
        "unitPrice": 4200,
        "totalPaymentAmount": 4200,
        **({"claimStatus": one.claim, "claimType": one.claim.partition("_")[0]} if one.claim else {}),
    }
    delivery = {"delivery": {"deliveryCompany": "CJGLS", "trackingNumber": one.tracking}} if one.tracking else {}
    return {"order": order | {"ordererNo": f"no-{one.buyer}"}, "productOrder": product, **delivery}


def cut(at: datetime) -> datetime:
    """To the millisecond, as the API says instants."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def said(at: datetime) -> str:
    return at.astimezone(_KOREA).isoformat(timespec="milliseconds")
