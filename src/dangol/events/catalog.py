"""Every event type, declared once. Other vocabularies (Segment's names) are translated at their door, not here."""

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from dangol.events.behaviour import BUYING, NEEDS, OFFERS, PAGES, PRODUCTS
from dangol.events.commerce import GOODS, MEMBERS
from dangol.events.declared import RATING, TEXT, EventType, maybe
from dangol.events.payload import Field, check
from dangol.kit.errors import BadInput

_PURPOSE = Field(name="purpose", kind="text", choices=("promotional", "promotional_night", "audience_meta", "audience_naver"))

_TALK_AND_PEOPLE = (
    EventType(
        name="message.received",
        meaning="Someone wrote to the brand.",
        fields=(TEXT, maybe("conversation")),
        example={"text": "이 크림 얼마예요?"},
    ),
    EventType(
        name="message.sent",
        meaning="The brand wrote to someone: the platform has the message.",
        fields=(TEXT, maybe("conversation"), maybe("delivery")),
        example={"text": "18,000원이에요."},
    ),
    EventType(
        name="mention.seen",
        meaning="Someone spoke of the brand in public.",
        fields=(TEXT, maybe("url", "text"), maybe("author", "text")),
        example={"text": "요즘 이 브랜드 자주 보이네", "url": "https://example.org/p/1"},
    ),
    EventType(
        name="place.visited",
        meaning="Someone was at a place: one of the brand's, or one of a category.",
        fields=(maybe("place_id"), maybe("category")),
        example={"place_id": "S01", "category": "cafe"},
        one_of=("place_id", "category"),
    ),
    EventType(
        name="conversation.started",
        meaning="Someone began to talk with the brand in another tool.",
        fields=(maybe("conversation"),),
        example={"conversation": "c-1"},
    ),
    EventType(
        name="conversation.ended",
        meaning="A talk in another tool came to its end.",
        fields=(maybe("conversation"),),
        example={"conversation": "c-1"},
    ),
    EventType(
        name="identity.described",
        meaning="A site told what it knows of someone it knows.",
        fields=(Field(name="traits", kind="object"), maybe("anonymous_id")),
        example={"traits": {"name": "민지", "membership": "VIP"}},
    ),
    EventType(
        name="identity.aliased",
        meaning="A site told that someone known by one id is known by another from now on.",
        fields=(Field(name="previous_id", kind="id"),),
        example={"previous_id": "a-7f3c"},
    ),
    EventType(
        name="group.joined",
        meaning="A site told that someone belongs to a group: a company, a class, a club.",
        fields=(Field(name="group_id", kind="id"), maybe("traits", "object")),
        example={"group_id": "campers", "traits": {"name": "캠핑 모임"}},
    ),
    EventType(
        name="identity.verified",
        meaning="Someone proved a login, an e-mail address or a phone number.",
        fields=(Field(name="kind", kind="text", choices=("login", "email", "phone")), Field(name="value", kind="id")),
        example={"kind": "email", "value": "minji@example.org"},
    ),
    EventType(
        name="consent.given",
        meaning="Someone agreed to advertising in this inbox, by words of a known version; the night (21:00 to 08:00) is agreed to apart, "
        "and so is that contacts go to Meta or Naver for advertising there.",
        fields=(_PURPOSE, Field(name="wording", kind="id"), maybe("source")),
        example={"purpose": "promotional", "wording": "2026-03"},
    ),
    EventType(
        name="consent.withdrawn",
        meaning="Someone refused advertising, or took a consent back. To refuse advertising is to refuse that contacts go anywhere.",
        fields=(_PURPOSE, maybe("source")),
        example={"purpose": "promotional"},
    ),
    EventType(
        name="chat.opened",
        meaning="Someone opened the chat on a platform, or let the brand's account into a room.",
        fields=(maybe("from", "text"), maybe("under14", "boolean"), maybe("text", "text")),
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
        fields=(maybe("withdrawals", "text"),),
        example={"withdrawals": "nickname"},
    ),
    EventType(
        name="alarm.raised",
        meaning="Something needs a person of the brand now; it is told to the staff who have a phone connected.",
        fields=(TEXT, maybe("source")),
        example={"text": "한 시간 동안 불만이 평소의 세 배예요.", "source": "listening"},
    ),
    EventType(
        name="delivery.receipt",
        meaning="The platform's word on a delivery.",
        fields=(Field(name="delivery", kind="id"), Field(name="status", kind="id")),
        example={"delivery": "01j0000000000000000000000", "status": "delivered"},
    ),
    EventType(
        name="answer.rated",
        meaning="Someone said whether an answer of ours helped them; only what the asker themselves said counts.",
        fields=(Field(name="message", kind="id"), Field(name="helpful", kind="boolean")),
        example={"message": "01j0000000000000000000000", "helpful": False},
    ),
    EventType(
        name="conversation.rated",
        meaning="Someone rated how they were served, 1 to 5.",
        fields=(RATING, maybe("conversation"), maybe("text", "text")),
        example={"rating": 5},
    ),
    EventType(
        name="moment.due",
        meaning="A time has come at which someone may want something.",
        fields=(Field(name="reason", kind="id"),),
        example={"reason": "replenish", "product_id": "P001"},
    ),
)

_ALL = (*_TALK_AND_PEOPLE, *PRODUCTS, *OFFERS, *NEEDS, *BUYING, *PAGES, *GOODS, *MEMBERS)

CATALOG: Mapping[str, EventType] = MappingProxyType({declared.name: declared for declared in _ALL})


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
