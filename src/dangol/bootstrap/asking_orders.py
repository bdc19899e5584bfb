"""A SmartStore's orders: what has changed since the last time, each page kept before the next is asked for.

Where it stands is durable after each page, so a process that dies asks for one page again, and its events are known by then. A page of
which details are missing is not passed by: it is asked for again in the next rounds, and only then kept with what is known. The last
minutes are always asked for again, because a change may become visible late.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from dangol.bootstrap.commerce import keep
from dangol.bootstrap.connecting import Connection
from dangol.bootstrap.house import House
from dangol.bootstrap.shop_marks import Mark, read_mark, write_mark
from dangol.channels.failures import PlatformDown
from dangol.channels.reading import name
from dangol.channels.smartstore import payload
from dangol.channels.smartstore.api import WINDOW, Api, Changes

OVERLAP = timedelta(minutes=3)  # asked for again in each round; Naver's centre advises to ask every one to three minutes
_TRIES = 3  # rounds in which a page may lack details before it is kept without them
_MOST_PAGES = 50  # of one shop in one round: 15,000 changes
_MOST_DAYS = 30


def ask(house: House, connection: Connection, api: Api) -> None:
    """Asks until nothing more has changed.

    Raises:
        DeliveryError: the store refused, or could not be reached. Busy, Broken: a page was not kept.
    """
    inbox = connection.inbox.name
    mark = read_mark(house, inbox) or Mark(since=house.clock() - first(connection))
    for _ in range(_MOST_PAGES):
        until = min(mark.since + WINDOW, api.now())
        if until <= mark.since:
            return
        page = api.changes(mark.since, until, mark.sequence)
        details = api.details(page.ids) if page.ids else []
        now = api.now()  # the platform has told its own clock by now; ours may run ahead of it
        until = min(until, now)
        missing = len(set(page.ids) - {name(one, "productOrder", "productOrderId") for one in details})
        if missing and mark.tries < _TRIES:
            write_mark(house, inbox, "orders", replace(mark, tries=mark.tries + 1))
            raise PlatformDown(said=f"{missing} details missing")
        heard = payload.parse({**page.answer, "details": details}, now).heard if page.ids else ()
        bought = [one for detail in details if (one := payload.paid(detail, now))]
        keep(house, connection, [*bought, *heard], house.clock())
        mark = _next(mark, page, until, house.clock())
        write_mark(house, inbox, "orders", mark)
        if page.more_from is None and until >= now - OVERLAP:
            return


def first(connection: Connection) -> timedelta:
    """How far back the first asking looks."""
    days = connection.account.value("since_days")
    return timedelta(days=min(max(int(days), 1), _MOST_DAYS)) if days.isdecimal() and len(days) < 4 else timedelta(days=1)


def _next(mark: Mark, page: Changes, until: datetime, at: datetime) -> Mark:
    if page.more_from is not None and (page.more_from, page.more_sequence) != (mark.since, mark.sequence):
        return Mark(since=page.more_from, sequence=page.more_sequence, answered_at=at)
    return Mark(since=max(mark.since, until - OVERLAP), answered_at=at)
