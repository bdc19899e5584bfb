"""Shops that call nobody are asked: what has changed since the last time, page by page, each page kept before the next is asked for.

Where it stands is durable after each page, so a process that dies asks for one page again, and its events are known by then. A page of
which details are missing is not passed by: it is asked for again in the next rounds, and only then kept with what is known. The last
minutes are always asked for again, because a change may become visible late.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import delete, insert, select

from dangol.bootstrap.commerce import keep
from dangol.bootstrap.connecting import Connection
from dangol.bootstrap.house import House
from dangol.bootstrap.tables import asked_shops
from dangol.channels.failures import DeliveryError, PlatformDown
from dangol.channels.reading import name
from dangol.channels.smartstore.api import WINDOW, Api, Changes
from dangol.channels.smartstore.payload import paid
from dangol.kit.errors import DangolError

CHANNEL = "smartstore"
OVERLAP = timedelta(minutes=3)  # asked for again in each round; Naver's centre advises to ask every one to three minutes
_TRIES = 3  # rounds in which a page may lack details before it is kept without them
_MOST_PAGES = 50  # of one shop in one round: 15,000 changes
_MOST_DAYS = 30
_log = structlog.get_logger("dangol.shops")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """How far a shop was asked: the beginning of the next window, and the place inside a page that has more."""

    since: datetime
    sequence: str = ""
    tries: int = 0
    answered_at: datetime | None = None
    trouble: str = ""


@dataclass(slots=True)
class Asking:
    """Asks the shops of a house; keeps their tokens between the rounds. One thread uses it.

    Args:
        pause: waits so many seconds (for the platform's limits).
    """

    house: House
    pause: Callable[[float], object]
    _apis: dict[str, tuple[Mapping[str, str], Api]] = field(default_factory=dict)

    def round(self) -> float | None:
        """Asks every shop once. One that cannot be asked keeps its place; the others are asked.

        Returns:
            Seconds that a platform asks us to wait before the next round, None when none does.
        """
        wait: float | None = None
        for connection in shops(self.house):
            try:
                self._ask(connection)
            except DeliveryError as error:
                _log.warning("shop.not_asked", inbox=connection.inbox.name, code=error.code, said=error.said)
                self._troubled(connection, error.code)
                wait = max(wait or 0.0, error.retry_after) if error.retry_after else wait
            except DangolError as error:  # the store is busy: the same page is asked for again
                _log.warning("shop.not_kept", inbox=connection.inbox.name, code=error.code)
        return wait

    def _ask(self, connection: Connection) -> None:
        api = self._api(connection)
        mark = read_mark(self.house, connection.inbox.name) or Mark(since=self.house.clock() - _first(connection))
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
                self._write(connection, replace(mark, tries=mark.tries + 1))
                raise PlatformDown(said=f"{missing} details missing")
            heard = connection.channel.parse({**page.answer, "details": details}, now).heard if page.ids else ()
            bought = [one for detail in details if (one := paid(detail, now))]
            keep(self.house, connection, [*bought, *heard], self.house.clock())
            mark = _next(mark, page, until, self.house.clock())
            self._write(connection, mark)
            if page.more_from is None and until >= now - OVERLAP:
                return

    def _api(self, connection: Connection) -> Api:
        """The shop's, anew when its settings have changed."""
        known = self._apis.get(connection.inbox.name)
        if known is not None and known[0] == connection.account.values:
            return known[1]
        made = Api(account=connection.account, wire=self.house.outside.wire, clock=self.house.clock, pause=self.pause)
        self._apis[connection.inbox.name] = (connection.account.values, made)
        return made

    def _troubled(self, connection: Connection, code: str) -> None:
        inbox = connection.inbox.name
        mark = read_mark(self.house, inbox) or Mark(since=self.house.clock() - _first(connection))
        self._write(connection, replace(mark, trouble=code))

    def _write(self, connection: Connection, mark: Mark) -> None:
        inbox = connection.inbox.name
        values: dict[str, Any] = {"since": mark.since, "sequence": mark.sequence, "tries": mark.tries}
        values |= {"answered_at": mark.answered_at, "trouble": mark.trouble}
        with self.house.store.write() as database:
            database.execute(delete(asked_shops).where(asked_shops.c.inbox == inbox))
            database.execute(insert(asked_shops).values(inbox=inbox, **values))


def shops(house: House) -> tuple[Connection, ...]:
    return tuple(one for one in house.connections() if one.inbox.channel == CHANNEL and not one.missing)


def read_mark(house: House, inbox: str) -> Mark | None:
    """Where asking a shop stands, None before it was ever asked."""
    with house.store.read() as database:
        row = database.execute(select(asked_shops).where(asked_shops.c.inbox == inbox)).one_or_none()
    if row is None:
        return None
    return Mark(since=row.since, sequence=row.sequence, tries=row.tries, answered_at=row.answered_at, trouble=row.trouble)


def _next(mark: Mark, page: Changes, until: datetime, at: datetime) -> Mark:
    if page.more_from is not None and (page.more_from, page.more_sequence) != (mark.since, mark.sequence):
        return Mark(since=page.more_from, sequence=page.more_sequence, answered_at=at)
    return Mark(since=max(mark.since, until - OVERLAP), answered_at=at)


def _first(connection: Connection) -> timedelta:
    days = connection.account.value("since_days")
    return timedelta(days=min(max(int(days), 1), _MOST_DAYS)) if days.isdecimal() and len(days) < 4 else timedelta(days=1)
