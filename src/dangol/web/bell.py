"""Tells open pages in this process that something changed. News made by other processes is found by looking every few seconds."""

import asyncio
from collections import defaultdict

Waiter = asyncio.Future[None]


class Bell:
    """One event loop's bell. Arm a waiter, look at the data, then listen: so no ring between looking and listening is missed."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[Waiter]] = defaultdict(set)

    def ring(self, *keys: str) -> None:
        """Wakes everyone who waits on these keys; nothing is kept for those who do not."""
        for key in keys:
            for waiter in self._waiting.pop(key, ()):
                if not waiter.done():
                    waiter.set_result(None)

    def arm(self, key: str) -> Waiter:
        """A waiter that hears the next ring from now on. Hand it to ``listen`` or ``disarm``."""
        waiter: Waiter = asyncio.get_running_loop().create_future()
        self._waiting[key].add(waiter)
        return waiter

    async def listen(self, key: str, waiter: Waiter, seconds: float) -> bool:
        """True when it rang within ``seconds``; the waiter is spent either way."""
        try:
            await asyncio.wait({waiter}, timeout=seconds)
            return waiter.done()
        finally:
            self.disarm(key, waiter)

    def disarm(self, key: str, waiter: Waiter) -> None:
        waiters = self._waiting.get(key)
        if waiters is not None:
            waiters.discard(waiter)
            if not waiters:
                del self._waiting[key]
