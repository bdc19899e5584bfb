"""The Admin API of a mall: tokens by OAuth 2, and a bucket of calls that leaks two a second.

An access token lasts two hours, its refresh token two weeks; each renewal gives two new ones and ends the old, so they are handed to
``keep`` before they are used. ``X-Api-Call-Limit: 3/40`` says how full the bucket is; past the quota the answer is 429, and
``X-Cafe24-Call-Remain`` the seconds until calls are taken again.
"""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlencode

from dangol.channels.failures import DeliveryError, PlatformDown, Unauthorised
from dangol.channels.port import Account
from dangol.channels.reading import dig, words
from dangol.channels.wire import Answered, Wire, after, failure

VERSION = "2025-12-01"
SCOPES = "mall.read_product,mall.read_community"
_KOREA = timezone(timedelta(hours=9))
_MALL = re.compile(r"[a-z0-9][a-z0-9-]{1,49}")
_SPARE = timedelta(minutes=5)
_LEAK = 2.0  # calls a second that leave the bucket
_FULL, _CALM = 0.9, 0.5  # parts of the bucket: from the first on we wait until the second
_CALL = re.compile(r"(\d{1,6})/(\d{1,6})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Tokens:
    """A pair of tokens and until when each is good."""

    access: str
    access_ends: datetime
    refresh: str
    refresh_ends: datetime


@dataclass(slots=True)
class Admin:
    """One mall. One thread uses it.

    Args:
        tokens: those kept before, None for none. keep: makes new ones durable. pause: waits so many seconds.
    """

    account: Account
    wire: Wire
    clock: Callable[[], datetime]
    pause: Callable[[float], object]
    tokens: Tokens | None
    keep: Callable[[Tokens], object]
    _rest: float = 0.0

    def get(self, path: str, query: Mapping[str, str]) -> Mapping[str, Any]:
        """The answer of ``GET /api/v2/admin/<path>``, a JSON object.

        Raises:
            DeliveryError: the mall refused, or could not be reached.
        """
        got = self._call(path, query)
        if got.status == 401:  # taken back before its time
            self._renew()
            got = self._call(path, query)
        if got.status != 200 or not isinstance(got.value, dict):
            raise _refused(got)
        return got.value

    def exchange(self, code: str, redirect: str) -> None:
        """Turns the code that the mall gave on its page of consent into tokens, within a minute of it.

        Raises:
            DeliveryError: as above.
        """
        self._take({"grant_type": "authorization_code", "code": code, "redirect_uri": redirect})

    def _call(self, path: str, query: Mapping[str, str]) -> Answered:
        if self.tokens is None or self.clock() >= self.tokens.access_ends - _SPARE:
            self._renew()
        access = self.tokens.access if self.tokens else ""
        headers = {"Authorization": f"Bearer {access}", "X-Cafe24-Api-Version": VERSION, "Content-Type": "application/json"}
        return self._asked("GET", f"/api/v2/admin/{path}", query=query, headers=headers)

    def _renew(self) -> None:
        refresh = self.account.value("refresh_token")
        if self.tokens is not None and self.clock() < self.tokens.refresh_ends:
            refresh = self.tokens.refresh
        if not refresh:
            raise Unauthorised(said="no refresh token")
        self._take({"grant_type": "refresh_token", "refresh_token": refresh})

    def _take(self, form: dict[str, str]) -> None:
        pair = f"{self.account.value('client_id')}:{self.account.value('client_secret')}"
        basic = base64.b64encode(pair.encode()).decode("ascii")
        got = self._asked("POST", "/api/v2/oauth/token", form=form, headers={"Authorization": f"Basic {basic}"})
        access, refresh = words(got.value, "access_token"), words(got.value, "refresh_token")
        if got.status in {400, 401, 403}:
            raise Unauthorised(said=_code(got))
        if got.status != 200 or not _token(access) or not _token(refresh):
            raise _refused(got)
        now = self.clock()
        access_ends = _until(got.value, "expires_at", now, timedelta(hours=2))
        made = Tokens(
            access=access,
            access_ends=access_ends,
            refresh=refresh,
            refresh_ends=_until(got.value, "refresh_token_expires_at", now, timedelta(days=14)),
        )
        self.keep(made)
        self.tokens = made

    def _asked(self, method: str, path: str, **what: Any) -> Answered:
        if self._rest:
            self.pause(self._rest)
        got = self.wire.ask(method, base(self.account) + path, **what)
        self._rest = _rest(got.headers)
        return got


def base(account: Account) -> str:
    """Where a mall's API is.

    Raises:
        Unauthorised: ``mall`` is no mall's id.
    """
    if account.platform:
        return account.platform
    mall = account.value("mall")
    if not _MALL.fullmatch(mall):
        raise Unauthorised(said="mall")
    return f"https://{mall}.cafe24api.com"


def consent_page(account: Account, redirect: str, state: str) -> str:
    """The mall's page on which its owner lets us read; it leads to ``redirect?code=…&state=…``."""
    asked = {"response_type": "code", "client_id": account.value("client_id"), "state": state, "redirect_uri": redirect, "scope": SCOPES}
    return f"{base(account)}/api/v2/oauth/authorize?{urlencode(asked)}"


def _token(text: str) -> bool:
    return bool(text) and text.isascii() and text.isprintable() and " " not in text


def _until(value: object, key: str, now: datetime, else_after: timedelta) -> datetime:
    """An instant as Cafe24 writes it, without an offset: Korea's. One that cannot be is not believed."""
    try:
        told = datetime.fromisoformat(words(value, key)[:40])
        told = (told if told.tzinfo else told.replace(tzinfo=_KOREA)).astimezone(UTC)
    except (ValueError, OverflowError):
        return now + else_after
    return told if now < told <= now + else_after * 2 else now + else_after


def _refused(got: Answered) -> DeliveryError:
    if got.status == 200:
        return PlatformDown(said="unreadable answer")
    told = (got.headers.get(f"x-cafe24-{key}-remain", "") for key in ("call", "time"))
    waits = [float(one) for one in told if one.isdecimal() and len(one) < 9]
    return failure(got.status, retry_after=min(max(waits), 3600.0) if waits else after(got.headers), said=_code(got))


def _code(got: Answered) -> str:
    told = dig(got.value, "error")
    return words(got.value, "error")[:60] or words(told, "code")[:60] or words(told, "message")[:60] or str(got.status)


def _rest(headers: Mapping[str, str]) -> float:
    """Seconds until the bucket is calm again, 0 while it is."""
    found = _CALL.fullmatch(headers.get("x-api-call-limit", "").strip())
    if found is None or not int(found[2]):
        return 0.0
    used, most = int(found[1]), int(found[2])
    return (used - most * _CALM) / _LEAK if used >= most * _FULL else 0.0
