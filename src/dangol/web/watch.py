"""The outermost layer: every request gets an id, is timed and counted by its door, and a slow or broken one leaves a line in the log.

A line names the door, never the address: an address may hold a secret (``/hooks/…``) or an id of somebody.
"""

import re
import time
from collections.abc import Callable
from secrets import token_hex

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dangol.kit.tracing import span
from dangol.web.doors import Requested

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_SLOW = 2.0  # seconds; a long poll may wait for 25, so it is not called slow
_DOORS = (
    ("/v1/chat/", "chat"),
    ("/v1/events", "events"),
    ("/v1/", "intake"),
    ("/hooks/", "hooks"),
    ("/inbox", "inbox"),
    ("/static/", "static"),
    ("/healthz", "health"),
    ("/readyz", "health"),
    ("/metrics", "health"),
)
_log = structlog.get_logger("dangol.web")


def door_of(path: str) -> str:
    """The door that a path belongs to: one of a few words."""
    return next((door for start, door in _DOORS if path.startswith(start)), "pages")


class Watch:
    """ASGI middleware. The id is the caller's own ``X-Request-ID`` where it is a plain one, else a new one."""

    def __init__(self, app: ASGIApp, requested: Requested, now: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._requested = requested
        self._now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if _GIVEN.fullmatch(given) else token_hex(8)
        door, began, status = door_of(scope["path"]), self._now(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        if scope["type"] == "websocket":  # it is open for hours: each message in it is traced by itself
            with structlog.contextvars.bound_contextvars(request_id=request_id):
                await self._app(scope, receive, sending)
            return
        with structlog.contextvars.bound_contextvars(request_id=request_id), span(f"door.{door}", request_id=request_id) as traced:
            try:
                await self._app(scope, receive, sending)
            finally:
                traced.note(**{"http.response.status_code": status})
                took = self._now() - began
                self._requested(door, status, took)
                if status >= 500 or (took > _SLOW and scope["method"] != "GET"):
                    _log.warning("request.troubled", door=door, status=status, ms=round(took * 1000))
