"""Brings a store's tables to the newest version: Alembic in this process, without an ini file."""

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from dangol.kit.errors import Broken
from dangol.store.turns import Turn, take

if TYPE_CHECKING:
    from dangol.store.engine import Store

_MIGRATIONS = Path(__file__).parent / "migrations"


def to_head(store: "Store") -> None:
    """Runs the missing migrations in one transaction: all or none.

    Raises:
        Broken: ``store.newer``, the store has a version that this program does not know.
    """
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    heads = set(scripts.get_heads())
    with store.read() as connection:
        if _versions(connection) == heads:
            return
    with store.write() as connection:
        take(connection, Turn.UPGRADE)
        _refuse_newer(_versions(connection), scripts)
        config.attributes["connection"] = connection
        command.upgrade(config, "heads")


def _versions(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


def _refuse_newer(versions: set[str], scripts: ScriptDirectory) -> None:
    unknown = versions - {script.revision for script in scripts.walk_revisions()}
    if unknown:
        raise Broken(
            "store.newer",
            ko=f"이 저장소는 더 새로운 단골이 만들었습니다(버전 {', '.join(sorted(unknown))}). 프로그램을 새 판으로 올려 주세요.",
            en=f"A newer Dangol made this store (version {', '.join(sorted(unknown))}). Upgrade the program.",
        )
