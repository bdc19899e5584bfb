"""A caller that sends its request's head a byte at a time holds a place for nobody: its connection ends.

uvicorn itself waits for a head as long as it takes. A body has its own limit (``web.guard``); what stands idle between two requests
has uvicorn's (five seconds).
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

HEAD_SECONDS = 15.0  # from the first byte (or from connecting) until the head is whole


class Timely(AutoHTTPProtocol):  # type: ignore[misc,valid-type]
    """uvicorn's protocol with a limit for the head of a request."""

    _waits: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._begin()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:  # no request is whole
            self._begin()
        else:
            self._end()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()
        super().connection_lost(exc)

    def _begin(self) -> None:
        if self._waits is None:
            self._waits = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _end(self) -> None:
        if self._waits is not None:
            self._waits.cancel()
            self._waits = None

    def _give_up(self) -> None:
        self._waits = None
        if self.transport.get_protocol() is self and not self.transport.is_closing():  # it may have become a WebSocket's
            self.transport.close()
