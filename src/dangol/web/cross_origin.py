"""Which sites may use the chat from a browser. A request with a foreign ``Origin`` is refused, not only left unreadable."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dangol.kit.errors import Refused
from dangol.web.problems import respond
from dangol.web.settings import WebSettings

_VISITORS = ("/v1/chat/", "/v1/home")


def origin_allowed(headers: Headers, settings: WebSettings) -> bool:
    """True for no ``Origin`` (not a browser), our own origin, and the listed ones."""
    origin = headers.get("origin")
    if origin is None or origin in settings.allowed_origins:
        return True
    try:
        return urlsplit(origin).netloc == headers.get("host", "") != ""
    except ValueError:
        return False


class ChatOrigins:
    """ASGI middleware for what a visitor's browser asks: answers preflights and names the allowed origin."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_VISITORS):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not origin_allowed(headers, self._settings):
            refusal = Refused(
                "origin.not_allowed",
                ko="이 사이트는 채팅을 쓸 수 없어요. 설정의 허용 사이트에 더해 주세요.",
                en="This site may not use the chat. Add it to the allowed origins.",
            )
            await respond(refusal)(scope, receive, send)
            return
        origin = headers.get("origin", "")

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and origin:
                _allow(MutableHeaders(scope=message), origin)
            await send(message)

        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await Response(status_code=204)(scope, receive, sending)
            return
        await self._app(scope, receive, sending)


def _allow(headers: MutableHeaders, origin: str) -> None:
    headers["Access-Control-Allow-Origin"] = origin
    headers["Access-Control-Allow-Methods"] = "GET, POST"
    headers["Access-Control-Allow-Headers"] = "authorization, content-type"
    headers["Access-Control-Expose-Headers"] = "retry-after"
    headers["Access-Control-Max-Age"] = "600"
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers.add_vary_header("Origin")
