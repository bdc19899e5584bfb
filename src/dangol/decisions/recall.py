"""Who was told what is no longer true: sent answers whose citations have another version now.

Counted stock is left out: it moves with every order, and nobody wants a letter for that. Erased people are gone from the outbox, so they
are not here either.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from dangol.knowledge.evidence import PastVersion, fact_versions, resolve
from dangol.knowledge.facts import Snapshot
from dangol.language.concepts import concept_of_header
from dangol.outbox.row import OutboxRow
from dangol.outbox.rows import as_row
from dangol.outbox.tables import outbox

_MOST = 20_000  # sent answers that are looked at, the newest
_KNOWLEDGE = ("product/", "place/", "faq/", "policy/", "article/")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One identity that was told an older version, in the newest answer that did so.

    Attributes:
        said: the sentences that rested on it. correction: the row of the outbox that corrects it, None while there is none.
        anew: a later answer has told this identity the present version already.
    """

    identity: str
    inbox: str
    conversation: str
    at: datetime
    version: int
    said: str
    correction: OutboxRow | None = None
    anew: bool = False

    @property
    def open(self) -> bool:
        return self.correction is None and not self.anew


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A citation that has changed since it was told.

    Attributes:
        title: what it is about. was: its text in the version told last; now: its text, None when nothing true bears its id any more.
        version: the present one; of what is gone, one after its last. at: when it changed. told: the newest first.
    """

    citation: str
    title: str
    was: str
    now: str | None
    version: int
    at: datetime
    told: tuple[Told, ...]

    @property
    def open(self) -> tuple[Told, ...]:
        return tuple(one for one in self.told if one.open)


def key_of(citation: str, version: int, told: Told) -> str:
    """Names the one correction that an identity gets of a citation's version."""
    return f"recall/{citation}@{version}/{told.inbox}/{told.identity}"


def changes(connection: Connection, snapshot: Snapshot, since: datetime) -> tuple[Change, ...]:
    """What was told since then and has changed, the newest change first."""
    versions = _versions(snapshot)
    told: dict[str, dict[tuple[str, str], Told]] = {}
    anew: set[tuple[str, str, str]] = set()
    for row in _sent(connection, since):
        for citation in row.body.citations:
            who = (row.identity, row.inbox)
            if not citation.id.startswith(_KNOWLEDGE) or _counts_stock(citation.id):
                continue
            if versions.get(citation.id) == citation.version:
                anew.add((citation.id, *who))
            else:
                told.setdefault(citation.id, {}).setdefault(who, _told(row, citation.id, citation.version, anew))
    found = (_change(connection, snapshot, citation, tuple(people.values())) for citation, people in told.items())
    return tuple(sorted((one for one in found if one), key=lambda change: change.at, reverse=True))


def _sent(connection: Connection, since: datetime) -> Iterator[OutboxRow]:
    """The newest first, so that what somebody was told last is seen before what they were told earlier."""
    sent = select(outbox).where(outbox.c.sent_at >= since, outbox.c.status == "sent", outbox.c.kind.in_(("reply", "service")))
    for row in connection.execute(sent.order_by(outbox.c.sent_at.desc(), outbox.c.id.desc()).limit(_MOST)).mappings():
        yield as_row(row)


def _told(row: OutboxRow, citation: str, version: int, anew: Collection[tuple[str, str, str]]) -> Told:
    said = " ".join(one.text for one in row.body.sentences if any(cited.id == citation for cited in one.citations))
    return Told(
        identity=row.identity,
        inbox=row.inbox,
        conversation=row.conversation,
        at=row.sent_at or row.created_at,
        version=version,
        said=said or row.body.text,
        anew=(citation, row.identity, row.inbox) in anew,
    )


def _change(connection: Connection, snapshot: Snapshot, citation: str, told: Sequence[Told]) -> Change | None:
    past = fact_versions(connection, citation)
    newest = past[-1] if past else None
    was = next((one.text for one in past if one.version == told[0].version), None)
    if newest is None or was is None:
        return None
    now = resolve(snapshot, citation)
    version = now.version if now else newest.version + 1
    return Change(
        citation=citation,
        title=now.title if now else citation,
        was=was,
        now=now.text if now else None,
        version=version,
        at=_moved_at(newest, gone=now is None),
        told=tuple(_with_correction(connection, one, key_of(citation, version, one)) for one in told),
    )


def _moved_at(newest: PastVersion, *, gone: bool) -> datetime:
    return newest.valid_to if gone and newest.valid_to else newest.valid_from


def _with_correction(connection: Connection, told: Told, key: str) -> Told:
    row = connection.execute(select(outbox).where(outbox.c.idempotency_key == key)).mappings().one_or_none()
    if row is None:
        return told
    return replace(told, conversation=row["conversation"], correction=as_row(row))


def _versions(snapshot: Snapshot) -> Mapping[str, int]:
    subjects = (*snapshot.products.values(), *snapshot.places.values())
    return {
        **{fact.citation_id: fact.version for subject in subjects for fact in subject.facts.values()},
        **{faq.citation_id: faq.version for faq in snapshot.faqs.values()},
        **{passage.citation_id: passage.version for passage in snapshot.passages},
    }


def _counts_stock(citation: str) -> bool:
    known = concept_of_header(citation.rpartition("/")[2]) if citation.startswith("product/") else None
    return known is not None and known.name == "stock"
