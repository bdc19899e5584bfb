"""Products as a shop's own system tells them, one at a time: what it says of a product is true from then on, as when a file says it.

A column of which nothing is said stays as it was. Where a file and a shop say different things, the word that came last counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from dangol.knowledge import cells as cell
from dangol.knowledge.cells import BadCell
from dangol.knowledge.entries import Entry, entries
from dangol.knowledge.facts import Source
from dangol.knowledge.reconcile import Outcome, Wanted, reconcile
from dangol.knowledge.rows import SubjectRow
from dangol.knowledge.subject_rows import bad_id
from dangol.knowledge.tables import facts

CODE, NUMBER = "product_code", "product_no"  # columns that hold a shop's own ids of a product
_CHECKS = {"price": cell.price, "stock": cell.stock}


def known_product(connection: Connection, names: Sequence[str]) -> str | None:
    """The id of the product that goes by one of ``names``: its id here, or an id of the shop's in its row."""
    current = (facts.c.kind == "product", facts.c.valid_to.is_(None))
    for name in dict.fromkeys(name for name in names if name):
        if connection.execute(select(facts.c.subject).where(*current, facts.c.citation == f"product/{name}/name")).first():
            return name
    for name in dict.fromkeys(name for name in names if name):
        for column in (CODE, NUMBER):
            held = select(facts.c.subject).where(*current, facts.c.column == column, facts.c.value == name)
            if row := connection.execute(held.limit(1)).first():
                return str(row.subject)
    return None


def tell_product(
    connection: Connection, names: Sequence[str], said: Mapping[str, str | None], origin: str, at: datetime, *, new: bool = True
) -> Outcome | None:
    """Puts ``said`` over what is known of a product, inside the caller's transaction; None for a column takes it away.

    Args:
        names: its id, and other ids that it may go by here; the first is its id when it is new.
        origin: who says so, ``products:<inbox>``. new: whether a product that was unknown is taken in.

    Returns:
        None when there is nothing to tell of: an unknown product without a name, or an id that no product can have.
    """
    known = known_product(connection, names)
    id_ = known or next((name for name in names if name and bad_id(name) is None), None)
    if id_ is None or (known is None and not new):
        return None
    before = _cells(connection, id_)
    news = {column: _plain(column, value) if value else None for column, value in said.items() if not (value and _bad(column, value))}
    cells = {**{column: row.value for column, row in before.items()}, **news}
    if not cells.get("name"):
        return None
    row = SubjectRow(kind="product", id=id_, cells=tuple((c, v) for c, v in cells.items() if v), source=Source(file=origin))
    said_by: dict[str, list[Entry]] = {}
    for entry in entries([row]):
        old = before.get(str(entry.content["column"]))
        if old is not None and old.digest == entry.digest:  # it keeps its source
            said_by.setdefault(old.origin, []).append(replace(entry, line=old.line, position=old.position))
        else:
            said_by.setdefault(origin, []).append(entry)
    return reconcile(connection, Wanted(entries=said_by, retires=lambda _origin: False), at)


def withdraw_product(connection: Connection, names: Sequence[str], at: datetime) -> Outcome | None:
    """Retires a product; None when it is not known."""
    known = known_product(connection, names)
    if known is None:
        return None
    return reconcile(connection, Wanted(entries={}, withdrawn=frozenset({f"product/{known}"}), retires=lambda _origin: False), at)


def _cells(connection: Connection, id_: str) -> dict[str, Any]:
    current = (facts.c.kind == "product", facts.c.subject == id_, facts.c.valid_to.is_(None))
    return {row.column: row for row in connection.execute(select(facts).where(*current).order_by(facts.c.position, facts.c.column))}


def _bad(column: str, value: str) -> bool:
    return column in _CHECKS and isinstance(_CHECKS[column](value), BadCell)


def _plain(column: str, value: str) -> str:
    read = _CHECKS[column](value) if column in _CHECKS else value
    return value if isinstance(read, BadCell) else read
