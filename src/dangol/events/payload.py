"""How an event's payload is described and checked: fields of JSON types. Undeclared fields are kept; declared ones must fit."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dangol.kit.errors import BadInput

Kind = Literal["text", "id", "number", "integer", "boolean", "object", "list"]

_KO = {
    "text": "글자",
    "id": "비어 있지 않은 512자 이하 글자",
    "number": "숫자",
    "integer": "정수",
    "boolean": "true 또는 false",
    "object": "JSON 객체",
    "list": "JSON 객체의 목록",
}
_EN = {
    "text": "text",
    "id": "text of 1 to 512 characters",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "a JSON object",
    "list": "a list of JSON objects",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One declared field.

    Attributes:
        kind: its JSON type; ``id`` is a text of 1 to 512 characters; ``list`` holds objects, described by ``items``.
        low, high: the range of a number, both ends allowed.
        choices: the only texts allowed, when given.
    """

    name: str
    kind: Kind
    required: bool = True
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    items: tuple["Field", ...] = ()


def check(fields: tuple[Field, ...], payload: object, prefix: str) -> None:
    """Checks an object against its fields; ``prefix`` goes before a field's name in the error.

    Raises:
        BadInput: ``event.bad_payload``; the sentence names the field (``order.completed: products[0].price``), never its value.
    """
    if not isinstance(payload, Mapping):
        raise _bad(prefix.rstrip(".: "), _KO["object"], _EN["object"])
    for field in fields:
        path = prefix + field.name
        value = payload.get(field.name)
        if value is None:
            if field.required:
                raise _bad(path, f"{_KO[field.kind]}(필수)", f"{_EN[field.kind]}, and is required")
        else:
            _check_value(field, value, path)


def _check_value(field: Field, value: Any, path: str) -> None:
    if not _fits(field.kind, value):
        raise _bad(path, _KO[field.kind], _EN[field.kind])
    if field.low is not None and value < field.low:
        raise _bad(path, f"{field.low:g} 이상", f"at least {field.low:g}")
    if field.high is not None and value > field.high:
        raise _bad(path, f"{field.high:g} 이하", f"at most {field.high:g}")
    if field.choices and value not in field.choices:
        listed = ", ".join(field.choices)
        raise _bad(path, f"{listed} 중 하나", f"one of {listed}")
    if field.kind == "list":
        for number, item in enumerate(value):
            check(field.items, item, f"{path}[{number}].")


def _fits(kind: Kind, value: Any) -> bool:
    match kind:
        case "text":
            return isinstance(value, str)
        case "id":
            return isinstance(value, str) and value.strip() != "" and len(value) <= 512
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case "object":
            return isinstance(value, Mapping)
        case "list":
            return isinstance(value, list | tuple)


def _bad(path: str, ko: str, en: str) -> BadInput:
    return BadInput(
        "event.bad_payload",
        ko=f"이벤트 값이 잘못되었습니다. {path} 은(는) {ko}이어야 합니다.",
        en=f"The event's payload is wrong: {path} must be {en}.",
    )
