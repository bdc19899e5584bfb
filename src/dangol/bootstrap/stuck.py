"""What waits for a person's word: work that was set aside, and deliveries that failed or of which nobody knows whether they arrived."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from dangol.bootstrap.house import House
from dangol.bootstrap.intake import apply
from dangol.events import troubles
from dangol.events.troubles import Trouble, reason_of
from dangol.kit.errors import DangolError, NotFound
from dangol.outbox import rows
from dangol.outbox.attempts import requeue_failed
from dangol.outbox.deliver import settle_uncertain
from dangol.outbox.row import OutboxRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Stuck:
    """Everything of the kind, oldest first, at most a hundred of each."""

    aside: tuple[Trouble, ...]
    uncertain: tuple[OutboxRow, ...]
    failed: tuple[OutboxRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Replayed:
    """What became of one of them: ``reason`` is empty when it is done or will be tried by the worker at once, else why it failed again."""

    id: str
    reason: str = ""


def stuck(house: House) -> Stuck:
    with house.store.read() as connection:
        return Stuck(
            aside=troubles.aside(connection),
            uncertain=rows.uncertain(connection),
            failed=rows.in_status(connection, "failed"),
        )


def replay(house: House, name: str) -> Replayed:
    """Lets one that was set aside, or a delivery that failed, be tried again: a message and a delivery by the worker, an event now.

    Raises:
        NotFound: ``trouble.unknown``. Conflict: ``outbox.moved_on``, the delivery is not failed.
    """
    at = house.clock()
    with house.store.write() as connection:
        try:
            trouble = troubles.replay(connection, name, at)
        except NotFound as unknown:
            return _requeued(connection, name, at, unknown)
    if trouble.work == "message.decide":
        return Replayed(id=name)
    try:
        with house.store.write() as connection:
            position = int(trouble.subject)
            for event in house.journal.read(connection, after=position - 1, limit=1):
                if event.payload:  # else it was erased meanwhile: there is nothing left to apply
                    apply(house, connection, event)
            troubles.forget(connection, trouble.work, trouble.subject)
    except Exception as error:
        if isinstance(error, DangolError) and error.retry:
            raise
        with house.store.write() as connection:
            again = troubles.record_failure(connection, trouble.work, trouble.subject, reason=reason_of(error), at=at, most=1)
        return Replayed(id=name, reason=again.reason)
    return Replayed(id=name)


def settle(house: House, row_id: str, *, sent: bool) -> OutboxRow:
    """A person's word on an uncertain delivery: it had arrived, or it had not and is tried again.

    Raises:
        Conflict: ``outbox.moved_on``. NotFound: ``outbox.unknown``.
    """
    return settle_uncertain(house.desk(), row_id, sent=sent)


def _requeued(connection: Connection, name: str, at: datetime, unknown: NotFound) -> Replayed:
    try:
        return Replayed(id=requeue_failed(connection, name, at=at).id)
    except NotFound:
        raise unknown from None
