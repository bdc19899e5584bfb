"""Fixtures that all rooms share: a store on each engine, brought to the newest version."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from dangol.store.engine import Store, open_store

POSTGRES = os.environ.get("DANGOL_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store, once for each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'dangol.db'}"
    else:
        yield from _database_of_its_own()


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A store at the newest version, once for each engine."""
    opened = open_store(store_url)
    opened.upgrade()
    yield opened
    opened.close()


def _database_of_its_own() -> Iterator[str]:
    name = f"dangol_test_{secrets.token_hex(6)}"
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        server.dispose()
        pytest.skip("no PostgreSQL server answers (set DANGOL_TEST_POSTGRES)")
    try:
        yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()
