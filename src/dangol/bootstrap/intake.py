"""Facts from outside (the events API, imported files): into the journal, and from there to people and threads, in one transaction."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from dangol.bootstrap.house import House
from dangol.bootstrap.talking import as_kept, heed, spoken
from dangol.conversations import threads
from dangol.conversations.receive import receive
from dangol.events.catalog import validate
from dangol.events.event import Appended, Event
from dangol.events.incoming import Incoming
from dangol.events.troubles import reason_of, record_failure
from dangol.kit.errors import BadInput, Conflict, DangolError
from dangol.people import consents, orders
from dangol.people.addresses import normalised
from dangol.people.claims import claim, claimed, learn
from dangol.people.identities import Sighting, identity_id, notice
from dangol.people.merges import verify
from dangol.store.schema import UNSTORABLE

_APPLIED = frozenset(
    {"message.received", "message.sent", "identity.described", "identity.verified", "consent.given", "consent.withdrawn", *orders.TYPES}
)  # the others concern readers of the journal only
_PATH = re.compile(r"wrong: \S+ (\S+) must")


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing wrong with an event: ``type``, ``data`` or ``data.<path>``, and what to do."""

    field: str
    ko: str
    en: str


def problems(event: Incoming) -> list[Problem]:
    """What the catalogue says against it; empty when it is fine."""
    for field, value in (("identity", event.identity), ("inbox", event.inbox), ("id", event.id), ("same_as", event.same_as)):
        if UNSTORABLE.search(value):
            return [Problem(field=field, ko="저장할 수 없는 글자가 있습니다.", en="It holds a character that cannot be stored.")]
    try:
        validate(event.type, event.data)
        if event.type == "identity.verified":
            normalised(event.data["kind"], event.data["value"])
    except BadInput as error:
        path = _PATH.search(error.en)
        field = "type" if error.code == "event.unknown_type" else f"data.{path[1]}" if path else "data"
        return [Problem(field=field, ko=error.ko, en=error.en)]
    return []


def take(house: House, batch: Sequence[Incoming]) -> list[Appended]:
    """Appends all or none, in order; what had been there before keeps its position and changes nothing.

    A customer's message opens or continues its thread. A live one waits there for its decision (the worker makes it); an imported one
    counts as handled. An event that cannot be applied, by a fault of ours, is in the journal all the same: applying it is set aside
    with its reason (``bootstrap.stuck`` replays it), and holds up nothing else.

    Raises:
        BadInput: an event is not in the catalogue, or names nobody.
    """
    events = [_event(house, one) for one in batch]
    with house.store.write() as connection:
        appended = house.journal.append(connection, events, checked=all(one.checked for one in batch))
        told = zip(batch, events, appended, strict=True)
        new = [(one, event, at.position) for one, event, at in told if not at.duplicate]
        notice(connection, house.key, [sighting for one, _, _ in new for sighting in _sightings(one)])
        if same := [(one, event.identity) for one, event, _ in new if one.same_as]:
            _link(house, connection, same)
        for one, event, position in new:
            if event.type in _APPLIED and not (one.claimed and event.type in orders.TYPES):
                _apply_or_set_aside(house, connection, replace(event, position=position))
    return appended


def _sightings(one: Incoming) -> list[Sighting]:
    seen = [Sighting(inbox=one.whose(), external_id=one.identity, kind=one.kind, at=one.occurred_at)]
    if one.same_as:
        seen.append(Sighting(inbox=one.inbox, external_id=one.same_as, kind="anonymous", at=one.occurred_at))
    return seen


def _link(house: House, connection: Connection, told: Sequence[tuple[Incoming, str]]) -> None:
    pairs = {(identity_id(house.key, one.inbox, one.same_as), identity): one.occurred_at for one, identity in told}
    for left, right in sorted(set(pairs) - claimed(connection, {left for left, _ in pairs})):
        claim(connection, left, right, pairs[left, right])


def _apply_or_set_aside(house: House, connection: Connection, event: Event) -> None:
    try:
        with connection.begin_nested():
            apply(house, connection, event)
    except Exception as error:
        if isinstance(error, DangolError) and error.retry:  # nobody's poison: the sender tries the whole request again
            raise
        record_failure(connection, "event.apply", str(event.position), reason=reason_of(error), at=event.received_at, most=1)


def apply(house: House, connection: Connection, event: Event) -> None:
    """Tells people and threads about an event of the journal. Applied twice, it changes nothing the second time."""
    match event.type:
        case "message.received":
            receive(
                connection,
                identity=event.identity,
                inbox=event.inbox,
                text=str(event.payload["text"]),
                at=event.occurred_at,
                new_id=house.new_id,
                event_position=event.position,
                client_key=f"event/{event.position}",
                language=spoken(str(event.payload["text"])),
                imported=event.imported,
            )
            heed(connection, event.identity, event.inbox, str(event.payload["text"]), event.occurred_at)
        case "message.sent":
            _said(house, connection, event)
        case "consent.given" | "consent.withdrawn":
            _consented(connection, event)
        case "identity.described":
            learn(connection, event.identity, event.payload["traits"], event.inbox, event.occurred_at)
        case "order.completed" | "order.updated" | "order.cancelled" | "order.refunded":
            orders.follow(connection, house.key, event)
        case "identity.verified":
            try:
                verify(connection, house.key, event.identity, event.payload["kind"], event.payload["value"], event.occurred_at)
            except Conflict:  # it contradicts what was proved before: the fact is kept, the link is not made
                return


def _consented(connection: Connection, event: Event) -> None:
    consents.record(
        connection,
        event.identity,
        event.payload["purpose"],
        "given" if event.type == "consent.given" else "withdrawn",
        wording=str(event.payload.get("wording") or ""),
        source=str(event.payload.get("source") or event.inbox),
        at=event.occurred_at,
        noticed=event.imported,
    )


def _said(house: House, connection: Connection, event: Event) -> None:
    """Words of the brand that went out elsewhere stand in the thread, if there is one."""
    talk = threads.newest(connection, identity=event.identity, inbox=event.inbox)
    if talk is None:
        return
    threads.add_outgoing(
        connection,
        talk.id,
        message_id=house.new_id(event.occurred_at),
        client_key=f"event/{event.position}",
        text=str(event.payload["text"]),
        author=str(event.payload.get("author") or "agent")[:64],
        at=event.occurred_at,
    )


def _event(house: House, one: Incoming) -> Event:
    return Event(
        type=one.type,
        inbox=one.inbox,
        identity=identity_id(house.key, one.whose(), one.identity),
        occurred_at=one.occurred_at,
        received_at=one.received_at,
        dedupe_key=one.id,
        payload=_as_kept(house, one),
        imported=one.imported,
    )


def _as_kept(house: House, one: Incoming) -> Mapping[str, Any]:
    """What it said; the text of a message masked where the brand wants that."""
    said = one.data.get("text")
    if one.type in {"message.received", "message.sent"} and isinstance(said, str):
        return {**one.data, "text": as_kept(house, said)}
    return one.data
