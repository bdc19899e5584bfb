"""A platform's call: proven, read, kept, decided about, and answered in the same call where the channel replies so.

``take`` makes everything durable. ``reply`` decides, and writes the delivery down before the response leaves; ``left`` says that it has.
When the time is over before that, the caller answers ``late`` and hands what comes of it to ``follow``.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from dangol.bootstrap import guardian, talking
from dangol.bootstrap.commerce import take_call
from dangol.bootstrap.connecting import Connection
from dangol.bootstrap.happenings import note
from dangol.bootstrap.house import House
from dangol.bootstrap.letters import letter_of
from dangol.bootstrap.phone.acts import act, answered
from dangol.bootstrap.phone.staff import Member, member
from dangol.bootstrap.sending import hand_out
from dangol.channels.cafe24.channel import TRACE
from dangol.channels.failures import DeliveryError
from dangol.channels.port import Call, Heard, Spoken, Unproven
from dangol.conversations.receive import known_message
from dangol.decisions.handle import Handled
from dangol.kit.errors import BadInput, Conflict, NotFound
from dangol.kit.tracing import span
from dangol.outbox.deliver import begin, failed, succeeded
from dangol.outbox.gate import GateClosed
from dangol.outbox.row import Delivery
from dangol.people.identities import identity_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A customer's message that is kept and wants a reply."""

    message: str
    heard: Heard


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """A call whose content is durable. ``done`` is the response when nothing waits."""

    connection: Connection
    waiting: tuple[Waiting, ...]
    done: Spoken


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """A response, and the delivery that is complete once it has left; None where there is none (silence, or the stored reply again)."""

    spoken: Spoken
    delivery: Delivery | None = None


def prove(house: House, inbox: str, call: Call) -> Connection:
    """The connection that a call is for.

    Raises:
        Unproven: no such inbox, one that is not connected, or a sender who is not the platform. They look the same from outside.
    """
    connection = house.connection(inbox)
    if connection is None or connection.missing:
        raise Unproven
    connection.channel.prove(connection.account, call)
    return connection


def take(house: House, connection: Connection, payload: object, at: datetime, headers: Mapping[str, str] | None = None) -> Taken:
    """Keeps what a payload says; a duplicate finds the message that it was.

    Raises:
        Busy, Broken: nothing was kept; the platform should call again.
    """
    channel, account = connection.channel, connection.account
    if channel.sells:
        take_call(house, connection, payload, at, trace=(headers or {}).get(TRACE, ""))
        return Taken(connection=connection, waiting=(), done=channel.acknowledge(account, None))
    heard = channel.parse(payload, at).heard
    waiting: list[Waiting] = []
    done = channel.acknowledge(account, heard[0] if heard else None)
    for one in heard:
        if one.wants_reply and (found := _staff(house, connection, one)):
            act(house, found, one)
            continue
        if too_young := guardian.wanted(house, connection, one):
            done = channel.speak(account, guardian.line(one, at))
        if one.wants_reply and not too_young:
            kept = _kept(house, account.inbox, one, at)
            waiting += [Waiting(message=kept, heard=one)] if kept else []
        elif not one.wants_reply:
            note(house, connection, one, at)
    return Taken(connection=connection, waiting=tuple(waiting), done=done)


def unreadable(connection: Connection) -> Spoken:
    """The response to a proven call that is not JSON."""
    return connection.channel.acknowledge(connection.account, None)


def decide(house: House, waiting: Waiting, request: str) -> Handled:
    """Decides about a message; its reply is leased to ``request``."""
    return talking.decide(house, waiting.message, request)


def reply(house: House, taken: Taken, waiting: Waiting, handled: Handled, request: str) -> Reply:
    """The response that says what was decided. Whose lease it is writes the delivery down; a duplicate gets the same words again."""
    channel, account = taken.connection.channel, taken.connection.account
    row = handled.row
    if row is None or row.status in {"draft", "cancelled", "failed"}:
        return Reply(spoken=_nothing(taken, waiting))
    mine = row.leased_by == request
    try:
        letter = letter_of(house, row)
        with span("channel.speak", inbox=row.inbox):
            spoken = channel.speak(account, letter)
        return Reply(spoken=spoken, delivery=begin(house.desk(), row) if mine else None)
    except (Conflict, GateClosed):  # the lease ran out meanwhile and a worker has it, or it may not leave
        return Reply(spoken=channel.late(account, waiting.heard))
    except DeliveryError as error:
        if mine:
            with suppress(Conflict, GateClosed):  # somebody else has it by now
                failed(house.desk(), begin(house.desk(), row), error)
        return Reply(spoken=_nothing(taken, waiting))


def _nothing(taken: Taken, waiting: Waiting) -> Spoken:
    """The response without an answer: silence, or where the platform wants words, that there is none yet."""
    channel, account = taken.connection.channel, taken.connection.account
    return channel.late(account, None) if channel.must_speak else channel.acknowledge(account, waiting.heard)


def left(house: House, sent: Reply) -> None:
    """The response has left: the outbox, the journal and the thread say so."""
    if sent.delivery is not None:
        with suppress(NotFound):  # erased meanwhile
            succeeded(house.desk(), sent.delivery, None)


def late(connection: Connection, waiting: Waiting | None) -> Spoken:
    """The response while the answer is not ready; with None, when nothing could be kept."""
    return connection.channel.late(connection.account, waiting.heard if waiting else None)


def follow(house: House, handled: Handled, request: str) -> None:
    """Says, by the platform's API, what was decided too late for the response."""
    if handled.row is not None and handled.row.leased_by == request:
        hand_out(house, handled.row)


def _staff(house: House, connection: Connection, heard: Heard) -> Member | None:
    if not connection.account.value("staff"):
        return None
    with house.store.read() as database:
        found = member(database, connection, heard.identity)
        if found and connection.channel.forgeable and not answered(house, database, found, heard)[0]:
            return None  # anybody can write under somebody's address; a notice's id was told to that address alone
        return found


def _is_known(house: House, inbox: str, heard: Heard) -> bool:
    """Whether the same words came in the window before this one."""
    with house.store.read() as connection:
        return known_message(connection, identity_id(house.key, inbox, heard.identity), inbox, heard.before)


def _kept(house: House, inbox: str, heard: Heard, at: datetime) -> str | None:
    """The message's id; None when its id was used for other words before, which no platform does."""
    key = heard.before if heard.before and _is_known(house, inbox, heard) else heard.id
    try:
        kept = talking.accept(
            house,
            inbox=inbox,
            external_id=heard.identity,
            text=heard.text,
            client_key=key,
            at=at,
            occurred_at=heard.at,
            data=heard.data,
            wish="opens" if heard.data.get("opens") else "text",
            owner=heard.owner,
        )
    except BadInput:
        return None
    return kept.message
