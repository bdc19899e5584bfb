"""Says what waits in the outbox, through its inbox's channel.

The web chat's other side is our own thread: there a reply is said by being recorded, in one transaction, and is never uncertain.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from dangol.bootstrap.house import WEB, House
from dangol.bootstrap.letters import letter_of
from dangol.bootstrap.phone.notices import put_notices
from dangol.channels.failures import Unauthorised
from dangol.decisions.duties import fulfil
from dangol.decisions.handle import Handled
from dangol.decisions.recover import recover
from dangol.kit.errors import Conflict
from dangol.outbox.deliver import deliver, say_here
from dangol.outbox.queue import lease, lease_to_request
from dangol.outbox.row import OutboxRow
from dangol.store.turns import Turn, take

LEASE_SECONDS = 60.0
_AT_ONCE = 10  # rows said under one lease, one after the other: a platform may take six seconds for each
IN_HAND = timedelta(seconds=20)  # a message younger than this is left to the request that has accepted it


@dataclass(frozen=True, kw_only=True, slots=True)
class Swept:
    """What one round did: messages decided about, rows said, rows that could not be said."""

    decided: int
    sent: int
    failed: int

    @property
    def idle(self) -> bool:
        return self.decided + self.sent + self.failed == 0


def hand_out(house: House, row: OutboxRow) -> OutboxRow:
    """Says a row that is leased to the caller.

    Raises:
        Conflict: ``outbox.lease_lost``; nothing was sent.
    """
    known = house.inboxes().get(row.inbox)
    if known is not None and known.channel == WEB:
        with house.store.write() as connection:
            take(connection, Turn.JOURNAL)
            return say_here(house.desk(), connection, row, house.clock())

    def send(row: OutboxRow) -> str | None:
        connected = house.connection(row.inbox)
        if connected is None or connected.missing:
            raise Unauthorised  # until this inbox is connected
        return connected.channel.send(connected.account, letter_of(house, row), house.outside.wire)

    return deliver(house.desk(), row, send)


def hand_out_now(house: House, row: OutboxRow, request: str) -> OutboxRow:
    """Says a queued row at once, for an agent who waits for it; leaves it alone when somebody else has it already."""
    if row.status != "queued":
        return row
    try:
        with house.store.write() as connection:
            row = lease_to_request(connection, row.id, request, house.clock())
        return hand_out(house, row)
    except Conflict:
        return row


def sweep(house: House, worker: str, *, after_start: bool = False, limit: int = 50) -> Swept:
    """One round of the worker: decides what was left undecided, settles leases that ran out, says what is due.

    Args:
        worker: a name that no other process has. after_start: nothing is in anybody's hands, take young messages too.
    """
    now = house.clock()
    done = recover(
        house.store,
        think=house.think(),
        clock=house.clock,
        new_id=house.new_id,
        manner_of=house.manner,
        received_before=None if after_start else now - IN_HAND,
        limit=limit,
    )
    put_notices(house)
    with house.store.write() as connection:
        due = lease(connection, worker, house.clock(), LEASE_SECONDS, min(limit, _AT_ONCE))
    said = [row for row in (_said(house, row) for row in due) if row]
    _measure(house, done.handled, said)
    sent = sum(row.status == "sent" for row in said)
    return Swept(decided=len(done.handled), sent=sent, failed=len(said) - sent)


def do_duties(house: House) -> None:
    """Tells what the law has us tell about consents; cheap, and safe to run at any time."""
    with house.store.write() as connection:
        fulfil(connection, brand=house.knowledge.brand().profile.name, new_id=house.new_id, at=house.clock())


def _measure(house: House, handled: Sequence[Handled], said: Sequence[OutboxRow]) -> None:
    channels = {inbox.name: inbox.channel for inbox in house.inboxes().values()}
    for one in handled:
        if one.decision:
            channel = channels.get(one.row.inbox, "unknown") if one.row else "worker"
            house.measures.answered(channel, one.decision.rung, one.decision.kind, timedelta(milliseconds=one.decision.ms))
    for row in said:
        house.measures.delivered(channels.get(row.inbox, "unknown"), row.status)


def _said(house: House, row: OutboxRow) -> OutboxRow | None:
    try:
        return hand_out(house, row)
    except Conflict:  # the platform was so slow with those before it that this lease is over: it is given out again
        return None
