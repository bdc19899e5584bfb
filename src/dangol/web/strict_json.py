"""Reads JSON and forms from strangers: strict UTF-8, bounded depth, no NaN, no lone surrogates, no NUL. Errors are ``BadInput``."""

import json
import re
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from dangol.kit.errors import BadInput

MAX_DEPTH = 32
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)  # an unfinished string runs to the end, so this stays linear
_NOT_BRACKET = bytes(byte for byte in range(256) if byte not in b"[]{}")


def read_json(raw: bytes, *, stored: bool = True) -> Any:
    """The JSON value in ``raw``.

    Raises:
        BadInput: not UTF-8, not JSON, nested deeper than 32, or, unless nothing is ``stored``, holding characters that cannot be.
    """
    text = _utf8(raw)
    refuse_depth(raw)
    try:
        value = json.loads(text, parse_constant=_no_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise BadInput(
            "body.not_json",
            ko=f"JSON으로 읽을 수 없어요: {error.lineno}번째 줄 {error.colno}번째 글자를 살펴 주세요.",
            en=f"This is not JSON: look at line {error.lineno}, column {error.colno}.",
        ) from None
    except (ValueError, RecursionError):
        raise BadInput(
            "body.bad_number", ko="JSON의 숫자가 너무 길거나 유한하지 않아요.", en="A number in the JSON is too long or not finite."
        ) from None
    if stored and b"\\u" in raw:
        refuse_unstorable(value)
    return value


def read_form(raw: bytes) -> dict[str, str]:
    """The fields of an ``application/x-www-form-urlencoded`` body; a repeated field keeps its last value."""
    try:
        pairs = parse_qsl(_utf8(raw), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=100)
    except UnicodeDecodeError:
        raise _not_utf8() from None
    except ValueError:
        raise BadInput("body.not_form", ko="양식으로 읽을 수 없어요.", en="This is not a readable form.") from None
    form = dict(pairs)
    refuse_unstorable(form)
    return form


def refuse_unstorable(value: Any) -> None:
    """Raises ``BadInput`` when any text in ``value`` holds NUL or half of a surrogate pair: no database stores those."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            _refuse_text(item)
        elif isinstance(item, dict):
            stack.extend(item.keys())
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)


def _refuse_text(text: str) -> None:
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise BadInput(
            "text.unstorable",
            ko="저장할 수 없는 문자(NUL 또는 짝 없는 서로게이트)가 들어 있어요. 빼고 다시 보내 주세요.",
            en="The text holds a character that cannot be stored (NUL or half a surrogate pair). Send it without.",
        )


def _utf8(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise _not_utf8() from None


def _not_utf8() -> BadInput:
    return BadInput("body.not_utf8", ko="본문이 UTF-8이 아니에요. UTF-8로 보내 주세요.", en="The body is not UTF-8. Send it as UTF-8.")


def refuse_depth(raw: bytes) -> None:
    """Raises ``BadInput`` when ``raw`` nests deeper than 32 levels; brackets inside strings do not count."""
    if raw.count(b"{") + raw.count(b"[") <= MAX_DEPTH:
        return
    depth = 0
    for bracket in _STRING.sub(b"", raw).translate(None, _NOT_BRACKET):
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            raise BadInput(
                "body.too_deep",
                ko=f"JSON이 {MAX_DEPTH}단계보다 깊게 겹쳐 있어요. 더 얕게 보내 주세요.",
                en=f"The JSON is nested deeper than {MAX_DEPTH} levels. Send it flatter.",
            )


def _no_constant(_name: str) -> NoReturn:
    raise ValueError


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError
    return number
