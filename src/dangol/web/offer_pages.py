"""The console's page of offers: which stand, what became of each, and what messages bring."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from dangol.web.console import Console
from dangol.web.handling import offload
from dangol.web.home_door import HomeDoor


def offer_routes(console: Console, door: HomeDoor) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/inbox/offers")
    async def offers(request: Request) -> Response:
        shift = await console.shift(request)
        board = await offload(door.board, at=console.clock())
        editor = console.doors.offers is not None and shift.account.role == "owner"
        saved = request.query_params.get("saved", "") == "1"
        return console.page(request, shift, "offers.html", board=board, editor=editor, saved=saved)

    return router
