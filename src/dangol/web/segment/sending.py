"""Sends an answer, open to every site: a write key is public, and the SDKs run on the shop's own pages."""

from starlette.types import Scope, Send

from dangol.web.segment.dialects import Answer
from dangol.web.segment.request import header

_ALWAYS = [(b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store"), (b"cross-origin-resource-policy", b"cross-origin")]
_MAX_AGE = b"900"  # seconds, as RudderStack's gateway says


async def send_answer(scope: Scope, send: Send, answer: Answer) -> None:
    headers = [(b"content-length", b"%d" % len(answer.body)), *_ALWAYS, *answer.headers.items()]
    if answer.body:
        headers.append((b"content-type", answer.kind))
    origin = header(scope["headers"], b"origin")
    if origin:
        headers += _cross_origin(scope, origin)
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})


def _cross_origin(scope: Scope, origin: bytes) -> list[tuple[bytes, bytes]]:
    allowed = [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-credentials", b"true"),
        (b"access-control-expose-headers", b"retry-after, x-ratelimit-reset"),
        (b"vary", b"origin"),
    ]
    if scope["method"] == "OPTIONS":
        wanted = header(scope["headers"], b"access-control-request-headers")
        allowed += [
            (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
            (b"access-control-allow-headers", wanted or b"authorization, content-type, anonymousid, x-retry-count"),
            (b"access-control-max-age", _MAX_AGE),
        ]
    return allowed
