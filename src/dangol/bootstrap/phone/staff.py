"""Who of the brand's people uses which inbox for themselves: ``staff = "3527065=owner, 4411=mina"`` (the platform's id = a login)."""

from dataclasses import dataclass

from sqlalchemy import Connection as Database

from dangol.bootstrap import staffing
from dangol.bootstrap.connecting import Connection
from dangol.bootstrap.house import House


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One of the brand's people, at one inbox."""

    connection: Connection
    external_id: str
    login: str


def members(house: House) -> tuple[Member, ...]:
    """Everyone who is told things, where there is an account with the login."""
    listed = [member for connection in house.connections() if not connection.missing for member in _of(connection)]
    if not listed:
        return ()
    with house.store.read() as database:
        return tuple(member for member in listed if staffing.account(database, member.login))


def member(database: Database, connection: Connection, external_id: str) -> Member | None:
    """The member of staff who writes to this inbox from this id; None for a customer."""
    found = next((one for one in _of(connection) if one.external_id == external_id), None)
    return found if found and staffing.account(database, found.login) else None


def _of(connection: Connection) -> list[Member]:
    pairs = (entry.partition("=") for entry in connection.account.value("staff").split(","))
    return [
        Member(connection=connection, external_id=id_.strip(), login=login.strip())
        for id_, sign, login in pairs
        if sign and id_.strip() and login.strip()
    ]
