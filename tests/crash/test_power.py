"""What was acknowledged outlives a power cut, shown on a disk that forgets what was not synced; and a careless store is caught."""

from pathlib import Path

import pytest
from crash.brand import bakery
from crash.disk import ForgetfulDisk, forgetful
from crash.power import careless, run_cuts
from sqlalchemy import text

from dangol.store.engine import Store, open_store


def test_every_acknowledged_message_outlives_a_power_cut() -> None:
    with bakery("sqlite") as (folder, _):
        outcome = run_cuts(folder, seed=20261122)
    assert outcome.wrong == []
    assert outcome.acknowledged == 8 * 6 * 2
    assert outcome.cuts > 20
    assert outcome.syncs >= outcome.acknowledged / 2


def test_a_store_that_does_not_wait_for_the_disk_is_caught() -> None:
    with bakery("sqlite") as (folder, _):
        outcome = run_cuts(folder, seed=20261122, spoil=careless)
    assert any("was acknowledged and is lost" in sentence for sentence in outcome.wrong)
    assert not any("damaged" in sentence for sentence in outcome.wrong)


def test_the_disk_forgets_what_was_not_synced(tmp_path: Path) -> None:
    from random import Random

    disk = ForgetfulDisk(tmp_path, lambda: None)
    with forgetful(disk):
        store = open_store(tmp_path / "dangol.db")
        with store.write() as connection:
            connection.execute(text("CREATE TABLE kept (it TEXT)"))
        line = store._writer.raw_connection()
        line.cursor().execute("PRAGMA synchronous=OFF")
        line.close()
        with store.write() as connection:
            connection.execute(text("INSERT INTO kept VALUES ('unsynced')"))
        left = [disk.image(Random(seed)) for seed in range(20)]
        store.close()
    found = set()
    for number, image in enumerate(left):
        place = tmp_path / str(number)
        place.mkdir()
        for name, content in image.items():
            (place / name).write_bytes(content)
        again = open_store(place / "dangol.db")
        with again.read() as connection:
            found.add(tuple(connection.execute(text("SELECT it FROM kept")).scalars()))
        again.close()
    assert found == {(), ("unsynced",)}


@pytest.mark.postgres
def test_postgresql_is_asked_to_wait_for_its_disk(store: Store) -> None:
    """Its own durability is its own; what we can lose is ``synchronous_commit``, which any session may switch off."""
    with store.write() as connection:
        if store.dialect == "postgresql":
            assert connection.execute(text("SHOW synchronous_commit")).scalar_one() == "on"
        else:
            assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
