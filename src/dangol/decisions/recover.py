"""After a crash: what was received and not decided is decided, and leases that ran out are settled. Safe to run at any time.

Several workers may run it at once: each conversation is claimed by one of them. A message that fails each time is tried again, later each
time, then set aside with its reason (``events.troubles``), and a person gets its conversation.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dangol.conversations import threads
from dangol.conversations.conversation import Message
from dangol.conversations.inbox import forget_decided, unhandled
from dangol.decisions.handle import Handled, Manner, Think, handle
from dangol.events.troubles import reason_of, record_failure
from dangol.kit.clock import Clock
from dangol.kit.errors import DangolError
from dangol.outbox.attempts import Expired, expire_leases
from dangol.store.engine import Store
from dangol.store.turns import claim


@dataclass(frozen=True, kw_only=True, slots=True)
class Recovered:
    """What recovery did.

    Attributes:
        leases: rows put back, and rows of which nobody knows whether they arrived.
        handled: messages decided now; failed: (message id, error code) of those that still wait.
        set_aside: ids of messages that failed too often.
    """

    leases: Expired
    handled: tuple[Handled, ...]
    failed: tuple[tuple[str, str], ...]
    set_aside: tuple[str, ...] = ()


def recover(
    store: Store,
    *,
    think: Think,
    clock: Clock,
    new_id: Callable[[datetime], str],
    manner_of: Callable[[str], Manner],
    received_before: datetime | None = None,
    limit: int = 1000,
    jitter: Callable[[], float] = lambda: 1.0,
) -> Recovered:
    """Settles expired leases, then handles waiting messages, a conversation's in order; one that fails does not hold up the others.

    Args:
        manner_of: how each inbox is served, by its name.
        received_before: leaves younger messages to the requests that have them in hand; None takes all (after a start).
        jitter: 0…1, spreads the waits after failures.
    """
    with store.write() as connection:
        leases = expire_leases(connection, clock())
        forget_decided(connection)
    with store.read() as connection:
        due = unhandled(connection, limit, received_before, due_at=clock())
        inboxes = {message.conversation: threads.find(connection, message.conversation).inbox for message in due}
    handled: list[Handled] = []
    failed: list[tuple[Message, Exception]] = []
    for conversation, waiting in _by_conversation(due).items():
        with claim(store, f"conversation/{conversation}") as ours:
            for message in waiting if ours else ():
                try:
                    manner = manner_of(inboxes[conversation])
                    handled.append(handle(store, message_id=message.id, think=think, clock=clock, new_id=new_id, manner=manner))
                except Exception as error:
                    failed.append((message, error))
                    break  # what comes after it in this conversation waits for it
    aside = [message.id for message, error in failed if _set_aside(store, message, error, clock(), jitter())]
    return Recovered(
        leases=leases,
        handled=tuple(one for one in handled if not one.repeated),
        failed=tuple((message.id, reason_of(error)) for message, error in failed),
        set_aside=tuple(aside),
    )


def _by_conversation(due: Sequence[Message]) -> dict[str, list[Message]]:
    """The conversation that has waited longest first, each in its own order."""
    waiting: defaultdict[str, list[Message]] = defaultdict(list)
    for message in due:
        waiting[message.conversation].append(message)
    return {conversation: sorted(theirs, key=lambda one: one.number) for conversation, theirs in waiting.items()}


def _set_aside(store: Store, message: Message, error: Exception, at: datetime, jitter: float) -> bool:
    """Counts a failure that is the message's own. True when that was the last one: a person gets the conversation."""
    if isinstance(error, DangolError) and error.retry:  # the store's or the moment's fault: the next round may succeed
        return False
    with store.write() as connection:
        now = threads.held(connection, message.conversation)
        trouble = record_failure(connection, "message.decide", message.id, reason=reason_of(error), at=at, jitter=jitter)
        if trouble.set_aside and now.state == "bot":
            threads.move(connection, now.id, "hand_over")
    return trouble.set_aside
