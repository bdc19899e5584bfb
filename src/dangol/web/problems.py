"""Errors on their way out: every refusal has a code and a sentence in Korean and in English, and no content of ours or theirs."""

import math
from collections.abc import Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dangol.kit.errors import BadInput, Busy, DangolError, NotFound, Refused
from dangol.web.views import FieldProblem


class BadFields(BadInput):
    """Some fields are wrong; each is named."""

    def __init__(self, fields: Sequence[FieldProblem]) -> None:
        first = fields[0]
        super().__init__("fields.invalid", ko=f"{first.field}: {first.ko}", en=f"{first.field}: {first.en}")
        self.fields = tuple(fields)

    def as_dict(self) -> dict[str, object]:
        body: dict[str, Any] = DangolError.as_dict(self)
        body["error"]["fields"] = [{"field": one.field, "ko": one.ko, "en": one.en} for one in self.fields]
        return body


class TooLarge(BadInput):
    status = 413


class WrongType(BadInput):
    status = 415


class NoKey(Refused):
    status = 401


class TooMany(Busy):
    """Too many requests; ``wait`` seconds until the next one may pass."""

    status = 429

    def __init__(self, wait: float) -> None:
        self.wait = max(1, math.ceil(wait))
        super().__init__(
            "rate.too_many",
            ko=f"요청이 너무 잦아요. {self.wait}초 뒤에 다시 시도해 주세요.",
            en=f"Too many requests. Try again in {self.wait} seconds.",
        )


class Overslept(BadInput):
    status = 408


_SENTENCES: dict[str, tuple[str, str]] = {
    "missing": ("꼭 있어야 하는 항목이에요.", "This field is required."),
    "extra_forbidden": ("모르는 항목이에요. 이름을 확인하거나 빼 주세요.", "Unknown field. Check its name or leave it out."),
    "string_too_long": ("너무 길어요.", "Too long."),
    "string_too_short": ("비어 있거나 너무 짧아요.", "Empty or too short."),
    "string_type": ("글자여야 해요.", "Must be text."),
    "string_pattern_mismatch": ("허용되지 않는 문자나 모양이에요.", "Holds characters or a shape that is not allowed."),
    "dict_type": ("JSON 객체여야 해요.", "Must be a JSON object."),
    "model_type": ("JSON 객체여야 해요.", "Must be a JSON object."),
    "model_attributes_type": ("JSON 객체여야 해요.", "Must be a JSON object."),
    "list_type": ("목록이어야 해요.", "Must be a list."),
    "literal_error": ("정해진 값 가운데 하나여야 해요.", "Must be one of the known values."),
    "int_parsing": ("정수여야 해요.", "Must be a whole number."),
    "timezone_aware": ("시간대(+09:00 또는 Z)를 붙여 주세요.", "Add the offset (+09:00 or Z)."),
    "datetime_from_date_parsing": ("ISO 8601 시각이어야 해요.", "Must be an ISO 8601 instant."),
    "datetime_parsing": ("ISO 8601 시각이어야 해요.", "Must be an ISO 8601 instant."),
    "datetime_type": ("시간대가 있는 ISO 8601 시각이어야 해요.", "Must be an ISO 8601 instant with an offset."),
}


def field_problems(errors: Sequence[Any], prefix: str = "") -> list[FieldProblem]:
    """Pydantic's errors in our words; ``prefix`` is where the object stands (``events[3]``)."""
    problems = []
    for error in errors:
        place = ".".join(str(part) for part in error["loc"] if part not in ("body", "query", "header", "path"))
        ko, en = _SENTENCES.get(error["type"], ("값이 올바르지 않아요.", "This value is not valid."))
        problems.append(FieldProblem(field=".".join(part for part in (prefix, place) if part) or "body", ko=ko, en=en))
    return problems


def respond(error: DangolError) -> Response:
    headers = {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.wait)
    elif error.retry:
        headers["Retry-After"] = "1"
    if isinstance(error, NoKey):
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(error.as_dict(), status_code=error.status, headers=headers)


async def on_dangol_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, DangolError)
    return respond(error)


async def on_validation_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return respond(BadFields(field_problems(error.errors())))


async def on_http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return respond(NotFound("path.unknown", ko="그런 주소가 없어요.", en="There is no such address."))
    body = {"error": {"code": f"http.{error.status_code}", "ko": "받아들일 수 없는 요청이에요.", "en": str(error.detail), "retry": False}}
    return JSONResponse(body, status_code=error.status_code, headers=error.headers)
