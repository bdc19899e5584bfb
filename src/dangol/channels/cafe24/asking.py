"""What a mall's Admin API says when it is asked: products with their stock, and what stands on a board, a page at a time.

A review is a post on the board of reviews with a rating of 1 to 5; without one, or on another board, it is a post. A reply below a post is
nobody's review. The writer's name, e-mail address and network address stand in the answer too and are not kept.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from hashlib import blake2b
from typing import Any

from dangol.channels.asked import Page
from dangol.channels.cafe24.admin import Admin
from dangol.channels.cafe24.fields import Told
from dangol.channels.cafe24.goods import changed, plain
from dangol.channels.failures import PlatformDown
from dangol.channels.port import MOST_TEXT, Heard
from dangol.channels.reading import dig, name, words

REVIEWS, QUESTIONS = "4", "6"  # the numbers that a new mall has of 상품 사용후기 and 상품 Q&A
_SIZE = 100
_MOST = 500  # things in one answer
_LAST_OFFSET = 8000  # the API's own
_KOREA = timezone(timedelta(hours=9))


def products(admin: Admin, place: str, at: datetime) -> Page:
    """Products after the number ``place`` (empty: from the first), with what there is of them.

    Raises:
        DeliveryError: the mall refused, or could not be reached.
    """
    query = {"shop_no": "1", "limit": str(_SIZE), "since_product_no": place or "0", "embed": "variants,inventories"}
    got = admin.get("products", query)
    listed = dig(got, "products")
    if not isinstance(listed, list):
        raise PlatformDown(said="no products")
    last = max((int(number) for one in listed if (number := name(one, "product_no")).isdecimal()), default=0)
    more = len(listed) >= _SIZE and last > int(place or 0)
    return Page(heard=goods_told(listed, at), after=str(last) if more else "")


def posts(admin: Admin, board: str, since: datetime, until: datetime, place: str) -> Page:
    """What was written on a board from the day of ``since`` to that of ``until`` (Korea's); ``place`` is the offset.

    Raises:
        DeliveryError: as above.
    """
    offset = int(place or 0)
    days = {"start_date": f"{since.astimezone(_KOREA):%Y-%m-%d}", "end_date": f"{until.astimezone(_KOREA):%Y-%m-%d}"}
    got = admin.get(f"boards/{board}/articles", {"shop_no": "1", **days, "limit": str(_SIZE), "offset": str(offset)})
    listed = dig(got, "articles")
    if not isinstance(listed, list):
        raise PlatformDown(said="no articles")
    more = len(listed) >= _SIZE and offset + _SIZE <= _LAST_OFFSET
    shop = admin.account.value("mall")
    return Page(heard=posts_told(listed, until, shop), after=str(offset + _SIZE) if more else "")


def goods_told(listed: Iterable[object], at: datetime) -> tuple[Heard, ...]:
    return tuple(heard for one in list(listed)[:_MOST] if isinstance(one, dict) for heard in _goods(one, at))


def posts_told(listed: Iterable[object], at: datetime, shop: str = "") -> tuple[Heard, ...]:
    """Args: shop: the mall's own member id; what it writes is not a customer's."""
    found = (_post(one, at, shop) for one in list(listed)[:_MOST] if isinstance(one, dict))
    return tuple(heard for heard in found if heard is not None)


def _goods(product: dict[str, Any], at: datetime) -> Iterator[Heard]:
    told = Told(number="90002", resource=product, at=at)
    for heard in changed(told):
        yield _as_told(heard)
        stock = _stock(product)
        ids = {key: value for key, value in heard.data.items() if key in {"product_id", "product_no", "own_id"}}
        if stock is not None:
            yield _as_told(Heard(type="stock.changed", identity=heard.identity, id="-", at=at, data={**ids, **stock}))


def _as_told(heard: Heard) -> Heard:
    digest = blake2b(repr(sorted(heard.data.items())).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    made = f"goods/{str(heard.data['product_id'])[:200]}/{digest}"
    return Heard(type=heard.type, identity=heard.identity, id=made, at=heard.at, data=heard.data)


def _stock(product: dict[str, Any]) -> dict[str, Any] | None:
    """How many there are, where every variant is counted; else whether it is sold out, where the mall says so; else None."""
    if dig(product, "sold_out") == "T":
        return {"quantity": 0, "sold_out": True}
    variants = dig(product, "variants")
    counts = [_count(one) for one in variants if dig(one, "use") != "F"] if isinstance(variants, list) else []
    if counts and all(count is not None for count in counts):
        left = sum(count or 0 for count in counts)
        return {"quantity": left, "sold_out": left == 0}
    return {"sold_out": False} if dig(product, "sold_out") == "F" else None


def _count(variant: object) -> int | None:
    """What is left of a variant; None where the mall does not count it, or sells it all the same when there is none."""
    held = dig(variant, "inventories")
    stock = held if isinstance(held, dict) else variant
    left = dig(stock, "quantity")
    if dig(stock, "use_inventory") != "T" or not isinstance(left, int) or isinstance(left, bool) or abs(left) >= 10**9:
        return None
    return max(left, 0) if dig(stock, "display_soldout") != "F" or left > 0 else None


def _post(article: dict[str, Any], at: datetime, shop: str) -> Heard | None:
    told = Told(number="0", resource=article, at=at)
    board, number, member = told.id("board_no"), told.id("article_no"), told.id("member_id")
    gone = dig(article, "deleted") in {"T", "B"} or dig(article, "notice") == "T"
    if not board or not number or gone or (shop and member == shop):
        return None
    text = _said(article)
    rating, depth = dig(article, "rating"), dig(article, "reply_depth")
    answers = isinstance(depth, int) and depth > 0
    data: dict[str, Any] = {"board": board, "post": number}
    if product := told.id("product_no"):
        data["product_id"] = product
    if told.id("order_id") and not answers:
        data["order_id"] = told.id("order_id")
    if told.flag("secret"):
        data["secret"] = True
    kind = "post.written"
    reviewed = isinstance(rating, int) and not isinstance(rating, bool) and 1 <= rating <= 5
    if reviewed and not answers and text and product and "secret" not in data:  # what only the shop may read is no word to others
        kind, data["rating"] = "review.posted", rating
    elif answers:
        data["answers"] = True
    else:
        data["answered"] = words(article, "reply_status") == "C"
    if text:
        data["text"] = text
    who = member or f"post/{board}/{number}"
    return Heard(type=kind, identity=who, id=f"{kind}/{board}/{number}"[:300], at=told.when("created_date").astimezone(UTC), data=data)


def _said(article: dict[str, Any]) -> str:
    parts = (plain(words(article, key)) for key in ("title", "content"))
    return "\n".join(dict.fromkeys(part for part in parts if part))[:MOST_TEXT]
