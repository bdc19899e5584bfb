"""A backup is one ZIP: the brand's files, the store, and last a manifest with size and SHA-256 of each, so half a file is known as one."""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final, Literal

from dangol.kit.clock import parse_instant
from dangol.kit.errors import BadInput, Broken

MANIFEST: Final = "manifest.json"
STORE: Final = "store/"  # inside the archive: dangol.db, or <table>.copy for each table of PostgreSQL
BRAND: Final = "brand/"
_FORMAT = 1
_PIECE = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What an archive holds.

    Attributes:
        made_at: the instant of the snapshot; origin: the folder it was made of; revision: the version of the tables.
        tables: for PostgreSQL each table in the order in which rows can be put back, with its columns.
        key: whether the brand's secret is in it.
        files: the name of each member with its size in bytes and its SHA-256.
    """

    made_at: datetime
    brand: str
    origin: str
    engine: Literal["sqlite", "postgresql"]
    revision: str
    tables: Mapping[str, list[str]]
    key: bool
    files: Mapping[str, tuple[int, str]]


class Writer:
    """Adds members to an archive, and counts them."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        self._zip = zipped
        self.files: dict[str, tuple[int, str]] = {}

    @contextmanager
    def member(self, name: str) -> Iterator["_Counted"]:
        with self._zip.open(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), "w", force_zip64=True) as member:
            counted = _Counted(member)
            yield counted
        self.files[name] = (counted.size, counted.digest.hexdigest())

    def add(self, name: str, path: Path) -> None:
        with self.member(name) as member, path.open("rb") as file:
            while piece := file.read(_PIECE):
                member.write(piece)

    def finish(self, manifest: Manifest) -> None:
        said = {"format": _FORMAT, **asdict(manifest), "made_at": manifest.made_at.isoformat(), "files": self.files}
        self._zip.writestr(MANIFEST, json.dumps(said, ensure_ascii=False, indent=1))


class _Counted:
    def __init__(self, member: IO[bytes]) -> None:
        self._member, self.size, self.digest = member, 0, hashlib.sha256()

    def write(self, piece: bytes | memoryview) -> None:
        self._member.write(piece)
        self.size += len(piece)
        self.digest.update(piece)


@contextmanager
def opened_archive(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """An archive with its manifest.

    Raises:
        BadInput: ``archive.missing``. Broken: ``archive.incomplete``, it is no ZIP, cut short, or without its end; ``archive.newer``.
    """
    if not path.is_file():
        raise BadInput("archive.missing", ko=f"백업 파일이 없습니다: {path}.", en=f"There is no backup file {path}.")
    try:
        with zipfile.ZipFile(path) as zipped:
            manifest = _manifest(json.loads(zipped.read(MANIFEST)))
            yield zipped, manifest
    except (zipfile.BadZipFile, KeyError, EOFError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise incomplete(path) from error


def unpack(zipped: zipfile.ZipFile, manifest: Manifest, into: Path, archive: Path) -> None:
    """Writes every member below ``into`` and compares it with the manifest; all files are for the owner's eyes only.

    Raises:
        Broken: ``archive.incomplete``, a member is missing, changed or damaged.
    """
    for name, (size, digest) in manifest.files.items():
        path = into / name
        if not path.resolve().is_relative_to(into.resolve()):
            raise incomplete(archive)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        counted = hashlib.sha256()
        path.touch(mode=0o600)
        with zipped.open(name) as member, path.open("wb") as file:
            while piece := member.read(_PIECE):
                file.write(piece)
                counted.update(piece)
        if path.stat().st_size != size or counted.hexdigest() != digest:
            raise incomplete(archive)


def incomplete(path: Path) -> Broken:
    return Broken(
        "archive.incomplete",
        ko=f"백업 파일이 온전하지 않습니다: {path}. 다 쓰이지 않았거나 손상되었습니다. 다른 백업을 쓰세요. 아무것도 바꾸지 않았습니다.",
        en=f"The backup file is not whole: {path}. It was cut short or is damaged. Use another one. Nothing was changed.",
    )


def _manifest(said: dict[str, Any]) -> Manifest:
    if said["format"] != _FORMAT:
        raise Broken(
            "archive.newer",
            ko="더 새로운 단골이 만든 백업입니다. 프로그램을 새 판으로 올려 주세요.",
            en="A newer Dangol made this backup. Upgrade the program.",
        )
    return Manifest(
        made_at=parse_instant(said["made_at"]),
        brand=said["brand"],
        origin=said["origin"],
        engine=said["engine"],
        revision=said["revision"],
        tables=said["tables"],
        key=said["key"],
        files={name: (size, digest) for name, (size, digest) in said["files"].items()},
    )
