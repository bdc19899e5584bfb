"""One call of an SDK becomes one event of ours: who, what, when. Pure; nothing that a sender wrote is lost without a word."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Literal
from unicodedata import normalize

import msgspec

from dangol.events.catalog import validate
from dangol.events.incoming import Incoming
from dangol.kit.errors import BadInput
from dangol.web.event_forms import LIVE
from dangol.web.segment.wire import Call
from dangol.web.segment.words import WORDS

Kind = Literal["identify", "track", "page", "screen", "group", "alias"]
KINDS: tuple[Kind, ...] = ("identify", "track", "page", "screen", "group", "alias")

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LONGEST_ID = 200
_ELSEWHERE = ("message.received", "message.sent")  # said in another tool and answered there


class NotTaken(Exception):
    """This call cannot become an event; ``reason`` is the protocol's own word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


NOBODY = "request neither has anonymousId nor userId"


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a call came from and when: its inbox, when its sender says it was sent (None: not said), when we got it, aware UTC;
    whether it tells of times gone by.
    """

    inbox: str
    sent_at: datetime | None
    received_at: datetime
    history: bool


def event_of(call: Call, kind: str, origin: Origin, fresh: str) -> Incoming:
    """The event.

    Args:
        kind: from the address, or from the call itself in a batch.
        fresh: a key that nobody has used, for a call that has neither a ``messageId`` nor a time by which to know it again.

    Raises:
        NotTaken: nobody is named, or it is no call at all.
    """
    if kind not in KINDS:
        raise NotTaken("unknown event type")
    user, anonymous = _id(call.user_id), _id(call.anonymous_id)
    other = _id(call.previous_id) if kind == "alias" else anonymous
    if not user and (kind == "alias" or not anonymous):
        raise NotTaken(NOBODY)
    type_, payload = _said(call, kind, other)
    occurred_at = _when(call, origin)
    return Incoming(
        id=_key(call, kind, fresh),
        type=type_,
        identity=user or anonymous,
        inbox=origin.inbox,
        occurred_at=occurred_at,
        received_at=origin.received_at,
        data=payload,
        imported=origin.history or type_ in _ELSEWHERE or origin.received_at - occurred_at > LIVE,
        kind="login" if user else "anonymous",
        same_as=other if user else "",
        claimed=True,  # a write key stands in the site's own page
        checked=True,
    )


def instant(value: Any) -> datetime | None:
    """An ISO 8601 instant (without an offset: UTC), or None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _when(call: Call, origin: Origin) -> datetime:
    """By our clock: received − (sent − original), as Segment's spec says. A sender without clocks gets ours; nothing lies ahead of it."""
    original = instant(call.original_timestamp) or instant(call.timestamp)
    if original is None:
        return origin.received_at
    sent = instant(call.sent_at) or origin.sent_at
    try:
        at = origin.received_at - (sent - original) if sent else original
    except OverflowError:
        return origin.received_at
    return min(at, origin.received_at) if at >= _EARLIEST else origin.received_at


def _said(call: Call, kind: str, other: str) -> tuple[str, dict[str, Any]]:
    """Type and payload. What its word refuses is kept as ``action.tracked``, with the reason."""
    name, type_, payload = _worded(call, kind, other)
    context = _context(call.context)
    if context:
        payload.setdefault("context", context)
    try:
        validate(type_, payload)
    except BadInput as error:
        type_, payload = "action.tracked", {"name": name, "properties": payload, "because": error.en}
        validate(type_, payload)
    return type_, payload


def _worded(call: Call, kind: str, other: str) -> tuple[str, str, dict[str, Any]]:
    """The name by which it is kept if its word refuses it, its word, its payload."""
    properties = dict(call.properties) if isinstance(call.properties, dict) else {}
    match kind:
        case "track":
            return _tracked(call.event, properties)
        case "identify":
            known = {"traits": _traits(call)}
            return "identify", "identity.described", known | ({"anonymous_id": other} if other else {})
        case "alias":
            return "alias", "identity.aliased", {"previous_id": other or None}
        case "group":
            return "group", "group.joined", {"group_id": _id(call.group_id) or None, "traits": _traits(call)}
        case "page":
            page = _member(call.context, "page")
            named = {"name": call.name, "category": call.category, "url": page.get("url"), "title": page.get("title")}
            return "page", "page.viewed", {key: value for key, value in named.items() if isinstance(value, str)} | properties
        case _:
            named = {"name": call.name, "category": call.category}
            return "screen", "screen.viewed", {key: value for key, value in named.items() if isinstance(value, str)} | properties


def _tracked(event: Any, properties: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    if not isinstance(event, str) or not event.strip():
        raise NotTaken("event name is required")
    name = event.strip()[:512]
    word = WORDS.get(name.lower())
    if word is None:
        return name, "action.tracked", {"name": name, "properties": properties}
    return name, word[0], word[1](properties)


def _traits(call: Call) -> dict[str, Any]:
    """RudderStack's SDKs put them into the context."""
    return call.traits if isinstance(call.traits, dict) and call.traits else _member(call.context, "traits")


def _context(given: Any) -> dict[str, Any]:
    """What a moment needs of where someone was: page, campaign, language. No address of theirs, no description of their device."""
    if not isinstance(given, dict):
        return {}
    page = _member(given, "page")
    kept = {
        "url": page.get("url"),
        "referrer": page.get("referrer") or None,
        "campaign": _member(given, "campaign") or None,
        "locale": given.get("locale"),
        "timezone": given.get("timezone"),
    }
    return {name: value for name, value in kept.items() if value is not None}


def _member(given: Any, name: str) -> dict[str, Any]:
    found = given.get(name) if isinstance(given, Mapping) else None
    return found if isinstance(found, dict) else {}


def _id(value: Any) -> str:
    """A name for someone as text, "" for none. Some senders write numbers. One that no database can keep names nobody."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST_ID or not value.isprintable() or _UNSTORABLE.search(value):
        return ""
    return value.strip() if value.isascii() else normalize("NFKC", value).strip()  # as a login that was proved is written


def _key(call: Call, kind: str, fresh: str) -> str:
    """By what a second sending is known: the ``messageId``; without one, everything that was said at a stated time."""
    given = _id(call.message_id)
    if given:
        return given
    if call.message_id in (None, "") and call.timestamp is None and call.original_timestamp is None:
        return fresh
    told = (kind, call.message_id, call.user_id, call.anonymous_id, call.previous_id, call.group_id, call.event, call.name)
    said = (call.timestamp, call.original_timestamp, call.properties, call.traits)
    return f"derived-{blake2b(msgspec.json.encode((told, said)), digest_size=16).hexdigest()}"
