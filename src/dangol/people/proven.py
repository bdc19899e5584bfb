"""Who somebody certainly is: the identities that proofs, and nothing else, join with one.

A guessed merge counts for nothing here: it could show one person what is another's.
"""

from sqlalchemy import Connection, or_, select

from dangol.people.identities import Identity, find
from dangol.people.tables import identities, merges
from dangol.store.among import among

CERTAIN = 1.0  # the confidence of a proof, see ``people.merges.verify``


def proven(connection: Connection, who: str) -> list[Identity]:
    """The identity itself (none when nothing is known of it) first, and those that are certainly the same person."""
    seen, frontier = {who}, {who}
    while frontier:
        certain = select(merges.c.left, merges.c.right).where(
            merges.c.undone_at.is_(None), merges.c.confidence >= CERTAIN, merges.c.evidence.startswith("verified_")
        )
        touching = certain.where(or_(among(connection, merges.c.left, frontier), among(connection, merges.c.right, frontier)))
        frontier = {one for pair in connection.execute(touching) for one in pair} - seen
        seen |= frontier
    known = connection.execute(select(identities.c.id).where(among(connection, identities.c.id, seen))).scalars()
    return [find(connection, one) for one in sorted(known, key=lambda one: (one != who, one))]
