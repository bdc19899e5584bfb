"""The brand's segments and their people: live ones by their conditions at this moment, frozen ones as they were."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, insert, select

from dangol.bootstrap.house import House
from dangol.bootstrap.segments.entitled import entitled
from dangol.bootstrap.segments.everybody import Somebody, everybody
from dangol.kit.errors import Conflict, NotFound, Refused
from dangol.knowledge.text_file import read_text
from dangol.offers.segment_file import FILE, NAME, Segment, Segments, read_segments
from dangol.offers.tables import frozen_segments, segment_members
from dangol.people.consents import AUDIENCES, Recipient


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """One segment as it is shown.

    Attributes:
        text: its conditions as written. frozen_at: None for a live one; made_from: the live one that was frozen, else empty.
        people: persons in it, each once. may_go: how many of them each platform may be given.
    """

    name: str
    title: str
    text: str
    people: int
    may_go: Mapping[Recipient, int]
    frozen_at: datetime | None = None
    made_from: str = ""


def segments_of(house: House) -> Segments:
    """What ``segments.toml`` says; without the file there are none.

    Raises:
        BadInput: ``segments.bad_file``, or the file cannot be read.
    """
    path = house.folder / FILE
    snapshot = house.knowledge.snapshot()
    categories = {one.text("category") or "" for one in snapshot.products.values()} - {""}
    return read_segments(read_text(path, FILE) if path.exists() else None, snapshot.products, categories, snapshot.places)


def listed(house: House, at: datetime) -> list[Listed]:
    """All segments with their sizes, live ones first in the file's order, then frozen ones by name."""
    told = segments_of(house)
    with house.store.read() as connection:
        everyone = everybody(house, connection, at)
        may_go = {to: entitled(connection, everyone, to, told.layout(to).columns) for to in AUDIENCES}
        found: list[Listed] = []
        for one in told.live.values():
            inside = {person for person, who in everyone.items() if fits(one, who, at)}
            found.append(Listed(name=one.name, title=one.title, text=one.text, people=len(inside), may_go=_counted(inside, may_go)))
        for row in connection.execute(select(frozen_segments).order_by(frozen_segments.c.name)).all():
            inside = _kept(connection, row.name, everyone)
            kept = Listed(name=row.name, title=row.name, text=row.conditions, people=len(inside), may_go=_counted(inside, may_go))
            found.append(replace(kept, frozen_at=row.frozen_at, made_from=row.made_from))
    return found


def fits(segment: Segment, who: Somebody, at: datetime) -> bool:
    """Whether all conditions of a segment hold of somebody."""
    return all(condition.holds(who.customer, at) for condition in segment.conditions)


def people_in(house: House, connection: Connection, name: str, everyone: Mapping[str, Somebody], at: datetime) -> set[str]:
    """The persons of a segment, live or frozen.

    Raises:
        NotFound: ``segments.unknown``. BadInput: ``segments.bad_file``.
    """
    segment = segments_of(house).live.get(name)
    if segment is not None:
        return {person for person, who in everyone.items() if fits(segment, who, at)}
    if connection.execute(select(frozen_segments.c.name).where(frozen_segments.c.name == name)).scalar_one_or_none() is None:
        raise _unknown(name)
    return _kept(connection, name, everyone)


def freeze(house: House, name: str, new_name: str, at: datetime) -> int:
    """Keeps whoever is in a live segment now as a list of its own. Answers how many people that are.

    Raises:
        NotFound: ``segments.unknown``. Conflict: ``segments.name_taken``. Refused: ``segments.nobody``.
    """
    told = segments_of(house)
    if (segment := told.live.get(name)) is None:
        raise _unknown(name)
    with house.store.read() as connection:
        everyone = everybody(house, connection, at)
    inside = {person: who for person, who in everyone.items() if fits(segment, who, at)}
    if not inside:
        raise Refused(
            "segments.nobody", ko=f"지금 {name}에 아무도 없어 얼리지 않았습니다.", en=f"Nobody is in {name} now, so nothing was frozen."
        )
    with house.store.write() as connection:
        taken = connection.execute(select(frozen_segments.c.name).where(frozen_segments.c.name == new_name)).scalar_one_or_none()
        if taken is not None or new_name in told.live or not NAME.fullmatch(new_name):
            raise Conflict(
                "segments.name_taken",
                ko=f"{new_name}: 이미 있거나 쓸 수 없는 이름입니다. 글자, 숫자, -, _ 로 60자까지 다른 이름을 정해 주세요.",
                en=f"{new_name} is taken, or no name: choose another of letters, digits, - and _, at most 60.",
            )
        row = {"name": new_name, "made_from": name, "conditions": segment.text, "frozen_at": at}
        connection.execute(insert(frozen_segments), row)
        members = [{"segment": new_name, "identity": one} for who in inside.values() for one in who.identities]
        connection.execute(insert(segment_members), members)
    return len(inside)


def _kept(connection: Connection, name: str, everyone: Mapping[str, Somebody]) -> set[str]:
    """Whoever was frozen into it, as persons of today: a merge since then makes one of two."""
    then = set(connection.execute(select(segment_members.c.identity).where(segment_members.c.segment == name)).scalars())
    return {person for person, who in everyone.items() if then.intersection(who.identities)}


def _counted(inside: Set[str], may_go: Mapping[Recipient, Mapping[str, object]]) -> dict[Recipient, int]:
    return {to: len(inside & whose.keys()) for to, whose in may_go.items()}


def _unknown(name: str) -> NotFound:
    return NotFound(
        "segments.unknown",
        ko=f"{name}: 그런 세그먼트가 없습니다. {FILE}의 이름이나, 얼린 이름을 적어 주세요. 목록: dangol segments",
        en=f"{name}: there is no such segment. Give a name from {FILE}, or a frozen one. All of them: dangol segments",
    )
