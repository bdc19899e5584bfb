"""A person is a connected component of active merges. ``identities.person`` is derived from them, and recomputed here."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, select, union, update

from dangol.people.tables import identities, merges
from dangol.store.among import among
from dangol.store.turns import Turn, take


def components(nodes: Iterable[str], edges: Iterable[tuple[str, str]]) -> list[set[str]]:
    """The connected components of a graph, by union and find with path halving (Tarjan and van Leeuwen 1984)."""
    parent = {node: node for node in nodes}

    def root(node: str) -> str:
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for left, right in edges:
        parent[root(left)] = root(right)
    grouped: dict[str, set[str]] = {}
    for node in parent:
        grouped.setdefault(root(node), set()).add(node)
    return list(grouped.values())


def persons(seen: Mapping[str, datetime], edges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each identity's person: the id of the earliest-seen identity of its component, ties by id."""
    found: dict[str, str] = {}
    for component in components(seen, edges):
        person = min(component, key=lambda node: (seen[node], node))
        found.update(dict.fromkeys(component, person))
    return found


def reachable(connection: Connection, seeds: Collection[str]) -> tuple[set[str], set[tuple[str, str]]]:
    """All identities that active merges connect with ``seeds`` (themselves included), and those merges."""
    nodes, edges = set(seeds), set[tuple[str, str]]()
    frontier = set(seeds)
    while frontier:
        found = _touching(connection, frontier) - edges
        edges |= found
        frontier = {node for edge in found for node in edge} - nodes
        nodes |= frontier
    return nodes, edges


def recompute(connection: Connection, seeds: Collection[str]) -> None:
    """Derives ``identities.person`` anew for everyone connected with ``seeds``."""
    take(connection, Turn.MERGES)
    nodes, edges = reachable(connection, seeds)
    _derive(connection, nodes, edges)


def recompute_merged(connection: Connection, seeds: Collection[str]) -> bool:
    """``recompute``, but leaves alone those of ``seeds`` without a merge. Answers whether there was any with one."""
    touched = {node for edge in _touching(connection, seeds) for node in edge}
    if touched:
        recompute(connection, touched)
    return bool(touched)


def _touching(connection: Connection, nodes: Collection[str]) -> set[tuple[str, str]]:
    active = select(merges.c.left, merges.c.right).where(merges.c.undone_at.is_(None))
    query = union(*(active.where(among(connection, side, nodes)) for side in (merges.c.left, merges.c.right)))
    return {(left, right) for left, right in connection.execute(query)}


def _derive(connection: Connection, nodes: Collection[str], edges: Iterable[tuple[str, str]]) -> None:
    query = select(identities.c.id, identities.c.first_seen, identities.c.person).where(among(connection, identities.c.id, nodes))
    rows = connection.execute(query).all()
    current = {row.id: row.person for row in rows}
    for identity, person in persons({row.id: row.first_seen for row in rows}, edges).items():
        if current[identity] != person:
            connection.execute(update(identities).where(identities.c.id == identity).values(person=person))
