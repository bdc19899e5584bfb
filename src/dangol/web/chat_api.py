"""The chat over plain HTTP: a session, a message, a long poll, a sign-in. The widget uses it when a WebSocket cannot be had."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dangol.answers.nearest import where
from dangol.web.chat_desk import ChatDesk
from dangol.web.chat_forms import Brand, MessageForm, Number, RatingForm, Receipt, Session, SessionForm, SignInForm, ThreadOut
from dangol.web.handling import DESK, offload, visitor_key
from dangol.web.suggest import suggestions
from dangol.web.views import KnownUser
from dangol.web.visitors import COOKIE, check_user


def chat_routes(desk: ChatDesk) -> APIRouter:
    router = APIRouter(prefix="/v1/chat", tags=["chat"])

    @router.post("/session", summary="Begin or renew an anonymous visitor")
    async def session(form: SessionForm, request: Request, response: Response) -> Session:
        visitor, token, until = desk.visitors.begin(form.inbox, form.token or request.cookies.get(COOKIE, ""))
        desk.visitors.set_cookie(response, token)
        snapshot = await offload(desk.doors.shop.snapshot)
        brand = Brand(name=snapshot.brand.name, name_en=snapshot.brand.name_en or snapshot.brand.name)
        asks = list(desk.settings.suggestions or suggestions(snapshot))[:4]
        near = sum(where(place) is not None for place in snapshot.places.values()) > 1
        who, inbox = visitor.external_id, visitor.inbox
        return Session(token=token, visitor=who, inbox=inbox, expires_at=until, brand=brand, suggestions=asks, near=near)

    @router.post("/messages", summary="Send one message; it is durable when this returns")
    async def send(form: MessageForm, request: Request) -> Receipt:
        visitor = desk.visitors.of(request)
        desk.admit(visitor)
        return await desk.accept(visitor, form)

    @router.get("/messages", summary="Messages after a number; waits up to `wait` seconds for one")
    async def poll(request: Request, after: Annotated[Number, Query()] = 0, wait: Annotated[int, Query(ge=0, le=25)] = 0) -> ThreadOut:
        visitor = desk.visitors.of(request)
        return await desk.wait_for_news(visitor, after, float(wait), request.is_disconnected)

    @router.post("/ratings", summary="Say whether an answer of the machine helped; the newest word counts", status_code=204)
    async def rate(form: RatingForm, request: Request) -> None:
        visitor = desk.visitors.of(request)
        desk.admit(visitor)
        await offload(
            desk.doors.chat.rate,
            inbox=visitor.inbox,
            external_id=visitor.external_id,
            message_id=form.message,
            helpful=form.helpful,
            at=desk.clock(),
        )
        desk.bell.ring(DESK)

    @router.post("/sign-in", summary="Link this visitor to a user whom the shop's server vouches for", status_code=204)
    async def sign_in(form: SignInForm, request: Request) -> None:
        visitor = desk.visitors.of(request)
        desk.admit(visitor)
        check_user(desk.settings, form.user_id, form.hmac)
        user = KnownUser(user_id=form.user_id, email=form.email, phone=form.phone)
        await offload(desk.doors.chat.sign_in, inbox=visitor.inbox, external_id=visitor.external_id, user=user, at=desk.clock())
        desk.bell.ring(visitor_key(visitor.inbox, visitor.external_id), DESK)

    return router
