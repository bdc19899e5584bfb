"""Renders templates: language, time in the brand's zone, form token. Autoescape is always on."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_timedelta
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dangol.kit.clock import Clock
from dangol.web.doors import Language
from dangol.web.reasons import spoken
from dangol.web.words import choose_language, say

HERE = Path(__file__).parent


class Pages:
    """``zone`` is the brand's IANA timezone."""

    def __init__(self, clock: Clock, zone: str) -> None:
        self._clock = clock
        self._zone = ZoneInfo(zone)
        self._jinja = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    def language(self, request: Request) -> Language:
        return choose_language(
            request.query_params.get("lang", ""), request.cookies.get("dangol_lang", ""), request.headers.get("accept-language", "")
        )

    def text(self, request: Request, template: str, values: Mapping[str, Any]) -> str:
        language = self.language(request)
        return self._jinja.get_template(template).render(
            t=partial(say, language),
            lang=language,
            when=partial(self._when, language),
            day=partial(self._day, language),
            ago=partial(self._ago, language),
            why=partial(spoken, language),
            fresh_key=_fresh_key,
            path=request.url.path,
            **values,
        )

    def page(self, request: Request, template: str, values: Mapping[str, Any], status: int = 200) -> HTMLResponse:
        response = HTMLResponse(self.text(request, template, values), status_code=status)
        asked = request.query_params.get("lang", "")
        if asked in ("ko", "en"):
            response.set_cookie("dangol_lang", asked, max_age=365 * 86400, samesite="lax", httponly=True)
        return response

    def _when(self, language: Language, at: datetime) -> str:
        same_day = at.astimezone(self._zone).date() == self._clock().astimezone(self._zone).date()
        form = "aaaa h:mm" if language == "ko" else "h:mm a"
        if not same_day:
            form = f"M월 d일 {form}" if language == "ko" else f"MMM d, {form}"
        return format_datetime(at, form, tzinfo=self._zone, locale=language)

    def _day(self, language: Language, at: datetime) -> str:
        """A date with its year, for what is far away."""
        return format_datetime(at, "y년 M월 d일" if language == "ko" else "MMM d, y", tzinfo=self._zone, locale=language)

    def _ago(self, language: Language, at: datetime) -> str:
        return format_timedelta(at - self._clock(), add_direction=True, locale=language, threshold=1.2)


def _fresh_key() -> str:
    """A key that makes a form's second submission the same message as its first."""
    return f"r-{token_hex(12)}"
