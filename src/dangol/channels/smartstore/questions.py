"""What customers ask in a store: of products (``/v1/contents/qnas``) and of orders (``/v1/pay-user/inquiries``).

Naver hides who asks: a product's question has a masked writer, so its identity is the question itself; an inquiry is its order's buyer's,
when an order stands in it. Nothing is answered there by Dangol. For what buyers write about products (리뷰) the API has no call.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from dangol.channels.asked import Page
from dangol.channels.failures import PlatformDown
from dangol.channels.port import Heard
from dangol.channels.reading import dig, name, words
from dangol.channels.smartstore.api import Api
from dangol.channels.smartstore.payload import ORDER
from dangol.kit.clock import parse_instant

QUESTION, INQUIRY = "qna", "inquiry"  # the boards of the events
_SIZE = 100
_MOST = 500
_KOREA = timezone(timedelta(hours=9))


def questions(api: Api, since: datetime, until: datetime, place: str) -> Page:
    """Questions about products that were asked from ``since`` to ``until``; page ``place`` from 1.

    Raises:
        DeliveryError: the platform refused, or could not be reached.
    """
    number = int(place or 1)
    query = {"fromDate": _zulu(since), "toDate": _zulu(until), "page": str(number), "size": str(_SIZE)}
    got = api.ask("GET", "/external/v1/contents/qnas", query=query)
    return _page(got, "contents", number, until)


def inquiries(api: Api, since: datetime, until: datetime, place: str) -> Page:
    """Inquiries of buyers, by the days of Korea from ``since`` to ``until``; page ``place`` from 1.

    Raises:
        DeliveryError: as above.
    """
    number = int(place or 1)
    days = {"startSearchDate": f"{since.astimezone(_KOREA):%Y-%m-%d}", "endSearchDate": f"{until.astimezone(_KOREA):%Y-%m-%d}"}
    got = api.ask("GET", "/external/v1/pay-user/inquiries", query={**days, "page": str(number), "size": str(_SIZE)})
    return _page(got, "content", number, until)


def told(answer: object, at: datetime) -> tuple[Heard, ...]:
    """What an answer of either call says."""
    found = [dig(answer, key) for key in ("contents", "content")]
    return tuple(heard for listed in found if isinstance(listed, list) for one in listed[:_MOST] for heard in _heard(one, at))


def _page(got: object, key: str, number: int, at: datetime) -> Page:
    if not isinstance(dig(got, key), list):
        raise PlatformDown(said=f"no {key}")
    pages = dig(got, "totalPages")
    more = dig(got, "last") is not True and isinstance(pages, int) and number < pages
    return Page(heard=told(got, at), after=str(number + 1) if more else "")


def _heard(one: object, at: datetime) -> Iterator[Heard]:
    question, inquiry = name(one, "questionId"), name(one, "inquiryNo")
    if question:
        text = words(one, "question").strip()
        yield _post(QUESTION, question, f"{QUESTION}/{question}", text, words(one, "createDate"), _about(one, "productId"), at)
    elif inquiry:
        order = name(one, "orderId").partition(",")[0].strip()
        who = f"{ORDER}{order}" if order else f"{INQUIRY}/{inquiry}"
        said = (words(one, "title").strip(), words(one, "inquiryContent").strip())
        text = "\n".join(dict.fromkeys(part for part in said if part))
        about = {**_about(one, "productNo"), **({"order_id": order} if order else {})}
        yield _post(INQUIRY, inquiry, who, text, words(one, "inquiryRegistrationDateTime"), about, at)


def _about(one: object, key: str) -> dict[str, Any]:
    product = name(one, key)
    return {"answered": dig(one, "answered") is True, **({"product_id": product} if product else {})}


def _post(board: str, number: str, who: str, text: str, written: str, about: dict[str, Any], at: datetime) -> Heard:
    data = {"board": board, "post": number, **({"text": text} if text else {}), **about}
    return Heard(type="post.written", identity=who, id=f"{board}/{number[:200]}", at=_when(written, at), data=data)


def _when(text: str, at: datetime) -> datetime:
    try:
        then = parse_instant(text[:40]).astimezone(UTC)
    except (ValueError, OverflowError):
        return at
    return min(then, at) if then.year >= 2000 else at


def _zulu(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
