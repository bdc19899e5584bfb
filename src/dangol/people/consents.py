"""Consents: who agreed to advertising, in which inbox, to which words, when; and who refused. And, apart, who agreed that their
contacts be handed to an advertising platform: agreeing to advertising is not agreeing to that (개인정보 보호법 17조).

A consent counts for the identity that gave it and for no other: it is never carried over by a merge, which is a guess. A refusal counts for
every identity of the person, so that somebody who has said no once hears no more of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, and_, select

from dangol.people.identities import find, members
from dangol.people.tables import consents, identities
from dangol.store.among import among
from dangol.store.upsert import insert_or_ignore

Purpose = Literal["promotional", "promotional_night", "audience_meta", "audience_naver"]
Act = Literal["given", "withdrawn"]
Recipient = Literal["meta", "naver"]
PURPOSES: tuple[Purpose, ...] = ("promotional", "promotional_night")  # of advertising: what 정보통신망법 50조 speaks of
AUDIENCES: dict[Recipient, Purpose] = {"meta": "audience_meta", "naver": "audience_naver"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent:
    """One word of a person about advertising.

    Attributes:
        purpose: ``promotional``; ``promotional_night`` for 21:00 to 08:00 in Korea, which is asked apart (50조 3항);
            ``audience_meta`` or ``audience_naver``, to hand contacts to that platform.
        act: given, or withdrawn (also a refusal before anything was given).
        wording: which version of the words was agreed to; empty for a withdrawal.
        source: where it was said: an inbox, a form, an imported list.
    """

    id: int
    identity: str
    purpose: Purpose
    act: Act
    wording: str
    source: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What counts for one identity now: since when advertising is agreed to, also at night, and when it was last refused.

    ``given_at`` and ``night_given_at`` are None where nothing was given, or a later refusal of any identity of the person stands.
    """

    given_at: datetime | None = None
    night_given_at: datetime | None = None
    refused_at: datetime | None = None


def record(
    connection: Connection,
    identity: str,
    purpose: Purpose,
    act: Act,
    *,
    wording: str,
    source: str,
    at: datetime,
    noticed: bool = False,
) -> Consent:
    """Writes a word about advertising down, once; earlier ones stay as history.

    Args:
        noticed: its result was told already (history, where the old system had to); else it is told within 14 days.

    Raises:
        NotFound: ``people.no_identity``.
    """
    find(connection, identity)
    said = {"identity": identity, "purpose": purpose, "act": act, "wording": wording, "source": source, "at": at}
    values = {**said, "noticed_at": at if noticed else None}
    connection.execute(insert_or_ignore(connection, consents), values)
    same = and_(*(consents.c[name] == said[name] for name in ("identity", "purpose", "act", "at")))
    kept = connection.execute(select(consents.c.id, consents.c.wording, consents.c.source).where(same)).one()
    return Consent(id=kept.id, identity=identity, purpose=purpose, act=act, wording=kept.wording, source=kept.source, at=at)


def history(connection: Connection, identities: Sequence[str]) -> list[Consent]:
    """All words of these identities, in the order in which they were said."""
    query = select(consents).where(among(connection, consents.c.identity, identities)).order_by(consents.c.at, consents.c.id)
    return [
        Consent(id=row.id, identity=row.identity, purpose=row.purpose, act=row.act, wording=row.wording, source=row.source, at=row.at)
        for row in connection.execute(query)
    ]


def everything_said(connection: Connection, of: Sequence[str]) -> list[Consent]:
    """All words of the people behind these identities, also by their other identities, in the order in which they were said."""
    person = select(identities.c.person).where(among(connection, identities.c.id, of))
    theirs = connection.execute(select(identities.c.id).where(identities.c.person.in_(person))).scalars().all()
    return history(connection, theirs)


def standing(connection: Connection, identity: str) -> Standing:
    """What counts for an identity now.

    Raises:
        NotFound: ``people.no_identity``.
    """
    person = find(connection, identity).person
    return stands(history(connection, [one.id for one in members(connection, person)]), identity)


def stands(said: Sequence[Consent], identity: str) -> Standing:
    """What counts after all of this was said, in order. At the same instant a refusal wins."""
    refused = {purpose: _newest(said, purpose, "withdrawn") for purpose in PURPOSES}
    given = {purpose: _newest([one for one in said if one.identity == identity], purpose, "given") for purpose in PURPOSES}
    all_refused = refused["promotional"]
    night_refused = max((at for at in refused.values() if at), default=None)
    day = _unless(given["promotional"], all_refused)
    night = _unless(given["promotional_night"], night_refused) if day else None
    return Standing(given_at=day, night_given_at=night, refused_at=all_refused)


def handing_over_since(said: Sequence[Consent], identity: str, to: Recipient) -> datetime | None:
    """Since when an identity agrees that its contacts go to a platform, by all that its person has said, in order; None when it does not.

    Any refusal of any identity of the person ends it, also one of advertising alone, and agreeing to advertising again does not revive it.
    Nobody's contacts go while a refusal of advertising stands, even if they agreed to this since.
    """
    stands_now = stands(said, identity)
    if stands_now.refused_at and not stands_now.given_at:
        return None
    refused = (_newest(said, AUDIENCES[to], "withdrawn"), stands_now.refused_at)
    mine = [one for one in said if one.identity == identity]
    return _unless(_newest(mine, AUDIENCES[to], "given"), max((at for at in refused if at), default=None))


def agreements(said: Sequence[Consent], identities: Sequence[str]) -> frozenset[Purpose]:
    """What any of these identities agrees to now, by all that their person has said, in order."""
    found: set[Purpose] = set()
    for one in identities:
        held = stands(said, one)
        found |= {purpose for purpose, at in zip(PURPOSES, (held.given_at, held.night_given_at), strict=True) if at}
        found |= {AUDIENCES[to] for to in AUDIENCES if handing_over_since(said, one, to)}
    return frozenset(found)


def _newest(said: Sequence[Consent], purpose: Purpose, act: Act) -> datetime | None:
    return max((one.at for one in said if one.purpose == purpose and one.act == act), default=None)


def _unless(given: datetime | None, refused: datetime | None) -> datetime | None:
    return given if given and (refused is None or given > refused) else None
