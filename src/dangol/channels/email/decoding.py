"""Words out of mail as Korean programs send it: EUC-KR that is CP949 in truth, headers in bare bytes, charsets that do not exist."""

import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from html import unescape

_KOREAN = {"euc-kr", "euc_kr", "ks_c_5601-1987", "ks_c_5601", "ksc5601", "cp949", "ms949", "windows-949", "uhc", "korean"}
_UNSEEN = re.compile(r"<(script|style|head)\b|<!--", re.IGNORECASE)  # begins what nobody sees
_ENDS = {"": re.compile("-->")} | {name: re.compile(rf"</{name}[^<>]*>?", re.IGNORECASE) for name in ("script", "style", "head")}
_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)\b[^<>]*>", re.IGNORECASE)
_QUOTED = re.compile(r"<blockquote\b.*", re.DOTALL | re.IGNORECASE)
_NESTED = "message/rfc822"
_MOST_PARTS = 200  # of one multipart
_MOST = 200_000  # characters of one part that are looked at
_MOST_HEADER = 10_000  # of a header: reading one that is made to be slow takes the square of its length


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
        short = given[:_MOST_HEADER] if isinstance(given, str) else given
        parts = decode_header(short)  # a header in bare bytes comes as an object that keeps them
    except (ValueError, LookupError):
        parts = [(str(given), None)]
    text = "".join(_part(part, charset) for part, charset in parts)
    return " ".join(text[:_MOST_HEADER].split())


def _part(part: bytes | str, charset: str | None) -> str:
    raw = part if isinstance(part, bytes) else part.encode("utf-8", "surrogateescape")
    return decoded(raw, None if charset in {None, "unknown-8bit"} else charset)


def body(message: Message) -> str:
    """The text of a message: its plain part, else its HTML without tags and without what it quotes."""
    html = ""
    for part in own_parts(message):
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        broken = part.get_content_maintype() == "multipart"  # it says that it has parts, and has none
        if (broken or part.get_content_type() == "text/plain") and not part.get_filename():
            if (text := _text(part)).strip():
                return text
        elif part.get_content_type() == "text/html" and not html:
            html = _text(part)
    return _without_tags(html)


def attachments(message: Message) -> list[str]:
    """The names of what is attached, at most twenty."""
    found = []
    for part in own_parts(message):
        if part.get_content_type() == _NESTED and part is not message:
            found.append(_titled(part))
        if part.is_multipart():
            continue
        raw = part.get_filename()
        if raw or part.get_content_disposition() == "attachment":
            holder = Message()
            holder["n"] = raw or "(이름 없음)"
            found.append(header(holder, "n")[:200])
    return found[:20]


def own_parts(message: Message) -> Iterator[Message]:
    """A message's parts, without those of a message that is attached to it: its words are somebody else's."""
    yield message
    inner = message.get_payload()
    if isinstance(inner, list) and message.get_content_type() != _NESTED:
        for part in inner[:_MOST_PARTS]:
            if isinstance(part, Message):
                yield from own_parts(part)


def _titled(part: Message) -> str:
    inner = part.get_payload()
    subject = header(inner[0], "Subject") if isinstance(inner, list) and inner and isinstance(inner[0], Message) else ""
    return f"{subject[:195] or '메일'}.eml"


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    return decoded(raw, part.get_content_charset())[:_MOST] if isinstance(raw, bytes) else ""


def _without_tags(html: str) -> str:
    html = _QUOTED.sub("", _seen(html))
    return unescape(re.sub(r"<[^<>]*>", "", _BREAKS.sub("\n", html)))


def _seen(html: str) -> str:
    """Without scripts, styles, the head and comments; one that never ends takes the rest with it. Each character is looked at once."""
    kept: list[str] = []
    at = 0
    while (begun := _UNSEEN.search(html, at)) is not None:
        kept.append(html[at : begun.start()])
        ends = _ENDS[(begun[1] or "").lower()].search(html, begun.end())
        if ends is None:
            return " ".join(kept)
        at = ends.end()
    return " ".join([*kept, html[at:]])
