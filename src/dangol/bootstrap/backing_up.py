"""A backup beside a running server: the store in one snapshot, the folder's files, verified before it gets its name."""

import contextlib
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from dangol.bootstrap.archive import BRAND, STORE, Manifest, Writer, incomplete, opened_archive, unpack
from dangol.bootstrap.house import House
from dangol.bootstrap.secret_key import FILE as KEY
from dangol.kit.errors import Conflict, Refused
from dangol.store.lake import FOLDER

_NOT_THEIRS: Final = ("dangol.db", ".faq.", ".dangol.key.")  # how names begin of files that are made anew, or only while something runs
_NOT_KEPT: Final = ("index", FOLDER)  # folders


def back_up(house: House, to: Path, *, with_key: bool = True) -> tuple[Path, Manifest]:
    """Makes an archive: ``to`` itself when it ends in ``.zip``, else a file there, named by the time. Answers it and what it holds.

    Args:
        with_key: puts ``dangol.key`` into it. Without it the archive cannot be opened by who only has the archive, nor by the owner.

    Raises:
        Conflict: ``backup.exists``. Refused: ``backup.not_writable``. Broken: ``archive.incomplete``, what was written does not read.
    """
    now = house.clock()
    path = to if to.suffix == ".zip" else to / f"dangol-{now:%Y%m%dT%H%M%SZ}.zip"
    if path.exists():
        raise Conflict(
            "backup.exists", ko=f"{path}이(가) 이미 있습니다. 다른 이름을 정해 주세요.", en=f"{path} exists. Choose another name."
        )
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.touch(mode=0o600)
        _write(house, part, with_key=with_key)
        manifest = verify(part)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.rename(path)
    except OSError as error:
        raise Refused(
            "backup.not_writable",
            ko=f"백업을 {path}에 쓸 수 없습니다. 자리와 권한, 남은 공간을 확인해 주세요.",
            en=f"The backup cannot be written to {path}. Check the place, permissions and space.",
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return path, manifest


def verify(archive: Path) -> Manifest:
    """Reads all of an archive, compares every checksum, and opens the SQLite store in it.

    Raises:
        Broken: ``archive.incomplete``.
    """
    with opened_archive(archive) as (zipped, manifest), tempfile.TemporaryDirectory(dir=archive.parent, prefix=".verify-") as folder:
        unpack(zipped, manifest, Path(folder), archive)
        if manifest.engine == "sqlite" and not _sound(Path(folder) / STORE / "dangol.db"):
            raise incomplete(archive)
    return manifest


def _write(house: House, part: Path, *, with_key: bool) -> None:
    now = house.clock()
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as zipped:
        writer = Writer(zipped)
        if house.store.path:
            tables: dict[str, list[str]] = {}
            revision = _add_sqlite(writer, house.store.path, part.parent)
        else:
            with house.store.read() as connection:
                tables = _add_postgresql(writer, connection)
                revision = _revision(connection)
        there = [path for path in _files(house.folder, part.parent) if with_key or path.name != KEY]
        for path in there:
            writer.add(BRAND + str(path.relative_to(house.folder)), path)
        writer.finish(
            Manifest(
                made_at=now,
                brand=house.knowledge.brand().profile.name,
                origin=str(house.folder),
                engine=house.store.dialect,
                revision=revision,
                tables=tables,
                key=house.folder / KEY in there,
                files={},
            )
        )


def _add_sqlite(writer: Writer, store: Path, beside: Path) -> str:
    """One read transaction writes a compact copy (``VACUUM INTO``): writers go on, and nothing deleted is in it."""
    with tempfile.TemporaryDirectory(dir=beside, prefix=".backup-") as folder:
        copy = Path(folder) / "dangol.db"
        with contextlib.closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True, timeout=30)) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
        with contextlib.closing(sqlite3.connect(copy)) as made:
            (revision,) = made.execute("SELECT version_num FROM alembic_version").fetchone()
        writer.add(f"{STORE}dangol.db", copy)
    return str(revision)


def _add_postgresql(writer: Writer, connection: Connection) -> dict[str, list[str]]:
    """Each table by COPY, all in the one snapshot of this connection; parents before their children."""
    found = inspect(connection)
    ordered = [name for name, _ in found.get_sorted_table_and_fkc_names() if name and name != "alembic_version"]
    tables: dict[str, list[str]] = {}
    for name in ordered:
        tables[name] = [column["name"] for column in found.get_columns(name)]
        columns = ",".join(f'"{column}"' for column in tables[name])
        cursor = connection.connection.cursor()
        with writer.member(f"{STORE}{name}.copy") as member, cursor.copy(f'COPY "{name}" ({columns}) TO STDOUT') as rows:
            for piece in rows:
                member.write(piece)
    return tables


def _files(folder: Path, archives: Path) -> Iterator[Path]:
    """The owner's files; not what is made from them, not other backups, and no links that lead elsewhere."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        made = inside.parts[0] in _NOT_KEPT or path.name.startswith(_NOT_THEIRS) or path.name.endswith(".part")
        backup = archives.resolve() != folder and archives.resolve() in path.resolve().parents
        if path.is_file() and not path.is_symlink() and not made and not backup and not _is_backup(path):
            yield path


def _is_backup(path: Path) -> bool:
    return path.name.startswith("dangol-") and path.suffix == ".zip"


def _revision(connection: Connection) -> str:
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _sound(store: Path) -> bool:
    try:
        with contextlib.closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as copy:
            return bool(copy.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False
