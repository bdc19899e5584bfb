"""The simulator's own pages and API: chats, conditions, and below them the platforms' APIs. For this machine only; it knows no login."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dangol.kit.errors import BadInput
from dangol.simulator.scene import Bubble, Platform

HERE = Path(__file__).parent / "static"
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
_MOST_TEXT = 10_000


def create_simulator(platforms: Sequence[Platform], finish: Callable[[], Any] | None = None) -> Starlette:
    """The ASGI application; ``finish`` is awaited when it ends."""
    known = {platform.name: platform for platform in platforms}

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        if finish is not None:
            await finish()

    def of(request: Request) -> Platform:
        found = known.get(request.path_params["platform"])
        if found is None:
            raise HTTPException(404)
        return found

    async def start(_request: Request) -> Response:
        return RedirectResponse(f"/chat/{next(iter(known))}")

    async def page(request: Request) -> Response:
        of(request)
        return FileResponse(HERE / "chat.html", headers={"Content-Security-Policy": CSP, "X-Content-Type-Options": "nosniff"})

    async def listed(_request: Request) -> Response:
        return JSONResponse([{"name": one.name, "title": one.title} for one in known.values()])

    async def talk(request: Request) -> Response:
        platform, user = of(request), _user(request.query_params.get("user"))
        after = request.query_params.get("after", "0")
        bubbles = platform.scene.after(user, int(after) if after.isdecimal() and len(after) < 9 else 0)
        return JSONResponse({"bubbles": [_bubble(one) for one in bubbles]})

    async def say(request: Request) -> Response:
        platform, body = of(request), await _body(request)
        text = body.get("text")
        if not isinstance(text, str) or not text.strip() or len(text) > _MOST_TEXT:
            raise HTTPException(400)
        await platform.say(_user(body.get("user")), text)
        return JSONResponse({})

    async def conditions(request: Request) -> Response:
        platform = of(request)
        if request.method == "POST":
            try:
                platform.scene.conditions = platform.scene.conditions.changed(await _body(request))
            except BadInput as error:
                return JSONResponse(error.as_dict(), status_code=400)
        return JSONResponse(asdict(platform.scene.conditions))

    routes = [
        Route("/", start),
        Route("/chat/{platform}", page),
        Route("/api/platforms", listed),
        Route("/api/{platform}/talk", talk),
        Route("/api/{platform}/say", say, methods=["POST"]),
        Route("/api/{platform}/conditions", conditions, methods=["GET", "POST"]),
        Mount("/static", StaticFiles(directory=HERE)),
        *(route for platform in platforms for route in platform.routes()),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


def _user(given: object) -> str:
    if not isinstance(given, str) or not 0 < len(given) <= 40 or not given.isprintable():
        raise HTTPException(400)
    return given


async def _body(request: Request) -> dict[str, Any]:
    """A JSON object; a form, which another site could send, is refused."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise HTTPException(415)
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise HTTPException(400) from None
    if not isinstance(body, dict):
        raise HTTPException(400)
    return body


def _bubble(one: Bubble) -> dict[str, Any]:
    return {**asdict(one), "at": one.at.isoformat()}
