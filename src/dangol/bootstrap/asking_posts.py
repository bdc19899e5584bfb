"""What customers write in a shop: reviews and questions, page by page, each kept once by the shop's number for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from dangol.bootstrap.commerce import keep
from dangol.bootstrap.connecting import Connection
from dangol.bootstrap.house import House
from dangol.bootstrap.shop_marks import About, Mark, read_mark, write_mark
from dangol.channels.asked import Page
from dangol.channels.port import Heard

AskPage = Callable[[datetime, datetime, str], Page]
"""The page ``place`` of what was written from one instant to another."""

_OVERLAP = timedelta(days=1)  # the shops count in days of Korea
_FIRST, _MOST_DAYS = timedelta(days=30), 364  # what is asked for first; a call may span a year at most
_FRESH = timedelta(days=1)  # a question older than this rings on nobody's phone
_MOST_PAGES = 50
_CALLED = {"cafe24": "카페24", "smartstore": "스마트스토어"}


def ask(house: House, connection: Connection, about: About, page_of: AskPage) -> None:
    """Asks until there is nothing more; a question that waits for the shop's answer rings once.

    Raises:
        DeliveryError: the shop refused, or could not be reached. Busy, Broken: a page was not kept.
    """
    inbox, now = connection.inbox.name, house.clock()
    mark = read_mark(house, inbox, about) or Mark(since=now - _first(connection))
    since = max(mark.since, now - timedelta(days=_MOST_DAYS))
    for _ in range(_MOST_PAGES):
        page = page_of(since, now, mark.sequence)
        asked = [alarm for one in page.heard if (alarm := _alarm(connection, one, now)) is not None]
        keep(house, connection, [*page.heard, *asked], now)
        if not page.after:
            write_mark(house, inbox, about, Mark(since=max(since, now - _OVERLAP), answered_at=now))
            return
        mark = replace(mark, sequence=page.after, answered_at=now, trouble="")
        write_mark(house, inbox, about, mark)


def _alarm(connection: Connection, heard: Heard, now: datetime) -> Heard | None:
    if heard.type != "post.written" or heard.data.get("answered") is not False or now - heard.at > _FRESH:
        return None
    called = _CALLED.get(connection.inbox.channel, connection.inbox.channel)
    said = {"text": f"{called}에 문의가 올라왔어요. 그곳에서 답해 주세요.", "source": connection.inbox.name}
    return Heard(type="alarm.raised", identity=heard.identity, id=f"alarm/{heard.id}", at=heard.at, data=said)


def _first(connection: Connection) -> timedelta:
    days = connection.account.value("since_days")
    return timedelta(days=min(max(int(days), 1), _MOST_DAYS)) if days.isdecimal() and len(days) < 4 else _FIRST
