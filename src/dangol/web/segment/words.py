"""The names that sites give to what people do (Segment's e-commerce and live chat specs), in the words of our journal.

Names are compared without case. An old name (``Viewed Product``) means what it means today. A name that is not here is kept as
``action.tracked``; so is one whose properties lack what our word needs.

Sources: https://segment.com/docs/connections/spec/ecommerce/v2/ and https://segment.com/docs/connections/spec/live-chat/
"""

from collections.abc import Callable, Mapping
from typing import Any

from dangol.events.commerce import ORDER_FIELDS

_SHOPS_OWN = frozenset(field.name for field in ORDER_FIELDS)
_KEPT = frozenset({"currency", "email", "phone"})

Properties = dict[str, Any]
Reshape = Callable[[Properties], Properties]


def _number(value: Any) -> Any:
    """A number that was written as text is a number; anything else stays what it is, and the catalogue judges it."""
    if isinstance(value, str):
        try:
            found = float(value.replace(",", ""))
        except ValueError:
            return value
        return int(found) if found.is_integer() else found
    return value


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _line(given: Properties) -> Properties:
    """A product with quantity and price. Its id is ``product_id``, else ``id``, else ``sku``."""
    made = dict(given)
    made["product_id"] = _text(next((given[name] for name in ("product_id", "id", "sku") if given.get(name) not in (None, "")), None))
    for name in ("price", "quantity"):
        if name in made:
            made[name] = _number(made[name])
    return made


def _lines(given: Properties) -> Properties:
    """An order or a cart: its id as text, and each of its products. How an order stands is not for a site to tell: that goes."""
    made = {name: value for name, value in given.items() if name not in _SHOPS_OWN or (name in _KEPT and isinstance(value, str))}
    if "order_id" in made:
        made["order_id"] = _text(made["order_id"])
    products = made.get("products")
    if isinstance(products, list):
        made["products"] = [_line(item) if isinstance(item, dict) else item for item in products]
    return made


def _review(given: Properties) -> Properties:
    made = _line(given)
    made["text"] = _text(next((given[name] for name in ("review_body", "text") if given.get(name) is not None), ""))
    made["rating"] = _number(given.get("rating"))
    return made


def _chat(given: Properties) -> Properties:
    made = dict(given)
    if given.get("conversation_id") is not None:
        made["conversation"] = _text(given["conversation_id"])
    if "message_body" in given:
        made["text"] = _text(given["message_body"])
    return made


def _named(field: str) -> Reshape:
    return lambda given: given | {field: _text(given[field])} if field in given else dict(given)


_WORDS: Mapping[str, tuple[str, Reshape]] = {
    "Products Searched": ("product.searched", _named("query")),
    "Product List Viewed": ("product_list.viewed", _lines),
    "Promotion Viewed": ("promotion.viewed", _named("promotion_id")),
    "Promotion Clicked": ("promotion.clicked", _named("promotion_id")),
    "Product Clicked": ("product.clicked", _line),
    "Product Viewed": ("product.viewed", _line),
    "Product Shared": ("product.shared", _line),
    "Product Added": ("cart.added", _line),
    "Product Removed": ("cart.removed", _line),
    "Cart Viewed": ("cart.viewed", _lines),
    "Checkout Started": ("checkout.started", _lines),
    "Order Completed": ("order.completed", _lines),
    "Order Updated": ("order.updated", _lines),
    "Order Refunded": ("order.refunded", _lines),
    "Order Cancelled": ("order.cancelled", _lines),
    "Coupon Applied": ("coupon.applied", _named("coupon_id")),
    "Product Added to Wishlist": ("wishlist.added", _line),
    "Product Removed from Wishlist": ("wishlist.removed", _line),
    "Wishlist Product Added to Cart": ("cart.added", _line),
    "Product Reviewed": ("review.posted", _review),
    "Live Chat Conversation Started": ("conversation.started", _chat),
    "Live Chat Conversation Ended": ("conversation.ended", _chat),
    "Live Chat Message Sent": ("message.received", _chat),  # Segment's sender is the visitor
    "Live Chat Message Received": ("message.sent", _chat),
    # version 1 of the e-commerce spec
    "Viewed Product Category": ("product_list.viewed", _lines),
    "Viewed Product": ("product.viewed", _line),
    "Added Product": ("cart.added", _line),
    "Removed Product": ("cart.removed", _line),
    "Completed Order": ("order.completed", _lines),
}

WORDS: Mapping[str, tuple[str, Reshape]] = {name.lower(): word for name, word in _WORDS.items()}
NAMES: tuple[str, ...] = tuple(_WORDS)
