"""All that is recorded of a person, as one JSON object: what they said and did, what was said to them, what was concluded, and why."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from dangol.bootstrap.house import House
from dangol.bootstrap.personal_words import COLUMNS, TABLES
from dangol.people.identities import Identity
from dangol.store.personal import refuse_unknown, rows_of
from dangol.store.sealed import open_payload, opened

Rows = list[dict[str, Any]]


def export(house: House, connection: Connection, identities: Sequence[Identity]) -> dict[str, Any]:
    """``{"exported_at", "brand", "identities": [pseudonym, …], "tables": {name: [row, …]}, "labels": {…}}``.

    Every table of which a row belongs to them is there, also derived ones, with every column as it is stored; instants in ISO 8601, UTC.
    What an event said (``payloads``) stands in its event.

    Raises:
        Broken: ``personal.undeclared``.
    """
    refuse_unknown(connection)
    names = [one.id for one in identities]
    tables = {name: [_shown(connection, row) for row in rows] for name, rows in rows_of(connection, names)}
    said = {row["position"]: row["payload"] for row in tables.pop("payloads", ())}
    for event in tables.get("envelopes", ()):
        event["data"] = said.get(event["position"], {})
    return {
        "exported_at": house.clock().isoformat(),
        "brand": house.knowledge.brand().profile.name,
        "identities": names,
        "tables": tables,
        "labels": {"ko": _labels(0, tables), "en": _labels(1, tables)},
    }


def _labels(language: int, tables: Mapping[str, Rows]) -> dict[str, dict[str, str]]:
    columns = {column for rows in tables.values() for row in rows for column in row}
    return {
        "tables": {name: TABLES[name][language] for name in tables if name in TABLES},
        "columns": {name: COLUMNS[name][language] for name in sorted(columns) if name in COLUMNS},
    }


def _shown(connection: Connection, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else _opened(connection, name, value) for name, value in row.items()}


def _opened(connection: Connection, column: str, value: Any) -> Any:
    return opened(connection, value) if column == "external_id" else open_payload(connection, value)
