"""The page on which a person sees, corrects, takes along and erases what is known of them."""

import time

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dangol.kit.clock import Clock
from dangol.kit.errors import BadInput, DangolError
from dangol.web.chat_desk import ChatDesk
from dangol.web.console import Console
from dangol.web.doors import MeDoor, ShopDoor
from dangol.web.handling import offload
from dangol.web.me_links import MeLinks, unknown
from dangol.web.pages import Pages
from dangol.web.problems import TooMany
from dangol.web.rate import Buckets
from dangol.web.settings import WebSettings
from dangol.web.words import say


def me_routes(door: MeDoor, shop: ShopDoor, links: MeLinks, pages: Pages, settings: WebSettings, clock: Clock) -> APIRouter:
    router = APIRouter(prefix="/me", include_in_schema=False)
    buckets = Buckets(settings.sign_in_rate)

    async def show(request: Request, status: int = 200, **values: object) -> Response:
        brand = (await offload(shop.snapshot)).brand
        name = brand.name_en if pages.language(request) == "en" and brand.name_en else brand.name
        given = {
            "brand": name,
            "card": None,
            "link": "",
            "csrf": "",
            "wrong": False,
            "erased": False,
            "saved": False,
            "problem": "",
            **values,
        }
        return pages.page(request, "me.html", given, status=status)

    def admit(request: Request, what: str) -> None:
        wait = buckets.take(f"{request.client.host if request.client else ''}/{what}", time.monotonic())
        if wait:
            raise TooMany(wait)

    @router.get("")
    async def me(request: Request) -> Response:
        link = request.query_params.get("k", "")[:4096]
        if link:  # a button opens it, so that what looks into links for people does not use it up
            return await show(request, link=link)
        who = links.of(request)
        if who is None:
            return await show(request)
        saved = request.query_params.get("saved", "") == "1"
        return await show(request, card=await offload(door.card, who), csrf=links.mark(request), saved=saved)

    @router.post("/open")
    async def open_(request: Request) -> Response:
        admit(request, "open")
        who = links.use(request.state.form.get("k", ""))
        if who is None:
            return await show(request, status=403, wrong=True)
        response = RedirectResponse("/me", status_code=303)
        links.begin(response, who)
        return response

    @router.get("/data.zip")
    async def data(request: Request) -> Response:
        who = links.of(request)
        if who is None:
            raise unknown()
        admit(request, "data")
        packed = await offload(door.export, who)
        return Response(packed, media_type="application/zip", headers={"Content-Disposition": 'attachment; filename="my-data.zip"'})

    @router.post("/correct")
    async def correct(request: Request) -> Response:
        given = request.state.form
        who = links.check(request, given.get("csrf", ""))
        admit(request, "correct")
        await offload(door.correct, who, name=given.get("name", "")[:200], value=given.get("value", ""), at=clock())
        return RedirectResponse("/me?saved=1", status_code=303)

    @router.post("/dna")
    async def dna(request: Request) -> Response:
        given = request.state.form
        who = links.check(request, given.get("csrf", ""))
        admit(request, "dna")
        picked = [name.removeprefix("pick.") for name in given if name.startswith("pick.")]
        values = [one.strip() for one in (*picked, *given.get("value", "").split(",")) if one.strip()]
        facet = given.get("facet", "")[:40]
        await offload(door.say, who, act=given.get("act", "")[:20], facet=facet, values=values, at=clock())
        return RedirectResponse("/me?saved=1#dna", status_code=303)

    @router.post("/need")
    async def need(request: Request) -> Response:
        given = request.state.form
        who = links.check(request, given.get("csrf", ""))
        admit(request, "need")
        subjects = [one for one in given.get("subjects", "")[:2000].split("|") if one]
        await offload(door.dismiss, who, kind=given.get("kind", "")[:40], subjects=subjects, at=clock())
        return RedirectResponse("/me?saved=1#needs", status_code=303)

    @router.post("/erase")
    async def erase(request: Request) -> Response:
        given = request.state.form
        who = links.check(request, given.get("csrf", ""))
        if given.get("sure", "") != "yes":
            raise BadInput("me.not_sure", ko="지우려면 확인 칸에 표시해 주세요.", en="Tick the box to erase.")
        admit(request, "erase")
        await offload(door.erase, who)
        response = await show(request, erased=True)
        links.end(response)
        return response

    @router.post("/leave")
    async def leave(request: Request) -> Response:
        links.check(request, request.state.form.get("csrf", ""))
        response = RedirectResponse("/me", status_code=303)
        links.end(response)
        return response

    return router


def me_link_routes(door: MeDoor, links: MeLinks, desk: ChatDesk, console: Console) -> APIRouter:
    """Where a link is handed out: to the chat that shows its token, and by staff into the very conversation of the person."""
    router = APIRouter()

    @router.post("/v1/chat/me", tags=["chat"], summary="A link, good once, to the page of this visitor's own data")
    async def own(request: Request) -> dict[str, str]:
        visitor = desk.visitors.of(request)
        desk.admit(visitor)
        return {"path": links.link(door.who(inbox=visitor.inbox, external_id=visitor.external_id))}

    @router.post("/inbox/me-link/{conversation_id}", include_in_schema=False)
    async def send(conversation_id: str, request: Request) -> Response:
        shift, given = await console.form(request)
        inbox, external_id = await offload(console.doors.desk.visitor, conversation_id)
        address = f"{str(request.base_url).rstrip('/')}{links.link(door.who(inbox=inbox, external_id=external_id))}"
        words = say(console.pages.language(request), "me.link_message", address=address)
        key = given.get("key", "")[:64]
        agent = shift.account.login
        await offload(console.doors.desk.reply, conversation_id, agent=agent, text=words, client_key=key, at=console.clock())
        await console.ring(conversation_id)
        return RedirectResponse(f"/inbox/c/{conversation_id}", status_code=303)

    return router


def me_problem(pages: Pages, request: Request, error: DangolError) -> Response:
    """An error on this page, as a person reads it."""
    sentence = error.ko if pages.language(request) == "ko" else error.en
    values = {"brand": "", "card": None, "link": "", "csrf": "", "wrong": False, "erased": False, "saved": False, "problem": sentence}
    return pages.page(request, "me.html", values, status=error.status)
