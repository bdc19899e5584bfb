"""What a site says about someone: that a browser is a known customer's, and what it knows of them. Said, not proved.

A site's tracking key stands in its pages, so anybody can say this. A claim links identities for the timeline and for what suits
someone; it is never a proof: see ``merges.verify``.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from dangol.kit.errors import Conflict
from dangol.people import tables
from dangol.people.merges import merge
from dangol.people.tables import merges
from dangol.people.traits import set_trait
from dangol.store.among import among
from dangol.store.sealed import open_value

EVIDENCE = "identified"
CONFIDENCE = 0.9  # by convention, less than the 1.0 of a proof: browsers are shared, and the key is public
MOST_TRAITS = 100
_LONGEST_NAME = 128


def claim(connection: Connection, left: str, right: str, at: datetime) -> bool:
    """Links two identities because a site says that they are one person. Answers whether they are linked by that now.

    A link that staff has undone is not made again, and neither is one that would give a person two logins.

    Raises:
        NotFound: ``people.no_identity``.
    """
    if left == right:
        return False
    pair = or_(and_(merges.c.left == left, merges.c.right == right), and_(merges.c.left == right, merges.c.right == left))
    query = select(merges.c.undone_at).where(pair, merges.c.evidence == EVIDENCE)
    before = connection.execute(query).scalars().all()
    if before:
        return None in before
    try:
        merge(connection, left, right, EVIDENCE, CONFIDENCE, at)
    except Conflict:
        return False
    return True


def claimed(connection: Connection, lefts: Collection[str]) -> set[tuple[str, str]]:
    """The pairs that were ever claimed, undone ones too, with one of ``lefts`` on the left."""
    query = select(merges.c.left, merges.c.right).where(among(connection, merges.c.left, lefts), merges.c.evidence == EVIDENCE)
    return {(row.left, row.right) for row in connection.execute(query)}


def learn(connection: Connection, identity: str, told: Mapping[str, Any], source: str, at: datetime) -> int:
    """Writes down what is new of what a site knows of someone; at most a hundred traits. Answers how many were new.

    Raises:
        NotFound: ``people.no_identity``.
    """
    table = tables.traits
    query = select(table.c.name, table.c.value).where(table.c.identity == identity, table.c.set_at <= at)
    known = {row.name: open_value(connection, row.value) for row in connection.execute(query.order_by(table.c.set_at, table.c.id))}
    fresh = {
        name: value
        for name, value in list(told.items())[:MOST_TRAITS]
        if 0 < len(name) <= _LONGEST_NAME and (name in known or value is not None) and known.get(name) != value
    }
    for name, value in fresh.items():
        set_trait(connection, identity, name, value, source, at)
    return len(fresh)
