"""The Commerce API: a token by a bcrypt signature, what has changed in a window of time, and the details of product orders.

Limits are a bucket of calls for each application; the gateway tells what is left in ``GNCP-GW-RateLimit-*``. A token lasts three hours and
is given again while half an hour of it is left. The signature's instant may be five minutes old, so the platform's own clock is followed.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any

from dangol.channels.failures import DeliveryError, PlatformDown, Unauthorised
from dangol.channels.port import Account
from dangol.channels.reading import dig, name, words
from dangol.channels.wire import Answered, Wire, after, failure

API = "https://api.commerce.naver.com"
MOST_CHANGES = 300  # in one answer, the API's own limit
MOST_DETAILS = 100  # asked for at once; 300 are allowed, but an answer of 300 is larger than what is read of one
WINDOW = timedelta(hours=24)  # the longest that may be asked about at once
_LITTLE = timedelta(seconds=30)  # a signature may be ten times as old, and the last three minutes are asked for again
_NEVER = datetime.min.replace(tzinfo=UTC)
_BCRYPT = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"  # the order of bcrypt's base 64
_SALT = 29  # characters: $2a$10$ and 22 of base 64
_KOREA = timezone(timedelta(hours=9))
_TOKEN_SPARE = timedelta(minutes=5)
_ORDERS = "/external/v1/pay-order/seller/product-orders"


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """A page: what changed, and where the next page begins (None: there is none)."""

    answer: Mapping[str, Any]
    ids: tuple[str, ...]
    more_from: datetime | None = None
    more_sequence: str = ""


@dataclass(slots=True)
class Api:
    """One account. It keeps the token and how far the platform's clock is from ours; one thread uses it.

    Args:
        pause: waits so many seconds.
    """

    account: Account
    wire: Wire
    clock: Callable[[], datetime]
    pause: Callable[[float], object]
    _token: str = ""
    _ends: datetime = _NEVER
    _ahead: timedelta = field(default_factory=timedelta)
    _rest: float = 0.0

    def now(self) -> datetime:
        """The instant by the platform's clock, as far as it is known."""
        return self.clock() + self._ahead

    def changes(self, since: datetime, until: datetime, sequence: str = "") -> Changes:
        """What changed from ``since`` to ``until`` (at most ``WINDOW`` apart), the oldest first.

        Raises:
            DeliveryError: the platform refused, or could not be reached.
        """
        query = {"lastChangedFrom": _said(since), "lastChangedTo": _said(until), "limitCount": str(MOST_CHANGES)}
        got = self.ask("GET", f"{_ORDERS}/last-changed-statuses", query=query | ({"moreSequence": sequence} if sequence else {}))
        data = dig(got, "data")
        if data is None:  # nothing has changed
            return Changes(answer={}, ids=())
        listed = dig(data, "lastChangeStatuses")
        if not isinstance(listed, list):
            raise PlatformDown(said="no lastChangeStatuses")
        ids = tuple(dict.fromkeys(id_ for one in listed if (id_ := name(one, "productOrderId"))))
        return Changes(
            answer=got, ids=ids, more_from=_instant(words(data, "more", "moreFrom")), more_sequence=name(data, "more", "moreSequence")
        )

    def details(self, ids: Sequence[str]) -> list[Any]:
        """The details of product orders; those that the platform does not give are missing.

        Raises:
            DeliveryError: as above.
        """
        found: list[Any] = []
        for start in range(0, len(ids), MOST_DETAILS):
            got = self.ask("POST", f"{_ORDERS}/query", body={"productOrderIds": list(ids[start : start + MOST_DETAILS])})
            listed = dig(got, "data")
            found += listed if isinstance(listed, list) else []
        return found

    def ask(self, method: str, path: str, *, query: Mapping[str, str] | None = None, body: Any = None) -> Any:
        """The answer of a call that changes nothing, a JSON object.

        Raises:
            DeliveryError: as above.
        """
        got = self._call(method, path, query, body)
        if got.status == 401:  # the token was taken back before its time
            self._token = ""
            got = self._call(method, path, query, body)
        if got.status != 200 or not isinstance(got.value, dict):
            raise _refused(got)
        return got.value

    def _call(self, method: str, path: str, query: Mapping[str, str] | None, body: Any) -> Answered:
        if not self._token or self.now() >= self._ends - _TOKEN_SPARE:
            self._renew()
        return self._asked(method, path, query=query, body=body, headers={"Authorization": f"Bearer {self._token}"})

    def _renew(self) -> None:
        got = self._asked("POST", "/external/v1/oauth2/token", form=self._signed())
        if got.status == 400:  # perhaps our clock is wrong: by now the platform has told its own
            got = self._asked("POST", "/external/v1/oauth2/token", form=self._signed())
        token, lasts = words(got.value, "access_token"), dig(got.value, "expires_in")
        if got.status in {400, 401, 403}:
            raise Unauthorised(said=_code(got))
        if got.status != 200 or not token.isascii() or not token.isprintable() or not token:
            raise _refused(got)
        self._token = token
        self._ends = self.now() + timedelta(seconds=lasts if isinstance(lasts, int) and 0 < lasts < 10**6 else 600)

    def _signed(self) -> dict[str, str]:
        stamp = str(int(self.now().timestamp() * 1000))
        client, seller = self.account.value("client_id"), self.account.value("account_id")
        form = {"client_id": client, "timestamp": stamp, "grant_type": "client_credentials"}
        form["client_secret_sign"] = signature(client, stamp, self.account.value("client_secret"))
        return form | ({"type": "SELLER", "account_id": seller} if seller else {"type": "SELF"})

    def _asked(self, method: str, path: str, **what: Any) -> Answered:
        if self._rest:
            self.pause(self._rest)
        asked_at = self.clock()
        got = self.wire.ask(method, (self.account.platform or API) + path, **what)
        self._rest = _rest(got.headers)
        self._ahead = _ahead(got.headers, asked_at, self.clock(), self._ahead)
        return got


