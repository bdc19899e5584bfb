"""The fields of a call, read without ever raising, and the events made of them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from dangol.channels.port import Heard
from dangol.channels.reading import dig, name, words
from dangol.kit.clock import parse_instant

_DAY = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_AMOUNT = re.compile(r"\d{1,12}(?:\.\d{1,4})?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A call: its number, its fields, and when it came."""

    number: str
    resource: Mapping[str, Any]
    at: datetime

    def id(self, key: str) -> str:
        """An id without outer spaces; empty when there is none."""
        return name(self.resource, key).strip()

    def text(self, key: str, most: int = 4000) -> str:
        return words(self.resource, key).strip()[:most]

    def flag(self, key: str) -> bool:
        """Whether ``"T"`` stands there."""
        return dig(self.resource, key) == "T"

    def amount(self, key: str) -> float | None:
        """A sum of money, which Cafe24 writes as text (``"24680.00"``)."""
        found = self.text(key, 20) or name(self.resource, key)
        return float(found) if _AMOUNT.fullmatch(found) else None

    def day(self, key: str) -> str:
        """A date as ``2026-11-25``; empty for none, ``0000-00-00`` among them."""
        found = _DAY.match(self.text(key, 40))
        return found[0] if found else ""

    def when(self, key: str) -> datetime:
        """An instant, never later than the call came; when it came where there is none."""
        try:
            then = parse_instant(self.text(key, 40)).astimezone(UTC)
        except (ValueError, OverflowError):
            return self.at
        return then if datetime(2000, 1, 1, tzinfo=UTC) <= then <= self.at else self.at

    def heard(self, kind: str, who: str, about: str, data: Mapping[str, Any], *, at: datetime | None = None, once: bool = False) -> Heard:
        """An event about ``about``. Its id is the number, that, and a hash of all that was said, unless it happens only once."""
        made = f"{self.number}/{about[:200]}" if once else f"{self.number}/{about[:200]}/{self._digest()}"
        return Heard(type=kind, identity=who, id=made, at=at or self.at, data=data)

    def _digest(self) -> str:
        said = json.dumps(self.resource, sort_keys=True, default=str)
        return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def listed(resource: Mapping[str, Any], key: str) -> list[str]:
    """Ids with commas between them, each once, as the bulk events have them."""
    parts = words(resource, key).split(",") if isinstance(dig(resource, key), str) else [name(resource, key)]
    return list(dict.fromkeys(kept for part in parts if (kept := name([part.strip()], 0))))
