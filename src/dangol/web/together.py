"""Requests that wait for the disk share one commit: while one is being written, those that come gather for the next.

So a single event costs a share of a commit and not one of its own, a lonely request waits for nobody, and no request is answered before
its events are durable. What waits is bounded: beyond it a request is refused at once, with the time after which to come back.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog

from dangol.events.event import Appended
from dangol.events.incoming import Incoming
from dangol.kit.errors import Busy, DangolError
from dangol.web.problems import TooMany

Write = Callable[[Sequence[Incoming]], Sequence[Appended]]
"""Appends all or none in one transaction, and answers when it is durable."""

MOST_WAITING = 20_000  # events, about 40 MB: two seconds of what two cores write
AT_ONCE = 4_000  # events in one commit: larger ones save nothing more and keep a single request waiting longer

_log = structlog.get_logger("dangol.intake")


@dataclass(frozen=True, slots=True)
class _Request:
    events: Sequence[Incoming]
    told: asyncio.Future[Sequence[Appended]]


class Together:
    """One event loop's writer. ``keep`` is called on that loop; ``write`` runs on one thread of its own."""

    def __init__(self, write: Write, *, most_waiting: int = MOST_WAITING, at_once: int = AT_ONCE) -> None:
        self._write = write
        self._most_waiting = most_waiting
        self._at_once = at_once
        self._queue: deque[_Request] = deque()
        self._waiting = 0
        self._writing: asyncio.Task[None] | None = None
        self._thread: ThreadPoolExecutor | None = None

    @property
    def waiting(self) -> int:
        """Events that no commit has taken up yet."""
        return self._waiting

    async def keep(self, events: Sequence[Incoming]) -> Sequence[Appended]:
        """Waits until the events are durable.

        Raises:
            TooMany: too much waits already; nothing of it is kept. Any ``DangolError`` of the store: nothing of it is kept.
        """
        if self._waiting and self._waiting + len(events) > self._most_waiting:
            raise TooMany(1)
        request = _Request(events, asyncio.get_running_loop().create_future())
        self._queue.append(request)
        self._waiting += len(events)
        if self._writing is None:
            self._writing = asyncio.create_task(self._work())
        return await request.told

    async def finish(self) -> None:
        """Waits until everything that came is durable, and gives the thread back; who comes later gets a new one."""
        while self._writing is not None:
            await asyncio.wait([self._writing])
        if self._thread is not None:
            self._thread.shutdown()
            self._thread = None

    async def _work(self) -> None:
        try:
            while self._queue:
                group = self._next()
                self._thread = self._thread or ThreadPoolExecutor(1, thread_name_prefix="intake")
                outcomes = await asyncio.get_running_loop().run_in_executor(self._thread, self._written, group)
                for request, outcome in zip(group, outcomes, strict=True):
                    if request.told.done():  # its client has gone; its events are kept all the same
                        continue
                    if isinstance(outcome, Exception):
                        request.told.set_exception(outcome)
                    else:
                        request.told.set_result(outcome)
        finally:
            self._writing = None

    def _next(self) -> list[_Request]:
        group: list[_Request] = []
        size = 0
        while self._queue and (not group or size + len(self._queue[0].events) <= self._at_once):
            request = self._queue.popleft()
            size += len(request.events)
            group.append(request)
        self._waiting -= size
        return group

    def _written(self, group: Sequence[_Request]) -> list[Sequence[Appended] | Exception]:
        """What each request is told. Where the whole group fails by the fault of one, each is written apart."""
        try:
            appended = self._write([event for request in group for event in request.events])
        except Exception as error:
            if len(group) == 1 or (isinstance(error, DangolError) and error.retry):
                return [_fault(error)] * len(group)
            _log.warning("intake.apart", requests=len(group), kind=type(error).__name__)
            return [outcome for request in group for outcome in self._written([request])]
        told: list[Sequence[Appended] | Exception] = []
        start = 0
        for request in group:
            told.append(appended[start : start + len(request.events)])
            start += len(request.events)
        return told


def _fault(error: Exception) -> Exception:
    """Each waiter gets an exception of its own kind; ``StopIteration`` and the like cannot be set on a future."""
    return error if isinstance(error, DangolError) else Busy("intake.failed", ko="저장하지 못했습니다.", en="It could not be stored.")
