"""What a person says of their own DNA: corrected, switched off, taken back. Kept as traits, so it is exported and erased with them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from dangol.kit.errors import BadInput
from dangol.people.dna import FACETS, VALUES, FacetName, Word
from dangol.people.tables import identities
from dangol.people.tables import traits as traits_table
from dangol.people.traits import set_trait, traits

WORDS = "dna."  # how the names of these traits begin
_SOURCE = "person"
_LONGEST = 60  # characters of an interest
_MOST = 10


def correct(connection: Connection, identity: str, facet: str, values: tuple[str, ...], at: datetime) -> None:
    """The person's own word on a facet: from now on it is this, whatever happens.

    Raises:
        BadInput: ``dna.unknown_facet``, ``dna.bad_value``. NotFound: ``people.no_identity``.
    """
    name = _known(facet)
    choices = VALUES.get(name)
    free = 0 < len(values) <= _MOST and all(0 < len(one) <= _LONGEST for one in values)
    fits = (len(values) == 1 and values[0] in choices) if choices else free
    if not fits:
        listed = ", ".join(choices) if choices else f"1-{_MOST} × 1-{_LONGEST}"
        raise BadInput(
            "dna.bad_value",
            ko=f"{name}에 쓸 수 있는 값: {listed}.",
            en=f"{name} can be: {listed}.",
        )
    set_trait(connection, identity, f"{WORDS}{name}", {"values": list(values)}, _SOURCE, at)


def switch_off(connection: Connection, identity: str, at: datetime, facet: str | None = None) -> None:
    """One facet, or all of them, is not to be worked out or shown.

    Raises:
        BadInput: ``dna.unknown_facet``. NotFound: ``people.no_identity``.
    """
    for name in FACETS if facet is None else (_known(facet),):
        set_trait(connection, identity, f"{WORDS}{name}", {"off": True}, _SOURCE, at)


def take_back(connection: Connection, identity: str, at: datetime, facet: str | None = None) -> None:
    """Forgets what was said: the facet is worked out from what happened again."""
    for name in FACETS if facet is None else (_known(facet),):
        set_trait(connection, identity, f"{WORDS}{name}", None, _SOURCE, at)


def words_of(connection: Connection, person: str) -> Mapping[FacetName, Word]:
    """What the person said, over all their identities; the last word on a facet counts."""
    found = {name: traits_.value for name, traits_ in traits(connection, person).items() if traits_.value is not None}
    said: dict[FacetName, Word] = {}
    for facet in FACETS:
        value = found.get(f"{WORDS}{facet}")
        if isinstance(value, dict):
            said[facet] = Word(values=tuple(value.get("values", ())), off=bool(value.get("off")))
    return said


def switched_off(connection: Connection, facet: FacetName) -> frozenset[str]:
    """The persons who want nothing known of this facet, by their latest word."""
    query = select(identities.c.person, traits_table.c.value).join(identities, identities.c.id == traits_table.c.identity)
    said = query.where(traits_table.c.name == f"{WORDS}{facet}").order_by(traits_table.c.set_at, traits_table.c.id)
    last = {row.person: row.value for row in connection.execute(said)}
    return frozenset(person for person, value in last.items() if isinstance(value, dict) and value.get("off"))


def _known(facet: str) -> FacetName:
    for name in FACETS:
        if name == facet:
            return name
    listed = ", ".join(FACETS)
    raise BadInput("dna.unknown_facet", ko=f"모르는 항목입니다. 쓸 수 있는 항목: {listed}.", en=f"Unknown facet. There are: {listed}.")
