"""The page behind the QR code on a shop's counter: where this shop is, when it is open, and the chat; and the codes to print."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from starlette.responses import Response

from dangol.answers.dates import When
from dangol.answers.hours import sentences
from dangol.answers.voice import Voice
from dangol.kit.errors import NotFound
from dangol.knowledge.facts import Snapshot, Subject
from dangol.web.console import Console
from dangol.web.doors import Doors, Language
from dangol.web.handling import offload
from dangol.web.pages import Pages
from dangol.web.settings import WebSettings

_ASKS = (("{name} 오늘 몇 시까지 해요?", "Until when is {name} open today?"), ("{name} 주차할 수 있어요?", "Is there parking at {name}?"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Counter:
    """One shop as its visitors need it. ``today`` says its hours today; texts are empty where the files are silent."""

    id: str
    name: str
    address: str
    phone: str
    parking: str
    today: str
    asks: tuple[str, ...]


def counter(snapshot: Snapshot, place: Subject, language: Language, at: datetime) -> Counter:
    local = at.astimezone(ZoneInfo(snapshot.brand.timezone))
    voice = Voice(brand=snapshot.brand, language=language)
    known = sentences(place, When(days=(local.date(),)), voice, local) if "hours" in place.facts else []
    return Counter(
        id=place.id,
        name=place.name,
        address=place.text("address") or "",
        phone=place.text("phone") or "",
        parking=place.text("parking") or "",
        today=" ".join(sentence.text for sentence in known),
        asks=tuple(pair[language == "en"].format(name=place.name) for pair in _ASKS),
    )


def counter_routes(doors: Doors, pages: Pages, console: Console, settings: WebSettings) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    async def shop(place_id: str) -> tuple[Snapshot, Subject]:
        snapshot = await offload(doors.shop.snapshot)
        if place_id not in snapshot.places:
            raise NotFound(
                "place.unknown", ko="그런 매장이 없어요. QR을 다시 찍어 주세요.", en="There is no such shop. Scan the code again."
            )
        return snapshot, snapshot.places[place_id]

    @router.get("/ask/{place_id}")
    async def ask(request: Request, place_id: str) -> Response:
        snapshot, place = await shop(place_id)
        here = counter(snapshot, place, pages.language(request), console.clock())
        return pages.page(request, "counter.html", {"brand": snapshot.brand, "here": here, "inbox": settings.inboxes[0]})

    @router.get("/inbox/counters")
    async def codes(request: Request) -> Response:
        shift = await console.shift(request)
        snapshot = await offload(doors.shop.snapshot)
        places = list(snapshot.places.values())
        return console.page(request, shift, "counters.html", brand=snapshot.brand, places=places, notice="")

    @router.get("/inbox/counters/{place_id}.svg")
    async def code(request: Request, place_id: str) -> Response:
        await console.shift(request)
        await shop(place_id)
        import segno  # only who prints codes pays for it

        drawn = BytesIO()
        address = f"{request.base_url}ask/{quote(place_id, safe='')}"
        segno.make(address, error="m", micro=False).save(drawn, kind="svg", scale=8, border=4, xmldecl=False)
        return Response(drawn.getvalue(), media_type="image/svg+xml")

    return router
