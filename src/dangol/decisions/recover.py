"""After a crash: what was received and not decided is decided, and leases that ran out are settled. Safe to run at any time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dangol.conversations.inbox import unhandled
from dangol.conversations.threads import find
from dangol.decisions.handle import Handled, Manner, Think, handle
from dangol.kit.clock import Clock
from dangol.kit.errors import DangolError
from dangol.outbox.attempts import Expired, expire_leases
from dangol.store.engine import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Recovered:
    """What recovery did.

    Attributes:
        leases: rows put back, and rows of which nobody knows whether they arrived.
        handled: messages decided now, oldest first; failed: (message id, error code) of those that still wait.
    """

    leases: Expired
    handled: tuple[Handled, ...]
    failed: tuple[tuple[str, str], ...]


def recover(
    store: Store,
    *,
    think: Think,
    clock: Clock,
    new_id: Callable[[datetime], str],
    manner_of: Callable[[str], Manner],
    received_before: datetime | None = None,
    limit: int = 1000,
) -> Recovered:
    """Settles expired leases, then handles waiting messages, oldest first; one that fails does not hold up the others.

    Args:
        manner_of: how each inbox is served, by its name.
        received_before: leaves younger messages to the requests that have them in hand; None takes all (after a start).
    """
    with store.write() as connection:
        leases = expire_leases(connection, clock())
    with store.read() as connection:
        due = [(message.id, find(connection, message.conversation).inbox) for message in unhandled(connection, limit, received_before)]
    handled: list[Handled] = []
    failed: list[tuple[str, str]] = []
    for message_id, inbox in due:
        try:
            handled.append(handle(store, message_id=message_id, think=think, clock=clock, new_id=new_id, manner=manner_of(inbox)))
        except DangolError as error:
            failed.append((message_id, error.code))
    return Recovered(leases=leases, handled=tuple(handled), failed=tuple(failed))
