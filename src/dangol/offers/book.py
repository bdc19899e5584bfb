"""The book of offers: what ``offers.csv`` said when it was imported, how much of each is left, and whether one still stands."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, insert, select, update

from dangol.offers.offer import Offer
from dangol.offers.offer_file import OfferRow, offer_of
from dangol.offers.tables import offers


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An offer as it stands: ``left`` of its own stock, None without limit."""

    offer: Offer
    left: int | None
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BookReport:
    """How many offers an import added, changed, retired and left as they were."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    unchanged: int = 0


def write_book(connection: Connection, rows: Sequence[OfferRow], kept: frozenset[str], at: datetime) -> BookReport:
    """Makes the table say what the file says, inside the caller's transaction. Twice the same file changes nothing.

    Args:
        kept: ids of rows that were refused: what was known of them stays.
    """
    known = {row.id: row for row in connection.execute(select(offers).with_for_update())}
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    for row in rows:
        cells = _kept(row)
        digest = _digest(cells)
        before = known.get(row.offer.id)
        said = {"cells": cells, "line": row.line, "digest": digest, "changed_at": at, "retired_at": None}
        if before is None:
            connection.execute(insert(offers).values(id=row.offer.id, given=0, **said))
            counts["added"] += 1
        elif before.digest != digest or before.retired_at:
            connection.execute(update(offers).where(offers.c.id == row.offer.id).values(said))
            counts["added" if before.retired_at else "changed"] += 1
        else:
            if before.line != row.line:
                connection.execute(update(offers).where(offers.c.id == row.offer.id).values(line=row.line))
            counts["unchanged"] += 1
    gone = [name for name, row in known.items() if not row.retired_at and name not in kept | {one.offer.id for one in rows}]
    if gone:
        connection.execute(update(offers).where(offers.c.id.in_(gone)).values(retired_at=at))
    return BookReport(**counts, retired=len(gone))


def read_book(connection: Connection) -> dict[str, Entry]:
    """All offers that were not taken out of the file, in its order."""
    rows = connection.execute(select(offers).where(offers.c.retired_at.is_(None)).order_by(offers.c.line, offers.c.id))
    return {row.id: _entry(row) for row in rows}


def find(connection: Connection, offer: str) -> Entry | None:
    """One of them; None when it is not, or no longer, in the file."""
    row = connection.execute(select(offers).where(offers.c.id == offer, offers.c.retired_at.is_(None))).one_or_none()
    return _entry(row) if row else None


def take_one(connection: Connection, entry: Entry) -> bool:
    """Gives away one piece of an offer's own stock; False when none is left. One statement, so the last piece is given once."""
    limit = entry.offer.stock
    mine = (offers.c.id == entry.offer.id, offers.c.retired_at.is_(None))
    left = () if limit is None else (offers.c.given < limit,)
    return connection.execute(update(offers).where(*mine, *left).values(given=offers.c.given + 1)).rowcount == 1


def _kept(row: OfferRow) -> dict[str, str]:
    """The cells, with days turned into the instants that they meant in the brand's time."""
    instants = {"starts": row.offer.starts, "ends": row.offer.ends}
    return {**row.cells, **{name: at.isoformat() for name, at in instants.items() if at}}


def _entry(row: Any) -> Entry:
    offer = _offer(json.dumps(row.cells, ensure_ascii=False, sort_keys=True))
    return Entry(offer=offer, left=None if offer.stock is None else max(0, offer.stock - row.given), line=row.line)


@lru_cache(2048)
def _offer(cells: str) -> Offer:
    return offer_of(json.loads(cells), UTC)


def _digest(cells: Mapping[str, str]) -> str:
    return blake2b(json.dumps(cells, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace"), digest_size=16).hexdigest()
