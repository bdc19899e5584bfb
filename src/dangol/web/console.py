"""Who may open the console's pages, and how their forms are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dangol.kit.clock import Clock
from dangol.kit.errors import BadInput, DangolError
from dangol.web.bell import Bell
from dangol.web.doors import Doors
from dangol.web.handling import DESK, offload, visitor_key
from dangol.web.pages import Pages
from dangol.web.staff import Sessions, Shift, check_csrf


class SignInFirst(Exception):
    """Nobody is signed in; the page answers with the sign-in page."""


@dataclass(frozen=True, slots=True)
class Console:
    doors: Doors
    pages: Pages
    sessions: Sessions
    clock: Clock
    bell: Bell

    async def shift(self, request: Request) -> Shift:
        shift = await offload(self.sessions.shift, request)
        if shift is None:
            raise SignInFirst
        return shift

    async def form(self, request: Request) -> tuple[Shift, Mapping[str, str]]:
        """The signed-in sender and the fields, after the form token has been checked."""
        shift = await self.shift(request)
        form: Mapping[str, str] = request.state.form
        check_csrf(shift, form.get("csrf", "") or request.headers.get("x-csrf-token", ""))
        return shift, form

    def page(self, request: Request, shift: Shift, template: str, **values: Any) -> HTMLResponse:
        return self.pages.page(request, template, {"shift": shift, **self.menu(), **values})

    def menu(self) -> Mapping[str, bool]:
        """Which pages there are, for the menu."""
        return {"offers_page": self.doors.home is not None, "people_page": self.doors.people is not None}

    async def ring(self, conversation_id: str = "") -> None:
        """Tells the open inbox pages, and the customer's window when a conversation is named."""
        if conversation_id:
            self.bell.ring(visitor_key(*await offload(self.doors.desk.visitor, conversation_id)))
        self.bell.ring(DESK)

    def problem(self, request: Request, error: DangolError) -> Response:
        """An error as a person reads it."""
        language = self.pages.language(request)
        sentence = error.ko if language == "ko" else error.en
        template = "fragments/problem.html" if is_fragment(request) else "problem.html"
        return self.pages.page(request, template, {"sentence": sentence, "code": error.code, "shift": None}, status=error.status)


def is_fragment(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"


def to_sign_in(request: Request) -> Response:
    target = "/inbox/sign-in"
    if is_fragment(request):
        return Response(status_code=200, headers={"HX-Redirect": target})
    if request.method == "GET" and request.url.path != "/inbox":
        target += f"?next={quote(request.url.path)}"
    return RedirectResponse(target, status_code=303)


def field(form: Mapping[str, str], name: str, most: int) -> str:
    """A required text field, trimmed; browsers send lines as CRLF.

    Raises:
        BadInput: empty, or longer than ``most`` characters.
    """
    text = form.get(name, "").replace("\r\n", "\n").strip()
    if not text:
        raise BadInput(f"{name}.empty", ko="빈 칸을 채워 주세요.", en="Fill in the empty field.")
    if len(text) > most:
        raise BadInput(f"{name}.too_long", ko=f"{most:,}자보다 길어요.", en=f"Longer than {most:,} characters.")
    return text
