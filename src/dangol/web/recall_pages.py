"""The page of what was told and has changed since, and its one step."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dangol.web.console import Console, field
from dangol.web.doors import RecallDoor
from dangol.web.handling import offload


def recall_routes(door: RecallDoor, console: Console) -> APIRouter:
    router = APIRouter(prefix="/inbox/recall", include_in_schema=False)

    @router.get("")
    async def changes(request: Request) -> Response:
        shift = await console.shift(request)
        return console.page(request, shift, "recall.html", changes=await offload(door.changes), notice="")

    @router.post("")
    async def correct(request: Request) -> Response:
        shift, form = await console.form(request)
        change, _, version = field(form, "change", 600).rpartition("@")
        await offload(door.correct, change, version=version, agent=shift.account.login, at=console.clock())
        await console.ring()
        return RedirectResponse("/inbox/recall", status_code=303)

    return router
