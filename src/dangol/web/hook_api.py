"""``POST /hooks/<inbox>/<secret>``: where platforms call.

What is kept is durable before we answer. A channel whose response is the reply is answered within its time; the others at once, and
their replies are made behind the request.
"""

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog
from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.responses import Response

from dangol.channels.port import Call, Spoken, Unproven
from dangol.kit.clock import Clock
from dangol.kit.errors import DangolError, NotFound
from dangol.web.bell import Bell
from dangol.web.doors import HookCall, HookDoor
from dangol.web.handling import DESK, Handling, offload, visitor_key
from dangol.web.pressure import Pressure
from dangol.web.problems import TooMany
from dangol.web.rate import Buckets

_log = structlog.get_logger("dangol.web")


@dataclass(frozen=True, slots=True)
class Hooks:
    door: HookDoor
    clock: Clock
    handling: Handling
    bell: Bell
    guesses: Buckets
    pressure: Pressure
    followers: set["asyncio.Task[None]"] = field(default_factory=set)
    deciding: set["asyncio.Task[None]"] = field(default_factory=set)

    async def answer(self, inbox: str, call: Call) -> Response:
        """The response to one call.

        Raises:
            NotFound: the sender is not proven. TooMany: it was not, too often. Busy, Broken: nothing was kept.
        """
        began = time.monotonic()
        try:
            kept = await self._kept(inbox, call)
        except Unproven:
            if wait := self.guesses.take(call.address, time.monotonic()):
                raise TooMany(wait) from None
            raise NotFound("path.unknown", ko="그런 주소가 없어요.", en="There is no such address.") from None
        if isinstance(kept, Spoken):
            return _response(kept)
        for _, name, external_id in kept.waiting:
            self.bell.ring(visitor_key(name, external_id), DESK)
        if not kept.waiting:
            return _response(kept.done)
        if not kept.inline:
            for message_id, name, external_id in kept.waiting:
                self.handling.start(message_id, name, external_id)
            return _response(kept.done)
        return await self._inline(kept, kept.seconds - (time.monotonic() - began))

    async def _kept(self, inbox: str, call: Call) -> HookCall | Spoken:
        try:
            with self.pressure.taken(self.handling.waiting, len(self.deciding)):
                return await offload(self.door.take, inbox, call, self.clock())
        except Unproven:
            raise
        except DangolError as error:
            return await offload(self.door.refuse, inbox, call, error)

    async def _inline(self, kept: HookCall, seconds: float) -> Response:
        deciding = asyncio.create_task(offload(kept.decide))
        self.deciding.add(deciding)
        deciding.add_done_callback(self.deciding.discard)
        done, _ = await asyncio.wait({deciding}, timeout=max(seconds, 0.0))
        if not done:
            self._behind(self._follow(kept, deciding))
            return _response(kept.late())
        if error := deciding.exception():
            _log.error("hook.decide_failed", kind=type(error).__name__, code=getattr(error, "code", ""))
            return _response(kept.late())  # the message is kept: the worker decides about it
        return _response(await offload(kept.reply), BackgroundTask(self._left, kept))

    async def _left(self, kept: HookCall) -> None:
        await offload(kept.left)
        self._ring(kept)

    async def _follow(self, kept: HookCall, deciding: "asyncio.Task[None]") -> None:
        try:
            await deciding
            await offload(kept.follow)
        except DangolError as error:
            _log.warning("hook.follow_failed", code=error.code)
        except Exception as error:
            _log.error("hook.follow_failed", kind=type(error).__name__)
        self._ring(kept)

    def _behind(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.followers.add(task)
        task.add_done_callback(self.followers.discard)

    def _ring(self, kept: HookCall) -> None:
        for _, name, external_id in kept.waiting:
            self.bell.ring(visitor_key(name, external_id), DESK)

    async def finish(self) -> None:
        """Waits until everything that was begun is done."""
        while self.followers:
            await asyncio.gather(*self.followers, return_exceptions=True)


def hook_routes(hooks: Hooks) -> APIRouter:
    router = APIRouter(prefix="/hooks", include_in_schema=False)

    @router.post("/{inbox}/{secret}")
    async def hook(inbox: str, secret: str, request: Request) -> Response:
        address = request.client.host if request.client else ""
        call = Call(secret=secret, headers=dict(request.headers), body=await request.body(), address=address)
        return await hooks.answer(inbox, call)

    return router


def _response(spoken: Spoken, after: BackgroundTask | None = None) -> Response:
    return Response(spoken.body, headers={"Content-Type": spoken.content_type}, background=after)
