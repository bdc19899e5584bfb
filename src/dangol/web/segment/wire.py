"""What the SDKs send, as JSON: one call, or a batch of calls. Everything is optional and of any type here; ``translate`` judges.

Field names and meanings: Segment's spec, https://segment.com/docs/connections/spec/common/, which RudderStack follows.
"""

import re
from typing import Any, TypeVar

import msgspec

from dangol.kit.errors import BadInput
from dangol.web.strict_json import refuse_depth

_T = TypeVar("_T")

MAX_EVENT = 32 * 1024  # bytes, https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#max-request-size
MAX_BATCH = 500 * 1024
MOST_EVENTS = 2_500


class Call(msgspec.Struct, rename="camel", kw_only=True):
    """One call of an SDK; what is not named here is not read."""

    type: Any = None
    event: Any = None
    user_id: Any = None
    anonymous_id: Any = None
    previous_id: Any = None
    group_id: Any = None
    message_id: Any = None
    timestamp: Any = None
    original_timestamp: Any = None
    sent_at: Any = None
    name: Any = None
    category: Any = None
    properties: Any = None
    traits: Any = None
    context: Any = None
    write_key: Any = None


class Batch(msgspec.Struct, rename="camel", kw_only=True):
    """Many calls; each is kept raw until its size is known."""

    batch: list[msgspec.Raw] | None = None
    sent_at: Any = None
    write_key: Any = None


class Unreadable(Exception):
    """The body is not the JSON that it should be."""


_CALL = msgspec.json.Decoder(Call)
_BATCH = msgspec.json.Decoder(Batch)
_LONE = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F][0-9a-fA-F]{2}")


def read_call(raw: bytes | memoryview) -> Call:
    """Raises ``Unreadable``: not UTF-8, not JSON, not an object, nested deeper than 32 levels."""
    whole = bytes(raw)
    try:
        refuse_depth(whole)
    except BadInput as error:
        raise Unreadable from error
    return _read(_CALL, whole)


def read_batch(raw: bytes) -> Batch:
    """Raises ``Unreadable``: as for a call; also where ``batch`` is no list."""
    return _read(_BATCH, raw)


def _read(decoder: msgspec.json.Decoder[_T], raw: bytes) -> _T:
    try:
        found = decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        mended = _LONE.sub(rb"\\ufffd", raw)  # a browser cuts an emoji in two and writes the halves down
        if mended != raw:
            return _read(decoder, mended)
        raise Unreadable from error
    return found
