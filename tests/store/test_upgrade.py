from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

import dangol
from dangol.kit.errors import Broken
from dangol.store.engine import Store, open_store
from dangol.store.schema import metadata


def test_the_migrations_make_what_the_rooms_declare(store: Store) -> None:
    for path in sorted(Path(dangol.__file__).parent.glob("*/tables.py")):
        import_module(f"dangol.{path.parent.name}.tables")
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


def test_a_store_of_a_newer_program_is_left_alone(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Broken, match=r"store\.newer"):
        store.upgrade()
