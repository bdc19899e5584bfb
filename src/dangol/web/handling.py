"""Runs ``handle`` for accepted messages behind the request: one at a time for each visitor, and tells the open windows."""

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import anyio
import anyio.to_thread
import structlog

from dangol.kit.errors import DangolError
from dangol.kit.tracing import here, span
from dangol.web.bell import Bell
from dangol.web.doors import ChatDoor

if TYPE_CHECKING:
    from opentelemetry.context import Context

P = ParamSpec("P")
T = TypeVar("T")

DESK = "desk"
DRAIN_SECONDS = 20.0  # systemd and container platforms kill after 30 to 90
_TRIES = 5
_log = structlog.get_logger("dangol.web")


async def offload(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs a door's synchronous method on a worker thread."""
    return await anyio.to_thread.run_sync(partial(call, *args, **kwargs))


def visitor_key(inbox: str, external_id: str) -> str:
    return f"visitor/{inbox}/{external_id}"


class Handling:
    """The messages being answered now. At most eight visitors are answered at once; the others wait their turn."""

    def __init__(self, chat: ChatDoor, bell: Bell) -> None:
        self._chat = chat
        self._bell = bell
        self._queues: dict[str, deque[tuple[str, Context | None]]] = {}  # with the trace that each message belongs to
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._places = asyncio.Semaphore(8)

    def busy(self, inbox: str, external_id: str) -> bool:
        """True while a reply to this visitor is being made."""
        return visitor_key(inbox, external_id) in self._queues

    @property
    def waiting(self) -> int:
        """Messages that wait for their turn, those in hand not counted."""
        return self._waiting

    def start(self, message_id: str, inbox: str, external_id: str) -> None:
        key = visitor_key(inbox, external_id)
        self._waiting += 1
        if key in self._queues:
            self._queues[key].append((message_id, here()))
            return
        self._queues[key] = deque([(message_id, here())])
        task = asyncio.create_task(self._work(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def recover(self) -> None:
        """Handles what a crash left unhandled."""
        for message_id, inbox, external_id in await offload(self._chat.pending):
            self.start(message_id, inbox, external_id)

    async def finish(self, within: float = DRAIN_SECONDS) -> None:
        """Waits until all that was started is done, ``within`` seconds at most: the rest is durable, and decided at the next start."""
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=within)
        if self._tasks:
            _log.warning("chat.left_for_the_next_start", messages=self._waiting + len(self._tasks))

    async def _work(self, key: str) -> None:
        queue = self._queues[key]
        self._bell.ring(key, DESK)
        try:
            while queue:
                async with self._places:
                    self._waiting -= 1
                    await self._handle(*queue.popleft())
                if queue:
                    self._bell.ring(key, DESK)
        finally:
            del self._queues[key]
            self._bell.ring(key, DESK)

    async def _handle(self, message_id: str, accepted: "Context | None") -> None:
        with span("message", after=accepted, message_id=message_id):
            await self._tried(message_id)

    async def _tried(self, message_id: str) -> None:
        for attempt in range(_TRIES):
            try:
                await offload(self._chat.handle, message_id)
            except DangolError as error:
                if not error.retry or attempt == _TRIES - 1:
                    _log.error("chat.handle_failed", message_id=message_id, code=error.code)
                    return
                await asyncio.sleep(0.05 * 2**attempt)
            except Exception as error:
                _log.error("chat.handle_failed", message_id=message_id, kind=type(error).__name__)
                return
            else:
                return
