"""A store's products and stock, from ``POST /v1/products/search``, a page at a time.

The number of the product in the store (``channelProductNo``) is what orders name it by. The list holds no description and no options; a
price stands in it twice, before and after the seller's discount.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from typing import Any

from dangol.channels.asked import Page
from dangol.channels.failures import PlatformDown
from dangol.channels.port import Heard
from dangol.channels.reading import dig, name, words
from dangol.channels.smartstore.api import Api

STORE = "store"  # the identity of what nobody in particular did
_SIZE = 100  # of 500 that may be asked for: an answer of more is larger than what is read of one
_MOST = 500  # products in one answer
_ON_SALE = frozenset({"SALE", "OUTOFSTOCK"})


def page(api: Api, place: str, at: datetime) -> Page:
    """The products of page ``place`` (from 1; empty: the first).

    Raises:
        DeliveryError: the platform refused, or could not be reached.
    """
    number = int(place or 1)
    got = api.ask("POST", "/external/v1/products/search", body={"page": number, "size": _SIZE, "orderType": "NO"})
    if not isinstance(dig(got, "contents"), list):
        raise PlatformDown(said="no contents")
    pages = dig(got, "totalPages")
    more = dig(got, "last") is not True and isinstance(pages, int) and number < pages
    return Page(heard=told(got, at), after=str(number + 1) if more else "")


def told(answer: object, at: datetime) -> tuple[Heard, ...]:
    """What an answer says of products: each as it stands, and what there is of it."""
    contents = dig(answer, "contents")
    listed = contents[:_MOST] if isinstance(contents, list) else []
    return tuple(heard for one in listed if (product := _of_the_store(one)) is not None for heard in _heard(product, one, at))


def _of_the_store(content: object) -> object | None:
    """A product may be shown in the store and in a window of Naver's; the store's is meant."""
    shown = dig(content, "channelProducts")
    listed = [one for one in shown if name(one, "channelProductNo")] if isinstance(shown, list) else []
    return next((one for one in listed if words(one, "channelServiceType") == "STOREFARM"), listed[0] if listed else None)


def _heard(product: object, content: object, at: datetime) -> Iterator[Heard]:
    number = name(product, "channelProductNo")
    state = words(product, "statusType")
    ids = {"product_no": name(product, "originProductNo") or name(content, "originProductNo"), "own_id": _own(product)}
    data: dict[str, Any] = {"product_id": number, **{key: value for key, value in ids.items() if value}}
    facts = _facts(product)
    if facts:
        on_sale = state in _ON_SALE and words(product, "channelProductDisplayStatusType") != "SUSPENSION"
        yield _as_told("product.changed", {**data, "facts": facts, "on_sale": on_sale}, at)
    left = dig(product, "stockQuantity")
    counted = isinstance(left, int) and not isinstance(left, bool) and 0 <= left < 10**9
    if state == "OUTOFSTOCK" or counted:
        quantity = left if counted and state != "OUTOFSTOCK" else 0
        yield _as_told("stock.changed", {**data, "quantity": quantity, "sold_out": quantity == 0}, at)


def _as_told(kind: str, data: dict[str, Any], at: datetime) -> Heard:
    digest = blake2b(repr(sorted(data.items())).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return Heard(type=kind, identity=STORE, id=f"goods/{data['product_id'][:200]}/{digest}", at=at, data=data)


def _own(product: object) -> str:
    return name(product, "sellerManagementCode")[:200]


def _facts(product: object) -> dict[str, str]:
    called = " ".join(words(product, "name").split())[:500]
    full, now = _won(dig(product, "salePrice")), _won(dig(product, "discountedPrice"))
    cut = full is not None and now is not None and 0 < now < full
    found = {
        "name": called,
        "price": str(now if cut else full) if full is not None else "",
        "정가": f"{full:,}원" if cut else "",
        "category": words(product, "wholeCategoryName").replace(">", "/")[:200],
        "브랜드": words(product, "brandName")[:100],
        "제조사": words(product, "manufacturerName")[:100],
        "배송비": _fee(dig(product, "deliveryFee")),
    }
    return {column: value for column, value in found.items() if value} if called else {}


def _won(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**10 else None


def _fee(value: object) -> str:
    fee = _won(value)
    return "" if fee is None else f"{fee:,}원" if fee else "무료"
