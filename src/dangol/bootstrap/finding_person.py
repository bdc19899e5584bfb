"""Whom a command means: by the id in an inbox, by a proven login, e-mail or phone, or by the pseudonym that pages and exports show."""

from collections.abc import Iterable
from itertools import islice

from sqlalchemy import Connection, select

from dangol.bootstrap.house import House
from dangol.kit.errors import BadInput, Conflict, NotFound
from dangol.kit.text import squash
from dangol.people.addresses import AddressKind, normalised
from dangol.people.identities import Identity, identity_id, members
from dangol.people.orders import NOBODY
from dangol.people.tables import identities, traits
from dangol.store.among import among
from dangol.store.sealed import open_value

_MOST_NAMES = 20_000  # names that a search looks at, the latest: about a second
_IDENTITIES_EACH = 5  # identities of one person, so that a list of people is full
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


def seen_lately(connection: Connection, limit: int) -> list[str]:
    """Identities of different people, whoever was seen last first; those that only stand for an order or a list are left out."""
    query = select(identities.c.id, identities.c.person).where(~identities.c.external_id.startswith(NOBODY))
    rows = connection.execute(query.order_by(identities.c.last_seen.desc(), identities.c.id).limit(limit * _IDENTITIES_EACH))
    one_each = {row.person: row.id for row in reversed(rows.all())}
    return list(reversed(one_each.values()))[:limit]


def called(connection: Connection, name: str, limit: int) -> list[str]:
    """Identities whose newest name holds these letters. Names lie sealed, so the latest ``_MOST_NAMES`` are opened and looked at."""
    wanted = squash(name)
    table = traits
    rows = connection.execute(
        select(table.c.identity, table.c.value)
        .where(table.c.name == "name", table.c.value.is_not(None))
        .order_by(table.c.id.desc())
        .limit(_MOST_NAMES)
    )
    newest: dict[str, object] = {}
    for row in rows:
        newest.setdefault(row.identity, row.value)
    found = (one for one, value in newest.items() if wanted and wanted in squash(str(open_value(connection, value))))
    return list(islice(found, limit))


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
