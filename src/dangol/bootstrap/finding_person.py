"""Whom a command means: by the id in an inbox, by a proven login, e-mail or phone, or by the pseudonym that pages and exports show."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from dangol.bootstrap.house import House
from dangol.kit.errors import BadInput, Conflict, NotFound
from dangol.people.addresses import AddressKind, normalised
from dangol.people.identities import Identity, identity_id, members
from dangol.people.tables import identities
from dangol.store.among import among

_KINDS: tuple[AddressKind, ...] = ("login", "email", "phone")


def find_person(house: House, connection: Connection, who: str, *, inbox: str | None = None) -> tuple[Identity, list[Identity]]:
    """The identity that ``who`` names, and all identities of the person we believe stands behind it (itself first).

    Args:
        inbox: where ``who`` is an id; without it all inboxes and proven addresses are looked through.

    Raises:
        NotFound: ``person.unknown``. Conflict: ``person.ambiguous``, two different persons go by this name.
    """
    names = dict.fromkeys(_names(house, connection, who, inbox))
    rows = connection.execute(select(identities.c.id, identities.c.person).where(among(connection, identities.c.id, names))).all()
    if not rows:
        raise NotFound(
            "person.unknown",
            ko="그런 손님이 기록에 없습니다. 아이디, 이메일, 전화번호와 --inbox를 확인해 주세요.",
            en="Nobody is recorded under this. Check the id, e-mail or phone number, and --inbox.",
        )
    if len({row.person for row in rows}) > 1:
        raise Conflict(
            "person.ambiguous",
            ko="이 이름에 맞는 서로 다른 손님이 있습니다. --inbox로 어느 받은편지함인지 정해 주세요.",
            en="Different people go by this. Say which inbox with --inbox.",
        )
    order = list(names)
    named = min((row.id for row in rows), key=order.index)
    everyone = members(connection, named)
    return next(one for one in everyone if one.id == named), sorted(everyone, key=lambda one: one.id != named)


def _names(house: House, connection: Connection, who: str, inbox: str | None) -> Iterable[str]:
    """The pseudonyms that ``who`` can have."""
    if inbox is not None:
        yield identity_id(house.key, inbox, who)
        return
    yield who
    seen = connection.execute(select(identities.c.inbox).distinct()).scalars()
    for one in dict.fromkeys((*house.inboxes(), *seen)):
        yield identity_id(house.key, one, who)
    for kind in _KINDS:
        try:
            yield identity_id(house.key, kind, normalised(kind, who))
        except BadInput:
            continue
