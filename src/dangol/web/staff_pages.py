"""Signing in and out, and the owner's list of staff."""

import re
import time

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dangol.kit.errors import BadInput, Refused
from dangol.kit.ids import same
from dangol.web.console import Console, field
from dangol.web.handling import offload
from dangol.web.problems import TooMany
from dangol.web.rate import Buckets
from dangol.web.settings import WebSettings
from dangol.web.staff import check_password, hash_password, one_time_password, require_role
from dangol.web.tokens import Signer
from dangol.web.views import StaffAccount

_PRE_COOKIE = "dangol_pre"  # ties the sign-in form to this browser, before there is a session


def staff_routes(console: Console, settings: WebSettings) -> APIRouter:
    router = APIRouter(prefix="/inbox", include_in_schema=False)
    buckets = Buckets(settings.sign_in_rate)
    signer = Signer(settings.secret)

    def sign_in_page(request: Request, wrong: bool, status: int = 200) -> Response:
        seed = request.cookies.get(_PRE_COOKIE, "") or one_time_password()
        values = {
            "csrf": signer.mark("sign-in", seed[:64]),
            "wrong": wrong,
            "next": _local(request.query_params.get("next", "")),
            "shift": None,
        }
        response = console.pages.page(request, "sign_in.html", values, status=status)
        secure = settings.secure_cookies
        response.set_cookie(_PRE_COOKIE, seed[:64], path="/inbox", httponly=True, samesite="strict", secure=secure)
        return response

    @router.get("/sign-in")
    async def form(request: Request) -> Response:
        return sign_in_page(request, wrong=False)

    @router.post("/sign-in")
    async def sign_in(request: Request) -> Response:
        given = request.state.form
        if not same(signer.mark("sign-in", request.cookies.get(_PRE_COOKIE, "")[:64]), given.get("csrf", "")):
            raise Refused("csrf.wrong", ko="화면이 오래되었어요. 새로 고쳐 주세요.", en="This page is out of date. Reload it.")
        login, password = given.get("login", "")[:64], given.get("password", "")[:200]
        address = request.client.host if request.client else ""
        wait = buckets.take(f"{address}/{login}", time.monotonic())
        if wait:
            raise TooMany(wait)
        account = await offload(console.doors.staff.account, login)
        if not await offload(check_password, account, password) or account is None:
            return sign_in_page(request, wrong=True, status=401)
        response = RedirectResponse(_local(given.get("next", "")), status_code=303)
        console.sessions.begin(response, account)
        return response

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        await console.form(request)
        response = RedirectResponse("/inbox/sign-in", status_code=303)
        console.sessions.end(response)
        return response

    @router.get("/staff")
    async def staff(request: Request) -> Response:
        shift = await console.shift(request)
        require_role(shift, "owner")
        accounts = await offload(console.doors.staff.accounts)
        return console.page(request, shift, "staff.html", accounts=accounts, fresh=None, password="")

    @router.post("/staff")
    async def add(request: Request) -> Response:
        shift, given = await console.form(request)
        require_role(shift, "owner")
        login = field(given, "login", 64)
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,63}", login):
            raise BadInput(
                "login.shape",
                ko="아이디는 영문 소문자, 숫자, . _ - 로 적어 주세요.",
                en="A login has lower-case letters, digits, . _ or -.",
            )
        password = one_time_password()
        fresh = StaffAccount(
            login=login,
            name=field(given, "name", 64),
            role="owner" if given.get("role") == "owner" else "agent",
            password_hash=await offload(hash_password, password),
        )
        await offload(console.doors.staff.add, fresh)
        accounts = await offload(console.doors.staff.accounts)
        return console.page(request, shift, "staff.html", accounts=accounts, fresh=fresh, password=password)

    return router


def _local(target: str) -> str:
    """A path of the inbox, or the inbox itself: never another site."""
    return target if re.fullmatch(r"/inbox(/[A-Za-z0-9_./-]*)?", target) else "/inbox"
