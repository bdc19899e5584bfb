"""The owner's page on which an offer is made, changed, looked at and ended; and what came of the choices of the policy.

What is typed stays on the page until it is saved.
"""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dangol.offers.offer import KINDS
from dangol.offers.offer_file import OFFER_COLUMNS
from dangol.web.console import Console
from dangol.web.handling import offload
from dangol.web.offer_door import OfferDoor, OfferForm, OfferTried
from dangol.web.staff import Shift, require_role

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("what", ("kind", "title", "text", "id")),
    ("benefit", ("products", "benefit", "price", "minimum", "floor", "stock")),
    ("when", ("starts", "ends")),
    ("whom", ("for", "children")),
    ("where", ("section", "pin", "together", "never_with", "url")),
)
_NOTHING = OfferTried()


def offer_editor_routes(console: Console, door: OfferDoor) -> APIRouter:
    router = APIRouter(prefix="/inbox/offers", include_in_schema=False)

    def page(request: Request, shift: Shift, form: OfferForm, tried: OfferTried, status: int = 200) -> Response:
        cells = {column: form.cells.get(column, "") for column in OFFER_COLUMNS}
        values = {"cells": cells, "version": form.version, "tried": tried, "groups": GROUPS, "kinds": KINDS}
        if status != 200:
            return console.pages.page(request, "offer_editor.html", {"shift": shift, **console.menu(), **values}, status=status)
        return console.page(request, shift, "offer_editor.html", **values)

    @router.get("/experiment")
    async def experiment(request: Request) -> Response:
        shift = await console.shift(request)
        return console.page(request, shift, "experiment.html", experiment=await offload(door.experiment, at=console.clock()))

    @router.get("/new")
    async def new(request: Request) -> Response:
        shift = await console.shift(request)
        require_role(shift, "owner")
        return page(request, shift, OfferForm(cells={"kind": "coupon"}), _NOTHING)

    @router.get("/edit/{offer}")
    async def edit(request: Request, offer: str) -> Response:
        shift = await console.shift(request)
        require_role(shift, "owner")
        return page(request, shift, await offload(door.form, offer), _NOTHING)

    @router.post("/edit")
    async def act(request: Request) -> Response:
        shift, form = await console.form(request)
        require_role(shift, "owner")
        typed = OfferForm(cells=_cells(form), version=form.get("version", "")[:64])
        match form.get("do", ""):
            case "look":
                tried = await offload(door.look, typed.cells, at=console.clock())
            case "end":
                tried = await offload(door.end, typed.cells["id"], version=typed.version, at=console.clock())
            case _:
                tried = await offload(door.save, typed.cells, version=typed.version, at=console.clock())
        if tried.saved:
            return RedirectResponse("/inbox/offers?saved=1", status_code=303)
        if tried.moved:  # what they typed stays; saved again, it is compared with what the file says now
            typed = OfferForm(cells=typed.cells, version=tried.now.version if tried.now else "")
            return page(request, shift, typed, tried, 409)
        return page(request, shift, typed, tried, 200 if tried.preview else 422)

    return router


def _cells(form: Mapping[str, str]) -> dict[str, str]:
    cells = {column: form.get(f"cell.{column}", "")[:4_000].replace("\r\n", " ") for column in OFFER_COLUMNS}
    return {column: cell.strip() for column, cell in cells.items()}
