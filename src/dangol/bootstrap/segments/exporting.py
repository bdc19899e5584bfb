"""Digests for a platform's audience: written to a file of their own, and written down, so that they can be taken out again."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from dangol.bootstrap.house import House
from dangol.bootstrap.segments.entitled import Contact, entitled
from dangol.bootstrap.segments.everybody import everybody
from dangol.bootstrap.segments.lists import people_in, segments_of
from dangol.bootstrap.tables import erasures
from dangol.kit.errors import Busy, Conflict, Refused
from dangol.offers.segment_file import Layout
from dangol.offers.tables import audience_digests, audience_exports
from dangol.people.audience import digest
from dangol.people.consents import Recipient
from dangol.people.tables import consents, merges, traits
from dangol.store.bulk import insert_rows

_TRIES = 3
NAMES: dict[Recipient, tuple[str, str]] = {"meta": ("메타", "Meta"), "naver": ("네이버", "Naver")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    """What was written: persons in the segment, how many of them are in the file, with how many digests."""

    segment: int
    people: int
    contacts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Chosen:
    """Whose contacts go, with what the store had been told until then."""

    segment: int
    contacts: Sequence[tuple[Contact, ...]]
    told: tuple[int, ...]


def export(house: House, name: str, to: Recipient, path: Path, *, by: str, at: datetime) -> Exported:
    """Writes the digests of those in a segment who agreed to it into a new file, and writes down what went, when, by whom.

    A consent withdrawn or an erasure while it is being made is seen: it is then made again.

    Raises:
        NotFound: ``segments.unknown``. Refused: ``audience.nobody``, ``audience.not_writable``. Conflict: ``audience.exists``.
        Busy: ``audience.moved``. BadInput: ``segments.bad_file``.
    """
    layout = segments_of(house).layout(to)
    for _ in range(_TRIES):
        chosen = _choose(house, name, to, layout, at)
        if not chosen.contacts:
            raise _nobody(name, to, chosen.segment)
        done = Exported(segment=chosen.segment, people=len(chosen.contacts), contacts=sum(map(len, chosen.contacts)))
        with house.store.write() as connection:
            if _state(connection) != chosen.told:
                continue
            write_new(path, as_text(_rows(chosen.contacts, layout), layout.header))
            try:
                _write_down(connection, chosen.contacts, layout, to, at)
                row = {"id": house.new_id(at), "segment": name, "recipient": to, "author": by, "at": at}
                connection.execute(insert(audience_exports), {**row, "people": done.people, "contacts": done.contacts})
            except BaseException:
                path.unlink(missing_ok=True)
                raise
            return done
    raise Busy(
        "audience.moved",
        ko="만드는 동안 동의가 계속 바뀌었습니다. 잠시 뒤 다시 해 주세요.",
        en="Consents kept changing while it was made. Try again in a moment.",
    )


def write_new(path: Path, text: str) -> None:
    """A new file that only its owner can read.

    Raises:
        Conflict: ``audience.exists``. Refused: ``audience.not_writable``.
    """
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(text, encoding="utf-8", newline="")
    except FileExistsError as error:
        raise Conflict(
            "audience.exists", ko=f"{path}이(가) 이미 있습니다. 다른 이름을 정해 주세요.", en=f"{path} exists. Choose another name."
        ) from error
    except OSError as error:
        raise Refused(
            "audience.not_writable",
            ko=f"{path}에 쓸 수 없습니다. 자리와 권한을 확인해 주세요.",
            en=f"{path} cannot be written. Check the place and your permissions.",
        ) from error


def as_text(rows: Sequence[Sequence[str]], header: Sequence[str]) -> str:
    """Lines of digests, each row as long as ``header``'s columns; without a header there is no first line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    if header:
        writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def _choose(house: House, name: str, to: Recipient, layout: Layout, at: datetime) -> _Chosen:
    with house.store.read() as connection:
        told = _state(connection)
        everyone = everybody(house, connection, at)
        inside = people_in(house, connection, name, everyone, at)
        may = entitled(connection, {person: who for person, who in everyone.items() if person in inside}, to, layout.columns)
    return _Chosen(segment=len(inside), contacts=tuple(may.values()), told=told)


def _state(connection: Connection) -> tuple[int, ...]:
    """Grows with every word, merge, trait and erasure, so that what was read can be known to hold still."""
    newest = [connection.execute(select(func.max(table.c.id))).scalar_one() or 0 for table in (consents, merges, traits)]
    undone = select(func.count()).select_from(merges).where(merges.c.undone_at.is_not(None))
    return (*newest, connection.execute(undone).scalar_one(), connection.execute(select(func.count()).select_from(erasures)).scalar_one())


def _rows(people: Sequence[Sequence[Contact]], layout: Layout) -> list[list[str]]:
    """A line for each person; whoever has two addresses of a kind has two."""
    rows: list[list[str]] = []
    for contacts in people:
        columns = ([_digest(one, layout) for one in contacts if one.kind == kind] for kind in layout.columns)
        rows += [list(row) for row in zip_longest(*columns, fillvalue="")]
    return rows


def _digest(contact: Contact, layout: Layout) -> str:
    return digest(contact.kind, contact.address, national=layout.national)


def _write_down(connection: Connection, people: Sequence[Sequence[Contact]], layout: Layout, to: Recipient, at: datetime) -> None:
    rows = {_digest(one, layout): (to, _digest(one, layout), one.kind, one.identity, at) for contacts in people for one in contacts}
    insert_rows(connection, audience_digests, [rows[each] for each in sorted(rows)], update=("identity", "at"))


def _nobody(name: str, to: Recipient, people: int) -> Refused:
    ko, en = NAMES[to]
    return Refused(
        "audience.nobody",
        ko=f"{name}의 {people}명 가운데 {ko}에 연락처를 건네는 데 동의하고 이메일이나 전화번호를 본인 확인한 분이 없어 쓰지 않았습니다.",
        en=f"Of the {people} people in {name} nobody agreed that their contacts go to {en} and has proved an e-mail or phone: "
        "nothing was written.",
    )
