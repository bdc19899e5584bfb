"""Who a chat visitor is: a random id in a signed token, in a cookie for our own pages and in the hand of the widget elsewhere."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_bytes

from starlette.requests import Request
from starlette.responses import Response

from dangol.kit.clock import Clock
from dangol.kit.errors import NotFound, Refused
from dangol.kit.ids import new_id, same
from dangol.web.problems import NoKey
from dangol.web.settings import WebSettings
from dangol.web.tokens import Signer

COOKIE = "dangol_visitor"
LASTS = timedelta(days=365)


@dataclass(frozen=True, kw_only=True, slots=True)
class Visitor:
    inbox: str
    external_id: str


@dataclass(frozen=True, slots=True)
class Visitors:
    """Makes and reads visitor tokens."""

    settings: WebSettings
    clock: Clock
    random: Callable[[int], bytes] = token_bytes

    def _signer(self) -> Signer:
        return Signer(self.settings.secret)

    def read(self, token: str) -> Visitor | None:
        payload = self._signer().open("visitor", token, self.clock())
        if payload is None or payload.get("inbox") not in self.settings.inboxes:
            return None
        return Visitor(inbox=str(payload["inbox"]), external_id=str(payload["id"]))

    def begin(self, inbox: str, token: str) -> tuple[Visitor, str, datetime]:
        """The visitor of ``token`` when it is good and for this inbox, else a new one; with a fresh token and its end."""
        if inbox not in self.settings.inboxes:
            raise NotFound("inbox.unknown", ko="그런 채팅창이 없어요. data-inbox를 확인해 주세요.", en="No such inbox. Check data-inbox.")
        now = self.clock()
        known = self.read(token)
        if known is None or known.inbox != inbox:
            known = Visitor(inbox=inbox, external_id=f"v-{new_id(now, self.random)}")
        until = now + LASTS
        return known, self._signer().sign("visitor", {"inbox": inbox, "id": known.external_id}, until), until

    def of(self, request: Request) -> Visitor:
        """The visitor of a request: the bearer token, else the cookie."""
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        token = bearer if scheme.lower() == "bearer" else request.cookies.get(COOKIE, "")
        visitor = self.read(token)
        if visitor is None:
            raise NoKey("visitor.unknown", ko="채팅을 다시 열어 주세요.", en="Open the chat again: this session is not known.")
        return visitor

    def set_cookie(self, response: Response, token: str) -> None:
        secure = self.settings.secure_cookies
        response.set_cookie(COOKIE, token, max_age=int(LASTS.total_seconds()), path="/", httponly=True, samesite="lax", secure=secure)


def check_user(settings: WebSettings, user_id: str, signature: str) -> None:
    """Raises ``Refused`` unless ``signature`` is hex HMAC-SHA256(identity secret, user id), as the shop's own server makes it."""
    if not settings.identity_secret:
        raise Refused("sign_in.off", ko="로그인 연결이 꺼져 있어요.", en="Sign-in for the chat is switched off.")
    expected = hmac.new(settings.identity_secret.encode(), user_id.encode(), hashlib.sha256).hexdigest()
    if not same(expected, signature.lower()):
        raise Refused("sign_in.signature", ko="서명이 맞지 않아요.", en="The signature does not match.")
