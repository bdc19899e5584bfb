"""What Kakao's skill server call says (``…/skill_guide/answer_json_format``, and payloads seen from the live platform).

There is no message id. The dedupe key is the callback's token where there is one, else a hash of bot, user, block and words within two
seconds: the same words typed again later are another message.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from dangol.channels.port import Heard, Parsed
from dangol.channels.reading import derived, flag, name, within, words

_WINDOW = 2  # seconds
_MOST_URL = 2048
_MEDIA = {"image": "[사진]", "video": "[동영상]", "audio": "[음성]", "file": "[파일]"}
_ROOM = {"entrance": "chat.opened", "inviteMember": "chat.opened", "leave": "chat.left"}


def parse(payload: object, at: datetime) -> Parsed:
    if name(payload, "group", "botGroupKey") and words(payload, "type") in _ROOM:
        return _room(payload, at)
    if flag(payload, "isInSlotFilling"):
        return _slot(payload, at)
    user = name(payload, "userRequest", "user", "id") or name(payload, "userRequest", "user", "properties", "botUserKey")
    text = words(payload, "userRequest", "utterance")
    if not user:
        return Parsed(ignored="no user")
    said = text
    media = words(payload, "userRequest", "params", "media", "type")
    if media in _MEDIA and text.startswith(("http://", "https://")):  # the words are the address of what was sent
        text = _MEDIA[media]
    if not text.strip():
        return Parsed(ignored="no utterance")
    callback = words(payload, "userRequest", "callbackUrl")[:_MOST_URL]
    bot, block = name(payload, "bot", "id"), name(payload, "userRequest", "block", "id") or name(payload, "intent", "id")
    data: dict[str, Any] = {"text": text}
    kept = (("callback_url", callback), ("bot", bot), ("block", words(payload, "userRequest", "block", "name")[:100]))
    data |= {key: value for key, value in kept if value}
    token = _path(callback).rpartition("/")[2]
    id_, before = (token, "") if 0 < len(token) <= 512 else within(at, _WINDOW, bot, user, block, said)
    return Parsed(heard=(Heard(type="message.received", identity=user, id=id_, before=before, at=at, data=data, wants_reply=True),))


def _path(url: str) -> str:
    """The path of an address, empty when it is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _slot(payload: object, at: datetime) -> Parsed:
    """A value that a block asked for, to be checked: the customer's words, answered by the block itself."""
    user, text = name(payload, "user", "id"), words(payload, "utterance") or words(payload, "value", "origin")
    if not (user and text.strip()):
        return Parsed(ignored="slot filling without user or words")
    id_, _ = within(at, _WINDOW, "slot", user, text)
    data = {"text": text, "slot": True}
    return Parsed(heard=(Heard(type="message.received", identity=user, id=id_, at=at, data=data),))


def _room(payload: object, at: datetime) -> Parsed:
    """A group chatbot came into a room, or left it: the room is the identity."""
    kind, room = words(payload, "type"), name(payload, "group", "botGroupKey")
    timestamp = name(payload, "timestamp")
    id_ = derived("room", kind, room, timestamp) if timestamp else within(at, _WINDOW, "room", kind, room)[0]
    return Parsed(heard=(Heard(type=_ROOM[kind], identity=room, id=id_, at=at, data={"kind": kind, "group": True}),))
