"""The Commerce API's side: tokens for a right signature, pages of changes, details, a bucket of calls, and whatever can go wrong.

A customer who writes "주문" has ordered; "발송", "배송완료", "구매확정", "취소", "반품" move their newest order on; "문의 …" asks
something, of the newest order when there is one.
"""

import asyncio
import base64
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from secrets import token_hex
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dangol.simulator.scene import Scene, value_of
from dangol.simulator.smartstore_goods import Shelf
from dangol.simulator.smartstore_orders import ProductOrder, change, cut, detail, said

_FRESH, _LASTS, _SPARE = timedelta(minutes=5), timedelta(hours=3), timedelta(minutes=30)
_DAY = re.compile(r"20\d\d-\d\d-\d\d")
_WINDOW, _MOST = timedelta(hours=24), 300
_WORDS = {
    "발송": ("DISPATCHED", "DELIVERING", ""),
    "배송완료": ("DISPATCHED", "DELIVERED", ""),
    "구매확정": ("PURCHASE_DECIDED", "PURCHASE_DECIDED", ""),
    "취소": ("CLAIM_COMPLETED", "CANCELED", "CANCEL_DONE"),
    "반품": ("CLAIM_REQUESTED", "DELIVERED", "RETURN_REQUEST"),
}


@dataclass
class SmartStorePlatform:
    """``bucket`` calls may be made at once and one more each ``1 / rate`` seconds; ``hidden`` lines have no details (an outage in part)."""

    client_id: str
    client_secret: str
    clock: Callable[[], datetime] = field(default_factory=lambda: lambda: datetime.now(UTC))
    bucket: int = 10
    rate: int = 2
    scene: Scene = field(default_factory=Scene)
    name: str = "smartstore"
    title: str = "스마트스토어"
    page: int = _MOST
    orders: list[ProductOrder] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    shelf: Shelf = field(default_factory=Shelf)
    refused: set[str] = field(default_factory=set)  # groups of calls that the application was not granted
    calls: list[str] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _tokens: dict[str, datetime] = field(default_factory=dict)
    _left: float = -1.0
    _filled_at: datetime | None = None

    async def say(self, user: str, text: str) -> None:
        self.scene.add(user, "customer", text)
        word = text.replace(" ", "")
        if word.startswith("주문"):
            made = self.ordered(user, word.removeprefix("주문") or "9001")
            self.scene.add(user, "platform", f"주문번호 {made.order}: 1분 안에 물어 갑니다.")
        elif word in _WORDS and (mine := [one for one in self.orders if one.buyer == user]):
            self.moved(mine[-1], *_WORDS[word])
            self.scene.add(user, "platform", f"주문번호 {mine[-1].order}: {word}")
        elif word.startswith("문의") and word != "문의":
            last = next((one for one in reversed(self.orders) if one.buyer == user), None)
            made_ = self.shelf.ask(user, text.strip().removeprefix("문의").strip(), self.clock(), order=last.order if last else "")
            self.scene.add(user, "platform", f"문의번호 {made_.number}: 1분 안에 물어 갑니다.")
        else:
            self.scene.add(user, "platform", "주문, 발송, 배송완료, 구매확정, 취소, 반품, 문의 (내용) 가운데 하나를 적어 주세요.")

    def ordered(self, buyer: str, product: str = "9001") -> ProductOrder:
        number = next(self.numbers)
        at = self.clock()
        made = ProductOrder(order=f"{at:%Y%m%d}{number:07d}", line=f"{at:%Y%m%d}{number:06d}1", buyer=buyer, product=product, at=at)
        made.changes.append(("PAYED", at))
        self.orders.append(made)
        return made

    def moved(self, one: ProductOrder, change: str, status: str, claim: str = "") -> None:
        one.status, one.claim = status, claim
        if change == "DISPATCHED" and not one.tracking:
            one.tracking = f"5{int(one.line[-7:]):011d}"
        one.changes.append((change, self.clock()))

    def forget_tokens(self) -> None:
        """As when a seller takes the application's consent back and gives it again."""
        self._tokens.clear()

    def routes(self) -> list[Route]:
        at = "/smartstore/external/v1"
        return [
            Route(f"{at}/oauth2/token", self._token, methods=["POST"]),
            Route(f"{at}/pay-order/seller/product-orders/last-changed-statuses", self._changes),
            Route(f"{at}/pay-order/seller/product-orders/query", self._query, methods=["POST"]),
            Route(f"{at}/products/search", self._goods, methods=["POST"]),
            Route(f"{at}/contents/qnas", self._questions),
            Route(f"{at}/pay-user/inquiries", self._inquiries),
        ]

    async def _token(self, request: Request) -> Response:
        if refused := await self._trouble("token"):
            return refused
        form = await _form(request)
        stamp = form.get("timestamp", "")
        if form.get("grant_type") != "client_credentials" or form.get("type") not in {"SELF", "SELLER"} or not stamp.isdecimal():
            return self._answer({"code": "GW.BAD_REQUEST", "message": "invalid_request"}, 400)
        if abs(self.clock() - datetime.fromtimestamp(int(stamp) / 1000, UTC)) > _FRESH:
            return self._answer({"code": "GW.BAD_REQUEST", "message": "timestamp"}, 400)
        if form.get("client_id") != self.client_id or not _signed(form, stamp, self.client_secret):
            return self._answer({"code": "GW.AUTHN", "message": "client_secret_sign"}, 401)
        now = self.clock()
        for token, ends in self._tokens.items():
            if ends - now >= _SPARE:  # the same one is given again
                return self._answer({"access_token": token, "expires_in": int((ends - now).total_seconds()), "token_type": "Bearer"})
        self._tokens[token_hex(12)] = now + _LASTS
        token = [*self._tokens][-1]
        return self._answer({"access_token": token, "expires_in": int(_LASTS.total_seconds()), "token_type": "Bearer"})

    async def _changes(self, request: Request) -> Response:
        if refused := await self._trouble("changes") or self._unauthorised(request):
            return refused
        query = request.query_params
        since, until = _instant(query.get("lastChangedFrom")), _instant(query.get("lastChangedTo"))
        if since is None or (until is not None and not since <= until <= since + _WINDOW):
            return self._answer({"code": "BAD_REQUEST", "message": "lastChangedFrom, lastChangedTo"}, 400)
        until = until or since + _WINDOW
        begins = (since, query.get("moreSequence", ""))
        found = [one for one in self._all() if begins <= (one[0], one[1]) and one[0] <= until]
        page, rest = found[: self.page], found[self.page :]
        if not page:
            return self._answer({"timestamp": said(self.clock()), "traceId": token_hex(8)})
        data: dict[str, Any] = {"lastChangeStatuses": [one[2] for one in page], "count": len(page)}
        if rest:
            data["more"] = {"moreFrom": said(rest[0][0]), "moreSequence": rest[0][1]}
        return self._answer({"timestamp": said(self.clock()), "traceId": token_hex(8), "data": data})

    async def _query(self, request: Request) -> Response:
        if refused := await self._trouble("query") or self._unauthorised(request):
            return refused
        wanted = value_of(await request.json(), "productOrderIds")
        if not isinstance(wanted, list) or not 0 < len(wanted) <= _MOST:
            return self._answer({"code": "BAD_REQUEST", "message": "productOrderIds"}, 400)
        found = [detail(one) for one in self.orders if one.line in set(wanted) - self.hidden]
        return self._answer({"timestamp": said(self.clock()), "traceId": token_hex(8), "data": found})

    async def _goods(self, request: Request) -> Response:
        if refused := await self._trouble("goods") or self._unauthorised(request):
            return refused
        asked = await request.json()
        page, size = value_of(asked, "page"), value_of(asked, "size")
        if not isinstance(page, int) or not isinstance(size, int) or page < 1 or not 0 < size <= 500:
            return self._answer({"code": "BAD_REQUEST", "message": "page, size"}, 400)
        return self._answer(self.shelf.goods(page, size))

    async def _questions(self, request: Request) -> Response:
        if refused := await self._trouble("questions") or self._unauthorised(request):
            return refused
        query = request.query_params
        since, until = _instant(query.get("fromDate")), _instant(query.get("toDate"))
        page, size = query.get("page", ""), query.get("size", "100")
        if since is None or until is None or not page.isdecimal() or not size.isdecimal() or not 0 < int(size) <= 100:
            return self._answer({"code": "4001", "message": "fromDate, toDate, page, size"}, 400)
        return self._answer(self.shelf.questions(since, until, int(page), int(size)))

    async def _inquiries(self, request: Request) -> Response:
        if refused := await self._trouble("inquiries") or self._unauthorised(request):
            return refused
        query = request.query_params
        first, last, page, size = (
            query.get("startSearchDate", ""),
            query.get("endSearchDate", ""),
            query.get("page", ""),
            query.get("size", ""),
        )
        if (
            not _DAY.fullmatch(first)
            or not _DAY.fullmatch(last)
            or not page.isdecimal()
            or not size.isdecimal()
            or not 10 <= int(size) <= 200
        ):
            return self._answer({"code": "4001", "message": "startSearchDate, endSearchDate, page, size"}, 400)
        return self._answer(self.shelf.inquiries(first, last, int(page), int(size)))

    def _all(self) -> list[tuple[datetime, str, dict[str, Any]]]:
        """Every line's newest change, as the real list has it: an earlier one of the same line is not shown any more."""
        return sorted((cut(one.changes[-1][1]), one.line, change(one)) for one in self.orders)

    def _unauthorised(self, request: Request) -> Response | None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        ends = self._tokens.get(token)
        if ends is None or ends <= self.clock():
            return self._answer({"code": "GW.AUTHN", "message": "token"}, 401)
        return None

    async def _trouble(self, call: str) -> Response | None:
        self.calls.append(call)
        if call in self.refused:
            return self._answer({"code": "GW.AUTHN", "message": "no permission for this group of calls"}, 403)
        match self.scene.conditions.trouble:
            case "busy":
                return self._answer({"code": "GW.RATE_LIMIT", "message": "429"}, 429, {"Retry-After": "3"})
            case "broken":
                return self._answer({"code": "GW.INTERNAL_SERVER_ERROR"}, 503)
            case "blocked":
                return self._answer({"code": "GW.IP_NOT_ALLOWED"}, 403)
            case "silent":
                await asyncio.sleep(15)
        if not self._drawn():
            return self._answer({"code": "GW.RATE_LIMIT", "message": "429"}, 429)
        return None

    def _drawn(self) -> bool:
        """Takes a call out of the bucket, which fills again by the second."""
        now = self.clock()
        if self._filled_at is None:
            self._left = self.bucket
        else:
            self._left = min(self.bucket, self._left + (now - self._filled_at).total_seconds() * self.rate)
        self._filled_at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def _answer(self, value: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> Response:
        told = {
            "GNCP-GW-RateLimit-Remaining": str(int(self._left)),
            "GNCP-GW-RateLimit-Replenish-Rate": str(self.rate),
            "GNCP-GW-RateLimit-Burst-Capacity": str(self.bucket),
            "Date": format_datetime(self.clock().astimezone(UTC), usegmt=True),
        }
        return JSONResponse(value, status_code=status, headers=told | (headers or {}))


def _signed(form: dict[str, str], stamp: str, secret: str) -> bool:
    import bcrypt

    try:
        given = base64.b64decode(form.get("client_secret_sign", ""), validate=True)
    except ValueError:
        return False
    return given == bcrypt.hashpw(f"{form['client_id']}_{stamp}".encode(), secret.encode())


def _instant(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text or "").astimezone(UTC)
    except ValueError:
        return None


async def _form(request: Request) -> dict[str, str]:
    from urllib.parse import parse_qsl

    return dict(parse_qsl((await request.body()).decode()))
