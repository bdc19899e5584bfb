"""A call as an image's address: ``?writeKey=…&event=…&properties.subject=…``, or ``?data=`` with the JSON in base64.

Sources: https://segment.com/docs/connections/sources/catalog/libraries/server/pixel-tracking-api/ and RudderStack's pixel API.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import msgspec

from dangol.web.segment.dialects import Refusal
from dangol.web.segment.wire import Call, Unreadable, read_call

_DEEPEST = 8


def call_of(query: Mapping[str, str]) -> Call:
    """The call.

    Raises:
        Refusal: ``invalid_json``, neither form can be read.
    """
    try:
        return read_call(_decoded(query["data"]) if "data" in query else msgspec.json.encode(_nested(query)))
    except Unreadable:
        raise Refusal("invalid_json") from None


def _decoded(data: str) -> bytes:
    try:
        plain = data.strip().replace(" ", "+").rstrip("=").translate(str.maketrans("-_", "+/"))
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise Refusal("invalid_json") from None


def _nested(query: Mapping[str, str]) -> dict[str, Any]:
    """``{"properties.a.b": "c"}`` as ``{"properties": {"a": {"b": "c"}}}``; a path through a text is left out."""
    made: dict[str, Any] = {}
    for path, value in query.items():
        *parents, name = path.split(".", _DEEPEST)
        place: Any = made
        for parent in parents:
            place = place.setdefault(parent, {})
            if not isinstance(place, dict):
                break
        else:
            place[name] = value
    return made
