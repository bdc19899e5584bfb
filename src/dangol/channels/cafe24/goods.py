"""Products and stock. Nobody in particular did it: the identity is the mall."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from dangol.channels.cafe24.fields import Told, listed
from dangol.channels.cafe24.orders import product_of
from dangol.channels.port import Heard
from dangol.channels.reading import dig

_MALL = "mall"  # where a call does not name its mall
_PLAIN = {"product_name": "name", "eng_product_name": "name_en", "model_name": "모델명"}  # their field → our column
_TAG = re.compile(r"<[^>]{0,2000}>")
_SPACES = re.compile(r"\s+")


def changed(told: Told) -> list[Heard]:
    product = product_of(told)
    if not product:
        return []
    data: dict[str, Any] = {"product_id": product, **_numbered(told)}
    if facts := _facts(told):
        data["facts"] = facts
        data["on_sale"] = dig(told.resource, "selling") != "F" and dig(told.resource, "display") != "F"
    return [told.heard("product.changed", _mall(told), product, data)]


def _many(told: Told) -> list[Heard]:
    """Products by their numbers alone: that something changed, and not what."""
    return [
        told.heard("product.changed", _mall(told), number, {"product_id": number, "product_no": number})
        for number in listed(told.resource, "product_no")
    ]


def _removed(told: Told) -> list[Heard]:
    product = product_of(told)
    data = {"product_id": product, **_numbered(told)}
    return [told.heard("product.removed", _mall(told), product, data)] if product else []


def _stock(told: Told) -> list[Heard]:
    product = product_of(told)
    if not product:
        return []
    data: dict[str, Any] = {"product_id": product, **_numbered(told)}
    if variant := told.id("variant_code"):
        data |= {"variant": variant, "sold_out": True}  # told when there is no more of a variant than the mall's limit, 0 in the sample
    elif dig(told.resource, "sold_out_by_current_shop") in {"T", "F"}:
        data["sold_out"] = told.flag("sold_out_by_current_shop")
    return [told.heard("stock.changed", _mall(told), product, data)]


def _facts(told: Told) -> dict[str, str]:
    found = {column: plain(told.text(field, 500)) for field, column in _PLAIN.items()}
    amount = told.amount("price")
    instead = plain(told.text("price_content", 60))  # words in the price's place ("전화 문의"): then the price is not shown
    if instead:
        found["판매가 안내"] = instead
    elif amount is not None:
        found["price"] = f"{amount:.0f}" if amount == int(amount) else str(amount)
    said = (plain(told.text(field)) for field in ("summary_description", "simple_description"))
    found["description"] = " ".join(dict.fromkeys(part for part in said if part))
    return {column: value for column, value in found.items() if value} if found["name"] else {}


def plain(text: str) -> str:
    """Without tags, on one line."""
    return _SPACES.sub(" ", _TAG.sub(" ", text)).strip()


def _numbered(told: Told) -> dict[str, str]:
    """The mall's number of the product, and the shop's own code for it (자체상품코드): the id under which the brand may know it."""
    found = {"product_no": told.id("product_no"), "own_id": told.id("custom_product_code")[:200]}
    return {name: value for name, value in found.items() if value}


def _mall(told: Told) -> str:
    return told.id("mall_id") or _MALL


READERS: Mapping[str, Callable[[Told], list[Heard]]] = {
    "90001": changed,
    "90002": changed,
    "90022": changed,
    "90041": _many,
    "90003": _removed,
    "90075": _stock,
    "90150": _stock,
}
