"""Whether an offer still stands, asked of the tables in the transaction that would show it or send it."""

from datetime import datetime

from sqlalchemy import Connection, select

from dangol.knowledge.tables import facts
from dangol.offers.book import find
from dangol.offers.conditions import Things
from dangol.offers.eligible import stands
from dangol.offers.shelf import Product, number
from dangol.store.among import among

_CELLS = ("name", "category", "stock")


def lost(connection: Connection, offer: str, at: datetime) -> str:
    """Why it stands no longer (``over``, ``sold_out`` …, ``retired`` when the owner took it out); empty while it stands."""
    entry = find(connection, offer)
    if entry is None:
        return "retired"
    return stands(entry, _about(connection, entry.offer.things), at) or ""


def _about(connection: Connection, things: tuple[Things, ...]) -> dict[str, Product]:
    """The products that it may be about, as the brand's files have them now."""
    if not things:
        return {}
    current = (facts.c.kind == "product", facts.c.valid_to.is_(None))
    named = {one.product for one in things if one.product}
    categories = {one.category for one in things if one.category}
    if categories:
        inside = select(facts.c.subject).where(*current, facts.c.column == "category", among(connection, facts.c.value, categories))
        named |= set(connection.execute(inside).scalars())
    cells = select(facts.c.subject, facts.c.column, facts.c.value).where(*current, facts.c.column.in_(_CELLS))
    found: dict[str, dict[str, str]] = {}
    for row in connection.execute(cells.where(among(connection, facts.c.subject, named))):
        found.setdefault(row.subject, {})[row.column] = row.value
    return {
        name: Product(id=name, name=said["name"], category=said.get("category", ""), stock=number(said.get("stock")))
        for name, said in found.items()
        if "name" in said
    }
