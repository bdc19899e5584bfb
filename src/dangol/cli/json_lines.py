"""JSON lines in, one JSON line out for each, in order. A line that is wrong gets an error of its own, and the rest goes on."""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, BinaryIO, TextIO

from dangol.cli.telling import PARTLY
from dangol.kit.clock import parse_instant
from dangol.kit.errors import BadInput, DangolError
from dangol.web.strict_json import read_json

Answers = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Answers one line's object; a ``DangolError`` becomes that line's error."""

_LONGEST = 1_000_000  # bytes of a line
_MOST_WANTED = 1000


def answer_lines(
    answers: Answers, source: BinaryIO | None = None, out: TextIO | None = None, *, any_value: bool = False, stored: bool = True
) -> int:
    """Answers every line of standard input. Returns the exit code: 0, or 1 when a line got an error.

    Blank lines are passed over. With ``any_value`` a line may hold any JSON value, else an object. Where nothing is ``stored``, texts may
    hold what no database takes: NUL and halves of surrogate pairs.
    """
    code = 0
    source, out = source or sys.stdin.buffer, out or sys.stdout
    for raw in source:
        if not raw.strip():
            continue
        try:
            answer = answers(_value(raw, stored) if any_value else _object(raw, stored))
        except DangolError as error:
            answer, code = error_json(error), PARTLY
        write_json(answer, out)
    return code


def error_json(error: DangolError) -> dict[str, Any]:
    return {"error": {"code": error.code, "ko": error.ko, "en": error.en}}


def write_json(value: Mapping[str, Any], out: TextIO | None = None) -> None:
    """One line, written out at once."""
    print(json.dumps(value, ensure_ascii=False, allow_nan=False), file=out or sys.stdout, flush=True)


def known_fields(line: Mapping[str, Any], *known: str) -> None:
    """Raises ``BadInput`` (``field.unknown``) naming the first field that is not one of ``known``."""
    for name in line:
        if name not in known:
            raise BadInput(
                "field.unknown",
                ko=f"모르는 항목입니다: {name[:64]}. 쓸 수 있는 항목: {', '.join(known)}.",
                en=f"Unknown field: {name[:64]}. Known are: {', '.join(known)}.",
            )


def text_field(line: Mapping[str, Any], name: str, *, required: bool = False, most: int = 4000, empty: bool = False) -> str | None:
    """A text of 1 (0 with ``empty``) to ``most`` characters, None when it is absent.

    Raises:
        BadInput: ``field.missing``, ``field.not_text``, ``field.empty``, ``field.too_long``.
    """
    value = line.get(name)
    if value is None:
        if required:
            raise BadInput("field.missing", ko=f"{name} 항목이 없습니다.", en=f"The field {name} is missing.")
        return None
    if not isinstance(value, str):
        raise BadInput("field.not_text", ko=f"{name}은(는) 글자여야 합니다.", en=f"{name} must be text.")
    if not empty and not value.strip():
        raise BadInput("field.empty", ko=f"{name}이(가) 비어 있습니다.", en=f"{name} is empty.")
    if len(value) > most:
        raise BadInput("field.too_long", ko=f"{name}은(는) {most:,}자까지입니다.", en=f"{name} may have {most:,} characters.")
    return value


def instant_field(line: Mapping[str, Any], name: str) -> datetime | None:
    """An aware instant, None when it is absent.

    Raises:
        BadInput: ``field.bad_instant``.
    """
    text = text_field(line, name)
    if text is None:
        return None
    try:
        return parse_instant(text)
    except (ValueError, OverflowError):
        raise BadInput(
            "field.bad_instant",
            ko=f"{name}은 2026-11-22T09:00:00+09:00 같은 시각이어야 합니다.",
            en=f"{name} must be an instant such as 2026-11-22T09:00:00+09:00.",
        ) from None


def limit_field(line: Mapping[str, Any], *, default: int) -> int:
    """How many are wanted, 1 to 1000.

    Raises:
        BadInput: ``field.bad_limit``.
    """
    limit = line.get("limit", default)
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= _MOST_WANTED:
        raise BadInput(
            "field.bad_limit",
            ko=f"limit은 1에서 {_MOST_WANTED} 사이의 정수여야 합니다.",
            en=f"limit must be a whole number from 1 to {_MOST_WANTED}.",
        )
    return limit


def _value(raw: bytes, stored: bool) -> Any:
    if len(raw) > _LONGEST:
        raise BadInput("line.too_long", ko="한 줄이 1MB보다 깁니다.", en="A line is longer than 1 MB.")
    return read_json(raw.removeprefix(b"\xef\xbb\xbf").strip(), stored=stored)


def _object(raw: bytes, stored: bool) -> Mapping[str, Any]:
    value = _value(raw, stored)
    if not isinstance(value, dict):
        raise BadInput("line.not_object", ko="한 줄에 JSON 객체 하나여야 합니다.", en="Each line must hold one JSON object.")
    return value
