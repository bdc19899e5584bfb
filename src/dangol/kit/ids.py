"""Sortable ids and keyed pseudonyms. Randomness and time are arguments."""

import hmac
from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from secrets import token_bytes

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base 32, lower case
_PAIRS = tuple(left + right for left in _ALPHABET for right in _ALPHABET)  # ten bits at a time: pseudonyms are made for every event
_HIGH, _LOW = range(60, -1, -10), range(50, -1, -10)

RandomBytes = Callable[[int], bytes]


def new_id(at: datetime, random: RandomBytes = token_bytes) -> str:
    """A 26-character id that sorts by ``at`` (48 bits of milliseconds, 80 random bits): the ULID layout."""
    number = (int(at.timestamp() * 1000) << 80) | int.from_bytes(random(10), "big")
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def pseudonym(key: bytes, *parts: str) -> str:
    """A keyed, stable, one-way 26-character name for ``parts``; the same parts and key give the same name.

    BLAKE2b-128 with a key (RFC 7693). Parts are length-prefixed, so ("ab", "c") and ("a", "bc") differ.
    """
    joined = b"".join([len(raw := part.encode("utf-8", "surrogatepass")).to_bytes(4, "big") + raw for part in parts])
    number = int.from_bytes(blake2b(joined, key=key[:64], digest_size=16).digest(), "big")
    high, low = number >> 60, number & (1 << 60) - 1
    return "".join([_PAIRS[(high >> shift) & 1023] for shift in _HIGH] + [_PAIRS[(low >> shift) & 1023] for shift in _LOW])


def same(left: str, right: str) -> bool:
    """Compares two secrets in constant time."""
    return hmac.compare_digest(left.encode("utf-8", "surrogatepass"), right.encode("utf-8", "surrogatepass"))
