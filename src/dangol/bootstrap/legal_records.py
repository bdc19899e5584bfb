"""What a law makes us keep of somebody who is erased: few fields of a trade, apart from everything else, until their end date.

전자상거래 등에서의 소비자보호에 관한 법률 §6 and 시행령 §6: advertising 6 months, contracts and withdrawals 5 years, payment and supply 5
years, complaints and disputes 3 years. Nothing here produces advertising records yet.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, insert, select

from dangol.bootstrap.tables import legal_records
from dangol.conversations.tables import conversations
from dangol.decisions.tables import decisions
from dangol.events.event import Event
from dangol.events.journal import Journal
from dangol.store.among import among

Basis = Literal["contract", "payment", "dispute", "advertising"]

MONTHS: Final[Mapping[Basis, int]] = {"contract": 60, "payment": 60, "dispute": 36, "advertising": 6}
_OF: Final[Mapping[str, Basis]] = {"order": "contract", "withdrawal": "contract", "payment": "payment", "refund": "payment"}
_FIELDS: Final = ("order_id", "line", "status", "state", "amount", "currency", "paid_at")
_ITEM: Final = ("product_id", "quantity", "price")
_CODE = re.compile(r"[\w.:+/-]{1,64}")  # numbers and codes of a trade are kept, never a sentence or an address
_COMPLAINTS: Final = ("harm", "upset", "complaint")  # reasons of a hand-over by which a complaint is known


@dataclass(frozen=True, kw_only=True, slots=True)
class LegalRecord:
    """One record that has to be kept: of whom (pseudonym), why, what, and until when."""

    identity: str
    basis: Basis
    record: Mapping[str, Any]
    occurred_at: datetime
    keep_until: datetime


def trade_types() -> tuple[str, ...]:
    """How the types of events begin that a law may want kept."""
    return tuple(f"{noun}." for noun in _OF)


def of_event(event: Event) -> LegalRecord | None:
    """What has to be kept of an event; None for almost all of them."""
    basis = _OF.get(event.type.partition(".")[0])
    if basis is None or not event.payload:
        return None
    said = event.payload
    kept: dict[str, Any] = {"type": event.type, **{name: said[name] for name in _FIELDS if _code(said.get(name))}}
    if isinstance(said.get("products"), list):
        kept["products"] = [
            {name: item[name] for name in _ITEM if _code(item.get(name))} for item in said["products"] if isinstance(item, Mapping)
        ]
    return _record(event.identity, basis, kept, event.occurred_at)


def keep(
    connection: Connection, journal: Journal, identities: Collection[str], now: datetime, new_id: Callable[[datetime], str]
) -> list[LegalRecord]:
    """Moves what has to be kept of ``identities`` into its own table; what is past its date is not moved."""
    kept = [record for record in due(connection, journal, identities) if record.keep_until > now]
    rows = [
        {
            "id": new_id(now),
            "identity": record.identity,
            "basis": record.basis,
            "record": dict(record.record),
            "occurred_at": record.occurred_at,
            "keep_until": record.keep_until,
        }
        for record in kept
    ]
    if rows:
        connection.execute(insert(legal_records), rows)
    return kept


def due(connection: Connection, journal: Journal, identities: Collection[str]) -> list[LegalRecord]:
    """What the law wants kept of ``identities``: their orders and payments, and that they complained."""
    found: list[LegalRecord] = []
    after = 0
    while events := journal.read(connection, after=after, identities=identities):
        found += [record for event in events if (record := of_event(event))]
        after = events[-1].position or 0
    return [*found, *_disputes(connection, identities)]


def _disputes(connection: Connection, identities: Collection[str]) -> list[LegalRecord]:
    columns = (conversations.c.identity, decisions.c.reasons, decisions.c.at)
    query = select(*columns).join_from(decisions, conversations, decisions.c.conversation == conversations.c.id)
    theirs = query.where(among(connection, conversations.c.identity, identities), decisions.c.kind == "hand_over")
    found = []
    for row in connection.execute(theirs.order_by(decisions.c.at)):
        signs = [reason for reason in row.reasons if reason.partition(".")[0] in _COMPLAINTS]
        if signs:
            found.append(_record(row.identity, "dispute", {"type": "complaint.handed_over", "signs": signs}, row.at))
    return found


def _record(identity: str, basis: Basis, kept: Mapping[str, Any], at: datetime) -> LegalRecord:
    return LegalRecord(identity=identity, basis=basis, record=kept, occurred_at=at, keep_until=months_after(at, MONTHS[basis]))


def months_after(at: datetime, months: int) -> datetime:
    """The same day so many months later; the last day of that month where it has no such day."""
    years, month = divmod(at.month - 1 + months, 12)
    for day in (at.day, 30, 29, 28):
        try:
            return at.replace(year=at.year + years, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _code(value: Any) -> bool:
    return isinstance(value, int | float) or (isinstance(value, str) and bool(_CODE.fullmatch(value)))
