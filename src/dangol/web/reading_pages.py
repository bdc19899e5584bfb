"""The page where staff type a text and see what is read in it, and why. Nothing typed here is kept."""

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from dangol.web.console import Console, field
from dangol.web.handling import offload
from dangol.web.when_words import told

_MOST = 2000  # characters, as many as are read


def reading_routes(console: Console) -> APIRouter:
    router = APIRouter(prefix="/inbox", include_in_schema=False)

    @router.get("/reading")
    async def empty(request: Request) -> Response:
        shift = await console.shift(request)
        return console.page(request, shift, "reading.html", typed="", read=None, weights=())

    @router.post("/reading")
    async def read(request: Request) -> Response:
        shift, form = await console.form(request)
        typed = field(form, "text", _MOST)
        found = await offload(console.doors.reader, typed)
        language = console.pages.language(request)
        return console.page(
            request, shift, "reading.html", typed=typed, read=found.reading, weights=found.weights, told=partial(told, language)
        )

    return router
