"""People in the console: found by a search, and one person on one page."""

from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from starlette.responses import Response

from dangol.web.console import Console
from dangol.web.dial import Dial, dial
from dangol.web.handling import offload
from dangol.web.people_door import PeopleDoor
from dangol.web.person_views import Period, PersonView
from dangol.web.words import say

_MOST = 20  # people of a list
_DAYS = 7
_MONTH = 31


def person_routes(console: Console, door: PeopleDoor) -> APIRouter:
    router = APIRouter(prefix="/inbox/people", include_in_schema=False)

    @router.get("")
    async def latest(request: Request) -> Response:
        shift = await console.shift(request)
        rows = await offload(door.search, "", limit=_MOST)
        return console.page(request, shift, "people.html", rows=rows, asked="")

    @router.post("")
    async def search(request: Request) -> Response:
        """By post, so that a name or a number stands in no address and no log."""
        shift, form = await console.form(request)
        asked = form.get("q", "").strip()[:200]
        rows = await offload(door.search, asked, limit=_MOST)
        return console.page(request, shift, "people.html", rows=rows, asked=asked)

    @router.get("/{identity}")
    async def person(request: Request, identity: str) -> Response:
        shift = await console.shift(request)
        given = request.query_params.get("before", "")
        before = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
        now = console.clock()
        view = await offload(door.person, identity[:200], at=now, before=before, whole=shift.account.role == "owner")
        zone = (await offload(console.doors.shop.snapshot)).brand.timezone
        local = now.astimezone(ZoneInfo(zone))
        hour = (local.hour + local.minute / 60) / 24
        language = console.pages.language(request)
        dials = {
            "day": _dial(view, "day", view.hours, ("0", "6", "12", "18"), hour),
            "week": _dial(view, "week", view.days, say(language, "people.days").split(" "), (local.weekday() + hour) / _DAYS),
        }
        if any(one.period == "month" for one in view.turns):
            dials["month"] = _dial(view, "month", (), ("1", "8", "16", "24"), (local.day - 1 + hour) / _MONTH)
        return console.page(request, shift, "person.html", person=view, dials=dials, older=before is not None)

    return router


def _dial(view: PersonView, period: Period, counts: tuple[int, ...], labels: tuple[str, ...] | list[str], now: float) -> Dial:
    return dial(counts, [(one.center, one.give) for one in view.turns if one.period == period], labels, now)
