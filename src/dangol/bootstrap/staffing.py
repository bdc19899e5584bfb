"""Who may open the inbox, kept in the store so that every serving process sees a change at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, select, update

from dangol.bootstrap.tables import staff
from dangol.kit.errors import Conflict, NotFound
from dangol.store.upsert import insert_or_ignore

Role = Literal["owner", "agent"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """A member of staff. ``password_hash`` is argon2id in PHC form."""

    login: str
    name: str
    role: Role
    password_hash: str


def account(connection: Connection, login: str) -> Account | None:
    row = connection.execute(select(staff).where(staff.c.login == login)).one_or_none()
    return _account(row) if row else None


def accounts(connection: Connection) -> Sequence[Account]:
    """All, owners first, then by login."""
    rows = connection.execute(select(staff).order_by(staff.c.role.desc(), staff.c.login))
    return [_account(row) for row in rows]


def add(connection: Connection, fresh: Account, at: datetime) -> None:
    """Raises ``Conflict`` (``staff.taken``) when the login is taken."""
    values = {
        "login": fresh.login,
        "name": fresh.name,
        "role": fresh.role,
        "password_hash": fresh.password_hash,
        "added_at": at,
    }
    added = insert_or_ignore(connection, staff).values(values).returning(staff.c.login)
    if connection.execute(added).first() is None:  # psycopg's row count of an insert is not told
        raise Conflict("staff.taken", ko="이미 있는 아이디예요.", en="This login is taken.")


def set_password(connection: Connection, login: str, password_hash: str) -> None:
    """Replaces a password; sessions that were begun with the old one end.

    Raises:
        NotFound: ``staff.unknown``.
    """
    changed = connection.execute(update(staff).where(staff.c.login == login).values(password_hash=password_hash))
    if changed.rowcount != 1:
        raise NotFound("staff.unknown", ko=f"그런 직원 아이디가 없습니다: {login}.", en=f"There is no such login: {login}.")


def _account(row: Row[Any]) -> Account:
    return Account(login=row.login, name=row.name, role=row.role, password_hash=row.password_hash)
