"""From a request's body to events: each call judged, all that can be taken put down together."""

import itertools
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dangol.events.event import Appended
from dangol.events.incoming import Incoming
from dangol.web.segment.addresses import Address
from dangol.web.segment.dialects import Dialect, Refusal, Taken
from dangol.web.segment.translate import NOBODY, NotTaken, Origin, event_of, instant
from dangol.web.segment.wire import MAX_EVENT, MOST_EVENTS, Batch, Call, Unreadable, read_call

Keep = Callable[[Sequence[Incoming]], Awaitable[Sequence[Appended]]]
"""Puts events into the journal; when it returns they are durable."""


class TooManyEvents(Exception):
    """More calls in a batch than are taken at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One request: whose inbox, in which dialect, at which address, when; and a word that no other request has."""

    inbox: str
    dialect: Dialect
    address: Address
    at: datetime
    name: str

    def origin(self, sent_at: datetime | None) -> Origin:
        return Origin(inbox=self.inbox, sent_at=sent_at, received_at=self.at, history=bool(self.address.history))


async def take_call(call: Call, asked: Asked, keep: Keep) -> Taken:
    """Raises ``Refusal`` where the call names nobody or is none."""
    kind = asked.address.kind or str(call.type)
    try:
        event = event_of(call, kind, asked.origin(None), asked.name)
    except NotTaken as error:
        raise _refusal(error) from None
    return _counted(await keep([event]), ())


async def take_batch(batch: Batch, asked: Asked, keep: Keep) -> Taken:
    """Segment takes what it can of a batch; RudderStack takes all or none.

    Raises:
        Refusal: no calls; in RudderStack's dialect also one call that cannot be taken. TooManyEvents.
    """
    if not batch.batch:
        raise Refusal("empty_batch")
    if len(batch.batch) > MOST_EVENTS:
        raise TooManyEvents
    origin = asked.origin(instant(batch.sent_at))
    events: list[Incoming] = []
    refused: list[tuple[int, str]] = []
    for index, raw in enumerate(batch.batch):
        try:
            events.append(_one(bytes(raw), origin, f"{asked.name}-{index}"))
        except NotTaken as error:
            if asked.dialect == "rudderstack":
                raise _refusal(error) from None
            refused.append((index, error.reason))
    return _counted(await keep(events) if events else (), refused)


def _one(raw: bytes, origin: Origin, fresh: str) -> Incoming:
    if len(raw) > MAX_EVENT:
        raise NotTaken("larger than 32 KB")
    try:
        call = read_call(raw)
    except Unreadable:
        raise NotTaken("not readable") from None
    return event_of(call, str(call.type), origin, fresh)


def _counted(appended: Sequence[Appended], refused: Sequence[tuple[int, str]]) -> Taken:
    doubled = sum(one.duplicate for one in appended)
    return Taken(accepted=len(appended) - doubled, duplicates=doubled, refused=refused)


def _refusal(error: NotTaken) -> Refusal:
    return Refusal("nobody" if error.reason == NOBODY else "payload_too_large" if "larger" in error.reason else "bad_call")


def names(random: str) -> Callable[[], str]:
    """Makes words that nobody else has, from one that this process drew."""
    numbers = itertools.count()
    return lambda: f"unnamed-{random}-{next(numbers)}"
