"""Brings a store's tables to the newest version: Alembic in this process, without an ini file.

Alembic takes 0.4 s to import, and almost every store that is opened is at the newest version already. So that is looked up without it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from dangol.kit.errors import Broken
from dangol.store.turns import Turn, take

if TYPE_CHECKING:
    from dangol.store.engine import Store

_MIGRATIONS = Path(__file__).parent / "migrations"


def newest() -> str:
    """The version that this program brings a store to: a migration's file is named after it (``0004_staff.py``), newest last."""
    return max(path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def at_newest(store: "Store") -> bool:
    """Whether the store has the version of this program."""
    with store.read() as connection:
        return _versions(connection) == {newest()}


def to_head(store: "Store") -> None:
    """Runs the missing migrations in one transaction: all or none.

    Raises:
        Broken: ``store.newer``, the store has a version that this program does not know.
    """
    if at_newest(store):
        return
    to_revision(store, "heads")


def to_revision(store: "Store", revision: str) -> None:
    """Runs the migrations up to ``revision``, so that a backup of that version can be put into the tables.

    Raises:
        Broken: ``store.newer``, this program does not know that version.
    """
    with store.write() as connection:
        take(connection, Turn.UPGRADE)
        _migrate(connection, revision)


def _migrate(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    wanted = {revision} - {"heads"}
    _refuse_newer(_versions(connection) | wanted, {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()})
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _versions(connection: Connection) -> set[str]:
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())


def _refuse_newer(versions: set[str], known: set[str]) -> None:
    unknown = versions - known
    if unknown:
        raise Broken(
            "store.newer",
            ko=f"이 저장소는 더 새로운 단골이 만들었습니다(버전 {', '.join(sorted(unknown))}). 프로그램을 새 판으로 올려 주세요.",
            en=f"A newer Dangol made this store (version {', '.join(sorted(unknown))}). Upgrade the program.",
        )
