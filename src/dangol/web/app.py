"""The web room put together: ``create_app(doors, settings)``."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from dangol.kit.clock import Clock, utc_now
from dangol.kit.errors import DangolError
from dangol.web.answer_api import answer_routes
from dangol.web.audit_pages import audit_routes
from dangol.web.bell import Bell
from dangol.web.chat_api import chat_routes
from dangol.web.chat_desk import ChatDesk
from dangol.web.chat_socket import chat_socket
from dangol.web.console import Console, SignInFirst, to_sign_in
from dangol.web.consult_pages import consult_problem, consult_routes
from dangol.web.consult_pictures import picture_routes
from dangol.web.counter import counter_routes
from dangol.web.cross_origin import ChatOrigins
from dangol.web.doors import Doors
from dangol.web.event_forms import BatchForm, EventForm
from dangol.web.events_api import event_routes
from dangol.web.guard import Guard
from dangol.web.handling import Handling
from dangol.web.health import add_health
from dangol.web.home_api import home_routes
from dangol.web.hook_api import Hooks, hook_routes
from dangol.web.inbox_pages import inbox_routes
from dangol.web.me_links import MeLinks
from dangol.web.me_pages import me_link_routes, me_problem, me_routes
from dangol.web.offer_editor import offer_editor_routes
from dangol.web.offer_pages import offer_routes
from dangol.web.outcome_pages import outcome_routes
from dangol.web.pages import HERE, Pages
from dangol.web.person_pages import person_routes
from dangol.web.pressure import Pressure
from dangol.web.problems import on_dangol_error, on_http_error, on_validation_error, respond
from dangol.web.rate import Buckets
from dangol.web.reading_pages import reading_routes
from dangol.web.recall_pages import recall_routes
from dangol.web.segment.door import SegmentDoor
from dangol.web.segments_pages import segment_routes
from dangol.web.settings import WebSettings
from dangol.web.staff import Sessions
from dangol.web.staff_pages import staff_routes
from dangol.web.storefront import shop_routes
from dangol.web.together import Together
from dangol.web.visitors import Visitors
from dangol.web.watch import Watch


def create_app(doors: Doors, settings: WebSettings, clock: Clock = utc_now) -> FastAPI:
    """The ASGI application. ``app.state.bell`` lets the process that serves it tell open pages of news made elsewhere in it."""
    bell = Bell()
    handling = Handling(doors.chat, bell)
    pressure = Pressure(settings.most_writes, settings.most_waiting)
    closing = asyncio.Event()
    hooks = Hooks(doors.hooks, clock, handling, bell, Buckets(settings.guess_rate), pressure)

    together = Together(doors.intake.events)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await handling.recover()
        yield
        closing.set()
        await together.finish()
        await handling.finish()
        await hooks.finish()

    app = FastAPI(
        title="Dangol",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        middleware=[
            Middleware(Watch, requested=doors.requested),
            Middleware(SegmentDoor, sites=doors.intake.sites, keep=together.keep, clock=clock),
            Middleware(Guard, settings=settings),
            Middleware(ChatOrigins, settings=settings),
        ],
    )
    app.state.bell, app.state.closing, app.state.handling, app.state.pressure = bell, closing, handling, pressure
    pages = Pages(clock, doors.shop.snapshot().brand.timezone)
    console = Console(doors, pages, Sessions(settings, doors.staff, clock), clock, bell)
    buckets = (Buckets(settings.visitor_rate), Buckets(settings.inbox_rate))
    desk = ChatDesk(doors, settings, clock, bell, handling, Visitors(settings, clock), *buckets, pressure)
    app.include_router(chat_routes(desk))
    app.include_router(chat_socket(desk))
    app.include_router(event_routes(doors, together.keep, settings, clock, bell, pressure))
    app.include_router(hook_routes(hooks))
    app.include_router(staff_routes(console, settings))
    app.include_router(reading_routes(console))
    app.include_router(inbox_routes(console, settings.poll_seconds, closing))
    app.include_router(shop_routes(doors, pages, settings))
    if doors.me is not None:
        links = MeLinks(settings, clock)
        app.include_router(me_routes(doors.me, doors.shop, links, pages, settings, clock))
        app.include_router(me_link_routes(doors.me, links, desk, console))
    if doors.consult is not None and doors.me is not None:
        app.include_router(consult_routes(doors.consult, doors.me, doors.shop, links, desk, pages))
        app.include_router(picture_routes(console, doors.consult))
    if doors.home is not None:
        app.include_router(home_routes(doors.home, desk))
        app.include_router(offer_routes(console, doors.home))
    if doors.offers is not None:
        app.include_router(offer_editor_routes(console, doors.offers))
    if doors.people is not None:
        app.include_router(person_routes(console, doors.people))
    if doors.recall is not None:
        app.include_router(recall_routes(doors.recall, console))
    if doors.outcomes is not None:
        app.include_router(outcome_routes(doors.outcomes, console))
    if doors.segments is not None:
        app.include_router(segment_routes(doors.segments, console))
    if doors.audit is not None:
        app.include_router(audit_routes(doors.audit, doors.shop, console))
    app.include_router(counter_routes(doors, pages, console, settings))
    app.include_router(answer_routes(desk))
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    add_health(app, doors, settings)
    _add_errors(app, console)
    app.openapi = _openapi(app.openapi)  # type: ignore[method-assign]
    return app


def _add_errors(app: FastAPI, console: Console) -> None:
    async def on_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, DangolError)
        if request.url.path.startswith(("/inbox", "/ask/")):
            page = console.problem(request, error)
            page.headers.update({name: value for name, value in respond(error).headers.items() if name == "retry-after"})
            return page
        if request.url.path.startswith("/me"):
            return me_problem(console.pages, request, error)
        if request.url.path.startswith("/consult/"):
            return consult_problem(console.pages, request, error)
        return await on_dangol_error(request, error)

    async def on_sign_in(request: Request, _error: Exception) -> Response:
        return to_sign_in(request)

    app.add_exception_handler(DangolError, on_error)
    app.add_exception_handler(SignInFirst, on_sign_in)
    app.add_exception_handler(RequestValidationError, on_validation_error)
    app.add_exception_handler(HTTPException, on_http_error)


def _openapi(original: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    """Adds the event forms, which the events route reads itself so that it can name every wrong field of every event."""

    def schema() -> dict[str, Any]:
        document = original()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for form in (EventForm, BatchForm):
            described = form.model_json_schema(ref_template="#/components/schemas/{model}")
            described.pop("$defs", None)
            schemas.setdefault(form.__name__, described)
        return document

    return schema
