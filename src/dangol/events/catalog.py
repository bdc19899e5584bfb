"""Every event type, declared once. Other vocabularies (Segment's names) are translated at their door, not here."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from dangol.events.payload import Field, Kind, check
from dangol.kit.errors import BadInput


@dataclass(frozen=True, kw_only=True, slots=True)
class EventType:
    """One kind of fact.

    Attributes:
        name: ``noun.verb_past``.
        meaning: one sentence.
        fields: the declared payload fields; others are kept unread.
        example: a payload that is valid.
        one_of: at least one of these optional fields must be there.
    """

    name: str
    meaning: str
    fields: tuple[Field, ...]
    example: Mapping[str, Any]
    one_of: tuple[str, ...] = ()


_PRODUCT = Field(name="product_id", kind="id")
_QUANTITY = Field(name="quantity", kind="number", required=False, low=0)
_PRICE = Field(name="price", kind="number", required=False, low=0)
_RATING = Field(name="rating", kind="number", low=1, high=5)
_TEXT = Field(name="text", kind="text")
_PURPOSE = Field(name="purpose", kind="text", choices=("promotional", "promotional_night"))


def _maybe(name: str, kind: Kind = "id") -> Field:
    return Field(name=name, kind=kind, required=False)


_TYPES = (
    EventType(
        name="message.received",
        meaning="Someone wrote to the brand.",
        fields=(_TEXT, _maybe("conversation")),
        example={"text": "이 크림 얼마예요?"},
    ),
    EventType(
        name="message.sent",
        meaning="The brand wrote to someone: the platform has the message.",
        fields=(_TEXT, _maybe("conversation"), _maybe("delivery")),
        example={"text": "18,000원이에요."},
    ),
    EventType(name="product.viewed", meaning="Someone looked at a product.", fields=(_PRODUCT,), example={"product_id": "P001"}),
    EventType(
        name="product.searched",
        meaning="Someone searched the brand's products.",
        fields=(Field(name="query", kind="text"),),
        example={"query": "수분 크림"},
    ),
    EventType(
        name="cart.added",
        meaning="Someone put a product into the cart.",
        fields=(_PRODUCT, _QUANTITY, _PRICE),
        example={"product_id": "P001", "quantity": 1},
    ),
    EventType(
        name="order.completed",
        meaning="Someone bought; prices are of one piece, in the brand's currency.",
        fields=(Field(name="products", kind="list", items=(_PRODUCT, _QUANTITY, _PRICE)), _maybe("order_id")),
        example={"order_id": "O-1", "products": [{"product_id": "P001", "quantity": 2, "price": 18000}]},
    ),
    EventType(
        name="review.posted",
        meaning="Someone reviewed a product, with 1 to 5 stars.",
        fields=(_PRODUCT, _RATING, _TEXT),
        example={"product_id": "P001", "rating": 4, "text": "촉촉해요"},
    ),
    EventType(
        name="mention.seen",
        meaning="Someone spoke of the brand in public.",
        fields=(_TEXT, _maybe("url", "text"), _maybe("author", "text")),
        example={"text": "요즘 이 브랜드 자주 보이네", "url": "https://example.org/p/1"},
    ),
    EventType(
        name="place.visited",
        meaning="Someone was at a place: one of the brand's, or one of a category.",
        fields=(_maybe("place_id"), _maybe("category")),
        example={"place_id": "S01", "category": "cafe"},
        one_of=("place_id", "category"),
    ),
    EventType(
        name="identity.verified",
        meaning="Someone proved a login, an e-mail address or a phone number.",
        fields=(Field(name="kind", kind="text", choices=("login", "email", "phone")), Field(name="value", kind="id")),
        example={"kind": "email", "value": "minji@example.org"},
    ),
    EventType(
        name="consent.given",
        meaning="Someone agreed to advertising in this inbox, by words of a known version; the night (21:00 to 08:00) is agreed to apart.",
        fields=(_PURPOSE, Field(name="wording", kind="id"), _maybe("source")),
        example={"purpose": "promotional", "wording": "2026-03"},
    ),
    EventType(
        name="consent.withdrawn",
        meaning="Someone refused advertising, or took a consent back.",
        fields=(_PURPOSE, _maybe("source")),
        example={"purpose": "promotional"},
    ),
    EventType(
        name="chat.opened",
        meaning="Someone opened the chat on a platform, or let the brand's account into a room.",
        fields=(_maybe("from", "text"), _maybe("under14", "boolean"), _maybe("text", "text")),
        example={"from": "309672359", "under14": False},
    ),
    EventType(name="chat.left", meaning="Someone left the chat on a platform.", fields=(), example={}),
    EventType(name="chat.followed", meaning="Someone became a friend of the brand's account, or came back.", fields=(), example={}),
    EventType(name="chat.unfollowed", meaning="Someone left or blocked the brand's account.", fields=(), example={}),
    EventType(
        name="chat.passed",
        meaning="The platform gave the thread to a person of the brand, or back to the machine.",
        fields=(Field(name="to", kind="text", choices=("person", "machine")),),
        example={"to": "person"},
    ),
    EventType(
        name="profile.shared",
        meaning="The platform's word on a request for someone's profile. What was shared is not kept.",
        fields=(Field(name="result", kind="id"),),
        example={"result": "SUCCESS"},
    ),
    EventType(
        name="profile.withdrawn",
        meaning="Someone took back what they had shared of their profile: what is known from it has to go.",
        fields=(_maybe("withdrawals", "text"),),
        example={"withdrawals": "nickname"},
    ),
    EventType(
        name="delivery.receipt",
        meaning="The platform's word on a delivery.",
        fields=(Field(name="delivery", kind="id"), Field(name="status", kind="id")),
        example={"delivery": "01j0000000000000000000000", "status": "delivered"},
    ),
    EventType(
        name="conversation.rated",
        meaning="Someone rated how they were served, 1 to 5.",
        fields=(_RATING, _maybe("conversation"), _maybe("text", "text")),
        example={"rating": 5},
    ),
    EventType(
        name="page.viewed",
        meaning="Someone opened a page of the brand's site.",
        fields=(Field(name="url", kind="text"), _maybe("title", "text")),
        example={"url": "https://example.org/story"},
    ),
    EventType(
        name="moment.due",
        meaning="A time has come at which someone may want something.",
        fields=(Field(name="reason", kind="id"),),
        example={"reason": "replenish", "product_id": "P001"},
    ),
)

CATALOG: Mapping[str, EventType] = MappingProxyType({declared.name: declared for declared in _TYPES})


def validate(event_type: str, payload: Mapping[str, Any]) -> None:
    """Checks an event against its declaration.

    Raises:
        BadInput: ``event.unknown_type``, or ``event.bad_payload`` naming the field.
    """
    declared = CATALOG.get(event_type)
    if declared is None:
        raise _unknown(event_type)
    check(declared.fields, payload, f"{event_type}: ")
    if declared.one_of and all(payload.get(name) is None for name in declared.one_of):
        names = ", ".join(declared.one_of)
        raise BadInput(
            "event.bad_payload",
            ko=f"이벤트 값이 잘못되었습니다. {event_type} 에는 {names} 중 하나가 필요합니다.",
            en=f"The event's payload is wrong: {event_type} needs one of {names}.",
        )


def _unknown(event_type: str) -> BadInput:
    shown = str(event_type)[:64]
    near = get_close_matches(shown, CATALOG, n=1)
    hint_ko, hint_en = (f" 혹시 {near[0]} 인가요?", f" Did you mean {near[0]}?") if near else ("", "")
    return BadInput(
        "event.unknown_type",
        ko=f"모르는 이벤트 종류입니다: {shown}.{hint_ko} 아는 종류: {', '.join(CATALOG)}.",
        en=f"Unknown event type: {shown}.{hint_en} Known types: {', '.join(CATALOG)}.",
    )
