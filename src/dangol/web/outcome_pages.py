"""The page of what came of the machine's answers, entry by entry, with each FAQ entry's own correction."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dangol.web.chat_forms import MAX_TEXT
from dangol.web.console import Console, field
from dangol.web.handling import offload
from dangol.web.outcome_views import OutcomeDoor

_MOST_ROWS = 200


def outcome_routes(door: OutcomeDoor, console: Console) -> APIRouter:
    router = APIRouter(prefix="/inbox/answers", include_in_schema=False)

    @router.get("")
    async def answers(request: Request) -> Response:
        shift = await console.shift(request)
        rows = await offload(door.entries, limit=_MOST_ROWS)
        return console.page(request, shift, "answers.html", rows=rows, saved=request.query_params.get("saved", ""), notice="")

    @router.post("")
    async def correct(request: Request) -> Response:
        shift, form = await console.form(request)
        entry = await offload(
            console.doors.desk.correct,
            question=field(form, "question", 500),
            answer=field(form, "answer", MAX_TEXT),
            agent=shift.account.login,
            at=console.clock(),
            entry=field(form, "entry", 200),
        )
        await console.ring()
        return RedirectResponse(f"/inbox/answers?saved={entry}", status_code=303)

    return router
