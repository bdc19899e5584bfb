"""Reads the events API's body: every wrong field of every event is named, and nothing is taken unless all of it is right.

The clock rule: ``occurred_at`` is refused when it is more than 24 hours ahead of ours or before the year 2000, and is set to our
clock when it is ahead by less. An event older than 24 hours is history even when it was posted as live: it updates state and
never sends.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from dangol.events.incoming import Incoming
from dangol.kit.errors import BadInput
from dangol.web.problems import BadFields, field_problems
from dangol.web.views import FieldProblem

MOST_EVENTS = 500
AHEAD = timedelta(hours=24)
LIVE = timedelta(hours=24)
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


def _written_out(value: Any) -> Any:
    """Only ISO 8601 text: a bare number could be seconds or milliseconds, and a guess would be wrong for half of its senders."""
    if not isinstance(value, str) or not re.match(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d", value):
        raise PydanticCustomError("datetime_type", "Must be an ISO 8601 instant with an offset")
    return value


class EventForm(BaseModel):
    """One event as posted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(min_length=1, max_length=200, strict=True)]
    type: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$", max_length=64, strict=True, examples=["product.viewed"])]
    identity: Annotated[str, Field(min_length=1, max_length=200, strict=True)]
    occurred_at: Annotated[AwareDatetime, BeforeValidator(_written_out), Field(description="ISO 8601 with an offset")]
    inbox: Annotated[str, Field(min_length=1, max_length=64, strict=True)] = "web"
    data: Annotated[dict[str, Any], Field(default_factory=dict)]


class BatchForm(BaseModel):
    """Up to 500 events. ``mode`` ``history`` marks them all as imported: they update state and never send."""

    model_config = ConfigDict(extra="forbid")

    events: Annotated[list[EventForm], Field(min_length=1, max_length=MOST_EVENTS)]
    mode: Literal["live", "history"] = "live"


class EventResult(BaseModel):
    id: str
    position: int
    duplicate: bool
    imported: bool


class EventsOut(BaseModel):
    accepted: int
    duplicates: int
    results: list[EventResult]


def read_events(body: Any, now: datetime) -> list[Incoming]:
    """The events of a body, single or batch.

    Raises:
        BadInput: naming the index and field of everything that is wrong.
    """
    if not isinstance(body, dict):
        raise BadInput("events.not_object", ko='이벤트 하나 또는 {"events": […]}를 보내 주세요.', en='Send one event or {"events": […]}.')
    if "events" not in body:
        return _read_all([body], history=False, now=now, single=True)
    problems = [_unknown(name) for name in body if name not in ("events", "mode")]
    mode = body.get("mode", "live")
    if mode not in ("live", "history"):
        problems.append(FieldProblem(field="mode", ko="live 또는 history여야 해요.", en="Must be live or history."))
    events = body["events"]
    if not isinstance(events, list) or not 1 <= len(events) <= MOST_EVENTS:
        problems.append(
            FieldProblem(
                field="events", ko=f"1개에서 {MOST_EVENTS}개까지의 목록이어야 해요.", en=f"Must be a list of 1 to {MOST_EVENTS} events."
            )
        )
    if problems:
        raise BadFields(problems)
    return _read_all(events, history=mode == "history", now=now, single=False)


def _unknown(name: str) -> FieldProblem:
    return FieldProblem(
        field=str(name)[:64], ko="모르는 항목이에요. 이름을 확인하거나 빼 주세요.", en="Unknown field. Check its name or leave it out."
    )


def _read_all(raw: Sequence[Any], *, history: bool, now: datetime, single: bool) -> list[Incoming]:
    events: list[Incoming] = []
    problems: list[FieldProblem] = []
    for index, item in enumerate(raw):
        prefix = "" if single else f"events[{index}]"
        try:
            form = EventForm.model_validate(item)
        except ValidationError as error:
            problems += field_problems(error.errors(), prefix)
            continue
        clock = _clock_problem(form.occurred_at, now, prefix)
        if clock:
            problems.append(clock)
            continue
        events.append(_event(form, history, now))
    if problems:
        raise BadFields(problems[:100])
    return events


def _clock_problem(at: datetime, now: datetime, prefix: str) -> FieldProblem | None:
    name = f"{prefix}.occurred_at".lstrip(".")
    if at > now + AHEAD:
        return FieldProblem(
            field=name,
            ko="지금보다 24시간 넘게 앞선 시각이에요. 보내는 쪽 시계를 확인해 주세요.",
            en="More than 24 hours ahead. Check the sender's clock.",
        )
    if at < _EARLIEST:
        return FieldProblem(field=name, ko="2000년보다 앞선 시각이에요.", en="Before the year 2000.")
    return None


def _event(form: EventForm, history: bool, now: datetime) -> Incoming:
    at = min(form.occurred_at.astimezone(UTC), now)
    return Incoming(
        id=form.id,
        type=form.type,
        identity=form.identity,
        inbox=form.inbox,
        occurred_at=at,
        received_at=now,
        data=form.data,
        imported=history or now - at > LIVE,
    )
