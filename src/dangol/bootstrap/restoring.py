"""A backup put back into a new place: checked whole, brought to today's tables, and cleaned of everybody who was erased since.

What stood in the outbox, or waited for a decision, may have left after the backup. So nothing of it is said again by itself: replies are
``uncertain`` until a person settles them, and conversations wait for one.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, select, text, update

from dangol.bootstrap import ledger
from dangol.bootstrap.archive import BRAND, STORE, Manifest, opened_archive, unpack
from dangol.bootstrap.erasing import erase_again
from dangol.bootstrap.house import opened
from dangol.bootstrap.secret_key import FILE as KEY
from dangol.bootstrap.settings import read_settings
from dangol.bootstrap.tables import erasures
from dangol.conversations.tables import conversations, messages
from dangol.kit.errors import Conflict, Refused
from dangol.outbox.tables import outbox
from dangol.store.engine import Store, open_store
from dangol.store.upgrade import to_revision

_MAY_BE_THERE = {ledger.FILE, KEY}


@dataclass(frozen=True, kw_only=True, slots=True)
class Restored:
    """What was put back: of when, who was erased again, what is not said by itself, and the ledgers that were read (none: nobody knows)."""

    manifest: Manifest
    erased: int
    uncertain: int
    ledgers: tuple[Path, ...]


def restore(archive: Path, folder: Path, ledgers: Sequence[Path] = ()) -> Restored:
    """Puts an archive into ``folder``, which is new or empty (but for a ledger); on PostgreSQL also into an empty database.

    Args:
        ledgers: further ledgers of erasures. Those in ``folder``, beside the archive, in the folder that was backed up, and
            ``DANGOL_ERASURES`` are read anyway, where they exist.

    Raises:
        Conflict: ``restore.living``, a brand is there. Refused: ``restore.other_engine``, ``restore.not_writable``.
        Broken: ``archive.incomplete``, ``ledger.damaged``, ``key.wrong``. Nothing is left behind then.
    """
    folder = folder.expanduser().resolve()
    _refuse_living(folder)
    with opened_archive(archive) as (zipped, manifest):
        read = _ledgers(archive, folder, manifest, ledgers)
        entries = [entry for path in read for entry in ledger.entries(path)]
        address = _address(manifest)
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".restoring-") as beside:
                unpack(zipped, manifest, Path(beside), archive)
                made = _assembled(Path(beside), folder, entries)
                with _filled(address, manifest, Path(beside) / STORE):
                    erased, uncertain = _brought_up(made, entries)
                shutil.rmtree(folder, ignore_errors=True)
                made.rename(folder)
        except OSError as error:
            raise Refused(
                "restore.not_writable",
                ko=f"{folder}에 쓸 수 없습니다. 자리와 권한, 남은 공간을 확인해 주세요.",
                en=f"{folder} cannot be written. Check the place, permissions and space.",
            ) from error
    return Restored(manifest=manifest, erased=erased, uncertain=uncertain, ledgers=tuple(read))


def _assembled(beside: Path, folder: Path, entries: Iterable[ledger.Entry]) -> Path:
    """The brand's folder as it will be, with the key that lies ready for it where the archive has none."""
    made = beside / BRAND.rstrip("/")
    made.mkdir(exist_ok=True)
    if (folder / KEY).exists() and not (made / KEY).exists():
        shutil.copy2(folder / KEY, made / KEY)
    store = beside / STORE / "dangol.db"
    if store.exists():
        store.rename(made / "dangol.db")
    path = made / ledger.FILE
    known = {(entry.identity, entry.erased_at) for entry in ledger.entries(path)}
    for entry in dict.fromkeys(entries):
        if (entry.identity, entry.erased_at) not in known:
            ledger.append(path, [entry.identity], entry.erased_at)
    return made


def _brought_up(made: Path, entries: Iterable[ledger.Entry]) -> tuple[int, int]:
    """Opens it (which upgrades it), holds back what may have left, erases again; answers how many of each."""
    with opened(made) as house:
        with house.store.write() as connection:
            uncertain = _hold_back(connection)
            done = {(row.identity, row.erased_at) for row in connection.execute(select(erasures.c.identity, erasures.c.erased_at))}
        pending = dict.fromkeys(entry for entry in entries if (entry.identity, entry.erased_at) not in done)
        for entry in pending:
            erase_again(house, [entry.identity], entry.erased_at)
        if pending:
            house.store.scrub()
        return len({entry.identity for entry in pending}), uncertain


