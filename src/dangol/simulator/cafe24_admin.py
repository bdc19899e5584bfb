"""The Admin API's side of a mall: tokens that renew in pairs, a bucket of 40 calls that leaks two a second, products, and boards."""

import asyncio
import base64
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from secrets import token_hex
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dangol.simulator.scene import Scene

REVIEWS, QUESTIONS = 4, 6
_KOREA = timezone(timedelta(hours=9))
_ACCESS, _REFRESH = timedelta(hours=2), timedelta(days=14)


def _usual() -> dict[int, dict[str, Any]]:
    return {10: product(10, "P00000BO", "보리 소금빵", "3200.00", 40)}


def product(number: int, code: str, name: str, price: str, left: int | None, **fields: Any) -> dict[str, Any]:
    """A product with one variant, of which there are ``left``; None when the mall does not count."""
    held = {"use_inventory": "T" if left is not None else "F", "quantity": left or 0, "display_soldout": "T"}
    variant = {"variant_code": f"{code}000A", "use": "T", "inventories": held}
    return {
        "shop_no": 1,
        "product_no": number,
        "product_code": code,
        "custom_product_code": "",
        "product_name": name,
        "price": price,
        "display": "T",
        "selling": "T",
        "summary_description": "",
        "simple_description": "",
        "variants": [variant],
        **fields,
    }


@dataclass
class MallApi:
    """``first`` is the refresh token that the mall's owner was given; ``granted`` are the codes of its page of consent."""

    client_id: str = "simulated"
    client_secret: str = "simulated"  # noqa: S105 (made up)
    first: str = "simulated"
    clock: Callable[[], datetime] = field(default_factory=lambda: lambda: datetime.now(_KOREA))
    scene: Scene = field(default_factory=Scene)
    bucket: int = 40
    leak: float = 2.0
    products: dict[int, dict[str, Any]] = field(default_factory=_usual)
    articles: list[dict[str, Any]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    granted: set[str] = field(default_factory=set)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _access: dict[str, datetime] = field(default_factory=dict)
    _refresh: dict[str, datetime] = field(default_factory=dict)
    _held: float = 0.0
    _at: datetime | None = None

    def __post_init__(self) -> None:
        self._refresh[self.first] = self.clock() + _REFRESH

    def wrote(self, member: str, text: str, *, board: int = REVIEWS, rating: int = 0, **fields: Any) -> dict[str, Any]:
        number = next(self.numbers)
        made = {
            "shop_no": 1,
            "article_no": number,
            "parent_article_no": number,
            "board_no": board,
            "product_no": 10,
            "reply_depth": 0,
            "created_date": self.clock().astimezone(_KOREA).isoformat(timespec="seconds"),
            "writer": "홍**",
            "writer_email": "hong@example.org",
            "member_id": member,
            "title": text[:40],
            "content": f"<p>{text}</p>",
            "client_ip": "203.0.113.7",
            "rating": rating,
            "secret": "F",
            "notice": "F",
            "deleted": "F",
            "reply_status": "N",
            **fields,
        }
        self.articles.append(made)
        return made

    def forget_tokens(self) -> None:
        """As when the app is deleted at the mall and installed again."""
        self._access.clear()

    def routes(self) -> list[Route]:
        return [
            Route("/cafe24/api/v2/oauth/authorize", self._consent),
            Route("/cafe24/api/v2/oauth/token", self._token, methods=["POST"]),
            Route("/cafe24/api/v2/admin/products", self._products),
            Route("/cafe24/api/v2/admin/boards/{board:int}/articles", self._articles),
        ]

    async def _consent(self, request: Request) -> Response:
        query = request.query_params
        if query.get("client_id") != self.client_id or query.get("response_type") != "code" or not query.get("redirect_uri"):
            return _error(400, "invalid_request")
        code = token_hex(8)
        self.granted.add(code)
        return RedirectResponse(f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query.get('state', '')})}")

    async def _token(self, request: Request) -> Response:
        self.calls.append("token")
        if refused := await self._trouble():
            return refused
        pair = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {pair}":
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        form = dict(parse_qsl((await request.body()).decode()))
        code, refresh = form.get("code", ""), form.get("refresh_token", "")
        if form.get("grant_type") == "authorization_code" and code in self.granted:
            self.granted.discard(code)
        elif form.get("grant_type") == "refresh_token" and self._refresh.get(refresh, self.clock()) > self.clock():
            self._refresh.pop(refresh)
        else:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        self._access.clear()
        now, access, again = self.clock(), token_hex(11), token_hex(11)
        self._access[access], self._refresh[again] = now + _ACCESS, now + _REFRESH
        told = {"access_token": access, "expires_at": _bare(now + _ACCESS), "refresh_token": again}
        return JSONResponse(
            told | {"refresh_token_expires_at": _bare(now + _REFRESH), "client_id": self.client_id, "issued_at": _bare(now)}
        )

    async def _products(self, request: Request) -> Response:
        if refused := await self._refused(request, "products"):
            return refused
        query = request.query_params
        after, limit = int(query.get("since_product_no", "0")), int(query.get("limit", "10"))
        if not 1 <= limit <= 100:
            return _error(422, "limit")
        found = [one for number, one in sorted(self.products.items()) if number > after][:limit]
        embedded = "variants" in query.get("embed", "")
        return self._answer({"products": found if embedded else [{**one, "variants": None} for one in found]})

    async def _articles(self, request: Request) -> Response:
        if refused := await self._refused(request, "articles"):
            return refused
        query, board = request.query_params, request.path_params["board"]
        limit, offset = int(query.get("limit", "10")), int(query.get("offset", "0"))
        if not 1 <= limit <= 100 or offset > 8000 or bool(query.get("start_date")) != bool(query.get("end_date")):
            return _error(422, "limit, offset, start_date, end_date")
        first, last = query.get("start_date", ""), query.get("end_date", "9")
        found = [one for one in reversed(self.articles) if one["board_no"] == board and first <= one["created_date"][:10] <= last]
        return self._answer({"articles": found[offset : offset + limit], "links": []})

    async def _refused(self, request: Request, call: str) -> Response | None:
        self.calls.append(call)
        if refused := await self._trouble():
            return refused
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self._access.get(token, self.clock()) <= self.clock():
            return _error(401, "access_token time expired. (invalid_token)")
        now = self.clock()
        passed = (now - self._at).total_seconds() if self._at else 0.0
        self._held, self._at = max(0.0, self._held - passed * self.leak), now
        if self._held + 1 > self.bucket:
            return _error(429, "Too Many Requests", {"X-Cafe24-Call-Remain": "32"})
        self._held += 1
        return None

    async def _trouble(self) -> Response | None:
        match self.scene.conditions.trouble:
            case "busy":
                return _error(429, "Too Many Requests", {"X-Cafe24-Call-Usage": "120.04", "X-Cafe24-Call-Remain": "32"})
            case "broken":
                return _error(503, "Service Unavailable")
            case "blocked":
                return _error(403, "The app is deleted from the mall. (invalid_mall)")
            case "silent":
                await asyncio.sleep(15)
        return None

    def _answer(self, value: dict[str, Any]) -> Response:
        return JSONResponse(value, headers={"X-Api-Call-Limit": f"{int(self._held)}/{self.bucket}"})


def _error(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": {"code": status, "message": message}}, status_code=status, headers=headers)


def _bare(at: datetime) -> str:
    """Korea's time without an offset, as Cafe24 writes it."""
    return at.astimezone(_KOREA).replace(tzinfo=None).isoformat(timespec="milliseconds")
