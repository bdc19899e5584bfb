"""A SkillResponse that says something, within Kakao's limits (checked by ``rules`` before it leaves)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dangol.channels.choices import numbered
from dangol.channels.failures import Rejected
from dangol.channels.kakao.rules import problems
from dangol.channels.kakao.under import carousel, link_card
from dangol.channels.plain import links_of
from dangol.channels.port import Choice, Letter, Link
from dangol.channels.splitting import split, units

SIMPLE_TEXT = 1000
CARD_TEXT = 400
OUTPUTS = 3
_LABEL = 14
_OPERATOR = {"label": "상담원 연결", "action": "operator"}


def letter_response(letter: Letter, *, operator: bool) -> dict[str, Any]:
    """The response that says a letter, its table as cards where they hold all of it.

    Raises:
        Rejected: it does not fit into three outputs.
    """
    shown = carousel(letter.table) if letter.table and not operator else None
    if shown is None:
        links = (*letter.links, *links_of(letter.table))
        return skill_response(letter.text, operator=operator, choices=letter.choices, links=() if operator else links)
    lead = letter.table.lead.strip() if letter.table else ""
    first = [{"simpleText": {"text": part}} for part in split(lead, SIMPLE_TEXT, OUTPUTS - 1)] if lead else []
    return _response([*first, shown], letter.choices)


def skill_response(text: str, *, operator: bool = False, choices: Sequence[Choice] = (), links: Sequence[Link] = ()) -> dict[str, Any]:
    """The response that says ``text``; with ``operator`` a button leads to the channel's own person-to-person chat, else ``links`` to
    pages.

    Raises:
        Rejected: it does not fit into three outputs.
    """
    text, _ = numbered(text, choices, _LABEL)
    outputs: list[dict[str, Any]]
    if links and not operator:
        return _response(_with_links(text, links), choices)
    if operator and units(text) <= CARD_TEXT:
        outputs = [{"textCard": {"description": text.strip(), "buttons": [_OPERATOR]}}]
    else:
        room = OUTPUTS - 1 if operator else OUTPUTS
        outputs = [{"simpleText": {"text": part}} for part in split(text, SIMPLE_TEXT, room)]
        if operator:
            outputs.append({"textCard": {"title": "상담원과 이야기하기", "buttons": [_OPERATOR]}})
    return _response(outputs, choices)


def _with_links(text: str, links: Sequence[Link]) -> list[dict[str, Any]]:
    if units(text) <= CARD_TEXT:
        return [link_card(links, text.strip())]
    return [*({"simpleText": {"text": part}} for part in split(text, SIMPLE_TEXT, OUTPUTS - 1)), link_card(links)]


def _response(outputs: Sequence[Mapping[str, Any]], choices: Sequence[Choice]) -> dict[str, Any]:
    template: dict[str, Any] = {"outputs": list(outputs)}
    if choices:
        _, labels = numbered("", choices, _LABEL)
        template["quickReplies"] = [
            {"label": label, "action": "message", "messageText": choice.value}
            for label, choice in list(zip(labels, choices, strict=True))[:10]
        ]
    return checked({"version": "2.0", "template": template})


def wait_for_callback(text: str) -> dict[str, Any]:
    """The response that promises one POST to the callback."""
    return checked({"version": "2.0", "useCallback": True, "data": {"text": text}})


def checked(response: dict[str, Any]) -> dict[str, Any]:
    """``response``, when Kakao's rules allow it.

    Raises:
        Rejected: they do not.
    """
    if found := problems(response):
        raise Rejected(said=found[0][:80])
    return response


def encoded(response: Mapping[str, Any]) -> bytes:
    return json.dumps(response, ensure_ascii=False, separators=(",", ":")).encode()
