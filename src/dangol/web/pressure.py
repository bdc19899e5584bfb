"""Back-pressure: how much this process takes on at once. What it cannot take it refuses at the door, before anything is kept, with
status 503 and when to come back; what it has accepted it finishes."""

from collections.abc import Iterator
from contextlib import contextmanager

from dangol.kit.errors import Busy


class Pressure:
    """Counts what is being made durable, and looks at what waits for its reply.

    Args:
        most_writes: requests whose events or messages are being written; beyond it a new one would only wait for a thread.
        most_waiting: accepted messages that are not answered yet.
    """

    def __init__(self, most_writes: int, most_waiting: int) -> None:
        self._most_writes = most_writes
        self._most_waiting = most_waiting
        self.writes = 0
        self.refused = 0

    @contextmanager
    def taken(self, waiting: int = 0) -> Iterator[None]:
        """A place for the length of one write. ``waiting``: messages that wait for their reply already.

        Raises:
            Busy: ``server.busy``; nothing was kept.
        """
        if self.writes >= self._most_writes or waiting + self.writes >= self._most_waiting:
            self.refused += 1
            raise Busy(
                "server.busy",
                ko="지금 요청이 몰려 받지 못했어요. 잠시 뒤 다시 보내 주세요. 아무것도 저장되지 않았어요.",
                en="Too much is going on at the moment. Nothing was kept; send it again in a moment.",
            )
        self.writes += 1
        try:
            yield
        finally:
            self.writes -= 1
