"""What Kakao demands of a SkillResponse (``…/skill_guide/answer_json_format``), checked before one of ours leaves.

The platform shows the customer an error for a response that breaks a rule, and says so nowhere else; so each rule stands here, and
an unknown field is an error too. Lengths are characters as Kakao counts them (UTF-16 units).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dangol.channels.kakao.cards import COMPONENTS, buttons_of, object_at, text_at

_TOP = {"version", "template", "context", "data", "useCallback"}


def problems(response: object) -> list[str]:
    """What is wrong, each with its path; empty when Kakao would take it."""
    return list(_response(response))


def _response(response: object) -> Iterator[str]:
    if not isinstance(response, Mapping):
        yield "response: must be an object"
        return
    yield from (f"{key}: unknown field" for key in response if key not in _TOP)
    if response.get("version") != "2.0":
        yield 'version: must be "2.0"'
    if "data" in response and not isinstance(response["data"], Mapping):
        yield "data: must be an object"
    if "context" in response:
        yield from _context(response["context"])
    if response.get("useCallback") is True:
        if "template" in response:
            yield "template: must be absent with useCallback"
        return
    if "useCallback" in response and response["useCallback"] is not False:
        yield "useCallback: must be true or false"
    if "template" not in response:
        yield "template: is missing"
        return
    yield from _template(response["template"])


def _template(template: object) -> Iterator[str]:
    if not isinstance(template, Mapping):
        yield "template: must be an object"
        return
    yield from (f"template.{key}: unknown field" for key in template if key not in {"outputs", "quickReplies"})
    outputs = template.get("outputs")
    if not isinstance(outputs, list) or not 1 <= len(outputs) <= 3:
        yield "template.outputs: must hold 1 to 3"
    else:
        for place, output in enumerate(outputs):
            yield from _output(output, f"template.outputs[{place}]")
    if "quickReplies" in template:
        yield from _quick_replies(template["quickReplies"])


def _output(output: object, path: str) -> Iterator[str]:
    if not isinstance(output, Mapping) or len(output) != 1:
        yield f"{path}: must hold exactly one component"
        return
    kind, body = next(iter(output.items()))
    check: Callable[[Mapping[str, Any], str], Iterator[str]] | None = COMPONENTS.get(kind)
    if check is None:
        yield f"{path}.{kind}: unknown component"
    else:
        yield from object_at(body, f"{path}.{kind}", check)


def _quick_replies(replies: object) -> Iterator[str]:
    path = "template.quickReplies"
    if not isinstance(replies, list) or len(replies) > 10:
        yield f"{path}: must be a list of at most 10"
        return
    for place, reply in enumerate(replies):
        here = f"{path}[{place}]"
        if not isinstance(reply, Mapping) or reply.get("action") not in {"message", "block"}:
            yield f"{here}.action: must be message or block"
            continue
        yield from buttons_of([reply], here, most=1, label=14)


def _context(context: object) -> Iterator[str]:
    values = context.get("values") if isinstance(context, Mapping) else None
    if not isinstance(values, list):
        yield "context.values: must be a list"
        return
    for place, value in enumerate(values):
        path = f"context.values[{place}]"
        if not isinstance(value, Mapping):
            yield f"{path}: must be an object"
            continue
        yield from text_at(value, "name", path, most=100)
        for key in ("lifeSpan", "ttl"):
            if key in value and (not isinstance(value[key], int) or isinstance(value[key], bool) or value[key] < 0):
                yield f"{path}.{key}: must be a whole number"
        params = value.get("params", {})
        if not isinstance(params, Mapping) or not all(isinstance(one, str) for one in params.values()):
            yield f"{path}.params: must hold texts"
