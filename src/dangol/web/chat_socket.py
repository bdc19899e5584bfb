"""The chat over a WebSocket. JSON text frames; the token comes in the first frame, never in the address.

client → server   {"type":"hello","token","after"} first, within ten seconds
                  {"type":"message","id","text","kind"?}   {"type":"ping"}
server → client   {"type":"ready","state","last"}          {"type":"messages","messages","state","typing","last"}
                  {"type":"receipt","id","number","duplicate"}   {"type":"error","id"?,"error":{"code","ko","en","retry"}}
                  {"type":"ping"} when it has been quiet for 20 s  {"type":"pong"}
Closes with 4401 when the token is not known, 4400 when the first frame is no hello, 4403 for a foreign site, 1009 for a huge frame.
"""

import asyncio
import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import Field, ValidationError

from dangol.kit.errors import BadInput, DangolError
from dangol.web.chat_desk import PAGE, ChatDesk
from dangol.web.chat_forms import Form, MessageForm, Number, Token
from dangol.web.cross_origin import origin_allowed
from dangol.web.handling import visitor_key
from dangol.web.problems import BadFields, field_problems
from dangol.web.strict_json import read_json
from dangol.web.visitors import Visitor

_MAX_FRAME = 64 * 1024  # bytes; a full text of 4,000 characters escaped in JSON is at most 24 KB
_HELLO_SECONDS = 10.0
_QUIET_SECONDS = 20.0


class Hello(Form):
    type: Literal["hello"]
    token: Annotated[Token, Field(min_length=1)]
    after: Number = 0


class _Closing(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def chat_socket(desk: ChatDesk) -> APIRouter:
    router = APIRouter()

    @router.websocket("/v1/chat/ws")
    async def socket(ws: WebSocket) -> None:
        await ws.accept()
        try:
            if not origin_allowed(ws.headers, desk.settings):
                raise _Closing(4403)
            visitor, after = await _hello(ws, desk)
            await _Line(ws, desk, visitor, after).run()
        except _Closing as closing:
            await ws.close(closing.code)
        except WebSocketDisconnect:
            return

    return router


async def _frame(ws: WebSocket) -> Any:
    """One frame's JSON object.

    Raises:
        BadInput: not a text frame with a JSON object. _Closing: too large to bother. WebSocketDisconnect: the other side left.
    """
    message = await ws.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1000))
    raw = (message.get("text") or "").encode("utf-8", "surrogatepass")
    if len(raw) > _MAX_FRAME or len(message.get("bytes") or b"") > _MAX_FRAME:
        raise _Closing(1009)
    frame = read_json(raw)
    if not isinstance(frame, dict):
        raise BadInput("frame.not_object", ko="JSON 객체를 보내 주세요.", en="Send a JSON object.")
    return frame


async def _hello(ws: WebSocket, desk: ChatDesk) -> tuple[Visitor, int]:
    try:
        async with asyncio.timeout(_HELLO_SECONDS):
            hello = Hello.model_validate(await _frame(ws))
    except (TimeoutError, BadInput, ValidationError):
        raise _Closing(4400) from None
    visitor = desk.visitors.read(hello.token)
    if visitor is None:
        raise _Closing(4401)
    return visitor, hello.after


class _Line:
    """One open window: a reader for what the customer sends and a teller for what is new."""

    def __init__(self, ws: WebSocket, desk: ChatDesk, visitor: Visitor, after: int) -> None:
        self._ws = ws
        self._desk = desk
        self._visitor = visitor
        self._last = after

    async def run(self) -> None:
        reader = asyncio.create_task(self._read())
        teller = asyncio.create_task(self._tell())
        done, pending = await asyncio.wait({reader, teller}, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        for task in done:
            task.result()

    async def _send(self, kind: str, **fields: Any) -> None:
        await self._ws.send_text(json.dumps({"type": kind, **fields}, ensure_ascii=False))

    async def _read(self) -> None:
        while True:
            client_id = ""
            try:
                frame = await _frame(self._ws)
                client_id = str(frame.get("id", ""))[:64]
                await self._obey(frame)
            except DangolError as error:
                await self._send("error", **({"id": client_id} if client_id else {}), **error.as_dict())

    async def _obey(self, frame: dict[str, Any]) -> None:
        kind = frame.pop("type", None)
        if kind == "ping":
            await self._send("pong")
        elif kind == "message":
            try:
                form = MessageForm.model_validate(frame)
            except ValidationError as error:
                raise BadFields(field_problems(error.errors())) from None
            self._desk.admit(self._visitor)
            receipt = await self._desk.accept(self._visitor, form)
            await self._send("receipt", id=receipt.id, number=receipt.number, duplicate=receipt.duplicate)
        elif kind != "pong":
            raise BadInput("frame.unknown", ko="모르는 종류의 메시지예요.", en="Unknown kind of frame.")

    async def _tell(self) -> None:
        """Sends everything after the last number told, then whatever comes, and a ping when it is quiet."""
        bell, key = self._desk.bell, visitor_key(self._visitor.inbox, self._visitor.external_id)
        told: tuple[str, bool] | None = None
        quiet = 0.0
        while True:
            waiter = bell.arm(key)
            try:
                page = await self._look()
                if told is None:
                    await self._send("ready", state=page.state, last=page.last)
                if page.messages or told != (page.state, page.typing):
                    await self._send("messages", **page.model_dump(mode="json"))
                    told, quiet = (page.state, page.typing), 0.0
                self._last = page.last
                if len(page.messages) == PAGE:
                    continue
                if not await bell.listen(key, waiter, self._desk.settings.poll_seconds):
                    quiet += self._desk.settings.poll_seconds
            finally:
                bell.disarm(key, waiter)
            if quiet >= _QUIET_SECONDS:
                await self._send("ping")
                quiet = 0.0

    async def _look(self) -> Any:
        for delay in (0.05, 0.2, 1.0):
            try:
                return await self._desk.look(self._visitor, self._last)
            except DangolError as error:
                if not error.retry:
                    raise _Closing(1011) from None
            await asyncio.sleep(delay)
        raise _Closing(1013)
