"""A brand to kill: the small bakery of the tests, in a temporary folder, on SQLite or in a PostgreSQL database of its own."""

import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

POSTGRES = environ.get("DANGOL_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


@contextmanager
def bakery(engine: str) -> Iterator[tuple[Path, str]]:
    """The folder, imported, and its store's address."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from dangol.bootstrap.house import open_house
    from dangol.cli.prepared import import_first
    from small_brand import small_brand

    with tempfile.TemporaryDirectory(prefix="dangol-crash-") as place:
        folder = small_brand(Path(place) / "brand")
        with _address(engine, folder) as url:
            house = open_house(folder, url=url)
            import_first(house)
            house.close()
            yield folder, url


@contextmanager
def _address(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'dangol.db'}"
        return
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    name = f"dangol_test_{secrets.token_hex(6)}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()
