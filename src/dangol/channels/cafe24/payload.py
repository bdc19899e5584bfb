"""What a Cafe24 webhook says, by the event's number (Cafe24's list of events with sample data).

Traps of the documented samples: some calls have no ``resource`` around their fields, some no ``event_no`` (of members who rest, return or
leave it stands in ``event_shop_no``), numbers come as text, flags are ``"T"`` and ``"F"``, several ids stand in one text with commas.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from dangol.channels.cafe24 import asking, goods, orders
from dangol.channels.cafe24.fields import Told, listed
from dangol.channels.port import Heard, Parsed
from dangol.channels.reading import dig, name, words

_MOST = 500  # ids in one call

_MEMBERS = {
    "90032": "member.joined",
    "90080": "member.changed",
    "90143": "member.signed_in",
    "90145": "member.rested",
    "90146": "member.returned",
    "90147": "member.left",
}
_POSTS = {
    "90033": "post.written",
    "90034": "comment.written",
    "90036": "post.deleted",
    "90037": "comment.deleted",
    "90039": "post.changed",
}
_SHOP = {
    "90077": ("shop.closed", "app deleted"),
    "90078": ("shop.closed", "app expired"),
    "90166": ("shop.closed", "shop deleted"),
    "90169": ("shop.closed", "shop blocked"),
    "90116": ("shop.changed", "privacy"),
}


def parse(payload: object, at: datetime) -> Parsed:
    """A webhook's call, or an answer of the Admin API (``{"products": […]}``, ``{"articles": […]}``)."""
    if answered := _answered(payload, at):
        return Parsed(heard=answered)
    told = _told(payload, at)
    if told is None:
        return Parsed(ignored="not a call of Cafe24: no event number")
    reader = _READERS.get(told.number)
    if reader is None:
        return Parsed(ignored=f"event {told.number[:20]}")
    heard = reader(told)
    return Parsed(heard=tuple(heard[:_MOST])) if heard else Parsed(ignored=f"nothing to keep in event {told.number}")


def _answered(payload: object, at: datetime) -> tuple[Heard, ...]:
    goods_, posts = dig(payload, "products"), dig(payload, "articles")
    if isinstance(goods_, list):
        return asking.goods_told(goods_, at)
    return asking.posts_told(posts, at) if isinstance(posts, list) else ()


def mall_of(payload: object) -> str:
    """The mall that a call is about, empty when it does not say."""
    return name(payload, "resource", "mall_id") or name(payload, "mall_id")


def _told(payload: object, at: datetime) -> Told | None:
    inner = dig(payload, "resource")
    resource = inner if isinstance(inner, dict) else payload if isinstance(payload, dict) else {}
    number = name(payload, "event_no") or name(resource, "event_no") or _unnumbered(resource)
    return Told(number=number, resource=resource, at=at) if number.isdecimal() else None


def _unnumbered(resource: Mapping[str, Any]) -> str:
    """The number of a call that lacks it, as two kinds of the documented samples do."""
    shop = name(resource, "event_shop_no")
    if shop in {"90145", "90146", "90147"}:
        return shop
    return "90080" if isinstance(dig(resource, "diff_key"), list) and name(resource, "member_id") else ""


def _members(told: Told) -> list[Heard]:
    data: dict[str, Any] = {}
    if told.number == "90032":
        data |= {key: value for key in ("email", "cellphone") if (value := words(told.resource, key)[:254])}
        data |= {"phone": data.pop("cellphone")} if "cellphone" in data else {}
    at = told.when("created_date") if told.number == "90032" else told.at
    return [told.heard(_MEMBERS[told.number], member, member, data, at=at) for member in listed(told.resource, "member_id")]


def _posts(told: Told) -> list[Heard]:
    comment = _POSTS[told.number].startswith("comment")
    who = told.id("comment_member_id" if comment else "member_id") or told.id("comment_writer" if comment else "writer")
    board, post = told.id("board_no"), told.id("no")
    if not who or not board:
        return []
    data: dict[str, Any] = {"board": board, **({"post": post} if post else {})}
    if told.flag("has_parent"):
        data["answers"] = True
    return [told.heard(_POSTS[told.number], who, f"{board}/{post}" if post else board, data)]


def _urgent(told: Told) -> list[Heard]:
    who = told.id("member_id") or told.id("writer")
    return [told.heard("alarm.raised", who, who, {"text": "쇼핑몰에 긴급 문의가 올라왔어요.", "source": "cafe24"})] if who else []


def _shop(told: Told) -> list[Heard]:
    kind, reason = _SHOP[told.number]
    mall = told.id("mall_id") or name(told.resource, "sample", "mall_id")
    return [told.heard(kind, mall, mall, {"reason": reason})] if mall else []


_READERS: Mapping[str, Callable[[Told], list[Heard]]] = {
    **dict.fromkeys(_MEMBERS, _members),
    **dict.fromkeys(_POSTS, _posts),
    **dict.fromkeys(_SHOP, _shop),
    "90035": _urgent,
    **goods.READERS,
    **orders.READERS,
}
