"""Looks for a person's words in every byte of every file, as UTF-8 and as UTF-16."""

from collections.abc import Iterable
from pathlib import Path

from filled_shop import EMAIL, NAME, PHONE, WHO, WORDS
from sqlalchemy import text

from dangol.store.engine import Store

_DIGITS = PHONE.replace("-", "")
_PIECES = dict.fromkeys((WORDS, NAME), 3) | dict.fromkeys((*EMAIL.split("@"), WHO), 5) | {_DIGITS[1:]: 8, PHONE: 9}


def grams() -> set[str]:
    """Every run of so many letters of the distinctive words: three syllables, five Latin letters, eight digits."""
    runs = {word[start : start + n] for word, n in _PIECES.items() for start in range(len(word) - n + 1)}
    return {run for run in runs if run not in {".exam", "examp", "xampl", "ample", "exampl"} and not run.endswith(".e")}


def in_bytes(content: bytes) -> set[str]:
    lowered = content.lower()
    return {gram for gram in grams() for encoding in ("utf-8", "utf-16-le", "utf-16-be") if gram.encode(encoding) in lowered}


def in_files(*folders: Path) -> dict[str, set[str]]:
    """Each file below the folders in which something is left, with what."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert files
    return {str(path): found for path in files if (found := in_bytes(path.read_bytes()))}


def in_tables(store: Store) -> dict[str, set[str]]:
    """The same for the files of a PostgreSQL database, read through the server: tables, indexes, TOAST."""
    if store.dialect == "sqlite":
        return {}
    query = (
        "SELECT relname, pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class WHERE relkind IN ('r', 'i', 't') AND relfilenode > 0"
    )
    with store.write() as connection:
        found: Iterable[tuple[str, bytes]] = [(row[0], bytes(row[1])) for row in connection.execute(text(query))]
    return {name: left for name, content in found if (left := in_bytes(content))}
