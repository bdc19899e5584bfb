"""Who may send behaviour with the SDKs of Segment and RudderStack: ``write_key`` of an inbox whose channel is one of them.

A write key stands in the shop's pages, so it is no secret: it says which site speaks, and proves nothing about who.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from dangol.kit.errors import BadInput
from dangol.knowledge.brand_toml import FILE, BrandFile, Inbox

Dialect = Literal["segment", "rudderstack"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """A site that may send: its inbox, the protocol it speaks, whether its inbox is on."""

    inbox: str
    dialect: Dialect
    enabled: bool


class WriteKeys:
    """The sites by their write keys, as ``brand.toml`` says now.

    Args:
        brand: gives what the file says; cheap, for it is asked at every request.
    """

    def __init__(self, brand: Callable[[], BrandFile]) -> None:
        self._brand = brand
        self._read: BrandFile | None = None
        self._sites: Mapping[str, Site] = {}

    def __call__(self) -> Mapping[str, Site]:
        """What a file says that has become wrong is not taken over: what it said before stays.

        Raises:
            BadInput: at the first reading, as ``sites``.
        """
        brand = self._brand()
        if brand is not self._read:
            try:
                self._sites = sites(brand)
            except BadInput:
                if self._read is None:
                    raise
            self._read = brand
        return self._sites


def sites(brand: BrandFile) -> Mapping[str, Site]:
    """The sites of a brand.

    Raises:
        BadInput: ``brand.bad_write_key`` naming the inbox: none, not text, longer than 100 characters, or the same as another's.
    """
    found: dict[str, Site] = {}
    for inbox in brand.inboxes.values():
        dialect: Dialect | None = next((name for name in get_args(Dialect) if name == inbox.channel), None)
        if dialect is None:
            continue
        for key in _keys(inbox):
            if key in found:
                raise _bad(inbox.name, "다른 것과 같습니다", "is the same as another")
            found[key] = Site(inbox=inbox.name, dialect=dialect, enabled=inbox.mode != "off")
    return found


def _keys(inbox: Inbox) -> list[str]:
    """One key, or a list of them while one takes the place of another."""
    given = inbox.settings.get("write_key")
    keys = [key for key in (given if isinstance(given, list) else [given]) if isinstance(key, str)]
    good = [key for key in keys if 0 < len(key) <= 100 and key.isascii() and key.isprintable()]
    if not good or good != (given if isinstance(given, list) else [given]):
        raise _bad(inbox.name, "1자에서 100자 사이의 영문과 숫자여야 합니다", "must be text of 1 to 100 ASCII characters")
    return good


def _bad(inbox: str, ko: str, en: str) -> BadInput:
    return BadInput(
        "brand.bad_write_key", ko=f"{FILE}: inboxes.{inbox}.write_key 값이 {ko}.", en=f"{FILE}: the write_key of inboxes.{inbox} {en}."
    )
