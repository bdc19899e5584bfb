"""Whose contacts may go to a platform, and which: those who agreed to exactly that, by addresses that they proved themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from dangol.bootstrap.segments.everybody import Somebody
from dangol.people.audience import KINDS, ContactKind
from dangol.people.consents import Recipient, handing_over_since
from dangol.people.proven import CERTAIN, proven
from dangol.people.tables import merges


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """A proven address, and the pseudonym of the identity that it is."""

    identity: str
    kind: ContactKind
    address: str


def entitled(
    connection: Connection, everyone: Mapping[str, Somebody], to: Recipient, kinds: Sequence[ContactKind] = KINDS
) -> dict[str, tuple[Contact, ...]]:
    """By person, the contacts of these kinds that may go; whoever has none is left out.

    A consent leads only to the identities that are certainly the same person as the one that gave it (``people.proven``); a refusal
    counts for every identity that we believe is theirs; nobody under 14 is in it, whoever said that they are.
    """
    proved = _proved(connection)
    found: dict[str, tuple[Contact, ...]] = {}
    for person, who in everyone.items():
        if who.child:
            continue
        agreeing = [one for one in who.identities if handing_over_since(who.said, one, to)]
        certain = {same.id: same for one in agreeing for same in proven(connection, one)} if proved else {}
        contacts = tuple(
            Contact(identity=one.id, kind=kind, address=one.external_id)
            for kind in kinds
            for one in sorted(certain.values(), key=lambda each: each.id)
            if one.kind == kind and one.id in proved
        )
        if contacts:
            found[person] = contacts
    return found


def _proved(connection: Connection) -> set[str]:
    """Identities that take part in the proof of an address: an address that a site only told of has none."""
    evidence = merges.c.evidence.in_([f"verified_{kind}" for kind in KINDS])
    query = select(merges.c.left, merges.c.right).where(merges.c.undone_at.is_(None), merges.c.confidence >= CERTAIN, evidence)
    return {one for pair in connection.execute(query) for one in pair}
