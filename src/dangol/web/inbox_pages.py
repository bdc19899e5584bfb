"""The inbox: conversations, a thread with the evidence of each answer beside it, and what staff can do about it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from dangol.kit.errors import DangolError, NotFound
from dangol.web.chat_forms import MAX_TEXT, check_text
from dangol.web.console import Console, field, is_fragment
from dangol.web.handling import DESK, offload
from dangol.web.staff import Shift
from dangol.web.views import THREAD_STATES, ConversationView, ThreadState, Turn

_MOST_ROWS = 200
_MOST_KEYS = 14_000  # characters of the keys of a question's wordings


def inbox_routes(console: Console, poll_seconds: float, closing: asyncio.Event) -> APIRouter:
    router = APIRouter(prefix="/inbox", include_in_schema=False)
    desk = console.doors.desk

    async def listing(request: Request) -> dict[str, Any]:
        asked = request.query_params.get("state", "")
        state: ThreadState | None = next((one for one in THREAD_STATES if one == asked), None)
        marker = await offload(desk.marker)  # before the rows, so that a change in between is told by the stream
        rows = await offload(desk.conversations, state=None, limit=_MOST_ROWS)
        counts = {one: sum(row.state == one for row in rows) for one in THREAD_STATES}
        shown = [row for row in rows if state is None or row.state == state]
        return {"rows": shown, "state": state or "", "states": THREAD_STATES, "counts": counts, "marker": marker}

    async def workspace(request: Request, shift: Shift, conversation_id: str, **more: Any) -> Response:
        view = await offload(desk.conversation, conversation_id)
        values = {"view": view, "questions": _questions(view), "correct": None, "notice": "", "acted": False, **more}
        if is_fragment(request):
            return console.page(request, shift, "fragments/live.html", **values)
        return console.page(request, shift, "inbox.html", **await listing(request), selected=conversation_id, **values)

    @router.get("")
    async def inbox(request: Request) -> Response:
        shift = await console.shift(request)
        values = await listing(request)
        return console.page(request, shift, "inbox.html", **values, selected="", view=None, correct=None, notice="")

    @router.get("/list")
    async def conversations(request: Request) -> Response:
        shift = await console.shift(request)
        selected = request.query_params.get("selected", "")
        return console.page(request, shift, "fragments/list.html", **await listing(request), selected=selected)

    @router.get("/stream")
    async def stream(request: Request) -> Response:
        await console.shift(request)
        return StreamingResponse(
            _changes(console, request.query_params.get("since", ""), poll_seconds, closing), media_type="text/event-stream"
        )

    @router.get("/gaps")
    async def gaps(request: Request) -> Response:
        shift = await console.shift(request)
        found = await offload(desk.gaps, limit=_MOST_ROWS)
        return console.page(request, shift, "gaps.html", gaps=found, notice="", saved=request.query_params.get("saved", ""))

    @router.post("/gaps")
    async def answer_gap(request: Request) -> Response:
        shift, form = await console.form(request)
        faq = await offload(
            desk.correct,
            question=field(form, "question", 500),
            answer=field(form, "answer", MAX_TEXT),
            agent=shift.account.login,
            at=console.clock(),
            gap_id=form.get("gap_id", "")[:_MOST_KEYS],
            entry=form.get("entry", "")[:200],
        )
        await console.ring()
        return RedirectResponse(f"/inbox/gaps?saved={faq}", status_code=303)

    @router.get("/outgoing")
    async def outgoing(request: Request) -> Response:
        shift = await console.shift(request)
        return console.page(request, shift, "outgoing.html", outgoing=await offload(desk.outgoing, limit=_MOST_ROWS), notice="")

    @router.get("/duties")
    async def duties(request: Request) -> Response:
        shift = await console.shift(request)
        return console.page(request, shift, "duties.html", duties=await offload(desk.duties), now=console.clock())

    @router.get("/c/{conversation_id}")
    async def conversation(request: Request, conversation_id: str) -> Response:
        shift = await console.shift(request)
        view = await offload(desk.conversation, conversation_id)
        correct = _turn(view, request.query_params["correct"]) if "correct" in request.query_params else None
        return await workspace(request, shift, conversation_id, correct=correct)

    @router.get("/c/{conversation_id}/correct/{message_id}")
    async def correction(request: Request, conversation_id: str, message_id: str) -> Response:
        shift = await console.shift(request)
        view = await offload(desk.conversation, conversation_id)
        turn = _turn(view, message_id)
        return console.page(request, shift, "fragments/correct.html", view=view, correct=turn, questions=_questions(view))

    @router.post("/c/{conversation_id}/{action}")
    async def act(request: Request, conversation_id: str, action: str) -> Response:
        shift, form = await console.form(request)
        agent, at = shift.account.login, console.clock()
        notice = ""
        match action:
            case "take-over":
                await offload(desk.take_over, conversation_id, agent=agent, at=at)
            case "hand-back":
                await offload(desk.hand_back, conversation_id, agent=agent, at=at)
            case "close":
                await offload(desk.close, conversation_id, agent=agent, at=at)
            case "reply":
                text = check_text(field(form, "text", MAX_TEXT))
                await offload(desk.reply, conversation_id, agent=agent, text=text, client_key=field(form, "key", 64), at=at)
            case "approve":
                text = check_text(field(form, "text", MAX_TEXT))
                await offload(desk.approve, field(form, "draft", 64), agent=agent, text=text, at=at)
            case "discard":
                await offload(desk.discard, field(form, "draft", 64), agent=agent, at=at)
            case "correct":
                question, answer = field(form, "question", 500), field(form, "answer", MAX_TEXT)
                message_id = field(form, "message", 64)
                notice = await offload(desk.correct, question=question, answer=answer, agent=agent, at=at, message_id=message_id)
            case _:
                raise NotFound("action.unknown", ko="그런 일은 없어요.", en="There is no such action.")
        await console.ring(conversation_id)
        if is_fragment(request):
            return await workspace(request, shift, conversation_id, notice=notice, acted=True)
        return RedirectResponse(f"/inbox/c/{conversation_id}", status_code=303)

    return router


def _turn(view: ConversationView, message_id: str) -> Turn:
    for turn in view.turns:
        if turn.id == message_id:
            return turn
    raise NotFound("message.unknown", ko="그 메시지를 찾을 수 없어요.", en="That message cannot be found.")


def _questions(view: ConversationView) -> dict[str, str]:
    """For each turn, the customer's words that it answers (its own, for a customer's turn)."""
    asked, questions = "", {}
    for turn in view.turns:
        asked = turn.text if turn.sender == "customer" else asked
        questions[turn.id] = asked
    return questions


async def _changes(console: Console, known: str, poll_seconds: float, closing: asyncio.Event) -> AsyncIterator[str]:
    """Server-sent events: ``changed`` whenever the inbox no longer looks as it did at the marker ``known``, so a reader who
    reconnects hears what they missed; a comment now and then keeps proxies from closing the line."""
    yield "retry: 2000\n\n"
    while not closing.is_set():
        waiter = console.bell.arm(DESK)
        try:
            marker = await offload(console.doors.desk.marker)
        except DangolError:
            marker = known
        if marker != known:
            known = marker
            yield "event: changed\ndata: \n\n"
        rang = await console.bell.listen(DESK, waiter, poll_seconds)
        if not rang:
            yield ": quiet\n\n"
