"""Customers in the web chat, over real WebSockets. Only ever towards 127.0.0.1."""

import asyncio
import json
import time

import httpx
from websockets.asyncio.client import ClientConnection, connect

from dangol.cli.bench_crowd import Answered


class Window:
    """One customer's open chat. One message at a time: the next is asked when the last is answered."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._said = 0
        self._receipt = 0.0
        self._answer: asyncio.Future[tuple[float, bool]] = asyncio.get_running_loop().create_future()
        self._reader = asyncio.create_task(self._read())

    async def ask(self, text: str) -> Answered:
        self._said += 1
        self._receipt = 0.0
        self._answer = asyncio.get_running_loop().create_future()
        sent = time.perf_counter()
        await self._socket.send(json.dumps({"type": "message", "id": f"k{self._said}", "text": text}))
        answered, with_person = await self._answer
        accepted = self._receipt or answered  # the reply may overtake the receipt
        return Answered(took=(answered - accepted) * 1000, whole=(answered - sent) * 1000, with_person=with_person)

    async def leave(self) -> None:
        self._reader.cancel()
        await self._socket.close()

    async def _read(self) -> None:
        try:
            async for raw in self._socket:
                self._hear(json.loads(raw), time.perf_counter())
        except Exception as error:
            if not self._answer.done():
                self._answer.set_exception(error)

    def _hear(self, frame: dict[str, object], now: float) -> None:
        if frame["type"] == "error":
            raise RuntimeError(str(frame["error"]))
        if frame["type"] == "receipt":
            self._receipt = now
        elif frame["type"] == "messages" and not self._answer.done():
            said = frame["messages"]
            assert isinstance(said, list)
            if any(one["sender"] == "bot" for one in said):
                self._answer.set_result((now, frame["state"] != "bot"))


async def open_window(port: int, client: httpx.AsyncClient) -> Window:
    """A new customer's chat."""
    begun = await client.post(f"http://127.0.0.1:{port}/v1/chat/session", json={})
    client.cookies.clear()  # with the last one's cookie the next customer would be the same one
    socket = await connect(f"ws://127.0.0.1:{port}/v1/chat/ws", proxy=None, compression=None, max_queue=None)
    await socket.send(json.dumps({"type": "hello", "token": begun.json()["token"], "after": 0}))
    while json.loads(await socket.recv())["type"] != "ready":
        pass
    return Window(socket)
