"""Reads what comes in at the addresses of the SDKs: whose key, which body, unpacked and within its limit."""

import asyncio
import base64
import binascii
import zlib
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope

from dangol.web.segment.dialects import Refusal

_BODY_SECONDS = 30.0
_DRAIN = 32 * 1024 * 1024  # read and thrown away, so that a client still sending can hear the refusal


def header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes:
    """A header's value, b"" when it is not there. ``name`` in lower case, as ASGI gives them."""
    for key, value in headers:
        if key == name:
            return value
    return b""


def key_of_header(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The write key: the user name of Basic, or a Bearer token; "" when there is none that can be read."""
    scheme, _, given = header(headers, b"authorization").partition(b" ")
    if scheme.lower() == b"bearer":
        return given.strip().decode("latin-1")
    if scheme.lower() != b"basic":
        return ""
    try:
        return base64.b64decode(given.strip(), validate=True).partition(b":")[0].decode("latin-1")
    except (binascii.Error, ValueError):
        return ""


def query_of(scope: Scope) -> dict[str, str]:
    """The query's fields, the last of each; at most a hundred.

    Raises:
        Refusal: ``invalid_json``, it cannot be read.
    """
    try:
        return dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True, errors="strict", max_num_fields=100))
    except ValueError:
        raise Refusal("invalid_json") from None


async def body_of(scope: Scope, receive: Receive, most: int) -> bytes:
    """The body, unpacked.

    Raises:
        Refusal: ``empty_body``; ``payload_too_large``, more than ``most`` bytes, also after unpacking; ``invalid_json``, no such
            packing or a damaged one; ``too_slow``, it took more than 30 seconds.
    """
    message = await receive()
    raw = message.get("body", b"")
    if message.get("more_body", False):
        raw = await _rest(raw, receive, most)
    if len(raw) > most:
        raise Refusal("payload_too_large")
    packing = header(scope["headers"], b"content-encoding").lower()
    if packing not in (b"", b"identity"):
        raw = _unpacked(raw, packing, most)
    if not raw.strip():
        raise Refusal("empty_body")
    return bytes(raw)


async def _rest(begun: bytes, receive: Receive, most: int) -> bytes:
    chunks, size, more = [begun], len(begun), True
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            while more and size <= _DRAIN:
                message: Any = await receive()
                if message["type"] == "http.disconnect":
                    raise Refusal("invalid_json")
                size += len(message.get("body", b""))
                if size <= most:
                    chunks.append(message.get("body", b""))
                more = message.get("more_body", False)
    except TimeoutError:
        raise Refusal("too_slow") from None
    if size > most:
        raise Refusal("payload_too_large")
    return b"".join(chunks)


def _unpacked(raw: bytes, packing: bytes, most: int) -> bytes:
    """At most ``most`` bytes are ever made of it, so that a small bomb stays small."""
    if packing not in (b"gzip", b"x-gzip", b"deflate"):
        raise Refusal("invalid_json")
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    try:
        made = unpacker.decompress(raw, most + 1)
    except zlib.error:
        raise Refusal("invalid_json") from None
    if len(made) > most:
        raise Refusal("payload_too_large")
    if not unpacker.eof:
        raise Refusal("invalid_json")
    return made
