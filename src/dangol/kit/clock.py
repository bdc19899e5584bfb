"""Time as an argument: a clock is a function that returns an aware UTC instant."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


def fixed(at: datetime) -> Clock:
    """A clock that stands still, for tests and dry runs."""
    return lambda: at


def parse_instant(text: str) -> datetime:
    """Reads ISO 8601 with an offset or ``Z``; an instant without an offset is read as UTC.

    Raises:
        ValueError: the text is no ISO 8601 instant.
    """
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
