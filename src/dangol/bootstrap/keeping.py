"""Retention: what has been kept long enough goes by itself, as ``[law]`` says; legal records go at their own end date, always."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, delete, exists, func, select

from dangol.bootstrap.erasing import erase
from dangol.bootstrap.filling_lake import keep_lawful
from dangol.bootstrap.house import House
from dangol.bootstrap.legal_records import trade_types
from dangol.bootstrap.tables import legal_records
from dangol.conversations.tables import conversations, messages
from dangol.events.tables import envelopes, payloads
from dangol.offers.consultation.tables import pictures
from dangol.outbox.tables import outbox
from dangol.people.tables import identities
from dangol.store.among import among
from dangol.store.personal import delete_with

_BATCH: Final = 500  # rows a transaction, so that nobody waits long
_QUIET_HOUR: Final = 4  # in the brand's time: the files are rewritten afterwards, and writers wait for that
_NEVER: Final = ("message.", "identity.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One kind of data with an end: what it is called, and which keys of it are past it."""

    ko: str
    en: str
    past: Select[Any]


def kinds(house: House) -> dict[str, Kind]:
    """What ``[law]`` gives an end, and legal records."""
    law, now = house.law(), house.clock()
    ends: dict[str, tuple[int | None, Callable[[datetime], Kind]]] = {
        "anonymous": (law.keep_anonymous_days, _anonymous),
        "inactive": (law.keep_inactive_days, _inactive),
        "conversations": (law.keep_conversation_days, _conversations),
        "pictures": (law.keep_conversation_days, _pictures),
        "behaviour": (law.keep_behaviour_days, _behaviour),
    }
    found = {name: kind(now - timedelta(days=days)) for name, (days, kind) in ends.items() if days is not None}
    return {**found, "legal_records": _legal_records(now)}


def overdue(house: House) -> dict[str, int]:
    """How many of each kind are past their end; a kind without an end is absent."""
    with house.store.read() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(kind.past.subquery())).scalar_one()
            for name, kind in kinds(house).items()
        }


def tidy(house: House) -> dict[str, int]:
    """Lets go of what is past its end; then rewrites the store's files, if anything was. Answers how many of each kind went."""
    done: dict[str, int] = {}
    for name, kind in kinds(house).items():
        for keys in _pages(house, kind):
            _let_go(house, name, keys)
            done[name] = done.get(name, 0) + len(keys)
    if done:
        keep_lawful(house)
        house.store.scrub()
    return done


def is_due(house: House, last: datetime | None) -> bool:
    """Whether a day's tidying is due: once a day, not before the quiet hour. ``last``: when it was done last by this process."""
    zone = ZoneInfo(house.knowledge.brand().profile.timezone)
    now = house.clock().astimezone(zone)
    return now.hour >= _QUIET_HOUR and (last is None or last.astimezone(zone).date() < now.date())


def _pages(house: House, kind: Kind) -> Iterator[Sequence[Any]]:
    while True:
        with house.store.read() as connection:
            keys = connection.execute(kind.past.limit(_BATCH)).scalars().all()
        if not keys:
            return
        yield keys


def _let_go(house: House, name: str, keys: Sequence[Any]) -> None:
    if name in {"anonymous", "inactive"}:
        erase(house, keys, scrub=False)
        return
    with house.store.write() as connection:
        match name:
            case "conversations":
                _drop_payloads(house, connection, keys)
                delete_with(connection, conversations, keys)
            case "pictures":
                connection.execute(delete(pictures).where(pictures.c.id.in_(keys)))
            case "behaviour":
                connection.execute(delete(payloads).where(payloads.c.position.in_(keys)))
            case _:
                connection.execute(delete(legal_records).where(among(connection, legal_records.c.id, keys)))


def _drop_payloads(house: House, connection: Connection, talks: Sequence[str]) -> None:
    """What the events said that brought the messages of these conversations, and that told of our replies."""
    heard = select(messages.c.event_position).where(
        among(connection, messages.c.conversation, talks), messages.c.event_position.is_not(None)
    )
    connection.execute(delete(payloads).where(payloads.c.position.in_(heard)))
    said = connection.execute(select(outbox.c.id, outbox.c.inbox).where(among(connection, outbox.c.conversation, talks))).all()
    hashes = [house.journal.dedupe_hash(row.inbox, f"outbox/{row.id}") for row in said]
    sent = select(envelopes.c.position).where(among(connection, envelopes.c.dedupe_hash, hashes))
    connection.execute(delete(payloads).where(payloads.c.position.in_(sent)))


def _anonymous(before: datetime) -> Kind:
    other = identities.alias("other")
    linked = exists(select(other.c.id).where(other.c.person == identities.c.person, other.c.id != identities.c.id))
    past = select(identities.c.id).where(identities.c.kind == "anonymous", identities.c.last_seen < before, ~linked)
    return Kind(ko="익명 손님", en="anonymous visitors", past=past)


def _inactive(before: datetime) -> Kind:
    quiet = select(identities.c.person).group_by(identities.c.person).having(func.max(identities.c.last_seen) < before)
    return Kind(ko="오래 오지 않은 손님", en="inactive people", past=select(identities.c.id).where(identities.c.person.in_(quiet)))


def _conversations(before: datetime) -> Kind:
    past = select(conversations.c.id).where(conversations.c.state.in_(("bot", "closed")), conversations.c.last_at < before)
    return Kind(ko="지난 대화", en="past conversations", past=past)


def _pictures(before: datetime) -> Kind:
    return Kind(ko="상담에서 받은 사진", en="pictures of consultations", past=select(pictures.c.id).where(pictures.c.at < before))


def _behaviour(before: datetime) -> Kind:
    said = select(payloads.c.position).join(envelopes, envelopes.c.position == payloads.c.position)
    kept = [~envelopes.c.type.startswith(prefix) for prefix in (*_NEVER, *trade_types())]
    return Kind(ko="행동 기록의 내용", en="what events said", past=said.where(envelopes.c.occurred_at < before, *kept))


def _legal_records(now: datetime) -> Kind:
    return Kind(ko="법정 보관 기록", en="legal records", past=select(legal_records.c.id).where(legal_records.c.keep_until <= now))
