"""Token buckets by key, in memory, bounded. One process; a platform puts a limiter in front of its processes."""

from collections import OrderedDict

from dangol.web.settings import Rate

_MOST_KEYS = 50_000  # about 10 MB; the key unused for longest is forgotten first


class Buckets:
    """``take(key, now)`` says 0.0 when the request may pass, else the seconds until it may. ``now`` is a monotonic clock in seconds."""

    def __init__(self, rate: Rate) -> None:
        self._burst = float(rate.burst)
        self._per_second = rate.per_minute / 60
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, now: float) -> float:
        level, seen = self._levels.pop(key, (self._burst, now))
        level = min(self._burst, level + (now - seen) * self._per_second)
        wait = 0.0 if level >= 1 else (1 - level) / self._per_second
        self._levels[key] = (level - 1 if wait == 0.0 else level, now)
        if len(self._levels) > _MOST_KEYS:
            self._levels.popitem(last=False)
        return wait
