"""Whether the process runs (``/healthz``), whether it can serve (``/readyz``), and what it counts (``/metrics``)."""

from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response

from dangol.kit.errors import DangolError, NotFound
from dangol.kit.ids import same
from dangol.web.doors import Doors
from dangol.web.handling import offload
from dangol.web.settings import WebSettings

_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


def add_health(app: FastAPI, doors: Doors, settings: WebSettings) -> None:
    @app.get("/healthz", tags=["health"], summary="The process runs")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", tags=["health"], summary="The installation can serve; 503 while it cannot")
    async def readyz() -> Response:
        try:
            await offload(doors.ready)
        except DangolError as error:
            return JSONResponse(error.as_dict(), status_code=503, headers={"Retry-After": "5"})
        return JSONResponse({"status": "ok"})

    @app.get("/metrics", tags=["health"], summary="Figures for Prometheus, for its token or this machine only")
    async def metrics(request: Request) -> Response:
        if not may_see(request, settings.metrics_token):
            raise NotFound("path.unknown", ko="그런 주소가 없어요.", en="There is no such address.")
        return Response(await offload(doors.metrics), media_type=_PROMETHEUS)


def may_see(request: Request, token: str) -> bool:
    """With a token, who has it; without one, a caller on this machine that no proxy speaks for."""
    if token:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and same(token, given)
    spoken_for = any(name in request.headers for name in ("forwarded", "x-forwarded-for"))
    return request.client is not None and request.client.host in _LOOPBACK and not spoken_for
