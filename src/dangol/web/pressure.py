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
        most_inline: calls whose response is the reply and is still being decided about. Kakao waits five seconds and its callback a minute:
            beyond what can be answered in that time a promise to answer would be broken, so the customer is asked to come again.
    """

    def __init__(self, most_writes: int, most_waiting: int, most_inline: int = 256) -> None:
        self._most_writes = most_writes
        self._most_waiting = most_waiting
        self._most_inline = most_inline
        self.writes = 0
        self.refused = 0

    @contextmanager
    def taken(self, waiting: int = 0, inline: int = 0) -> Iterator[None]:
        """A place for the length of one write. ``waiting``: messages that wait for their reply already; ``inline``: calls that do.

        Raises:
            Busy: ``server.busy``; nothing was kept.
        """
        if self.writes >= self._most_writes or waiting + self.writes >= self._most_waiting or inline >= self._most_inline:
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
