"""What an event says about a need: the one place where events become signs, with the weight of each.

The weights are judgements, not measurements: what was said outright counts most, what was done with the hands next, what was looked
at least. They only order needs; nothing is decided by them alone.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dangol.events.event import Event
from dangol.people.needs import KINDS, NeedKind, Sign


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """What words say: which need, about what (``"product/P001"`` or empty), how surely (0…1)."""

    kind: NeedKind
    subject: str
    weight: float


Hear = Callable[[str], Heard | None]
"""Reads a text; None when it says nothing of a need."""

_Said = tuple[NeedKind, str, float, str, bool]  # kind, subject, weight, how, ends

_DONE: Mapping[str, tuple[NeedKind, float, str, bool]] = {
    "product.clicked": ("know", 0.2, "viewed", False),
    "product.shared": ("know", 0.3, "viewed", False),
    "wishlist.added": ("buy", 0.4, "wished", False),
    "wishlist.removed": ("buy", 0.0, "wished", True),
    "cart.added": ("buy", 0.7, "carted", False),
    "cart.removed": ("buy", 0.0, "carted", True),
}
_OUTRIGHT: tuple[NeedKind, ...] = ("complain", "praise", "idea")  # what a public mention can say of a need
_NAMED: Mapping[str, NeedKind] = {one: one for one in KINDS}
TYPES = (
    *_DONE,
    *("product.viewed", "product.searched", "order.completed", "place.visited", "review.posted"),
    *("conversation.rated", "message.received", "mention.seen", "need.dismissed"),
)

_GLANCE, _LONG_LOOK, _LONG = 0.25, 0.6, 120.0  # weights of a glance and of a look of two minutes
_SEARCHED = 0.4


def signs_of(event: Event, hear: Hear) -> list[Sign]:
    """The signs in an event. An erased event has no payload, and so no sign."""
    position = event.position or 0
    return [
        Sign(kind=kind, subject=subject, weight=weight, how=how, ends=ends, at=event.occurred_at, event=position)
        for kind, subject, weight, how, ends in _said(event, hear)
    ]


def _said(event: Event, hear: Hear) -> Iterator[_Said]:
    payload = event.payload
    product = f"product/{payload['product_id']}" if payload.get("product_id") else ""
    if event.type in _DONE:
        kind, weight, how, ends = _DONE[event.type]
        if product:
            yield kind, product, weight, how, ends
        return
    match event.type:
        case "product.viewed" if product:
            yield "know", product, _looked(payload), "viewed", False
        case "product.searched" if text := payload.get("query"):
            found = hear(text)
            yield "know", found.subject if found else "", _SEARCHED, "searched", False
        case "order.completed":
            yield from _bought(payload)
        case "place.visited" if place := payload.get("place_id"):
            yield "go", f"place/{place}", 0.0, "visited", True
        case "need.dismissed" if named := _NAMED.get(str(payload.get("kind"))):
            yield named, str(payload.get("subject") or ""), 0.0, "dismissed", True
        case "review.posted" | "conversation.rated":
            yield from _rated(payload, product, "reviewed" if event.type == "review.posted" else "rated")
        case "message.received" | "mention.seen":
            found = hear(payload.get("text") or "")
            if found and (event.type == "message.received" or found.kind in _OUTRIGHT):
                yield found.kind, found.subject, found.weight, "said", False


def _looked(payload: Mapping[str, Any]) -> float:
    """``seconds`` is how long somebody stayed, where the shop tells it."""
    seconds = payload.get("seconds")
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not seconds > 0:
        return _GLANCE
    return _GLANCE + (_LONG_LOOK - _GLANCE) * min(1.0, seconds / _LONG)


def _bought(payload: Mapping[str, Any]) -> Iterator[_Said]:
    """What was bought is not wanted any more, and nothing needs to be known of it before buying."""
    kinds: tuple[NeedKind, ...] = ("buy", "know", "compare")
    for line in payload.get("products") or ():
        for kind in kinds:
            yield kind, f"product/{line['product_id']}", 0.0, "ordered", True


def _rated(payload: Mapping[str, Any], subject: str, how: str) -> Iterator[_Said]:
    rating = payload.get("rating")
    if isinstance(rating, int | float) and rating <= 2:
        yield "complain", subject, 0.7, how, False
    elif isinstance(rating, int | float) and rating >= 4:
        yield "praise", subject, 0.5, how, False
