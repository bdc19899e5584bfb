"""What the chat's HTTP routes and its WebSocket share: accept durably, then answer behind; look; wait for news."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from dangol.kit.clock import Clock
from dangol.kit.sphere import point
from dangol.kit.tracing import span
from dangol.web.bell import Bell
from dangol.web.chat_forms import MessageForm, Receipt, ThreadOut, check_text, thread_out
from dangol.web.doors import Doors
from dangol.web.handling import Handling, offload, visitor_key
from dangol.web.pressure import Pressure
from dangol.web.problems import TooMany
from dangol.web.rate import Buckets
from dangol.web.settings import WebSettings
from dangol.web.visitors import Visitor, Visitors

Gone = Callable[[], Awaitable[bool]]
PAGE = 200  # messages sent at once; a window with more to catch up on asks again


@dataclass(frozen=True, slots=True)
class ChatDesk:
    doors: Doors
    settings: WebSettings
    clock: Clock
    bell: Bell
    handling: Handling
    visitors: Visitors
    buckets: Buckets
    inboxes: Buckets
    pressure: Pressure

    def admit(self, visitor: Visitor) -> None:
        """Raises ``TooMany`` when this visitor, or all of the inbox together, writes too fast."""
        now = time.monotonic()
        wait = self.buckets.take(visitor_key(visitor.inbox, visitor.external_id), now) or self.inboxes.take(visitor.inbox, now)
        if wait:
            raise TooMany(wait)

    async def accept(self, visitor: Visitor, form: MessageForm) -> Receipt:
        """The receipt is given only when the message is durable; the reply is made behind it.

        Raises:
            Busy: ``server.busy``, too much waits already; the message was not kept.
        """
        with span("chat.accept", inbox=visitor.inbox):
            return await self._accepted(visitor, form)

    async def _accepted(self, visitor: Visitor, form: MessageForm) -> Receipt:
        text = check_text(form.text)
        with self.pressure.taken(self.handling.waiting):
            accepted = await offload(
                self.doors.chat.accept,
                inbox=visitor.inbox,
                external_id=visitor.external_id,
                text=text,
                client_key=form.id,
                at=self.clock(),
                kind=form.kind,
                here=point(form.position.lat, form.position.lon) if form.position else None,
            )
        followed = []
        if accepted.duplicate:
            followed = (await self.look(visitor, accepted.number)).messages
        else:
            self.handling.start(accepted.message_id, visitor.inbox, visitor.external_id)
        return Receipt(id=form.id, number=accepted.number, duplicate=accepted.duplicate, messages=followed)

    async def look(self, visitor: Visitor, after: int) -> ThreadOut:
        typing = self.handling.busy(visitor.inbox, visitor.external_id)
        thread = await offload(self.doors.chat.thread, inbox=visitor.inbox, external_id=visitor.external_id, after=after, limit=PAGE)
        return thread_out(thread, after, typing)

    async def wait_for_news(self, visitor: Visitor, after: int, seconds: float, gone: Gone) -> ThreadOut:
        """What came after ``after``, at once or within ``seconds``; an empty page when nothing did or the caller has ``gone``."""
        key = visitor_key(visitor.inbox, visitor.external_id)
        ends = time.monotonic() + seconds
        while True:
            waiter = self.bell.arm(key)
            try:
                page = await self.look(visitor, after)
            except BaseException:
                self.bell.disarm(key, waiter)
                raise
            left = ends - time.monotonic()
            if page.messages or left <= 0 or await gone():
                self.bell.disarm(key, waiter)
                return page
            await self.bell.listen(key, waiter, min(left, self.settings.poll_seconds))
