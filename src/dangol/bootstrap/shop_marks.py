"""What is remembered of shops that have to be asked: how far each was asked about each thing, and the tokens that it gave us."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import delete, insert, select

from dangol.bootstrap.house import House
from dangol.bootstrap.tables import shop_marks, shop_tokens
from dangol.channels.cafe24.admin import Tokens
from dangol.kit.clock import parse_instant
from dangol.store.sealed import open_value, seal_value
from dangol.store.upsert import insert_or_update

About = Literal["orders", "goods", "reviews", "questions", "inquiries"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """How far a shop was asked about one thing: the beginning of the next window, and the place inside what has more pages."""

    since: datetime
    sequence: str = ""
    tries: int = 0
    answered_at: datetime | None = None
    trouble: str = ""


def read_mark(house: House, inbox: str, about: About = "orders") -> Mark | None:
    """Where asking a shop stands, None before it was ever asked."""
    marks = shop_marks.c
    with house.store.read() as database:
        row = database.execute(select(shop_marks).where(marks.inbox == inbox, marks.about == about)).one_or_none()
    if row is None:
        return None
    return Mark(since=row.since, sequence=row.sequence, tries=row.tries, answered_at=row.answered_at, trouble=row.trouble)


def write_mark(house: House, inbox: str, about: About, mark: Mark) -> None:
    values: dict[str, Any] = {"since": mark.since, "sequence": mark.sequence, "tries": mark.tries}
    values |= {"answered_at": mark.answered_at, "trouble": mark.trouble}
    with house.store.write() as database:
        database.execute(delete(shop_marks).where(shop_marks.c.inbox == inbox, shop_marks.c.about == about))
        database.execute(insert(shop_marks).values(inbox=inbox, about=about, **values))


def read_tokens(house: House, inbox: str, client: str) -> Tokens | None:
    """The tokens that the app ``client`` was given for a shop; None when there are none, or the key that sealed them is gone."""
    wanted = select(shop_tokens.c.sealed).where(shop_tokens.c.inbox == inbox, shop_tokens.c.client == client)
    with house.store.read() as database:
        sealed = database.execute(wanted).scalar_one_or_none()
        held = open_value(database, sealed) if sealed else None
    if not isinstance(held, dict):
        return None
    ends = {name: parse_instant(held[name]) for name in ("access_ends", "refresh_ends")}
    return Tokens(access=held["access"], refresh=held["refresh"], **ends)


def keep_tokens(house: House, inbox: str, client: str, tokens: Tokens) -> None:
    """Makes tokens durable, sealed: those before them are good no more."""
    ends = {"access_ends": tokens.access_ends.isoformat(), "refresh_ends": tokens.refresh_ends.isoformat()}
    with house.store.write() as database:
        sealed = seal_value(database, {"access": tokens.access, "refresh": tokens.refresh, **ends})
        row = {"inbox": inbox, "client": client, "sealed": sealed, "changed_at": house.clock()}
        database.execute(insert_or_update(database, shop_tokens, update=("sealed", "changed_at")), row)
