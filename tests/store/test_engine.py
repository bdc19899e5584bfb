import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Integer, Table, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from dangol.kit.errors import BadInput, Broken, Busy, DangolError, Refused
from dangol.store import failures
from dangol.store.engine import Store, open_store
from dangol.store.schema import Json, UtcDateTime, dump_json, metadata
from dangol.store.upsert import insert_or_update

samples = Table("test_samples", type(metadata)(), Column("id", Integer, primary_key=True), Column("at", UtcDateTime), Column("value", Json))


@pytest.fixture
def sampled(store: Store) -> Store:
    with store.write() as connection:
        samples.create(connection)
    return store


def count(store: Store) -> int:
    with store.read() as connection:
        return len(connection.execute(select(samples.c.id)).all())


def test_what_is_written_is_read_back(sampled: Store) -> None:
    at = datetime(2026, 11, 22, 9, 0, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
    with sampled.write() as connection:
        connection.execute(insert(samples).values(id=1, at=at, value={"이름": ["크림", 1, None, 0.5]}))
    with sampled.read() as connection:
        row = connection.execute(select(samples)).one()
    assert (row.at, row.at.tzinfo, row.value) == (at, UTC, {"이름": ["크림", 1, None, 0.5]})


def test_instants_before_1970_keep_their_order(sampled: Store) -> None:
    instants = [datetime(1969, 12, 31, 23, 59, 59, 1, UTC), datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)]
    with sampled.write() as connection:
        connection.execute(insert(samples), [{"id": n, "at": at} for n, at in enumerate(reversed(instants))])
        assert list(connection.execute(select(samples.c.at).order_by(samples.c.at)).scalars()) == instants


def test_a_naive_instant_is_refused(sampled: Store) -> None:
    with pytest.raises(Exception, match="time zone"), sampled.write() as connection:
        connection.execute(insert(samples).values(id=1, at=datetime(2026, 1, 1)))
    assert count(sampled) == 0


def test_text_that_no_engine_can_hold_is_mended(sampled: Store) -> None:
    with sampled.write() as connection:
        connection.execute(insert(samples).values(id=1, value={"a": "x\x00y\ud800", "b": "\\u0000"}))
    with sampled.read() as connection:
        assert connection.execute(select(samples.c.value)).scalar_one() == {"a": "x\ufffdy\ufffd", "b": "\\u0000"}


def test_nan_is_no_json() -> None:
    with pytest.raises(ValueError):
        dump_json({"a": float("nan")})


def _written_then_broken(connection: Connection) -> None:
    connection.execute(insert(samples).values(id=1))
    raise ZeroDivisionError


def test_a_failing_block_changes_nothing(sampled: Store) -> None:
    with pytest.raises(ZeroDivisionError), sampled.write() as connection:
        _written_then_broken(connection)
    assert count(sampled) == 0


def test_a_reader_cannot_write(sampled: Store) -> None:
    with pytest.raises(Exception, match=r"read-only|store\.cannot_open"), sampled.read() as connection:
        connection.execute(insert(samples).values(id=1))
    assert count(sampled) == 0


def test_a_reader_sees_one_snapshot(sampled: Store) -> None:
    with sampled.read() as reader:
        assert reader.execute(select(samples)).all() == []
        with sampled.write() as connection:
            connection.execute(insert(samples).values(id=1))
        assert reader.execute(select(samples)).all() == []
    assert count(sampled) == 1


def test_threads_queue_and_lose_nothing(sampled: Store) -> None:
    def add(first: int) -> None:
        for number in range(first, first + 10):
            with sampled.write() as connection:
                connection.execute(insert(samples).values(id=number))

    threads = [threading.Thread(target=add, args=(first,)) for first in range(0, 160, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(sampled) == 160


def test_an_upsert_updates_only_what_it_names(sampled: Store) -> None:
    first, second = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
    with sampled.write() as connection:
        statement = insert_or_update(connection, samples, update=("value",))
        connection.execute(statement, [{"id": 1, "at": first, "value": "a"}, {"id": 1, "at": second, "value": "b"}])
        assert connection.execute(select(samples)).one() == (1, first, "b")


def test_a_broken_constraint_is_the_statements_own_fault(sampled: Store) -> None:
    with pytest.raises(IntegrityError), sampled.write() as connection:
        connection.execute(insert(samples), [{"id": 1}, {"id": 1}])


def test_a_write_inside_a_write_is_a_mistake_of_ours(tmp_path: Path) -> None:
    store = open_store(tmp_path / "dangol.db")
    with pytest.raises(RuntimeError), store.write(), store.write():
        pass
    with store.write():
        pass
    store.close()


def test_sqlite_is_careful(tmp_path: Path) -> None:
    store = open_store(tmp_path / "dangol.db")
    with store.write() as connection:
        settings = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    store.close()
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "secure_delete": 1}


def test_another_process_in_the_way_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dangol.store.engine.LOCK_WAIT_MS", 20)
    path = tmp_path / "dangol.db"
    store, other = open_store(path), sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match=r"store\.locked"), store.write():
        pass
    other.close()
    with store.write():
        pass
    store.close()


def test_a_full_disk_is_busy_and_saves_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path / "dangol.db")
    with store.write() as connection:
        samples.create(connection)
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count={pages + 2}"))  # SQLite says "disk is full" at this page
    with pytest.raises(Busy, match=r"store\.full"), store.write() as connection:
        connection.execute(insert(samples), [{"id": n, "value": "x" * 1000} for n in range(100)])
    assert count(store) == 0
    with store.write() as connection:
        connection.execute(insert(samples).values(id=1))
    assert count(store) == 1
    store.close()


def test_deleted_text_leaves_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "dangol.db"
    store = open_store(path)
    with store.write() as connection:
        samples.create(connection)
        connection.execute(insert(samples), [{"id": n, "value": "비밀이야기" * 50} for n in range(200)])
    with store.write() as connection:
        connection.execute(samples.delete())
    store.scrub()
    assert all("비밀이야기".encode() not in file.read_bytes() for file in tmp_path.iterdir())
    store.close()


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "dangol.db"
    path.write_bytes(b"this is no database, whatever its name says" * 100)
    store = open_store(path)
    with pytest.raises(Broken, match=r"store\.damaged") as caught, store.read():
        pass
    store.close()
    assert "dangol.db" in caught.value.ko
    assert "dangol.db" in caught.value.en


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path / "nowhere" / "dangol.db")
    with pytest.raises(Refused, match=r"store\.cannot_open"), store.write():
        pass
    store.close()


def test_an_absent_server_says_so_without_the_password() -> None:
    store = open_store("postgresql://someone:geheim@127.0.0.1:1/nowhere")
    with pytest.raises(Busy, match=r"store\.unreachable") as caught, store.read():
        pass
    store.close()
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://a/b", "sqlite://", "sqlite:///:memory:", "://"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(BadInput, match=r"store\.bad_url"):
        open_store(url)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("53100", "store.full"),
        ("55P03", "store.locked"),
        ("40P01", "store.locked"),
        ("40001", "store.locked"),
        ("53300", "store.overloaded"),
        ("57P03", "store.unreachable"),
        ("08006", "store.unreachable"),
        ("3D000", "store.cannot_open"),
        ("XX001", "store.damaged"),
        ("23505", None),
        ("57014", None),
    ],
)
def test_what_postgresql_says_becomes_words(state: str, code: str | None) -> None:
    class Said(Exception):
        sqlstate = state

    told = failures.explain(DBAPIError("SELECT 1", {}, Said()), "postgresql://host/name")
    assert (told.code if isinstance(told, DangolError) else told) == code
