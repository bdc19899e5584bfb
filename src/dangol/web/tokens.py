"""Signed tokens: a JSON payload and an HMAC-SHA256 over it (RFC 2104), each for one purpose and with an end."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs and opens tokens with one secret. A token made for one purpose does not open for another."""

    secret: bytes

    def _mac(self, purpose: str, body: str) -> bytes:
        return hmac.new(self.secret, f"{purpose}\n{body}".encode("ascii"), hashlib.sha256).digest()

    def sign(self, purpose: str, payload: Mapping[str, Any], until: datetime) -> str:
        """``purpose`` is ASCII; ``payload`` is JSON; the token is ASCII, safe in a cookie and a header."""
        body = _encode(json.dumps({**payload, "until": int(until.timestamp())}, separators=(",", ":")).encode())
        return f"{body}.{_encode(self._mac(purpose, body))}"

    def open(self, purpose: str, token: str, now: datetime) -> Mapping[str, Any] | None:
        """The payload, or None when the token is forged, damaged, for another purpose, or over."""
        body, dot, mac = token.partition(".")
        if not dot or len(token) > 4096 or not token.isascii():
            return None
        try:
            if not hmac.compare_digest(self._mac(purpose, body), _decode(mac)):
                return None
            payload = json.loads(_decode(body))
        except (binascii.Error, ValueError):
            return None
        return payload if payload.get("until", 0) > now.timestamp() else None

    def mark(self, purpose: str, text: str) -> str:
        """A signature alone, for a form token tied to ``text``."""
        return _encode(self._mac(purpose, _encode(text.encode())))
