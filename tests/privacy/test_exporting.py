"""A person gets all that is recorded of them, in their own words, and nobody else's."""

import json
import zipfile
from pathlib import Path

import pytest
from filled_shop import EMAIL, NAME, WHO, WORDS, says
from sqlalchemy import select

from dangol.bootstrap.exporting import export
from dangol.bootstrap.finding_person import find_person
from dangol.bootstrap.house import House
from dangol.bootstrap.person_file import DATA, PAGE, page, write_person
from dangol.bootstrap.personal_words import COLUMNS, TABLES
from dangol.kit.errors import Conflict
from dangol.store.personal import declared
from dangol.store.schema import metadata


def exported(house: House) -> dict[str, object]:
    with house.store.read() as connection:
        return export(house, connection, find_person(house, connection, WHO, inbox="web")[1])


def test_everything_of_theirs_is_in_it_and_nothing_of_others(house: House) -> None:
    told = exported(house)
    tables = told["tables"]
    assert isinstance(tables, dict)
    whole = json.dumps(told, ensure_ascii=False)
    assert all(known in whole for known in (WORDS, EMAIL, NAME, WHO))
    assert "다른 손님의 말" not in whole
    ids = set(told["identities"])  # type: ignore[call-overload]
    with house.store.read() as connection:
        for table in (metadata.tables["envelopes"], metadata.tables["outbox"], metadata.tables["traits"]):
            stored = connection.execute(select(table).where(table.c.identity.in_(ids))).all()
            assert len(tables[table.name]) == len(stored) > 0
    bought = next(event for event in tables["envelopes"] if event["type"] == "order.completed")
    assert bought["data"]["note"] == WORDS
    assert {row["direction"] for row in tables["messages"]} == {"in", "out"}
    assert all(row["reasons"] for row in tables["decisions"])


def test_every_personal_table_and_column_has_its_words() -> None:
    names = {name for name, how in declared().items() if how is not None}
    assert names == set(TABLES)
    assert {column.name for name in names for column in metadata.tables[name].columns} - {"payload"} <= set(COLUMNS)


def test_the_page_escapes_what_was_typed(shop: House) -> None:
    says(shop, "<script>alert(1)</script>", key="xss")
    text = page(exported(shop))
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert "주고받은 말" in text


@pytest.mark.parametrize("name", ["mine.zip", "mine"])
def test_it_is_kept_as_a_folder_or_a_zip_for_the_owners_eyes_only(shop: House, tmp_path: Path, name: str) -> None:
    made = write_person(exported(shop), tmp_path / name)
    assert made.stat().st_mode & 0o077 == 0
    if made.is_dir():
        names = {path.name for path in made.iterdir()}
    else:
        with zipfile.ZipFile(made) as archive:
            assert archive.testzip() is None
            names = set(archive.namelist())
    assert names == {PAGE, DATA}
    with pytest.raises(Conflict, match=r"export\.exists"):
        write_person(exported(shop), tmp_path / name)
