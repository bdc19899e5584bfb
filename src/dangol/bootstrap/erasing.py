"""Erasing a person: all that was said, known and derived, on the disk too, with what a law keeps moved apart.

What stays is said in ``docs/reference/personal-data.md``: envelopes without an identity, keyed dedupe hashes (so that a message that is
delivered again stays known), the ledger of erasures, and legal records until their end date.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from dangol.bootstrap import ledger
from dangol.bootstrap.house import House
from dangol.bootstrap.legal_records import LegalRecord, due, keep
from dangol.bootstrap.owners_texts import OwnersText, owners_texts, retire
from dangol.bootstrap.tables import erasures
from dangol.kit.errors import Busy
from dangol.knowledge.reconcile import moved
from dangol.knowledge.tables import reviews
from dangol.people import components
from dangol.store.lake import FOLDER, Lake
from dangol.store.personal import declared, delete_rows, hold, refuse_unknown, rows_of
from dangol.store.turns import Turn, take

_TRIES = 6
_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Inventory:
    """What there is of some identities.

    Attributes:
        rows: how many rows of each table go, or lose their pseudonym.
        legal: what has to be kept, and until when.
        owners: the brand's own texts that repeat their words: they stay, the owner can change them first.
    """

    rows: Mapping[str, int]
    legal: tuple[LegalRecord, ...]
    owners: tuple[OwnersText, ...]


def inventory(house: House, connection: Connection, identities: Collection[str]) -> Inventory:
    """What erasing ``identities`` would do; changes nothing.

    Raises:
        Broken: ``personal.undeclared``.
    """
    refuse_unknown(connection)
    now = house.clock()
    fates = declared()
    found = {name: len(rows) for name, rows in rows_of(connection, identities) if (how := fates[name]) and how.fate != "kept"}
    legal = tuple(record for record in due(connection, house.journal, identities) if record.keep_until > now)
    return Inventory(rows=found, legal=legal, owners=tuple(owners_texts(connection, identities)))


def erase(house: House, identities: Collection[str], *, scrub: bool = True) -> Inventory:
    """Erases, first in the ledger, then in the store, then on the disk. Answers what was done.

    A decision about their message that is being made, or a reply that is being sent, finds its conversation gone and writes nothing back.

    Args:
        scrub: False leaves rewriting the files to the caller, who erases many.

    Raises:
        Refused: ``ledger.not_writable``; Busy: ``store.locked``; nothing was erased. Busy ``erase.not_scrubbed``: it was, but old pages
            could not be rewritten; calling again does that, also for identities that are gone by now.
    """
    at = house.clock()
    for path in (house.folder / ledger.FILE, *([Path(house.settings.erasures)] if house.settings.erasures else [])):
        ledger.append(path, identities, at)
    done = _patiently(lambda: _erase(house, identities, at))
    Lake(house.folder / FOLDER).forget(identities)
    if any(not text.current for text in done.owners):
        house.knowledge.rewrite_index()
    if not scrub:
        return done
    try:
        _patiently(house.store.scrub)
    except Busy as error:
        raise Busy(
            "erase.not_scrubbed",
            ko="지웠지만 저장소 파일을 아직 다시 쓰지 못했습니다. 잠시 뒤 같은 명령에 --scrub을 붙여 다시 실행해 주세요.",
            en="It is erased, but the store's file could not be rewritten yet. Run the command again in a moment, with --scrub.",
        ) from error
    return done


def erase_again(house: House, identities: Collection[str], at: datetime) -> None:
    """Erases who was erased ``at`` and came back with a backup; the ledger knows it already, and the caller rewrites the files."""
    _patiently(lambda: _erase(house, identities, at))


def erase_in(connection: Connection, identities: Collection[str]) -> Mapping[str, int]:
    """Deletes their rows inside the caller's transaction, and derives anew who the others are."""
    others = components.reachable(connection, identities)[0] - set(identities)
    touched = delete_rows(connection, identities)
    if touched.get(reviews.name):
        moved(connection)  # whoever answers has them in memory, and reads knowledge anew
    components.recompute(connection, others)
    return touched


def _erase(house: House, identities: Collection[str], at: datetime) -> Inventory:
    with house.store.write() as connection:
        take(connection, Turn.JOURNAL)  # nobody appends meanwhile, and what was appended is seen
        take(connection, Turn.MERGES)
        refuse_unknown(connection)
        hold(connection, identities)
        owners = tuple(owners_texts(connection, identities))
        retire(connection, owners)
        legal = tuple(keep(connection, house.journal, identities, at, house.new_id))
        touched = erase_in(connection, identities)
        connection.execute(insert(erasures), [{"id": house.new_id(at), "identity": one, "erased_at": at} for one in identities])
        return Inventory(rows=touched, legal=legal, owners=owners)


def _patiently(work: Callable[[], _T]) -> _T:
    """Again, when somebody wrote at the same moment: a lock, or (PostgreSQL) a row that came between two of our statements."""
    for attempt in range(_TRIES):
        try:
            return work()
        except (Busy, IntegrityError):
            if attempt == _TRIES - 1:
                raise
            time.sleep(0.1 * 2**attempt)
    raise AssertionError("unreachable")
