"""How each of the two protocols says yes and no. Segment speaks JSON, RudderStack plain text; their SDKs read little but the status.

Sources: https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#errors and RudderStack's gateway,
``gateway/response/response.go`` of https://github.com/rudderlabs/rudder-server.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import msgspec

Dialect = Literal["segment", "rudderstack"]
DIALECTS: tuple[Dialect, ...] = ("segment", "rudderstack")

GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")  # 1×1, transparent


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """An HTTP answer, ready to be sent."""

    status: int
    body: bytes
    kind: bytes = b"application/json"
    headers: Mapping[bytes, bytes] = field(default_factory=dict)


class Refusal(Exception):
    """The request is refused as a whole.

    Args:
        code: a name from the table below; both protocols have a form of it.
        wait: seconds after which it may be sent again, 0 where that does not help.
    """

    def __init__(self, code: str, wait: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait


# code: (Segment's status and sentence, RudderStack's status and sentence)
_REFUSALS: Mapping[str, tuple[int, str, int, str]] = {
    "no_write_key": (401, "No write key was sent.", 401, "failed to read writekey from header"),
    "invalid_write_key": (401, "This write key is not known here.", 401, "invalid write key"),
    "source_disabled": (404, "This source is switched off.", 404, "source is disabled"),
    "empty_body": (400, "The body is empty.", 400, "request body is nil"),
    "invalid_json": (400, "The body is not the JSON that this address takes.", 400, "invalid json"),
    "empty_batch": (400, "The batch holds no calls.", 400, "empty batch payload"),
    "payload_too_large": (400, "More than 32 KB in a call, or 500 KB in a batch.", 413, "request size exceeds max limit"),
    "nobody": (400, "A call needs userId or anonymousId.", 400, "request neither has anonymousId nor userId"),
    "bad_call": (400, "This is no call that can be taken.", 400, "invalid event"),
    "method_not_allowed": (405, "This address takes POST.", 405, "method not allowed"),
    "too_slow": (408, "The body came too slowly.", 408, "request timed out"),
    "too_many": (429, "Too many requests at once. Try again later.", 429, "max requests limit reached"),
    "unavailable": (503, "The store cannot be written just now. Try again later.", 503, "service unavailable"),
    "internal": (500, "This is our fault.", 500, "internal server error"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What became of a request: how many were new, how many had been there before, and which were not taken and why."""

    accepted: int
    duplicates: int
    refused: Sequence[tuple[int, str]] = ()


def said_no(dialect: Dialect, refusal: Refusal) -> Answer:
    status, sentence, other_status, other_sentence = _REFUSALS[refusal.code]
    headers = {b"retry-after": b"%d" % refusal.wait, b"x-ratelimit-reset": b"%d" % refusal.wait} if refusal.wait else {}
    if dialect == "rudderstack":
        return Answer(status=other_status, body=other_sentence.encode(), kind=b"text/plain; charset=utf-8", headers=headers)
    body = msgspec.json.encode({"success": False, "code": refusal.code, "message": sentence})
    return Answer(status=status, body=body, headers=headers)


_OK = Answer(status=200, body=b"ok", kind=b"text/plain; charset=utf-8")
_SUCCESS = Answer(status=200, body=b'{"success":true}')


def said_yes(dialect: Dialect, taken: Taken) -> Answer:
    """Segment answers 200 also where single calls of a batch are not taken; we add which and why."""
    if dialect == "rudderstack":
        return _OK
    if not taken.refused and not taken.duplicates:
        return _SUCCESS
    refused = [{"index": index, "reason": reason} for index, reason in taken.refused[:100]]
    told = {"success": True, "accepted": taken.accepted, "duplicates": taken.duplicates, "refused": refused}
    return Answer(status=200, body=msgspec.json.encode(told))


def too_many_events(dialect: Dialect) -> Answer:
    """Segment documents that a batch of more than 2,500 calls is answered 200 and thrown away; we say so in the body."""
    if dialect == "rudderstack":
        return said_no(dialect, Refusal("payload_too_large"))
    told = {"success": False, "code": "too_many_events", "message": "More than 2,500 calls in a batch: none was taken."}
    return Answer(status=200, body=msgspec.json.encode(told))
