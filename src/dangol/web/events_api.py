"""``POST /v1/events``: facts from a shop's own server. All of a request is taken, or none of it."""

from collections.abc import Sequence

from fastapi import APIRouter, Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from dangol.events.incoming import Incoming
from dangol.kit.clock import Clock
from dangol.kit.ids import same
from dangol.web.bell import Bell
from dangol.web.doors import Doors
from dangol.web.event_forms import EventResult, EventsOut, read_events
from dangol.web.handling import DESK, offload
from dangol.web.pressure import Pressure
from dangol.web.problems import BadFields, NoKey
from dangol.web.segment.taking import Keep
from dangol.web.settings import WebSettings
from dangol.web.views import FieldProblem

_bearer = HTTPBearer(auto_error=False, description="An API key of this installation")
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"anyOf": [{"$ref": "#/components/schemas/EventForm"}, {"$ref": "#/components/schemas/BatchForm"}]}
            }
        },
    }
}


def check_key(keys: Sequence[str], given: str) -> None:
    """Raises ``NoKey`` unless ``given`` is one of ``keys``; every key is compared, in constant time."""
    if not sum(same(key, given) for key in keys):
        raise NoKey(
            "key.wrong", ko="API 키가 없거나 틀려요. Authorization: Bearer <키>를 확인해 주세요.", en="The API key is missing or wrong."
        )


def event_routes(doors: Doors, keep: Keep, settings: WebSettings, clock: Clock, bell: Bell, pressure: Pressure) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["events"])

    @router.post("/events", summary="Take one event or up to 500", openapi_extra=_BODY)
    async def events(request: Request, credentials: HTTPAuthorizationCredentials | None = Depends(_bearer)) -> EventsOut:
        check_key(settings.api_keys, credentials.credentials if credentials else "")
        batch = read_events(request.state.json, clock())
        with pressure.taken():
            problems = await offload(_check_all, doors, batch, "events" in request.state.json)
            if problems:
                raise BadFields(problems)
            appended = await keep(batch)
        bell.ring(DESK)
        results = [
            EventResult(id=event.id, position=one.position, duplicate=one.duplicate, imported=event.imported)
            for event, one in zip(batch, appended, strict=True)
        ]
        doubled = sum(one.duplicate for one in results)
        return EventsOut(accepted=len(results) - doubled, duplicates=doubled, results=results)

    return router


def _check_all(doors: Doors, batch: Sequence[Incoming], many: bool) -> list[FieldProblem]:
    problems = []
    for index, event in enumerate(batch):
        prefix = f"events[{index}]." if many else ""
        problems += [FieldProblem(field=prefix + one.field, ko=one.ko, en=one.en) for one in doors.intake.check(event)]
    return problems[:100]
