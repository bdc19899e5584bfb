"""A client that speaks to the application in the process, and a real server on a free port for sockets and browsers."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from web_double import Shop

from dangol.web.app import create_app
from dangol.web.settings import Rate, WebSettings

KEY = "test-key-0123456789"
SECRET = b"x" * 32
PLENTY = Rate(burst=10_000, per_minute=600_000)


def settings(**more: Any) -> WebSettings:
    given: dict[str, Any] = {
        "secret": SECRET,
        "api_keys": (KEY,),
        "identity_secret": "shop-secret",
        "allowed_origins": ("https://shop.example",),
        "ip_rate": PLENTY,
        "visitor_rate": PLENTY,
        "poll_seconds": 0.5,
    }
    return WebSettings(**{**given, **more})


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """The application with its lifespan, behind a client that keeps cookies."""
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield client


def drive(work: Callable[[httpx.AsyncClient, Shop], Any], shop: Shop | None = None, **more: Any) -> Any:
    """Runs one async test body against a fresh application."""

    async def body() -> Any:
        made = shop or Shop()
        async with running(create_app(made.doors(), settings(**more))) as client:
            return await work(client, made)

    return asyncio.run(body())


@dataclass(frozen=True)
class Served:
    base: str
    shop: Shop
    app: FastAPI
    stop: Callable[[], None]


@contextmanager
def serving(shop: Shop, port: int = 0, **more: Any) -> Iterator[Served]:
    """A real uvicorn in a thread."""
    app = create_app(shop.doors(), settings(**more))
    listener = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(app, log_level="warning", ws="websockets-sansio", timeout_graceful_shutdown=1, lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        threading.Event().wait(0.02)

    def stop() -> None:
        server.should_exit = True
        thread.join(10)
        listener.close()

    try:
        yield Served(base=f"http://127.0.0.1:{listener.getsockname()[1]}", shop=shop, app=app, stop=stop)
    finally:
        stop()
