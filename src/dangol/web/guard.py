"""The guard in front of every route: rate, size, type, encoding and depth of what comes in; security headers on what goes out.

Plain ASGI, because it must see the raw bytes before anything parses them. A body that passes is replayed to the route, and its
parsed form waits in ``request.state.json`` or ``request.state.form``.
"""

import asyncio
import re
import time
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dangol.kit.errors import BadInput, Broken, DangolError
from dangol.kit.pictures.refusals import MOST_BYTES
from dangol.web.problems import Overslept, TooLarge, TooMany, WrongType, respond
from dangol.web.rate import Buckets
from dangol.web.settings import WebSettings
from dangol.web.strict_json import read_form, read_json
from dangol.web.watch import door_of

MAX_BODY = 1024 * 1024
_DRAIN = 32 * MAX_BODY  # read and thrown away, so that a client still sending can hear the refusal
_BODY_SECONDS = 30.0
_BODY_METHODS = {"POST", "PUT", "PATCH", "DELETE"}
_HOOKS = "/hooks/"  # a platform calls for many customers from few addresses; bytes are read as they come, the channel proves their sender
_PICTURES = re.compile(r"/consult/[^/]+/picture")  # a form with one picture, read by its route
_PICTURE_FORM = MOST_BYTES + 64 * 1024
_PICTURE_SECONDS = 120.0  # 8 MiB from a phone
_FREE_OF_RATE = ("/healthz", "/readyz", "/metrics", "/static/", _HOOKS)

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_log = structlog.get_logger("dangol.web")


class Guard:
    """ASGI middleware; ``now`` is a monotonic clock in seconds."""

    def __init__(self, app: ASGIApp, settings: WebSettings, now: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._buckets = Buckets(settings.ip_rate)
        self._secure = settings.secure_cookies
        self._now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and self._wait(scope):
            await receive()
            await send({"type": "websocket.close", "code": 1013})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _protect(MutableHeaders(scope=message), scope["path"], self._secure)
            await send(message)

        try:
            self._admit(scope)
            if scope["method"] in _BODY_METHODS:
                receive = await _checked_body(scope, receive)
            await self._app(scope, receive, sending)
        except DangolError as error:
            await respond(error)(scope, receive, sending)
        except Exception as error:
            # The exception's own text may quote a customer, so only its kind is logged.
            _log.error("request.failed", door=door_of(scope["path"]), kind=type(error).__name__, where=_where(error))
            if not started:
                await respond(Broken("server.broken", ko="저희 쪽 잘못이에요.", en="This is our fault."))(scope, receive, sending)

    def _admit(self, scope: Scope) -> None:
        if b"\0" in unquote_to_bytes(scope.get("raw_path", b"") or b"") + unquote_to_bytes(scope["query_string"]):
            raise BadInput("path.nul", ko="주소에 쓸 수 없는 문자가 있어요.", en="The address holds a character that is not allowed.")
        if scope["path"].startswith(_FREE_OF_RATE):
            return
        wait = self._wait(scope)
        if wait:
            raise TooMany(wait)

    def _wait(self, scope: Scope) -> float:
        client = scope.get("client")
        return self._buckets.take(client[0] if client else "", self._now())


async def _checked_body(scope: Scope, receive: Receive) -> Receive:
    headers = Headers(scope=scope)
    picture = _PICTURES.fullmatch(scope["path"]) is not None
    most, seconds = (_PICTURE_FORM, _PICTURE_SECONDS) if picture else (MAX_BODY, _BODY_SECONDS)
    body = await _read_body(headers, receive, most, seconds)
    state = scope.setdefault("state", {})
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise WrongType("body.encoding", ko="압축하지 않은 본문으로 보내 주세요.", en="Send the body without compression.")
    if picture:
        state["upload"] = body
    elif body is None:
        raise TooLarge(
            "body.too_large", ko="본문이 1MiB보다 커요. 나누어 보내 주세요.", en="The body is larger than 1 MiB. Send it in parts."
        )
    elif scope["path"].startswith(_HOOKS):
        pass  # not read before the sender is proven
    elif scope["path"].startswith("/v1/"):
        if kind != "application/json":
            raise WrongType("body.type", ko="Content-Type을 application/json으로 보내 주세요.", en="Send Content-Type: application/json.")
        state["json"] = read_json(body)
    else:
        if body and kind != "application/x-www-form-urlencoded":
            raise WrongType("body.type", ko="양식(x-www-form-urlencoded)으로 보내 주세요.", en="Send an x-www-form-urlencoded form.")
        state["form"] = read_form(body)
    replayed = False

    async def replay() -> Message:
        nonlocal replayed
        if replayed:
            return await receive()
        replayed = True
        return {"type": "http.request", "body": body or b"", "more_body": False}

    return replay


async def _read_body(headers: Headers, receive: Receive, most: int, seconds: float) -> bytes | None:
    """The body; None when it is larger than ``most``, for it was thrown away then."""
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            while size <= _DRAIN:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise BadInput("body.cut", ko="본문이 도중에 끊겼어요.", en="The body was cut off.")
                size += len(message.get("body", b""))
                if size <= most:
                    chunks.append(message.get("body", b""))
                if not message.get("more_body", False):
                    break
    except TimeoutError:
        raise Overslept("body.slow", ko="본문이 너무 천천히 와서 그만 기다렸어요.", en="The body came too slowly.") from None
    return None if size > most or _declared(headers) > most else b"".join(chunks)


def _declared(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isdecimal() and len(length) < 19 else 0


def _protect(headers: MutableHeaders, path: str, secure: bool) -> None:
    if secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    headers["Content-Security-Policy"] = CSP
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(self), geolocation=(self)"
    if path.startswith("/static/"):
        headers["Cache-Control"] = "no-cache"  # asked again by ETag, so that a new widget is taken at once
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # the widget's script is loaded by other sites
    else:
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers.setdefault("Cache-Control", "no-store")


def _where(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('dangol')[2]}:{trace.tb_lineno}" if trace else ""
