"""A comparison and links as Kakao's cards: a carousel of item cards, else of text cards, else nothing (the text says it all)."""

from collections.abc import Sequence
from typing import Any

from dangol.channels.plain import things
from dangol.channels.port import Link, Table
from dangol.channels.splitting import units

_ITEMS = 5  # of an item card in a carousel
_ITEM_TITLE = 6
_ITEM_VALUE = 32  # two lines, as they are shown
_CARD_TITLE, _CARD_TEXT = 50, 128  # of a text card in a carousel, both together
_MOST_CARDS = 10
_LABEL = 14
_MOST_BUTTONS = 3
_ORDER, _TITLE = "주문하러 가기", "바로 가기"


def carousel(table: Table) -> dict[str, Any] | None:
    """The component that shows a table; None where it does not fit whole, for a card that leaves things out compares falsely."""
    if len(table.heads) > _MOST_CARDS or any(units(head) > _CARD_TITLE for head in table.heads):
        return None
    return _of_items(table) or _of_texts(table)


def link_card(links: Sequence[Link], text: str = "") -> dict[str, Any]:
    """A text card whose buttons lead to ``links``."""
    buttons = [web_link(link.label, link.url) for link in links[:_MOST_BUTTONS]]
    return {"textCard": {**({"description": text} if text else {"title": _TITLE}), "buttons": buttons}}


def web_link(label: str, url: str) -> dict[str, str]:
    return {"label": label[:_LABEL], "action": "webLink", "webLinkUrl": url}


def _of_items(table: Table) -> dict[str, Any] | None:
    if len(table.rows) > _ITEMS or any(units(label) > _ITEM_TITLE for label, _ in table.rows):
        return None
    if any(units(cell) > _ITEM_VALUE for _, cells in table.rows for cell in cells):
        return None
    cards = []
    for at, head in enumerate(table.heads):
        items = [{"title": label, "description": cells[at] or "-"} for label, cells in table.rows]
        cards.append({"head": {"title": head}, "itemList": items, **_buttons(table.urls[at])})
    return {"carousel": {"type": "itemCard", "items": cards}}


def _of_texts(table: Table) -> dict[str, Any] | None:
    told = things(table)
    if any(units(head) + units(lines) > _CARD_TEXT for head, lines in told):
        return None
    cards = [{"title": head, "description": lines, **_buttons(table.urls[at])} for at, (head, lines) in enumerate(told)]
    return {"carousel": {"type": "textCard", "items": cards}}


def _buttons(url: str) -> dict[str, Any]:
    return {"buttons": [web_link(_ORDER, url)]} if url else {}
