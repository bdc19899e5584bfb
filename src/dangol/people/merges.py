"""Merges: two identities are one person, by some evidence, with some confidence; every merge can be undone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, or_, select, update

from dangol.kit.errors import BadInput, Conflict, NotFound
from dangol.people.addresses import AddressKind, normalised
from dangol.people.components import reachable, recompute
from dangol.people.identities import Identity, ensure, find, identity_id
from dangol.people.tables import identities, merges
from dangol.store.among import among
from dangol.store.turns import Turn, take


@dataclass(frozen=True, kw_only=True, slots=True)
class Merge:
    """One edge between two identities.

    Attributes:
        evidence: a machine name of why, e.g. ``verified_email``, ``agent``.
        confidence: 0…1, how sure we are.
        undone_at: None while it is active.
    """

    id: int
    left: str
    right: str
    evidence: str
    confidence: float
    merged_at: datetime
    undone_at: datetime | None = None
    undone_reason: str | None = None


def merge(connection: Connection, left: str, right: str, evidence: str, confidence: float, at: datetime) -> Merge:
    """Records that two identities are one person. The same two with the same evidence again give the merge that is there.

    Raises:
        BadInput: ``people.bad_merge``: one identity with itself, no evidence, or a confidence outside 0…1.
        NotFound: ``people.no_identity``.
        Conflict: ``people.two_logins``: the person would have two different logins; nothing is recorded.
    """
    if left == right or not evidence or not 0 <= confidence <= 1:
        raise BadInput(
            "people.bad_merge",
            ko="합치려면 서로 다른 두 고객 아이디와 근거, 0에서 1 사이의 확신도가 필요합니다.",
            en="A merge needs two different identities, an evidence and a confidence from 0 to 1.",
        )
    take(connection, Turn.MERGES)
    for identity in (left, right):
        find(connection, identity)
    active = _active(connection, left, right, evidence)
    if active:
        return active
    _refuse_two_logins(connection, {left, right})
    query = insert(merges).values(left=left, right=right, evidence=evidence, confidence=confidence, merged_at=at).returning(merges)
    made = _merge(connection.execute(query).one())
    recompute(connection, {left, right})
    return made


def undo(connection: Connection, merge_id: int, at: datetime, reason: str) -> Merge:
    """Takes a merge back: who is connected only by it become two persons again. Undone twice, the first time stands.

    Raises:
        NotFound: ``people.no_merge``.
    """
    take(connection, Turn.MERGES)
    row = connection.execute(select(merges).where(merges.c.id == merge_id)).one_or_none()
    if row is None:
        raise NotFound("people.no_merge", ko=f"그런 합치기 기록이 없습니다: {merge_id}.", en=f"There is no such merge: {merge_id}.")
    if row.undone_at is not None:
        return _merge(row)
    query = update(merges).where(merges.c.id == merge_id).values(undone_at=at, undone_reason=reason).returning(merges)
    undone = _merge(connection.execute(query).one())
    recompute(connection, {undone.left, undone.right})
    return undone


def verify(connection: Connection, key: bytes, identity: str, kind: AddressKind, value: str, at: datetime) -> Identity:
    """Someone has proved a login, an e-mail address or a phone number: links the identity with it, certainly.

    Whoever proved the same address before is the same person from now on. Answers the identity with its person.

    Raises:
        BadInput: the value is no such address.
        NotFound: ``people.no_identity``.
        Conflict: ``people.two_logins``: the person would have two different logins; nothing is recorded.
    """
    address = normalised(kind, value)
    take(connection, Turn.MERGES)
    find(connection, identity)
    proved = identity_id(key, kind, address)
    if proved != identity:
        _refuse_two_logins(connection, {identity, proved}, also={proved} if kind == "login" else set())
        ensure(connection, key, kind, address, kind, at)
        merge(connection, identity, proved, f"verified_{kind}", 1.0, at)
    return find(connection, identity)


def merges_of(connection: Connection, identity: str) -> list[Merge]:
    """All merges that an identity takes or took part in, oldest first."""
    query = select(merges).where(or_(merges.c.left == identity, merges.c.right == identity)).order_by(merges.c.id)
    return [_merge(row) for row in connection.execute(query)]


def _active(connection: Connection, left: str, right: str, evidence: str) -> Merge | None:
    pair = or_(and_(merges.c.left == left, merges.c.right == right), and_(merges.c.left == right, merges.c.right == left))
    row = connection.execute(select(merges).where(pair, merges.c.evidence == evidence, merges.c.undone_at.is_(None))).first()
    return _merge(row) if row else None


def _refuse_two_logins(connection: Connection, seeds: Collection[str], also: Collection[str] = ()) -> None:
    """``also``: logins that have no row yet."""
    nodes, _ = reachable(connection, seeds)
    known = connection.execute(
        select(identities.c.id).where(among(connection, identities.c.id, nodes), identities.c.kind == "login")
    ).scalars()
    if len(set(known) | set(also)) > 1:
        raise Conflict(
            "people.two_logins",
            ko="서로 다른 두 로그인 계정은 한 사람으로 합칠 수 없습니다. 먼저 잘못된 연결을 되돌려 주세요.",
            en="Two different logins cannot become one person. Undo the wrong link first.",
        )


def _merge(row: Row[Any]) -> Merge:
    return Merge(**row._mapping)
