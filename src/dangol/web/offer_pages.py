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
        return console.page(request, shift, "offers.html", board=await offload(door.board, at=console.clock()), notice="")

    return router
