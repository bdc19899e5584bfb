"""A shop's products and stock: all of them again and again, and only what the shop says otherwise than before is told.

So a word of the owner's files stands until the shop itself changes its own, and asking twice changes nothing. A product that two whole
askings in a row did not show is gone: one alone may have lost it, because pages shift while they are turned.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection as Database
from sqlalchemy import delete, func, select, update

from dangol.bootstrap import catalogue
from dangol.bootstrap.connecting import Connection
from dangol.bootstrap.house import House
from dangol.bootstrap.shop_marks import Mark, read_mark, write_mark
from dangol.bootstrap.tables import shop_goods
from dangol.channels.asked import Page
from dangol.channels.failures import PlatformDown
from dangol.channels.port import Heard
from dangol.store.among import among
from dangol.store.upsert import insert_or_update

EVERY = timedelta(minutes=10)  # from the end of one asking for everything to the next
_MOST_PAGES = 50  # in one round; the next goes on there
_GONE = 2  # askings in a row
_UNSEEN, _SEEN = 1, 0

AskPage = Callable[[str, datetime], Page]


def ask(house: House, connection: Connection, page_of: AskPage) -> None:
    """Goes on with the asking that is under way, or begins one when it is due.

    Raises:
        DeliveryError: the shop refused, or could not be reached. Busy, Broken: a page was not kept.
    """
    inbox, now = connection.inbox.name, house.clock()
    mark = read_mark(house, inbox, "goods")
    if mark is not None and not mark.sequence and mark.answered_at is not None and not mark.trouble and now - mark.answered_at < EVERY:
        return
    if mark is None or not mark.sequence:
        mark = Mark(since=now, answered_at=mark.answered_at if mark else None)
        _begin(house, inbox)
    for _ in range(_MOST_PAGES):
        page = page_of(mark.sequence, now)
        shown = _take(house, inbox, page.heard, now)
        if not page.after:
            _end(house, inbox, now, shown)
            write_mark(house, inbox, "goods", Mark(since=mark.since, answered_at=now))
            return
        mark = replace(mark, sequence=page.after, trouble="")
        write_mark(house, inbox, "goods", mark)


def _begin(house: House, inbox: str) -> None:
    """Nothing has been shown yet."""
    with house.store.write() as database:
        database.execute(update(shop_goods).where(shop_goods.c.inbox == inbox).values(missed=shop_goods.c.missed + _UNSEEN))


def _take(house: House, inbox: str, heard: tuple[Heard, ...], at: datetime) -> int:
    """Tells what differs from what the shop said before, in one transaction. Answers how many things the page showed."""
    if not heard:
        return 0
    things = {_thing(one): one for one in heard}
    goods = shop_goods.c
    with house.store.write() as database:
        known = select(goods.thing, goods.digest).where(goods.inbox == inbox, among(database, goods.thing, list(things)))
        before: dict[str, str] = {row.thing: row.digest for row in database.execute(known)}
        rows: list[dict[str, Any]] = []
        for thing, one in things.items():
            digest = _digest(one)
            if before.get(thing) != digest:
                catalogue.tell(house, database, inbox, replace(one, id=f"{one.id}/{at.isoformat()}"), at)
            rows.append({"inbox": inbox, "thing": thing, "names": _names(one), "digest": digest, "missed": _SEEN})
        database.execute(insert_or_update(database, shop_goods, update=("names", "digest", "missed")), rows)
    return len(things)


def _end(house: House, inbox: str, at: datetime, shown: int) -> None:
    """Takes away what is gone. A shop that shows nothing any more at all is believed to be ill, not empty."""
    goods = shop_goods.c
    with house.store.write() as database:
        if not shown and not _any_shown(database, inbox):
            if database.execute(select(func.count()).where(goods.inbox == inbox)).scalar_one():
                raise PlatformDown(said="no products at all")
            return
        gone = database.execute(select(goods.thing, goods.names).where(goods.inbox == inbox, goods.missed >= _GONE)).all()
        for row in gone:
            kind, _, product = row.thing.partition("/")
            if kind == "product.changed":
                data = {"product_id": product, **row.names}
                removed = Heard(type="product.removed", identity=inbox, id=f"gone/{product[:200]}/{at.isoformat()}", at=at, data=data)
                catalogue.tell(house, database, inbox, removed, at)
        database.execute(delete(shop_goods).where(goods.inbox == inbox, goods.missed >= _GONE))


def _any_shown(database: Database, inbox: str) -> bool:
    seen = select(shop_goods.c.thing).where(shop_goods.c.inbox == inbox, shop_goods.c.missed == _SEEN)
    return database.execute(seen.limit(1)).first() is not None


def _thing(heard: Heard) -> str:
    return f"{heard.type}/{heard.data['product_id']}"


def _names(heard: Heard) -> dict[str, str]:
    return {key: str(heard.data[key]) for key in ("product_no", "own_id") if heard.data.get(key)}


def _digest(heard: Heard) -> str:
    said = repr(sorted((key, value) for key, value in heard.data.items()))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
