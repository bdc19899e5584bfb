"""Reads a stranger's JSON value without ever raising: what is missing or of another type is empty."""

import re
from datetime import UTC, datetime
from hashlib import blake2b

from dangol.channels.port import MOST_TEXT

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MOST_ID = 512  # characters, what people.identities takes


def dig(value: object, *path: str | int) -> object:
    """The value at ``path`` (keys of objects, places in lists); None when there is none.

    >>> dig({"a": [{"b": 1}]}, "a", 0, "b"), dig({"a": 1}, "a", "b"), dig([], 0)
    (1, None, None)
    """
    for step in path:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        else:
            value = value[step] if isinstance(value, list) and -len(value) <= step < len(value) else None
    return value


def words(value: object, *path: str | int) -> str:
    """The text at ``path`` as it can be stored, at most 4,000 characters; empty when there is none.

    >>> words({"a": "하나"}, "a"), words({"a": 1}, "a"), words({"a": "x\\0y"}, "a")
    ('하나', '', 'x\ufffdy')
    """
    found = dig(value, *path)
    return _UNSTORABLE.sub("\ufffd", found[:MOST_TEXT]) if isinstance(found, str) else ""


def name(value: object, *path: str | int) -> str:
    """An id at ``path``: a text or a whole number, as text; empty when there is none, or one that cannot be kept.

    >>> name({"id": 41}, "id"), name({"id": "u-1"}, "id"), name({"id": True}, "id"), name({"id": ""}, "id")
    ('41', 'u-1', '', '')
    """
    found = dig(value, *path)
    if isinstance(found, int) and not isinstance(found, bool) and abs(found) < 10**40:
        return str(found)
    if isinstance(found, str) and found.strip() and len(found) <= _MOST_ID and not _UNSTORABLE.search(found):
        return found
    return ""


def flag(value: object, *path: str | int) -> bool:
    """Whether ``true`` stands at ``path``."""
    return dig(value, *path) is True


def instant(value: object, came: datetime) -> datetime:
    """Seconds since 1970 as an instant; ``came`` for anything else, and for an instant after it (a clock that runs ahead).

    >>> came = datetime(2026, 11, 25, tzinfo=UTC)
    >>> instant(1454119029, came).isoformat(), instant("soon", came) == came, instant(99999999999, came) == came
    ('2016-01-30T01:57:09+00:00', True, True)
    """
    if not isinstance(value, int | float) or isinstance(value, bool):
        return came
    try:
        then = datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return came
    return min(then, came) if then.year >= 2000 else came


def derived(*parts: str) -> str:
    """A dedupe key for what the platform gives no id: a hash of ``parts``, each with its length, so that two lists never read alike."""
    joined = b"".join(len(raw := part.encode("utf-8", "surrogatepass")).to_bytes(4, "big") + raw for part in parts)
    return blake2b(joined, digest_size=16).hexdigest()


def within(at: datetime, seconds: int, *parts: str) -> tuple[str, str]:
    """Two dedupe keys: of ``parts`` in the window of ``seconds`` in which ``at`` lies, and in the one before.

    The same parts within ``seconds`` have a key in common, wherever the windows are cut.
    """
    window = int(at.timestamp()) // seconds
    return derived(*parts, str(window)), derived(*parts, str(window - 1))