def signature(client_id: str, stamp: str, secret: str) -> str:
    """``base64(bcrypt(client_id + "_" + stamp, secret))``; the secret is a bcrypt salt.

    Raises:
        Unauthorised: the secret is none.
    """
    import bcrypt

    try:
        hashed = bcrypt.hashpw(f"{client_id}_{stamp}".encode(), _salt(secret).encode())
    except ValueError as error:
        raise Unauthorised(said="client_secret") from error
    return base64.b64encode(hashed).decode("ascii")


def _salt(secret: str) -> str:
    """The secret with the spare bits of its last sign cleared, which other libraries pass over (Naver's own example has some set)."""
    place = _BCRYPT.find(secret[-1:])
    return secret[:-1] + _BCRYPT[place & 0b110000] if len(secret) == _SALT and place >= 0 else secret


def _refused(got: Answered) -> DeliveryError:
    if got.status == 200:
        return PlatformDown(said="unreadable answer")
    return failure(got.status, retry_after=after(got.headers), said=_code(got))


def _code(got: Answered) -> str:
    return words(got.value, "code")[:60] or words(got.value, "error")[:60] or str(got.status)


def _rest(headers: Mapping[str, str]) -> float:
    """Seconds until the bucket holds a call again, 0 while it does."""
    left, rate = headers.get("gncp-gw-ratelimit-remaining", ""), headers.get("gncp-gw-ratelimit-replenish-rate", "")
    if not left.lstrip("-").isdecimal() or int(left) > 0:
        return 0.0
    return 1.0 / max(1, int(rate)) if rate.isdecimal() and len(rate) < 9 else 1.0


def _ahead(headers: Mapping[str, str], asked_at: datetime, answered_at: datetime, before: timedelta) -> timedelta:
    """How far the platform's clock is ahead of ours; 0 for so little that it does not matter, or is a ``Date`` written a little earlier."""
    try:
        there = parsedate_to_datetime(headers.get("date", "")).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return before
    if asked_at - _LITTLE <= there <= answered_at + _LITTLE:
        return timedelta()
    return there - (answered_at if there > answered_at else asked_at)


def _said(at: datetime) -> str:
    return at.astimezone(_KOREA).isoformat(timespec="milliseconds")


def _instant(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else None
    except (ValueError, OverflowError):
        return None
