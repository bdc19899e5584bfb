"""Customers on KakaoTalk, TalkTalk and Telegram: the simulated platforms call the server's real addresses, and we time what they show."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from socket import socket

import httpx
import uvicorn

from dangol.bootstrap.house import House
from dangol.bootstrap.rehearsal import platforms
from dangol.cli.bench_crowd import Answered, Come, Customer
from dangol.simulator.app import create_simulator
from dangol.simulator.scene import Bubble, Platform, Scene, Who

_OWN = {"kakao": "", "talktalk": 'token = "ct_bench"\n', "telegram": 'token = "1:bench"\n'}  # where people talk, and what each asks for
_PERSON = "담당자"  # stands in whatever hands over, and in no answer of the invented shop


def inboxes(simulator: str) -> str:
    """The inboxes for ``brand.toml``; ``simulator`` is where the platforms will answer."""
    table = '\n[inboxes.{0}]\nchannel = "{0}"\nmode = "automatic"\nplatform = "{1}/{0}"\n{2}'
    return "".join(table.format(name, simulator, own) for name, own in _OWN.items())


@dataclass
class Watched(Scene):
    """A scene that tells who waits for the next words of the brand to a user."""

    waits: dict[str, asyncio.Future[tuple[float, str]]] = field(default_factory=dict)

    def add(self, user: str, who: Who, text: str, buttons: tuple[tuple[str, str], ...] = ()) -> Bubble:
        waits = self.waits.get(user)
        if who != "customer" and waits is not None and not waits.done():
            waits.set_result((time.perf_counter(), text)) if who == "brand" else waits.set_exception(RuntimeError(text))
        return super().add(user, who, text, buttons)


@dataclass
class OnPlatform:
    """One customer. A reply in the response itself is timed from the call: keeping the message is then part of the figure."""

    platform: Platform
    scene: Watched
    user: str
    inline: bool

    async def ask(self, text: str) -> Answered:
        reply = self.scene.waits[self.user] = asyncio.get_running_loop().create_future()
        sent = time.perf_counter()
        await self.platform.say(self.user, text)
        taken = sent if self.inline else time.perf_counter()
        answered, said = await reply
        return Answered(took=max(0.0, answered - taken) * 1000, whole=(answered - sent) * 1000, with_person=_PERSON in said)

    async def leave(self) -> None:
        self.scene.waits.pop(self.user, None)
        self.scene.talks.pop(self.user, None)


@asynccontextmanager
async def simulated(house: House, port: int, listener: socket) -> AsyncIterator[Mapping[str, Come]]:
    """How customers come on each platform, while the platforms are reached at ``listener`` and call the server at ``port``."""
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    async with httpx.AsyncClient(timeout=20.0, trust_env=False, limits=httpx.Limits(max_connections=None)) as client:
        played = platforms(house, f"http://127.0.0.1:{port}", address, client, tuple(_OWN))
        config = uvicorn.Config(create_simulator(played), log_config=None, access_log=False, lifespan="off")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield _customers(played, house)
        finally:
            server.should_exit = True
            await serving


def _customers(played: Sequence[Platform], house: House) -> dict[str, Come]:
    numbers = count(1)
    inline = {one.inbox.channel: one.channel.inline for one in house.connections()}

    def comes(platform: Platform) -> Come:
        scene = platform.scene = Watched()

        async def come() -> Customer:
            user = f"b{next(numbers)}"
            scene.talks[user] = []  # TalkTalk's call that a chat was opened is not the message that is timed
            return OnPlatform(platform, scene, user, inline[platform.name])

        return come

    return {platform.name: comes(platform) for platform in played}
