"""The rest of the Commerce API's side: what the store sells, and what its customers ask."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

_KOREA = timezone(timedelta(hours=9))
_BUILTIN = (("9001", "쑥 스콘", 4200, 12), ("9002", "보리 소금빵", 3200, 40))


@dataclass
class Product:
    """A product of the store as it stands."""

    number: str
    name: str
    price: int
    left: int
    own: str = ""
    discounted: int = 0
    status: str = "SALE"
    shown: bool = True


@dataclass
class Asked:
    """A question about a product, or an inquiry when an order stands in it."""

    number: int
    who: str
    text: str
    at: datetime
    product: str = ""
    order: str = ""
    answered: bool = False


@dataclass
class Shelf:
    """Everything that is neither an order nor a token; ``size`` things stand on a page at most."""

    size: int = 500
    products: dict[str, Product] = field(default_factory=lambda: {one[0]: Product(*one) for one in _BUILTIN})
    asked: list[Asked] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(501))

    def ask(self, who: str, text: str, at: datetime, product: str = "9001", order: str = "") -> Asked:
        made = Asked(number=next(self.numbers), who=who, text=text, at=at, product=product, order=order)
        self.asked.append(made)
        return made

    def goods(self, page: int, size: int) -> dict[str, Any]:
        return _page([_content(one) for one in self.products.values()], page, min(size, self.size), "contents")

    def questions(self, since: datetime, until: datetime, page: int, size: int) -> dict[str, Any]:
        found = [one for one in self.asked if not one.order and since <= one.at <= until]
        return _page([_question(one) for one in found], page, min(size, self.size), "contents")

    def inquiries(self, first: str, last: str, page: int, size: int) -> dict[str, Any]:
        found = [one for one in self.asked if one.order and first <= f"{one.at.astimezone(_KOREA):%Y-%m-%d}" <= last]
        return _page([_inquiry(one) for one in found], page, min(size, self.size), "content")


def _page(all_: list[dict[str, Any]], page: int, size: int, key: str) -> dict[str, Any]:
    pages = -(-len(all_) // size)
    shown = all_[(page - 1) * size : page * size]
    return {key: shown, "totalElements": len(all_), "totalPages": pages, "first": page == 1, "last": page >= pages, "size": size}


def _content(one: Product) -> dict[str, Any]:
    shown = {
        "groupProductNo": None,
        "originProductNo": int(one.number) + 100_000,
        "channelProductNo": int(one.number),
        "channelServiceType": "STOREFARM",
        "categoryId": "50001998",
        "wholeCategoryName": "식품>과자/베이커리>빵",
        "name": one.name,
        "sellerManagementCode": one.own,
        "statusType": one.status,
        "channelProductDisplayStatusType": "ON" if one.shown else "SUSPENSION",
        "salePrice": one.price,
        "discountedPrice": one.discounted or one.price,
        "stockQuantity": one.left,
        "deliveryFee": 3000,
        "brandName": "",
        "manufacturerName": "",
    }
    return {"originProductNo": int(one.number) + 100_000, "channelProducts": [shown]}


def _question(one: Asked) -> dict[str, Any]:
    return {
        "questionId": one.number,
        "productId": int(one.product),
        "productName": "",
        "question": one.text,
        "answer": None,
        "answered": one.answered,
        "maskedWriterId": f"{one.who[:3]}****",
        "createDate": one.at.astimezone(_KOREA).isoformat(timespec="milliseconds"),
    }


def _inquiry(one: Asked) -> dict[str, Any]:
    return {
        "inquiryNo": one.number,
        "category": "배송",
        "title": one.text[:20],
        "inquiryContent": one.text,
        "inquiryRegistrationDateTime": one.at.astimezone(_KOREA).isoformat(timespec="milliseconds"),
        "answered": one.answered,
        "orderId": one.order,
        "productNo": one.product,
        "productOrderIdList": "",
        "customerId": f"{one.who[:3]}****",
        "customerName": "홍*동",
    }
