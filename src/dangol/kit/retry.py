"""How long to wait before trying again: exponential backoff with a cap and full jitter."""


def delay(attempt: int, *, jitter: float, base: float = 2.0, cap: float = 3600.0) -> float:
    """Seconds to wait after failed attempt number ``attempt`` (1…).

    Half of the wait is fixed and half is spread by ``jitter`` (0…1, drawn by the caller), "equal jitter" in
    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/: never at once, never all together.

    >>> [delay(attempt, jitter=1.0) for attempt in (1, 2, 3, 20)]
    [2.0, 4.0, 8.0, 3600.0]
    >>> delay(2, jitter=0.0)
    2.0

    Raises:
        ValueError: ``attempt`` below 1 or ``jitter`` outside 0…1.
    """
    if attempt < 1 or not 0.0 <= jitter <= 1.0:
        raise ValueError("attempt counts from 1 and jitter lies in 0…1")
    whole = min(cap, base * 2.0 ** min(attempt - 1, 62))
    return whole / 2 + whole / 2 * jitter
