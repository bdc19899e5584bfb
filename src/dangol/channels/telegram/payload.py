"""What a Telegram update says (https://core.telegram.org/bots/api#update). ``update_id`` is the dedupe key."""

from datetime import datetime
from typing import Any

from dangol.channels.port import Heard, Parsed
from dangol.channels.reading import derived, dig, flag, instant, name, words
from dangol.kit.sphere import point

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")  # kinds of updates that are wanted
ASKS_ID = "/id"  # told in the response itself: how somebody of staff learns the id that the inbox's ``staff`` wants
_MESSAGES = ("message", "edited_message", "business_message", "edited_business_message", "channel_post", "edited_channel_post")
_BUSINESS = ("business_message", "edited_business_message")
_MOST_UPDATES = 100
_THINGS = {  # what stands for a message without words
    "sticker": "[스티커]",
    "photo": "[사진]",
    "voice": "[음성]",
    "audio": "[음악]",
    "video": "[동영상]",
    "video_note": "[동영상]",
    "animation": "[움짤]",
    "document": "[파일]",
    "location": "[위치]",
    "venue": "[위치]",
    "contact": "[연락처]",
    "poll": "[투표]",
    "dice": "[주사위]",
    "story": "[스토리]",
    "paid_media": "[사진]",
    "game": "[게임]",
    "checklist": "[할 일 목록]",
    "gift": "[선물]",
    "unique_gift": "[선물]",
    "invoice": "[청구서]",
    "successful_payment": "[결제]",
}


def parse(payload: object, at: datetime) -> Parsed:
    if isinstance(updates := dig(payload, "result"), list) and flag(payload, "ok"):  # what getUpdates answers: many
        found = [one for update in updates[:_MOST_UPDATES] for one in _update(update, at).heard]
        return Parsed(heard=tuple(found)) if found else Parsed(ignored="no update that says anything")
    return _update(payload, at)


def _update(payload: object, at: datetime) -> Parsed:
    for kind in _MESSAGES:
        if isinstance(message := dig(payload, kind), dict):
            return _message(payload, kind, message, at)
    if isinstance(query := dig(payload, "callback_query"), dict):
        return _pressed(payload, query, at)
    if isinstance(member := dig(payload, "my_chat_member"), dict):
        return _member(payload, member, at)
    other = next((str(key) for key in payload if key != "update_id"), "") if isinstance(payload, dict) else ""
    return Parsed(ignored=f"update {other[:40] or '(empty)'}")


def _message(payload: object, kind: str, message: dict[str, Any], at: datetime) -> Parsed:
    if flag(message, "from", "is_bot"):
        return Parsed(ignored="from a bot")
    who = name(message, "from", "id") or name(message, "sender_chat", "id") or name(message, "chat", "id")
    if not who:
        return Parsed(ignored="from nobody")
    business, chat = kind in _BUSINESS, name(message, "chat", "id")
    text = words(message, "text") or words(message, "caption") or words(message, "web_app_data", "data")
    thing = next((thing for thing in _THINGS if dig(message, thing) is not None), "")
    if not text.strip():
        text = _THINGS.get(thing, "")
    if not text:
        return Parsed(ignored="a service message")
    edited = kind.startswith("edited")
    if business and chat and who != chat:  # the account's owner wrote to their customer, from their own phone
        return _said_by_hand(payload, message, chat, text, at)
    private = words(message, "chat", "type") == "private"
    data: dict[str, Any] = {"text": text}
    kept: dict[str, Any] = {
        "message_id": name(message, "message_id"),
        "attachment": thing,
        "reply_to": name(message, "reply_to_message", "message_id"),
        "group": "" if private else name(message, "chat", "id"),
        "edited": edited,
        "business": name(message, "business_connection_id") if business else "",
        "opens": text.split(maxsplit=1)[0].partition("@")[0] == "/start",
        "language": words(message, "from", "language_code")[:2] if text.startswith("/") else "",
    }
    data |= {key: value for key, value in kept.items() if value}
    shared = dig(message, "location") or dig(message, "venue", "location")
    if here := point(dig(shared, "latitude"), dig(shared, "longitude")):
        data["position"] = {"lat": here.coarse.lat, "lon": here.coarse.lon}  # to about 100 m, and no closer
    when = dig(message, "edit_date") if edited else dig(message, "date")
    heard = Heard(
        type="message.received",
        identity=who,
        id=_id(payload),
        at=instant(when, at),
        data=data,
        wants_reply=private and not edited and text.strip() != ASKS_ID,
    )
    return Parsed(heard=(heard,))


def _said_by_hand(payload: object, message: dict[str, Any], chat: str, text: str, at: datetime) -> Parsed:
    data = {"text": text, "author": "telegram"}
    return Parsed(heard=(Heard(type="message.sent", identity=chat, id=_id(payload), at=instant(dig(message, "date"), at), data=data),))


def _pressed(payload: object, query: dict[str, Any], at: datetime) -> Parsed:
    """A button of ours: what it carries is what was said."""
    who, text = name(query, "from", "id"), words(query, "data")
    if not who or not text.strip():
        return Parsed(ignored="a button without a sender or a value")
    private = words(query, "message", "chat", "type") in {"private", ""}
    data: dict[str, Any] = {"text": text, "button": True}
    kept = {"callback": name(query, "id"), "reply_to": name(query, "message", "message_id")}
    kept |= {} if private else {"group": name(query, "message", "chat", "id")}
    data |= {key: value for key, value in kept.items() if value}
    heard = Heard(type="message.received", identity=who, id=_id(payload), at=at, data=data, wants_reply=private)
    return Parsed(heard=(heard,))


def _member(payload: object, member: dict[str, Any], at: datetime) -> Parsed:
    who, status = name(member, "from", "id"), words(member, "new_chat_member", "status")
    kind = {"kicked": "chat.unfollowed", "left": "chat.unfollowed", "member": "chat.followed", "administrator": "chat.followed"}.get(status)
    if not who or kind is None:
        return Parsed(ignored=f"membership {status[:40]}")
    return Parsed(heard=(Heard(type=kind, identity=who, id=_id(payload), at=instant(dig(member, "date"), at), data={}),))


def _id(payload: object) -> str:
    return name(payload, "update_id") or derived("update", repr(payload))
