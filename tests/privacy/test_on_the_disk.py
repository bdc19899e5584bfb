"""Nothing of an erased person is left in any byte of any file (ARCHITECTURE §3, Erasure)."""

import pytest
from filled_shop import EMAIL, WHO, WORDS
from sqlalchemy import text
from traces import grams, in_files, in_tables

from dangol.bootstrap.erasing import erase
from dangol.bootstrap.finding_person import find_person
from dangol.bootstrap.house import House
from dangol.store.engine import Store


def everyone(house: House) -> list[str]:
    with house.store.read() as connection:
        return [one.id for one in find_person(house, connection, WHO, inbox="web")[1]]


def left(house: House) -> dict[str, set[str]]:
    if house.store.dialect == "postgresql":  # what is in its buffers reaches its files, so that reading them shows all
        with house.store.write() as connection:
            connection.execute(text("CHECKPOINT"))
    return in_files(house.folder) | in_tables(house.store)


def test_the_words_looked_for_are_there_before(house: House) -> None:
    found = set().union(*left(house).values())
    assert {gram for gram in grams() if gram not in found} <= {gram for gram in grams() if "-" in gram and gram[0] == "v"}
    assert WORDS[:3] in found
    assert EMAIL[:5] in found


def test_nothing_is_left_in_any_file(house: House) -> None:
    erase(house, everyone(house))
    assert left(house) == {}


def test_without_rewriting_the_files_something_would_be_left(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: deleting rows alone, and emptying SQLite's log, leaves them on pages or in dead rows."""
    monkeypatch.setattr(Store, "scrub", lambda store: None)
    erase(house, everyone(house))
    assert left(house)