def _hold_back(connection: Connection) -> int:
    waiting = outbox.c.status.in_(("queued", "leased"))
    held = update(outbox).where(waiting).values(status="uncertain", last_error="restored", lease_until=None, leased_by=None)
    undecided = select(messages.c.conversation).where(~messages.c.handled)
    connection.execute(
        update(conversations).where(conversations.c.id.in_(undecided), conversations.c.state == "bot").values(state="waiting")
    )
    connection.execute(update(messages).where(~messages.c.handled).values(handled=True))
    return connection.execute(held).rowcount


@contextmanager
def _filled(address: str, manifest: Manifest, files: Path) -> Iterator[None]:
    """On PostgreSQL: the tables filled, and gone again if anything fails before the block is done."""
    if manifest.engine == "sqlite":
        yield
        return
    try:
        _fill_postgresql(address, manifest, files)
        yield
    except BaseException:
        store = open_store(address)
        with store.write() as connection:
            for table in inspect(connection).get_table_names():
                connection.execute(text(f'DROP TABLE IF EXISTS "{table}" CASCADE'))
        store.close()
        raise


def _fill_postgresql(address: str, manifest: Manifest, files: Path) -> None:
    store = open_store(address)
    try:
        to_revision(store, manifest.revision)
        with store.write() as connection:
            for table in manifest.tables:
                connection.execute(text(f'TRUNCATE "{table}" CASCADE'))
            for table, columns in manifest.tables.items():
                _copy_in(connection, table, columns, files / f"{table}.copy")
                _advance(connection, table)
    finally:
        store.close()


def _copy_in(connection: Connection, table: str, columns: Sequence[str], file: Path) -> None:
    named = ",".join(f'"{column}"' for column in columns)
    cursor = connection.connection.cursor()
    with cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as rows, file.open("rb") as source:
        while piece := source.read(1 << 20):
            rows.write(piece)


def _advance(connection: Connection, table: str) -> None:
    """Ids that the database gives itself go on after the last one."""
    if not any(column["name"] == "id" for column in inspect(connection).get_columns(table)):
        return
    name = connection.execute(text("SELECT pg_get_serial_sequence(:named, 'id')"), {"named": f'"{table}"'}).scalar_one_or_none()
    if name:
        last = connection.execute(text(f'SELECT coalesce(max(id), 0) FROM "{table}"')).scalar_one()  # noqa: S608
        connection.execute(text("SELECT setval(CAST(:name AS regclass), :next, false)"), {"name": name, "next": last + 1})


def _ledgers(archive: Path, folder: Path, manifest: Manifest, further: Sequence[Path]) -> list[Path]:
    named = read_settings().erasures
    places = [folder / ledger.FILE, archive.parent / ledger.FILE, Path(manifest.origin) / ledger.FILE, *([Path(named)] if named else [])]
    missing = [path for path in further if not path.is_file()]
    if missing:
        raise Refused("ledger.missing", ko=f"삭제 대장이 없습니다: {missing[0]}.", en=f"There is no ledger of erasures {missing[0]}.")
    return list(dict.fromkeys(path.resolve() for path in (*places, *further) if path.is_file()))


def _address(manifest: Manifest) -> str:
    address = read_settings().database_url
    engine = "sqlite" if not address or address.startswith("sqlite") else "postgresql"
    if engine != manifest.engine or (engine == "sqlite" and address):
        raise Refused(
            "restore.other_engine",
            ko=f"이 백업은 {manifest.engine}의 것입니다. DANGOL_DATABASE_URL을 그에 맞게 정하거나 지워 주세요.",
            en=f"This backup is of {manifest.engine}. Set DANGOL_DATABASE_URL to match, or unset it.",
        )
    if engine == "postgresql":
        _refuse_living_database(open_store(address))
    return address


def _refuse_living_database(store: Store) -> None:
    try:
        with store.read() as connection:
            if inspect(connection).get_table_names():
                raise _living("DANGOL_DATABASE_URL")
    finally:
        store.close()


def _refuse_living(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or {path.name for path in folder.iterdir()} - _MAY_BE_THERE):
        raise _living(str(folder))


def _living(where: str) -> Conflict:
    return Conflict(
        "restore.living",
        ko=f"{where}에 이미 무언가 있습니다. 비어 있는 새 자리에 되살린 뒤 바꿔 주세요. 아무것도 바꾸지 않았습니다.",
        en=f"Something is in {where} already. Restore into a new, empty place and switch over. Nothing was changed.",
    )
