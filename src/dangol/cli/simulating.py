"""``dangol simulate``: platforms of our own beside the brand's real addresses, to talk to as a customer would."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from socket import socket

import httpx
import uvicorn
from starlette.types import ASGIApp

from dangol.bootstrap.house import House, opened
from dangol.bootstrap.rehearsal import CHANNELS, SHOPS, platforms, rehearsing
from dangol.cli.doors import open_doors
from dangol.cli.logs import set_logs
from dangol.cli.prepared import prepared
from dangol.cli.serving import listen_on, serve, web_settings
from dangol.cli.telling import tell
from dangol.kit.errors import BadInput
from dangol.simulator.app import create_simulator
from dangol.simulator.scene import Platform
from dangol.store.serving_lock import serving
from dangol.web.app import create_app

HOST = "127.0.0.1"
PORT = 8100
_ANSWER_SECONDS = 30.0


def run_simulate(folder: Path, channel: str, port: int, say: Sequence[str], to: str | None) -> None:
    """Serves the brand and the simulator; with ``to`` only the simulator, against a running server; with ``say`` talks and ends."""
    if channel not in ("all", *CHANNELS):
        raise BadInput(
            "simulator.unknown",
            ko=f"흉내 낼 수 없는 채널입니다: {channel[:40]}. 가능한 채널: {', '.join(CHANNELS)}.",
            en=f"This channel cannot be simulated: {channel[:40]}. Known are: {', '.join(CHANNELS)}.",
        )
    wanted = CHANNELS if channel == "all" else (channel,)
    if to is not None:
        with opened(folder) as house, simulator(house, to.rstrip("/"), port, wanted) as address:
            _tell(address, wanted)
            threading.Event().wait()
    elif say:
        with prepared(folder) as house:
            house.knowledge.answerer()
            asyncio.run(_talk(house, wanted[0], say))
    else:
        with prepared(folder) as house, serving(house.store):
            listener = listen_on(HOST, 0)
            with simulator_of(house, listener, port, wanted) as (rehearsed, address):
                _tell(address, wanted)
                serve(rehearsed, listener)


@contextmanager
def simulator_of(house: House, listener: socket, port: int, wanted: Sequence[str] = CHANNELS) -> Iterator[tuple[House, str]]:
    """The house as it has to be served at ``listener``, and the simulator's address."""
    bound = listen_on(HOST, port, or_next=True)
    address = f"http://{HOST}:{bound.getsockname()[1]}"
    rehearsed = rehearsing(house, address)
    with _simulating(rehearsed, f"http://{HOST}:{listener.getsockname()[1]}", address, bound, wanted):
        yield rehearsed, address


@contextmanager
def simulator(house: House, serving_at: str, port: int, wanted: Sequence[str]) -> Iterator[str]:
    """The simulator's address, while it runs against a server elsewhere."""
    bound = listen_on(HOST, port)
    address = f"http://{HOST}:{bound.getsockname()[1]}"
    with _simulating(house, serving_at, address, bound, wanted):
        yield address


@contextmanager
def _simulating(house: House, serving_at: str, address: str, bound: socket, wanted: Sequence[str]) -> Iterator[None]:
    client = httpx.AsyncClient(timeout=20.0, trust_env=False)
    with running(create_simulator(platforms(house, serving_at, address, client, wanted), client.aclose), bound):
        yield


@contextmanager
def running(app: ASGIApp, listener: socket) -> Iterator[None]:
    """An application, served in a thread for the length of a block."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        threading.Event().wait(0.02)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)


async def _talk(house: House, channel: str, say: Sequence[str]) -> None:
    """Says each text as one customer, in this process, and prints both sides."""
    set_logs()
    listener = listen_on(HOST, 0)
    app_listener = listen_on(HOST, 0)
    address, serving_at = (f"http://{HOST}:{one.getsockname()[1]}" for one in (listener, app_listener))
    rehearsed = rehearsing(house, address)
    async with httpx.AsyncClient(timeout=20.0, trust_env=False) as client:
        (platform,) = platforms(rehearsed, serving_at, address, client, (channel,))
        app = create_app(open_doors(rehearsed), web_settings(rehearsed), rehearsed.clock)
        with running(app, app_listener), running(create_simulator([platform]), listener):
            user = f"customer-{token_hex(3)}"  # somebody new each time, so that the talk begins anew
            for text in say:
                await _turn(platform, user, text)


async def _turn(platform: Platform, user: str, text: str) -> None:
    before = len(platform.scene.talks[user])
    await platform.say(user, text)
    for _ in range(int(_ANSWER_SECONDS / 0.05)):
        answering = "platform" if platform.name in SHOPS else "brand"
        if any(bubble.who == answering for bubble in platform.scene.after(user, before)):
            break
        await asyncio.sleep(0.05)
    for bubble in platform.scene.after(user, before):
        mark = {"customer": ">", "brand": "<", "platform": "!"}[bubble.who]
        buttons = "".join(f" [{label}]" for label, _ in bubble.buttons)
        print(f"{mark} {bubble.text}{buttons}", flush=True)


def _tell(address: str, wanted: Sequence[str]) -> None:
    for name in wanted:
        tell(f"{name}: {address}/chat/{name}", f"{name}: {address}/chat/{name}")
    tell("Ctrl+C로 멈춥니다.", "Ctrl+C stops it.")
