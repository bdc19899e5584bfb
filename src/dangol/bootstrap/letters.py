"""An outbox row as the letter that its channel sends: to whom, and what it answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from dangol.bootstrap.house import House
from dangol.bootstrap.phone.staff import member
from dangol.bootstrap.phone.words import compose
from dangol.channels.failures import RecipientGone
from dangol.channels.port import Letter
from dangol.conversations import threads
from dangol.conversations.conversation import BOT, Message
from dangol.decisions import log
from dangol.kit.errors import NotFound
from dangol.outbox.row import OutboxRow
from dangol.people.identities import find


def letter_of(house: House, row: OutboxRow) -> Letter:
    """The letter. What it answers is read from the journal, so a worker that takes a row over says it as the request would have."""
    if row.kind == "notice":
        return _notice(house, row)
    try:
        return _to_customer(house, row)
    except NotFound as error:
        raise RecipientGone(said="erased") from error


def _to_customer(house: House, row: OutboxRow) -> Letter:
    with house.store.read() as connection:
        to = find(connection, row.identity).external_id
        decision = log.find(connection, row.decision) if row.decision else None
        answered = threads.message(connection, decision.message) if decision and decision.message else None
        asked, asked_at = _event(house, connection, answered or _last_asked(connection, row.conversation))
    return Letter(
        to=to,
        text=row.body.text,
        key=row.id,
        now=house.clock(),
        hand_over=answered is not None and decision is not None and decision.kind == "hand_over",
        by_machine=row.author == BOT,
        choices=row.body.choices,
        links=row.body.links,
        table=row.body.table,
        asked=asked,
        asked_at=asked_at,
    )


def _notice(house: House, row: OutboxRow) -> Letter:
    """To one of the brand's own people; whoever is none any more gets nothing.

    Raises:
        RecipientGone: it is not in the inbox's ``staff``.
    """
    connected = house.connection(row.inbox)
    with house.store.read() as connection:
        to = find(connection, row.identity).external_id
        if connected is None or member(connection, connected, to) is None:
            raise RecipientGone(said="not staff")
        parts = row.idempotency_key.split("/")
        more, choices = compose(house, connection, parts[2], parts[3]) if parts[0] == "notice" else ("", ())
    return Letter(to=to, text=row.body.text + more, key=row.id, now=house.clock(), choices=choices)


def _last_asked(connection: Connection, conversation: str) -> Message | None:
    """What an agent's own words answer: the customer's newest message."""
    theirs = [message for message in threads.thread(connection, conversation) if message.direction == "in"]
    return theirs[-1] if theirs else None


def _event(house: House, connection: Connection, message: Message | None) -> tuple[Mapping[str, Any], datetime | None]:
    """The payload of the event that brought a message, and when it came; nothing once it is erased."""
    if message is None or message.event_position is None:
        return {}, None
    found = house.journal.read(connection, after=message.event_position - 1, limit=1)
    return (found[0].payload, found[0].received_at) if found else ({}, None)
