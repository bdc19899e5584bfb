"""The page of the last audit, and the sheet for the shop and a live's host as it is printed on A4."""

from zoneinfo import ZoneInfo

from babel.dates import format_date
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dangol.answers.audit.finding import KINDS, Finding
from dangol.web.console import Console
from dangol.web.doors import AuditDoor, ShopDoor
from dangol.web.handling import offload


def audit_routes(door: AuditDoor, shop: ShopDoor, console: Console) -> APIRouter:
    router = APIRouter(prefix="/inbox/audit", include_in_schema=False)

    def asked(findings: tuple[Finding, ...]) -> dict[str, str]:
        return {found.question: door.asked(found.question) for found in findings if found.question}

    @router.get("")
    async def last(request: Request) -> Response:
        shift = await console.shift(request)
        run = await offload(door.last)
        questions = await offload(asked, run.findings) if run else {}
        groups = [(kind, [found for found in run.findings if found.kind == kind]) for kind in KINDS] if run else []
        return console.page(
            request, shift, "audit.html", run=run, groups=[group for group in groups if group[1]], asked=questions, notice=""
        )

    @router.post("")
    async def ask(request: Request) -> Response:
        await console.form(request)
        await offload(door.ask)
        return RedirectResponse("/inbox/audit", status_code=303)

    @router.get("/sheet")
    async def sheet(request: Request) -> Response:
        shift = await console.shift(request)
        snapshot = await offload(shop.snapshot)
        at = console.clock()
        printed = await offload(door.sheet, at)
        local = at.astimezone(ZoneInfo(snapshot.brand.timezone))
        day = format_date(local.date(), "long", locale=console.pages.language(request))
        return console.page(request, shift, "sheet.html", brand=snapshot.brand, sheet=printed, printed_on=day, notice="")

    return router
