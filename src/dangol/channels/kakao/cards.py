"""The components of a SkillResponse and the rules of each (``…/skill_guide/answer_json_format``)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dangol.channels.splitting import units

Check = Callable[[Mapping[str, Any], str], Iterator[str]]

_ACTIONS: Mapping[str, str] = {  # what each action of a button needs beside its label
    "webLink": "webLinkUrl",
    "message": "messageText",
    "phone": "phoneNumber",
    "block": "blockId",
    "share": "",
    "operator": "",
}


def object_at(value: object, path: str, check: Check) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{path}: must be an object"
        return
    yield from check(value, path)


def text_at(value: Mapping[str, Any], key: str, path: str, *, most: int, required: bool = True) -> Iterator[str]:
    text = value.get(key)
    if text is None and not required:
        return
    if not isinstance(text, str) or not text.strip():
        yield f"{path}.{key}: must be text"
    elif units(text) > most:
        yield f"{path}.{key}: has more than {most} characters"


def buttons_of(buttons: object, path: str, *, most: int = 3, label: int = 14) -> Iterator[str]:
    if not isinstance(buttons, list) or len(buttons) > most:
        yield f"{path}: must be a list of at most {most}"
        return
    for place, button in enumerate(buttons):
        here = f"{path}[{place}]"
        if not isinstance(button, Mapping) or button.get("action") not in _ACTIONS:
            yield f"{here}.action: must be one of {', '.join(_ACTIONS)}"
            continue
        yield from text_at(button, "label", here, most=label)
        needed = _ACTIONS[button["action"]]
        if needed:
            yield from text_at(button, needed, here, most=1000)


def _buttons(card: Mapping[str, Any], path: str) -> Iterator[str]:
    if "buttons" in card:
        across = card.get("buttonLayout") == "horizontal"
        yield from buttons_of(card["buttons"], f"{path}.buttons", most=2 if across else 3, label=8 if across else 14)


def _simple_text(card: Mapping[str, Any], path: str) -> Iterator[str]:
    yield from text_at(card, "text", path, most=1000)


def _simple_image(card: Mapping[str, Any], path: str) -> Iterator[str]:
    yield from text_at(card, "imageUrl", path, most=2000)
    yield from text_at(card, "altText", path, most=50)


def _text_card(card: Mapping[str, Any], path: str, most: int = 400) -> Iterator[str]:
    if not card.get("title") and not card.get("description"):
        yield f"{path}: needs a title or a description"
    yield from text_at(card, "title", path, most=50, required=False)
    yield from text_at(card, "description", path, most=most, required=False)
    both = [card.get(key) for key in ("title", "description")]
    if sum(units(text) for text in both if isinstance(text, str)) > most:
        yield f"{path}: title and description have more than {most} characters"
    yield from _buttons(card, path)


def _text_card_in_carousel(card: Mapping[str, Any], path: str) -> Iterator[str]:
    yield from _text_card(card, path, most=128)


def _basic_card(card: Mapping[str, Any], path: str) -> Iterator[str]:
    yield from text_at(card, "title", path, most=50, required=False)
    yield from text_at(card, "description", path, most=230, required=False)
    yield from object_at(card.get("thumbnail"), f"{path}.thumbnail", _thumbnail)
    yield from _buttons(card, path)


def _thumbnail(card: Mapping[str, Any], path: str) -> Iterator[str]:
    yield from text_at(card, "imageUrl", path, most=2000)


def _whole(card: Mapping[str, Any], key: str, path: str, *, required: bool = False) -> Iterator[str]:
    value = card.get(key)
    if (value is not None or required) and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        yield f"{path}.{key}: must be a whole number"


def _commerce_card(card: Mapping[str, Any], path: str) -> Iterator[str]:
    yield from text_at(card, "title", path, most=30, required=False)
    yield from text_at(card, "description", path, most=40, required=False)
    yield from _whole(card, "price", path, required=True)
    for key in ("discount", "discountRate", "discountedPrice"):
        yield from _whole(card, key, path)
    if ("discountRate" in card) != ("discountedPrice" in card):
        yield f"{path}: discountRate and discountedPrice come together"
    if card.get("currency", "won") != "won":
        yield f'{path}.currency: must be "won"'
    thumbnails = card.get("thumbnails")
    if not isinstance(thumbnails, list) or len(thumbnails) != 1:
        yield f"{path}.thumbnails: must hold exactly one"
    else:
        yield from object_at(thumbnails[0], f"{path}.thumbnails[0]", _thumbnail)
    yield from _buttons(card, path)


def _list_card(card: Mapping[str, Any], path: str, most: int = 5) -> Iterator[str]:
    yield from object_at(card.get("header"), f"{path}.header", lambda header, here: text_at(header, "title", here, most=100))
    items = card.get("items")
    if not isinstance(items, list) or not 1 <= len(items) <= most:
        yield f"{path}.items: must hold 1 to {most}"
    else:
        for place, item in enumerate(items):
            yield from object_at(item, f"{path}.items[{place}]", lambda item, here: text_at(item, "title", here, most=100))
    yield from _buttons(card, path)


def _list_card_in_carousel(card: Mapping[str, Any], path: str) -> Iterator[str]:
    yield from _list_card(card, path, most=4)


def _item_card(card: Mapping[str, Any], path: str, most: int = 10) -> Iterator[str]:
    if "head" in card and "profile" in card:
        yield f"{path}: head and profile exclude each other"
    items = card.get("itemList")
    if not isinstance(items, list) or not 1 <= len(items) <= most:
        yield f"{path}.itemList: must hold 1 to {most}"
    else:
        for place, item in enumerate(items):
            yield from object_at(item, f"{path}.itemList[{place}]", _item)
    yield from _buttons(card, path)


def _item(item: Mapping[str, Any], path: str) -> Iterator[str]:
    yield from text_at(item, "title", path, most=6)
    yield from text_at(item, "description", path, most=200)


def _item_card_in_carousel(card: Mapping[str, Any], path: str) -> Iterator[str]:
    yield from _item_card(card, path, most=5)


_IN_CAROUSEL: Mapping[str, Check] = {
    "textCard": _text_card_in_carousel,
    "basicCard": _basic_card,
    "commerceCard": _commerce_card,
    "listCard": _list_card_in_carousel,
    "itemCard": _item_card_in_carousel,
}


def _carousel(carousel: Mapping[str, Any], path: str) -> Iterator[str]:
    kind, items = carousel.get("type"), carousel.get("items")
    check = _IN_CAROUSEL.get(kind) if isinstance(kind, str) else None
    if check is None:
        yield f"{path}.type: must be one of {', '.join(_IN_CAROUSEL)}"
        return
    most = 5 if kind == "listCard" else 10
    if not isinstance(items, list) or not 1 <= len(items) <= most:
        yield f"{path}.items: must hold 1 to {most}"
        return
    for place, item in enumerate(items):
        yield from object_at(item, f"{path}.items[{place}]", check)


COMPONENTS: Mapping[str, Check] = {
    "simpleText": _simple_text,
    "simpleImage": _simple_image,
    "textCard": _text_card,
    "basicCard": _basic_card,
    "commerceCard": _commerce_card,
    "listCard": _list_card,
    "itemCard": _item_card,
    "carousel": _carousel,
}
