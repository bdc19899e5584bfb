"""Fixtures that all rooms share: a store on each engine, brought to the newest version."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as dangol.cli.main sets it, before numpy is loaded

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from dangol.kit.sealing import Vault
from dangol.store.engine import Store, open_store

POSTGRES = os.environ.get("DANGOL_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
VAULT = Vault([b"k" * 32])  # what the tests' stores seal contact data with
ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=ENGINES)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store, once for each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'dangol.db'}"
        return
    with _database(request.getfixturevalue("_server")) as name:
        yield _address(name)


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store at the newest version, once for each engine: a copy of one that was upgraded once for all tests."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("_upgraded_file"), tmp_path / "dangol.db")
        opened = open_store(tmp_path / "dangol.db", VAULT)
        yield opened
        opened.close()
        return
    with _database(request.getfixturevalue("_server"), template=request.getfixturevalue("_upgraded_database")) as name:
        opened = open_store(_address(name), VAULT)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def _upgraded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "dangol.db"
    template = open_store(path)
    template.upgrade()
    template.scrub()
    template.close()
    return path


@pytest.fixture(scope="session")
def _server() -> Iterator[Engine]:
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        server.connect().close()
    except OperationalError:
        pytest.skip("no PostgreSQL server answers (set DANGOL_TEST_POSTGRES)")
    yield server
    server.dispose()


@pytest.fixture(scope="session")
def _upgraded_database(_server: Engine) -> Iterator[str]:
    with _database(_server) as name:
        template = open_store(_address(name))
        template.upgrade()
        template.close()
        yield name


@contextmanager
def _database(server: Engine, template: str = "template1") -> Iterator[str]:
    name = f"dangol_test_{secrets.token_hex(6)}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    try:
        yield name
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _address(name: str) -> str:
    return make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
