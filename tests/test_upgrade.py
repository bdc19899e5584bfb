import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import dangol
from dangol.kit.errors import Broken
from dangol.store.engine import Store, open_store
from dangol.store.personal import declared
from dangol.store.schema import metadata
from dangol.store.upgrade import newest


def test_the_migrations_make_what_the_rooms_declare(store: Store) -> None:
    declared()  # imports the tables of every room
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": metadata})
        assert compare_metadata(context, metadata) == []


def test_upgrading_again_changes_nothing(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("INSERT INTO checkpoints (name, position) VALUES ('a', 7)"))
    store.upgrade()
    with store.read() as connection:
        assert connection.execute(text("SELECT position FROM checkpoints")).scalar_one() == 7


def test_two_may_upgrade_an_empty_store(store_url: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    stores = [open_store(store_url), open_store(store_url)]
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(store.upgrade) for store in stores]:
            done.result()
    with stores[0].read() as connection:
        assert connection.execute(text("SELECT count(*) FROM envelopes")).scalar_one() == 0
    for store in stores:
        store.close()


def test_many_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def look(path: Path) -> str:
        store = open_store(path)
        with store.read() as connection:
            mode = str(connection.execute(text("PRAGMA journal_mode")).scalar_one())
        store.close()
        return mode

    with ThreadPoolExecutor(8) as pool:
        for attempt in range(20):
            assert set(pool.map(look, [tmp_path / f"{attempt}.db"] * 8)) == {"wal"}


def test_a_store_of_a_newer_program_is_left_alone(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Broken, match=r"store\.newer"):
        store.upgrade()


def test_the_newest_version_is_read_from_the_names_as_alembic_reads_it_from_the_files() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(dangol.__file__).parent / "store" / "migrations"))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [newest()]


def test_a_store_at_the_newest_version_is_opened_without_alembic(store: Store) -> None:
    code = (
        "import sys\nfrom dangol.store.engine import open_store\nopened = open_store(sys.argv[1])\nopened.upgrade()\n"
        "opened.close()\nprint('alembic' in sys.modules)"
    )
    address = store.url.render_as_string(hide_password=False)
    told = subprocess.run([sys.executable, "-c", code, address], capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout == "False\n"
