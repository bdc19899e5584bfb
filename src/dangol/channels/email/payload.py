"""What a mail says. The payload is ``{"raw": "…"}`` (RFC 5322 as text) or ``{"raw_base64": "…"}`` (its bytes).

Automatic mail is never answered (RFC 3834): replies of machines, lists and bounces are written down or passed over.
"""

import base64
import binascii
import re
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from dangol.channels.email.decoding import attachments, body, header
from dangol.channels.email.quoting import written
from dangol.channels.port import Heard, Parsed
from dangol.channels.reading import derived, dig, words

OURS = re.compile(r"<([0-9a-hjkmnp-tv-z]{26})\.dangol@[^<>\s]+>")  # our own Message-IDs carry the row of the outbox
_ADDRESS = re.compile(r"[^@\s<>\"(),;:\x00-\x1f\x7f]{1,128}@[a-z0-9.-]{1,255}", re.IGNORECASE)
_ROBOTS = re.compile(r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|noreply)\b", re.IGNORECASE)
_OF_MACHINES = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Failed-Recipients")
_MOST_BYTES = 30_000_000


def parse(payload: object, at: datetime) -> Parsed:
    raw = _raw(payload)
    if raw is None:
        return Parsed(ignored='not a mail: {"raw"} or {"raw_base64"} is wanted')
    try:
        return _read(BytesParser(policy=compat32).parsebytes(raw), raw, at)
    except Exception as error:  # the library raises many kinds on damaged mail
        return Parsed(ignored=f"unreadable mail ({type(error).__name__})")


def _raw(payload: object) -> bytes | None:
    if isinstance(text := dig(payload, "raw"), str):
        return text.encode("utf-8", "surrogateescape" if _escaped(text) else "replace")
    encoded = dig(payload, "raw_base64")
    if isinstance(encoded, str) and len(encoded) < _MOST_BYTES:
        try:
            return base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            return None
    return None


def _escaped(text: str) -> bool:
    return any("\udc80" <= sign <= "\udcff" for sign in text) and not any("\ud800" <= sign < "\udc80" for sign in text)


def _read(mail: Message, raw: bytes, at: datetime) -> Parsed:
    sender = _address(mail, "Reply-To") or _address(mail, "From")
    id_ = header(mail, "Message-ID")[:500] or derived("mail", raw.decode("latin-1"))
    if mail.get_content_type() == "multipart/report":
        return _bounce(mail, raw, id_, at)
    if not sender:
        return Parsed(ignored="no sender")
    if OURS.search(header(mail, "Message-ID")):
        return Parsed(ignored="our own mail")
    data = _data(mail, id_)
    if not data["text"]:
        return Parsed(ignored="an empty mail")
    if _is_automatic(mail, sender):
        data["automatic"] = True
    heard = Heard(type="message.received", identity=sender, id=id_, at=_date(mail, at), data=data, wants_reply="automatic" not in data)
    return Parsed(heard=(heard,))


def _data(mail: Message, id_: str) -> dict[str, Any]:
    subject = words([header(mail, "Subject")[:500]], 0)
    files = attachments(mail)
    said = written(body(mail)) or re.sub(r"^(?:(?:re|fw|fwd|답장|회신|전달)\s*:\s*)+", "", subject, flags=re.IGNORECASE)
    named = " ".join(f"[파일 {name}]" for name in files)
    data: dict[str, Any] = {"text": words([said if said.strip() else named], 0), "subject": subject, "message_id": id_}
    references = " ".join(re.findall(r"<[^<>\s]{1,400}>", f"{header(mail, 'References')} {header(mail, 'In-Reply-To')}")[-20:])
    kept = {"references": words([references], 0), "attachments": words([", ".join(files)], 0)}
    return data | {key: value for key, value in kept.items() if value}


def _is_automatic(mail: Message, sender: str) -> bool:
    submitted = header(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    return bool(
        submitted not in {"", "no"}
        or header(mail, "Precedence").lower() in {"bulk", "junk", "list", "auto_reply"}
        or header(mail, "Return-Path") == "<>"
        or any(mail.get(name) is not None for name in _OF_MACHINES)
        or header(mail, "X-Auto-Response-Suppress").lower() not in {"", "none"}
        or _ROBOTS.match(sender)
    )


def _bounce(mail: Message, raw: bytes, id_: str, at: datetime) -> Parsed:
    """A report that one of ours did not arrive."""
    text = raw.decode("latin-1")
    ours = OURS.search(text)
    to = re.search(r"^Final-Recipient:\s*rfc822;\s*(\S+)", text, re.MULTILINE | re.IGNORECASE)
    address = _ADDRESS.search(to[1]) if to else None
    if ours is None or address is None:
        return Parsed(ignored="a bounce that names none of our mails")
    status = re.search(r"^Action:\s*(\w+)", text, re.MULTILINE | re.IGNORECASE)
    data = {"delivery": ours[1], "status": status[1].lower()[:40] if status else "failed"}
    return Parsed(heard=(Heard(type="delivery.receipt", identity=address[0].lower(), id=id_, at=_date(mail, at), data=data),))


def _address(mail: Message, name: str) -> str:
    for _, address in getaddresses([header(mail, name)]):
        if found := _ADDRESS.fullmatch(address.strip()):
            return found[0].lower()
    return ""


def _date(mail: Message, at: datetime) -> datetime:
    try:
        then = parsedate_to_datetime(header(mail, "Date"))
        then = then.replace(tzinfo=UTC) if then.tzinfo is None else then.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return at
    return then if datetime(2000, 1, 1, tzinfo=UTC) <= then <= at else at
