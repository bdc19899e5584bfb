"""How channels speak to platforms: one call, no redirects, and what its end means.

A platform that could not be reached has not got it; one that went silent after we had sent may have it (``OutcomeUnknown``).
An address that came from outside (Kakao's callback) is asked for on the address that was checked, never looked up a second time.
"""

import ipaddress
import json
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dangol.channels.failures import DeliveryError, OutcomeUnknown, PlatformDown, Rejected, Throttled, Unauthorised, Unreachable

if TYPE_CHECKING:
    import httpx  # loaded when the first platform is spoken to: commands that speak to none start sooner

Resolve = Callable[[str], list[str]]
"""The addresses of a host name. Raises ``OSError``."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_SECONDS, _CONNECT_SECONDS = 10.0, 5.0
_MOST_ANSWER = 1_000_000  # bytes of a platform's answer that are read


def resolve(host: str) -> list[str]:
    return sorted({str(found[4][0]) for found in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)})


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """A platform's answer: its status and its JSON value, None when it is none."""

    status: int
    headers: Mapping[str, str]
    value: Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Wire:
    """``transport`` and ``lookup`` are the network, ``pause`` waits some seconds; tests give their own."""

    transport: "httpx.BaseTransport | None" = None
    lookup: Resolve = field(default=resolve)
    pause: Callable[[float], None] = field(default=time.sleep)

    def post(self, url: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None, *, pin: str = "") -> Answered:
        """Posts JSON. ``pin`` is the address to connect to instead of looking the host up.

        Raises:
            DeliveryError: ``Unreachable`` before, ``OutcomeUnknown`` after it may have arrived.
        """
        raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        typed = {**(headers or {}), "Content-Type": "application/json; charset=utf-8"}
        return self._call("POST", url, raw, typed, _SECONDS, pin)

    def get(self, url: str, headers: Mapping[str, str] | None = None, *, seconds: float = _SECONDS) -> Answered:
        """Asks for JSON, and waits so many ``seconds`` for each part of it.

        Raises:
            DeliveryError: as ``post``.
        """
        return self._call("GET", url, None, headers or {}, seconds)

    def _call(self, method: str, url: str, raw: bytes | None, headers: Mapping[str, str], seconds: float, pin: str = "") -> Answered:
        import httpx

        sent = dict(headers)
        extensions: dict[str, Any] = {}
        if pin:
            host = urlsplit(url).hostname or ""
            sent["Host"] = host
            extensions["sni_hostname"] = host
            url = str(httpx.URL(url).copy_with(host=pin))
        timeout = httpx.Timeout(seconds, connect=_CONNECT_SECONDS)
        try:
            with (
                httpx.Client(transport=self.transport, timeout=timeout, follow_redirects=False, trust_env=False) as client,
                client.stream(method, url, content=raw, headers=sent, extensions=extensions) as response,
            ):
                return Answered(status=response.status_code, headers=response.headers, value=_value(response))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise Unreachable from error
        except httpx.HTTPError as error:
            raise OutcomeUnknown from error

    def ask(
        self,
        method: str,
        url: str,
        *,
        query: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answered:
        """Asks for something that may be asked for again: whatever breaks, nothing was done.

        Raises:
            Unreachable.
        """
        import httpx

        timeout = httpx.Timeout(_SECONDS, connect=_CONNECT_SECONDS)
        try:
            with (
                httpx.Client(transport=self.transport, timeout=timeout, follow_redirects=False, trust_env=False) as client,
                client.stream(method, url, params=query, data=form, json=body, headers=headers) as response,
            ):
                return Answered(status=response.status_code, headers=response.headers, value=_value(response))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable from error

    def public(self, host: str) -> str:
        """An address of ``host`` on the open internet.

        Raises:
            Unreachable: it has none. Rejected: one of its addresses is private, ours, or otherwise not of the open internet.
        """
        try:
            found = self.lookup(host)
        except (OSError, UnicodeError) as error:
            raise Unreachable from error
        if not found:
            raise Unreachable
        if not all(_is_public(address) for address in found):
            raise Rejected(said="private address")
        return found[0]


def failure(status: int, *, retry_after: float | None = None, said: str | None = None) -> DeliveryError:
    """What an HTTP status means where a platform says no more than that.

    >>> type(failure(503)).__name__, failure(429, retry_after=7).retry_after, failure(401).blame, failure(302).retry
    ('PlatformDown', 7, 'owner', False)
    """
    if status == 429:
        return Throttled(retry_after=retry_after, said=said)
    if status in {401, 403}:
        return Unauthorised(said=said)
    if status == 504:  # a gateway gave up waiting: what stood behind it may have worked
        return OutcomeUnknown(said=said)
    if status >= 500:
        return PlatformDown(retry_after=retry_after, said=said)
    return Rejected(said=said or str(status))


def after(headers: Mapping[str, str]) -> float | None:
    """``Retry-After`` in seconds, None when it is absent or a date; at most an hour."""
    given = headers.get("retry-after", "")
    return min(float(given), 3600.0) if given.isdecimal() and len(given) < 9 else None


def _is_public(address: str) -> bool:
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return known.is_global and not known.is_multicast and all(inner.is_global for inner in _inside(known))


def _inside(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 one may lead to: mapped, compatible, 6to4, Teredo, NAT64 (RFC 6052)."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found = [one for one in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())) if one is not None]
    low = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return [*found, low] if address in _NAT64 or int(address) >> 32 == 0 else found


def _value(response: "httpx.Response") -> Any:
    raw = b""
    for chunk in response.iter_bytes():
        raw += chunk
        if len(raw) > _MOST_ANSWER:
            return None
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None
