"""``/consult/<id>``: a consultation as a page, one question at a time. It works without any script."""

from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dangol.kit.errors import BadInput, DangolError, Refused
from dangol.kit.ids import same
from dangol.offers.consultation.look import Look
from dangol.web.chat_desk import ChatDesk
from dangol.web.consult_door import ConsultAct, ConsultDoor
from dangol.web.consult_pictures import sent, the_picture, turns
from dangol.web.doors import MeDoor, ShopDoor
from dangol.web.handling import offload
from dangol.web.me_links import MeLinks
from dangol.web.pages import Pages
from dangol.web.tokens import Signer
from dangol.web.visitors import COOKIE


def consult_routes(door: ConsultDoor, me: MeDoor, shop: ShopDoor, links: MeLinks, desk: ChatDesk, pages: Pages) -> APIRouter:
    router = APIRouter(prefix="/consult", include_in_schema=False)
    signer = Signer(desk.settings.secret)
    inbox = desk.settings.inboxes[0]
    taking_turns = turns()

    def mark(token: str) -> str:
        return signer.mark("consult-form", token)

    async def show(request: Request, look: Look, token: str, wrong: str = "", status: int = 200) -> Response:
        brand = (await offload(shop.snapshot)).brand
        name = brand.name_en if pages.language(request) == "en" and brand.name_en else brand.name
        values = {"brand": name, "look": look, "csrf": mark(token), "wrong": wrong}
        return pages.page(request, "consult.html", values, status=status)

    @router.get("/{name}")
    async def page(name: str, request: Request) -> Response:
        token = request.cookies.get(COOKIE, "")
        known = desk.visitors.read(token)
        external_id = known.external_id if known and known.inbox == inbox else None
        look = await offload(door.look, name, inbox=inbox, external_id=external_id, language=pages.language(request))
        return await show(request, look, token)

    @router.post("/{name}/me")
    async def mine(request: Request) -> Response:
        _check(request, mark, request.state.form)
        visitor = desk.visitors.read(request.cookies.get(COOKIE, ""))
        if visitor is None:
            return RedirectResponse("/me", status_code=303)
        return RedirectResponse(links.link(me.who(inbox=visitor.inbox, external_id=visitor.external_id)), status_code=303)

    async def done(name: str, request: Request, do: Callable[[dict[str, str]], Awaitable[Look]]) -> Response:
        """The page after ``do``; where that refuses, as it was, with the reason."""
        visitor, token, _ = desk.visitors.begin(inbox, request.cookies.get(COOKIE, ""))
        desk.admit(visitor)
        asked = {"inbox": inbox, "external_id": visitor.external_id, "language": pages.language(request)}
        try:
            response = await show(request, await do(asked), token)
        except BadInput as error:
            look = await offload(door.look, name, **asked)
            response = await show(request, look, token, error.en if asked["language"] == "en" else error.ko, error.status)
        desk.visitors.set_cookie(response, token)
        return response

    @router.post("/{name}/picture")
    async def picture(name: str, request: Request) -> Response:
        async def take(asked: dict[str, str]) -> Look:
            upload = sent(request)
            _check(request, mark, upload.fields)
            async with taking_turns:
                return await offload(door.send_picture, name, upload.fields, the_picture(upload), **asked, at=desk.clock())

        return await done(name, request, take)

    @router.post("/{name}/{what}")
    async def act(name: str, what: ConsultAct, request: Request) -> Response:
        _check(request, mark, request.state.form)

        async def press(asked: dict[str, str]) -> Look:
            return await offload(door.act, name, what, request.state.form, **asked, at=desk.clock())

        return await done(name, request, press)

    return router


def _check(request: Request, mark: Callable[[str], str], form: Mapping[str, str]) -> None:
    if not same(mark(request.cookies.get(COOKIE, "")), form.get("csrf", "")):
        raise Refused("csrf.wrong", ko="화면이 오래되었어요. 새로 고쳐 주세요.", en="This page is out of date. Reload it.")


def consult_problem(pages: Pages, request: Request, error: DangolError) -> Response:
    """An error on this page, as a person reads it."""
    sentence = error.ko if pages.language(request) == "ko" else error.en
    return pages.page(request, "consult.html", {"brand": "", "look": None, "csrf": "", "wrong": sentence}, status=error.status)
