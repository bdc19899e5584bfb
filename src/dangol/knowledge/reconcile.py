"""Makes the tables say what the files say: new versions for what changed, an end for what is gone, nothing for what is the same."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, select, update

from dangol.knowledge.entries import Entry
from dangol.knowledge.tables import facts, faqs, knowledge_version, passages, reviews

_TABLES = (facts, faqs, passages, reviews)
_FORGOTTEN: Mapping[str, Any] = {"text": "", "traits": {}, "identity": None}  # of a review that is no longer current


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What shall be true.

    Attributes:
        entries: by origin, what its file says.
        withdrawn: things that a partial feed says are gone; kept: things whose row was refused, so that they stay as they are.
        retires: whether what came from this origin and is no longer said is gone.
        brand_digest: of the brand's profile; None leaves it.
    """

    entries: Mapping[str, Iterable[Entry]]
    withdrawn: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    retires: Callable[[str], bool]
    brand_digest: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """The things (``product/p01`` …) by what became of them, and the knowledge version after it."""

    added: frozenset[str]
    changed: frozenset[str]
    retired: frozenset[str]
    unchanged: frozenset[str]
    version: int


@dataclass(slots=True)
class _Changes:
    """Rows to write to one table."""

    insert: list[dict[str, Any]] = field(default_factory=list)
    end: list[dict[str, Any]] = field(default_factory=list)
    move: list[dict[str, Any]] = field(default_factory=list)


def lock_version(connection: Connection) -> tuple[int, str]:
    """The knowledge version and brand digest, held until the transaction ends: imports come one after the other."""
    row = connection.execute(select(knowledge_version.c.version, knowledge_version.c.brand_digest).with_for_update()).one()
    return row.version, row.brand_digest


def moved(connection: Connection) -> None:
    """Lets the knowledge version move, inside the caller's transaction: what was known was changed without an import."""
    version, _ = lock_version(connection)
    connection.execute(update(knowledge_version).values(version=version + 1))


def reconcile(connection: Connection, wanted: Wanted, at: datetime) -> Outcome:
    """Writes the difference between the tables and ``wanted`` inside the caller's transaction, dated ``at``."""
    version, brand_digest = lock_version(connection)
    said = {entry.citation: (origin, entry) for origin, entries in wanted.entries.items() for entry in entries}
    things = {entry.thing for _, entry in said.values()}
    before: set[str] = set()
    touched: set[str] = set()
    stay: set[str] = set()
    moved = False
    for table in _TABLES:
        current = _current(connection, table)
        before |= {row.thing for row in current.values()}
        changes = _changes(table, current, said, things, wanted)
        _number(connection, table, changes.insert)
        _write(connection, table, changes, at)
        ended = {row["citation_"] for row in changes.end}
        stay |= {row.thing for citation, row in current.items() if citation not in ended}
        touched |= {row["thing"] for row in changes.insert} | {current[citation].thing for citation in ended}
        moved = moved or bool(changes.move)
    new_brand = brand_digest if wanted.brand_digest is None else wanted.brand_digest
    if touched or moved or new_brand != brand_digest:
        version += 1
        connection.execute(update(knowledge_version).values(version=version, brand_digest=new_brand))
    return Outcome(
        added=frozenset(things - before),
        changed=frozenset(touched & things & before),
        retired=frozenset(touched - things - stay),
        unchanged=frozenset((things & before) - touched),
        version=version,
    )


def _current(connection: Connection, table: Table) -> dict[str, Any]:
    columns = (table.c.citation, table.c.version, table.c.thing, table.c.origin, table.c.line, table.c.position, table.c.digest)
    return {row.citation: row for row in connection.execute(select(*columns).where(table.c.valid_to.is_(None)))}


def _changes(table: Table, current: Mapping[str, Any], said: Mapping[str, tuple[str, Entry]], things: set[str], wanted: Wanted) -> _Changes:
    changes = _Changes()
    for citation, (origin, entry) in said.items():
        if entry.table is not table:
            continue
        row = current.get(citation)
        if row is not None and row.digest == entry.digest:
            if (row.origin, row.line, row.position) != (origin, entry.line, entry.position):
                changes.move.append(_key(row) | {"origin_": origin, "line_": entry.line, "position_": entry.position})
            continue
        if row is not None:
            changes.end.append(_key(row))
        changes.insert.append(_inserted(origin, entry, row.version + 1 if row is not None else 0))
    changes.end.extend(_key(row) for citation, row in current.items() if citation not in said and _gone(row, things, wanted))
    return changes


def _gone(row: Any, things: set[str], wanted: Wanted) -> bool:
    if row.thing in things or row.thing in wanted.withdrawn:  # a thing that is said anew is replaced whole
        return True
    return row.thing not in wanted.kept and wanted.retires(row.origin)


def _key(row: Any) -> dict[str, Any]:
    return {"citation_": row.citation, "version_": row.version}


def _inserted(origin: str, entry: Entry, version: int) -> dict[str, Any]:
    return {
        "citation": entry.citation,
        "version": version,
        "thing": entry.thing,
        "origin": origin,
        "line": entry.line,
        "position": entry.position,
        "digest": entry.digest,
        **entry.content,
    }


def _number(connection: Connection, table: Table, insert: list[dict[str, Any]]) -> None:
    """What was retired and comes back goes on counting, so that a version never means two texts."""
    new = [row for row in insert if row["version"] == 0]
    if not new:
        return
    newest = select(table.c.citation, func.max(table.c.version)).group_by(table.c.citation)
    last = {row[0]: row[1] for row in connection.execute(newest)}
    for row in new:
        row["version"] = last.get(row["citation"], 0) + 1


def _write(connection: Connection, table: Table, changes: _Changes, at: datetime) -> None:
    one = (table.c.citation == bindparam("citation_")) & (table.c.version == bindparam("version_"))
    if changes.end:
        connection.execute(update(table).where(one).values(valid_to=at, **(_FORGOTTEN if table is reviews else {})), changes.end)
    if changes.move:
        placed: dict[str, Any] = {name: bindparam(f"{name}_") for name in ("origin", "line", "position")}
        connection.execute(update(table).where(one).values(placed), changes.move)
    if changes.insert:
        connection.execute(table.insert(), [row | {"valid_from": at} for row in changes.insert])
