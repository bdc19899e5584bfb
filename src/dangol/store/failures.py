"""What a failing database means, in words for people: which driver error becomes which ``DangolError``."""

import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from dangol.kit.errors import Broken, Busy, DangolError, Refused


def explain(error: DBAPIError | PoolTimeout, where: str) -> DangolError | None:
    """The error to show instead, or None where the fault is the statement's own (a broken constraint, a typing error).

    ``where`` is the store's address without its password.
    """
    if isinstance(error, PoolTimeout):
        return overloaded()
    original = error.orig
    if isinstance(original, sqlite3.Error):
        return _sqlite(getattr(original, "sqlite_errorcode", 0) & 0xFF, str(original), where)
    state = getattr(original, "sqlstate", None)
    if state is None:
        return unreachable(where) if type(original).__name__ in {"OperationalError", "ConnectionTimeout"} else None
    return _postgresql(state, where)


def locked() -> Busy:
    return Busy(
        "store.locked",
        ko="다른 작업이 저장소를 쓰고 있어 기다리다 멈췄습니다. 잠시 뒤 다시 시도해 주세요.",
        en="Another task is writing to the store and it did not finish in time. Try again in a moment.",
    )


def full() -> Busy:
    return Busy(
        "store.full",
        ko="저장소의 디스크가 가득 찼습니다. 공간을 비운 뒤 다시 시도해 주세요. 이번 변경은 저장되지 않았습니다.",
        en="The store's disk is full. Free some space and try again. This change was not saved.",
    )


def overloaded() -> Busy:
    return Busy(
        "store.overloaded",
        ko="저장소에 동시 접속이 너무 많습니다. 잠시 뒤 다시 시도해 주세요.",
        en="Too many connections want the store at once. Try again in a moment.",
    )


def unreachable(where: str) -> Busy:
    return Busy(
        "store.unreachable",
        ko=f"데이터베이스 서버에 닿지 않습니다: {where}. 서버가 켜져 있는지와 주소를 확인해 주세요.",
        en=f"The database server cannot be reached: {where}. Check that it runs and that the address is right.",
    )


def _sqlite(code: int, message: str, where: str) -> DangolError | None:
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return locked()
    if code == sqlite3.SQLITE_FULL or "disk is full" in message:
        return full()
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR}:
        return Broken(
            "store.damaged",
            ko=f"저장소 파일을 읽을 수 없습니다: {where}. 손상되었거나 데이터베이스가 아닙니다. 백업에서 되살려 주세요.",
            en=f"The store's file cannot be read: {where}. It is damaged or not a database. Put a backup of it back.",
        )
    if code in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}:
        return Refused(
            "store.cannot_open",
            ko=f"저장소 파일을 열거나 쓸 수 없습니다: {where}. 폴더가 있는지와 쓰기 권한을 확인해 주세요.",
            en=f"The store's file cannot be opened or written: {where}. Check that its folder exists and that you may write there.",
        )
    return None


def _postgresql(state: str, where: str) -> DangolError | None:
    if state == "53100":
        return full()
    if state in {"55P03", "40001", "40P01"}:  # lock_not_available, serialization_failure, deadlock_detected
        return locked()
    if state in {"53300", "53200"}:  # too_many_connections, out_of_memory
        return overloaded()
    if state[:2] == "08" or state[:4] == "57P0":  # connection_exception; shutting down, starting up
        return unreachable(where)
    if state[:2] in {"28", "3D"}:  # invalid authorization, no such database
        return Refused(
            "store.cannot_open",
            ko=f"데이터베이스에 들어갈 수 없습니다: {where}. 사용자 이름, 비밀번호, 데이터베이스 이름을 확인해 주세요.",
            en=f"The database cannot be entered: {where}. Check the user, the password and the database's name.",
        )
    if state in {"XX001", "XX002"}:  # data_corrupted, index_corrupted
        return Broken(
            "store.damaged",
            ko=f"데이터베이스가 손상되었습니다: {where}. 백업에서 되살려 주세요.",
            en=f"The database is damaged: {where}. Restore a backup.",
        )
    return None
