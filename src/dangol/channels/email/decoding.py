"""Words out of mail as Korean programs send it: EUC-KR that is CP949 in truth, headers in bare bytes, charsets that do not exist."""

import re
from email.header import decode_header
from email.message import Message
from html import unescape

_KOREAN = {"euc-kr", "euc_kr", "ks_c_5601-1987", "ks_c_5601", "ksc5601", "cp949", "ms949", "windows-949", "uhc", "korean"}
_TAGS = re.compile(r"<(script|style|head)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)\b[^>]*>", re.IGNORECASE)
_QUOTED = re.compile(r"<blockquote\b.*", re.DOTALL | re.IGNORECASE)
_MOST = 200_000  # characters of one part that are looked at


def decoded(raw: bytes, charset: str | None) -> str:
    """``raw`` as text: by its charset if that is one and fits, else UTF-8, else CP949 with what is damaged replaced."""
    named = (charset or "").lower()
    for name in ("cp949" if named in _KOREAN else named, "utf-8"):
        try:
            return raw.decode(name)
        except (LookupError, ValueError, UnicodeError):
            continue
    return raw.decode("cp949", "replace")


def header(message: Message, name: str) -> str:
    """A header on one line; empty when it is absent."""
    given = message.get(name)
    if given is None:
        return ""
    try:
        parts = decode_header(given)  # a header in bare bytes comes as an object that keeps them
    except (ValueError, LookupError):
        parts = [(str(given), None)]
    text = "".join(_part(part, charset) for part, charset in parts)
    return " ".join(text.split())


def _part(part: bytes | str, charset: str | None) -> str:
    raw = part if isinstance(part, bytes) else part.encode("utf-8", "surrogateescape")
    return decoded(raw, None if charset in {None, "unknown-8bit"} else charset)


def body(message: Message) -> str:
    """The text of a message: its plain part, else its HTML without tags and without what it quotes."""
    html = ""
    for part in message.walk():
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        if part.get_content_type() == "text/plain" and not part.get_filename():
            if (text := _text(part)).strip():
                return text
        elif part.get_content_type() == "text/html" and not html:
            html = _text(part)
    return _without_tags(html)


def attachments(message: Message) -> list[str]:
    """The names of what is attached, at most twenty."""
    found = []
    for part in message.walk():
        if part.is_multipart():
            continue
        raw = part.get_filename()
        if raw or part.get_content_disposition() == "attachment":
            holder = Message()
            holder["n"] = raw or "(이름 없음)"
            found.append(header(holder, "n")[:200])
    return found[:20]


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    return decoded(raw, part.get_content_charset())[:_MOST] if isinstance(raw, bytes) else ""


def _without_tags(html: str) -> str:
    html = _QUOTED.sub("", _TAGS.sub(" ", html))
    return unescape(re.sub(r"<[^<>]*>", "", _BREAKS.sub("\n", html)))
