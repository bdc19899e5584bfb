"""The door itself: plain ASGI in front of the other routes, because it is called thousands of times a second.

It is there only for a brand that has an inbox of channel ``segment`` or ``rudderstack``; else the request goes on.
"""

from collections.abc import Callable, Mapping
from secrets import token_hex

import msgspec
import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from dangol.kit.clock import Clock
from dangol.kit.errors import DangolError
from dangol.web.segment.addresses import ADDRESSES, Address
from dangol.web.segment.configs import here, key_in, segment_settings, source_config
from dangol.web.segment.dialects import GIF, Answer, Dialect, Refusal, Taken, said_no, said_yes, too_many_events
from dangol.web.segment.pixel import call_of
from dangol.web.segment.request import body_of, header, key_of_header, query_of
from dangol.web.segment.sending import send_answer
from dangol.web.segment.taking import Asked, Keep, TooManyEvents, names, take_batch, take_call
from dangol.web.segment.wire import MAX_BATCH, MAX_EVENT, Batch, Unreadable, read_batch, read_call
from dangol.web.views import Site

_log = structlog.get_logger("dangol.intake")
_EMPTY = Answer(status=204, body=b"")
_PICTURE = Answer(status=200, body=GIF, kind=b"image/gif")


class SegmentDoor:
    """ASGI middleware.

    Args:
        sites: the write keys that are known now.
        keep: puts events into the journal.
    """

    def __init__(self, app: ASGIApp, *, sites: Callable[[], Mapping[str, Site]], keep: Keep, clock: Clock) -> None:
        self._app = app
        self._sites = sites
        self._keep = keep
        self._clock = clock
        self._new_name = names(token_hex(8))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = ADDRESSES.get(scope.get("path", "")) if scope["type"] == "http" else None
        key = key_in(scope["path"]) if address is None and scope["type"] == "http" else None
        if (address is None and key is None) or not self._sites():
            await self._app(scope, receive, send)
            return
        answer = await self._answer(scope, receive, address) if address else self._settings(scope, key or "")
        await send_answer(scope, send, answer)

    async def _answer(self, scope: Scope, receive: Receive, address: Address) -> Answer:
        if scope["method"] == "OPTIONS":
            return _EMPTY
        dialect: Dialect = address.dialect or self._usual(scope)
        try:
            if address.form in ("pixel", "source_config"):
                return await self._asked_by_get(scope, address, dialect)
            if scope["method"] != "POST":
                raise Refusal("method_not_allowed")
            return await self._posted(scope, receive, address, dialect)
        except Refusal as refusal:
            return _PICTURE if address.form == "pixel" else said_no(self._spoken(scope, dialect), refusal)
        except DangolError as error:
            _log.warning("intake.failed", code=error.code)
            return _PICTURE if address.form == "pixel" else said_no(self._spoken(scope, dialect), _failure(error))
        except Exception as error:
            # The exception's own text may quote a customer, so only its kind is logged.
            _log.error("intake.failed", kind=type(error).__name__)
            return said_no(self._spoken(scope, dialect), Refusal("internal"))

    async def _posted(self, scope: Scope, receive: Receive, address: Address, dialect: Dialect) -> Answer:
        if address.form == "metrics":  # what the SDK measures of itself: not ours to keep
            await body_of(scope, receive, MAX_BATCH)
            return said_yes(dialect, Taken(accepted=0, duplicates=0))
        many = address.form == "batch"
        raw = await body_of(scope, receive, MAX_BATCH if many else MAX_EVENT)
        try:
            body = read_batch(raw) if many else read_call(raw)
        except Unreadable:
            raise Refusal("invalid_json") from None
        key = key_of_header(scope["headers"]) or (query_of(scope).get("writeKey", "") if scope["query_string"] else "")
        site = self._site(key or body.write_key)
        asked = Asked(inbox=site.inbox, dialect=site.dialect, address=address, at=self._clock(), name=self._new_name())
        try:
            if isinstance(body, Batch):
                taken = await take_batch(body, asked, self._keep)
            else:
                taken = await take_call(body, asked, self._keep)
        except TooManyEvents:
            return too_many_events(site.dialect)
        if taken.refused:
            _log.warning("intake.refused", inbox=site.inbox, calls=len(taken.refused), first=taken.refused[0][1])
        return said_yes(site.dialect, taken)

    async def _asked_by_get(self, scope: Scope, address: Address, dialect: Dialect) -> Answer:
        query = query_of(scope)
        key = key_of_header(scope["headers"]) or query.get("writeKey", "")
        if address.form == "source_config":
            site = self._site(key)
            return Answer(status=200, body=msgspec.json.encode(source_config(key, site, *here(scope))))
        call = call_of(query)
        site = self._site(key or call.write_key)
        asked = Asked(inbox=site.inbox, dialect=dialect, address=address, at=self._clock(), name=self._new_name())
        await take_call(call, asked, self._keep)
        return _PICTURE

    def _settings(self, scope: Scope, key: str) -> Answer:
        if scope["method"] == "OPTIONS":
            return _EMPTY
        if key not in self._sites():
            return said_no("segment", Refusal("invalid_write_key"))
        return Answer(status=200, body=msgspec.json.encode(segment_settings(key, *here(scope))))

    def _site(self, key: object) -> Site:
        if not isinstance(key, str) or not key:
            raise Refusal("no_write_key")
        site = self._sites().get(key)
        if site is None:
            raise Refusal("invalid_write_key")
        if not site.enabled:
            raise Refusal("source_disabled")
        return site

    def _spoken(self, scope: Scope, dialect: Dialect) -> Dialect:
        """The dialect of the site whose key was given, where it is known."""
        site = self._sites().get(key_of_header(scope["headers"]))
        return site.dialect if site else dialect

    def _usual(self, scope: Scope) -> Dialect:
        """Without a key that is known: RudderStack's SDKs send ``AnonymousId``; else the only dialect of this brand; else Segment's."""
        there = {site.dialect for site in self._sites().values()}
        return "rudderstack" if there == {"rudderstack"} or header(scope["headers"], b"anonymousid") else "segment"


def _failure(error: DangolError) -> Refusal:
    if error.status == 429:
        return Refusal("too_many", wait=1)
    return Refusal("unavailable", wait=1) if error.retry else Refusal("internal")
