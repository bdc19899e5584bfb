"""Customers over real WebSockets: some at a steady pace, or as fast as they are answered. Only ever towards 127.0.0.1."""

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection, connect

_PATIENCE = 30.0  # seconds until an answer counts as missing


@dataclass
class Heard:
    """What came back: ``took`` from accepted to answered and ``whole`` from sent to answered, both in milliseconds; ``missing``."""

    took: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    missing: int = 0
    seconds: float = 0.0


class Window:
    """One customer's open chat."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._said = 0
        self._sent: dict[str, float] = {}
        self._receipts: dict[str, float] = {}
        self._answered: dict[str, asyncio.Future[tuple[float, float]]] = {}
        self._order: list[str] = []
        self._reader = asyncio.create_task(self._read())

    async def ask(self, text: str) -> tuple[float, float]:
        """Milliseconds from its receipt, and from its sending, to the reply."""
        self._said += 1
        key = f"k{self._said}"
        done = self._answered[key] = asyncio.get_running_loop().create_future()
        self._order.append(key)
        self._sent[key] = time.perf_counter()
        await self._socket.send(json.dumps({"type": "message", "id": key, "text": text}))
        return await asyncio.wait_for(done, _PATIENCE)

    async def close(self) -> None:
        self._reader.cancel()
        await self._socket.close()

    async def _read(self) -> None:
        async for raw in self._socket:
            frame = json.loads(raw)
            now = time.perf_counter()
            if frame["type"] == "receipt":
                self._receipts[frame["id"]] = now
            elif frame["type"] == "messages":
                for _ in (one for one in frame["messages"] if one["sender"] == "bot"):
                    self._answer(now)
            elif frame["type"] == "error":
                raise RuntimeError(frame["error"]["code"])

    def _answer(self, now: float) -> None:
        """Replies of one thread come in the order of what they answer."""
        key = self._order.pop(0)
        accepted = self._receipts.pop(key, now)  # the reply may overtake the receipt
        sent, done = self._sent.pop(key), self._answered.pop(key)
        if not done.done():  # else it came too late and was counted as missing
            done.set_result(((now - accepted) * 1000, (now - sent) * 1000))


async def open_window(port: int, token: str) -> Window:
    socket = await connect(f"ws://127.0.0.1:{port}/v1/chat/ws", proxy=None, compression=None, max_queue=None)
    await socket.send(json.dumps({"type": "hello", "token": token, "after": 0}))
    while json.loads(await socket.recv())["type"] != "ready":
        pass
    return Window(socket)


async def steady(windows: list[Window], texts: Iterator[str], *, a_second: float, seconds: float) -> Heard:
    """An open loop: messages leave at their time whether or not earlier ones are answered."""
    heard, tasks, began = Heard(), [], time.perf_counter()
    for number in range(int(a_second * seconds)):
        await asyncio.sleep(max(0.0, began + number / a_second - time.perf_counter()))
        tasks.append(asyncio.create_task(_ask(windows[number % len(windows)], next(texts), heard)))
    await asyncio.gather(*tasks)
    heard.seconds = time.perf_counter() - began
    return heard


async def flat_out(windows: list[Window], texts: Iterator[str], *, seconds: float) -> Heard:
    """A closed loop: each customer asks again as soon as it is answered."""
    heard, began = Heard(), time.perf_counter()

    async def customer(window: Window) -> None:
        while time.perf_counter() - began < seconds:
            await _ask(window, next(texts), heard)

    await asyncio.gather(*map(customer, windows))
    heard.seconds = time.perf_counter() - began
    return heard


async def _ask(window: Window, text: str, heard: Heard) -> None:
    try:
        took, whole = await window.ask(text)
    except TimeoutError:
        heard.missing += 1
        return
    heard.took.append(took)
    heard.whole.append(whole)
