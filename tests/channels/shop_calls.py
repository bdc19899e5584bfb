"""What shops tell, written from their documented fields: calls of a Cafe24 mall, product orders of a SmartStore."""

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from street import Street

KEY = "mall-key"
MEMBER, NUMBER = "gdhong", "20261101-0000123"


def order(number: int | str = 90023, **fields: Any) -> dict[str, Any]:
    resource = {
        "mall_id": "borine",
        "event_shop_no": "1",
        "order_id": NUMBER,
        "currency": "KRW",
        "order_date": "2026-11-01T15:28:14+09:00",
        "order_place_name": "모바일웹",
        "member_id": MEMBER,
        "member_authentication": None,
        "buyer_name": "홍길동",
        "buyer_email": "gdhong@example.org",
        "buyer_phone": "02-000-0000",
        "buyer_cellphone": "010-2424-2424",
        "first_order": None,
        "order_from_mobile": "T",
        "paid": "T",
        "payment_date": "2026-11-01T15:30:00+09:00",
        "payment_method": "card",
        "order_price_amount": "24680.00",
        "actual_payment_amount": "24680.00",
        "shipping_fee": "0.00",
        "shipping_status": "F",
        "wished_delivery_date": "0000-00-00",
        "wished_delivery_time": None,
        "ordering_product_code": "P00000BO,P00000DQ",
        "ordering_product_name": "보리 소금빵, 작은 것,통밀 식빵",
        **fields,
    }
    return {"event_no": number, "resource": resource}


def product(number: int = 90001, **fields: Any) -> dict[str, Any]:
    resource = {
        "mall_id": "borine",
        "event_shop_no": "1",
        "product_no": 36518,
        "product_code": "P000CCAO",
        "product_name": "쑥 스콘",
        "eng_product_name": "",
        "custom_product_code": "",
        "summary_description": "봄 쑥으로 구운 스콘",
        "simple_description": "<b>겉은 바삭</b>",
        "display": "T",
        "selling": "T",
        "price": "4200.00",
        "price_content": None,
        **fields,
    }
    return {"event_no": number, "resource": resource}


def call(shop: "Street", payload: Any, trace: str = "", key: str = KEY, path: str = "") -> int:
    headers = {"X_API_Key": key, **({"X_Trace_ID": trace} if trace else {})}
    return shop.post_raw(path or shop.path("cafe24"), json.dumps(payload, ensure_ascii=False).encode(), **headers).status_code


def product_order(line: str = "2026110100001", **fields: Any) -> dict[str, Any]:
    """A detail as ``product-orders/query`` gives it, without most of what nobody reads."""
    return {
        "order": {
            "orderId": "2026110112345",
            "orderDate": "2026-11-01T15:28:14.000+09:00",
            "paymentDate": "2026-11-01T15:29:00.000+09:00",
            "ordererId": "hong****",
            "ordererNo": "100200300",
            "ordererName": "홍길동",
            "ordererTel": "010-2424-2424",
        },
        "productOrder": {
            "productOrderId": line,
            "productId": "9001",
            "productName": "쑥 스콘",
            "productOrderStatus": "PAYED",
            "quantity": 2,
            "unitPrice": 4200,
            "totalPaymentAmount": 8400,
            **fields,
        },
    }


def change(line: str = "2026110100001", kind: str = "PAYED", at: str = "2026-11-01T15:29:00.000+09:00", **fields: Any) -> dict[str, Any]:
    """A change as ``last-changed-statuses`` lists it."""
    return {
        "orderId": "2026110112345",
        "productOrderId": line,
        "lastChangedType": kind,
        "lastChangedDate": at,
        "paymentDate": "2026-11-01T15:29:00.000+09:00",
        "productOrderStatus": "PAYED",
        "receiverAddressChanged": False,
        **fields,
    }
