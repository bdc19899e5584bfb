"""What TalkTalk's webhook says. There is no event id and no redelivery is documented, so the dedupe key is a hash within two seconds."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from dangol.channels.port import Heard, Owner, Parsed
from dangol.channels.reading import dig, flag, name, within, words

_WINDOW = 2  # seconds
SAYS = "says/"  # begins the code of a button of ours: what it says is the rest, its title may be cut
_HUMAN = "1"  # id of the partner's own people among the owners of a thread


def parse(payload: object, at: datetime) -> Parsed:
    kind = words(payload, "event")
    user = name(payload, "user")
    reader = _READERS.get(kind)
    if reader is None:
        return Parsed(ignored=f"event {kind[:40] or '(none)'}")
    if not user:
        return Parsed(ignored="no user")
    found = reader(payload, user, at)
    return Parsed(heard=(found,)) if found else Parsed(ignored=f"nothing to keep in event {kind}")


def _sent(payload: object, user: str, at: datetime) -> Heard | None:
    text, attachment = _content(payload)
    code = words(payload, "textContent", "code")
    if code.startswith(SAYS) and words(payload, "textContent", "inputType") == "button":
        text = code.removeprefix(SAYS)
    if not text.strip():
        return None
    data: dict[str, Any] = {"text": text}
    kept = {
        "attachment": attachment,
        "input": words(payload, "textContent", "inputType")[:40],
        "code": code[:1000],
        "product": words(payload, "options", "product", "name")[:200],
        "product_url": words(payload, "options", "product", "url")[:1000],
    }
    data |= {key: value for key, value in kept.items() if value}
    owner: Owner = "person" if flag(payload, "standby") else "machine"
    return _heard("message.received", payload, user, at, data, wants_reply=True, owner=owner)


def _echo(payload: object, user: str, at: datetime) -> Heard | None:
    """Words of the brand from the partner centre, or our own come back: never answered."""
    text, attachment = _content(payload)
    data = {"text": text, "author": "talktalk", **({"attachment": attachment} if attachment else {})}
    return _heard("message.sent", payload, user, at, data) if text.strip() else None


def _opened(payload: object, user: str, at: datetime) -> Heard:
    data: dict[str, Any] = {"under14": flag(payload, "options", "under14")}
    if source := words(payload, "options", "from")[:200] or words(payload, "options", "inflow")[:200]:
        data["from"] = source
    return _heard("chat.opened", payload, user, at, data)


def _left(payload: object, user: str, at: datetime) -> Heard:
    return _heard("chat.left", payload, user, at, {})


def _friend(payload: object, user: str, at: datetime) -> Heard | None:
    kind = {"on": "chat.followed", "off": "chat.unfollowed"}.get(words(payload, "options", "set"))
    return _heard(kind, payload, user, at, {}) if kind else None


def _handover(payload: object, user: str, at: datetime) -> Heard:
    to_person = words(payload, "options", "control") == "takeThread" or name(payload, "options", "targetId") == _HUMAN
    owner: Owner = "person" if to_person else "machine"
    return _heard("chat.passed", payload, user, at, {"to": owner}, owner=owner)


def _profile(payload: object, user: str, at: datetime) -> Heard | None:
    result = name(payload, "options", "result")[:40]
    if result != "WITHDRAW":
        return _heard("profile.shared", payload, user, at, {"result": result}) if result else None
    listed = dig(payload, "options", "withdrawals")
    fields = [one[:40] for one in listed[:20] if isinstance(one, str)] if isinstance(listed, list) else []
    return _heard("profile.withdrawn", payload, user, at, {"withdrawals": words([",".join(fields)], 0)})


_READERS: Mapping[str, Callable[[object, str, datetime], Heard | None]] = {
    "send": _sent,
    "echo": _echo,
    "open": _opened,
    "leave": _left,
    "friend": _friend,
    "handover": _handover,
    "profile": _profile,
}


def _content(payload: object) -> tuple[str, str]:
    """The words, and what kind of thing stands for them when there are none."""
    if text := words(payload, "textContent", "text"):
        return text, ""
    if isinstance(dig(payload, "imageContent"), dict):
        return "[사진]", "image"
    if isinstance(dig(payload, "compositeContent"), dict):
        return words(payload, "compositeContent", "compositeList", 0, "description") or "[카드]", "card"
    return "", ""


def _heard(
    kind: str, payload: object, user: str, at: datetime, data: dict[str, Any], *, wants_reply: bool = False, owner: Owner | None = None
) -> Heard:
    body = json.dumps(payload, sort_keys=True, default=str)
    id_, before = within(at, _WINDOW, user, body)
    return Heard(type=kind, identity=user, id=id_, before=before, at=at, data=data, wants_reply=wants_reply, owner=owner)
