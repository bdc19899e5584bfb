"""A customer's side of the chat: a message is made durable, decided about, and the reply delivered by the request that waits for it."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from secrets import token_hex
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, func, select

from dangol.bootstrap.house import WEB, House
from dangol.bootstrap.sending import hand_out
from dangol.bootstrap.thinking import greeted, located, wants_person
from dangol.channels.port import Owner
from dangol.conversations import threads
from dangol.conversations.conversation import Message, State
from dangol.conversations.inbox import unhandled
from dangol.conversations.receive import receive
from dangol.conversations.rows import as_message, storable
from dangol.conversations.tables import conversations, messages
from dangol.decisions.handle import Handled, Think, handle
from dangol.events.event import Event
from dangol.kit.errors import BadInput, Refused
from dangol.kit.sphere import Point, point
from dangol.language.opt_out import refuses_advertising
from dangol.language.past_orders import word_on_past
from dangol.language.personal_data import mask
from dangol.language.reading import language_of
from dangol.outbox.deliver import say_here
from dangol.outbox.row import Body
from dangol.outbox.rows import of_decisions
from dangol.people.addresses import AddressKind
from dangol.people.consents import record
from dangol.people.identities import IdentityKind, ensure, find, identity_id
from dangol.people.looking_back import write_word
from dangol.people.merges import verify

_THEIRS = (
    select(conversations.c.id, conversations.c.state, func.coalesce(func.max(messages.c.number), 0).label("held"))
    .join(messages, messages.c.conversation == conversations.c.id, isouter=True)
    .where(conversations.c.identity == bindparam("identity"), conversations.c.inbox == bindparam("inbox"))
    .group_by(conversations.c.id, conversations.c.state)
    .order_by(conversations.c.opened_at, conversations.c.id)
)
_PAGE = (
    select(messages)
    .where(messages.c.conversation == bindparam("conversation"), messages.c.number > bindparam("after"))
    .order_by(messages.c.number)
    .limit(bindparam("most"))
)
Wish = Literal["text", "person_wanted", "opens"]
"""What a message is for: its words; the button for a person; the platform's own word for "I have opened this chat" (Telegram's /start)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A message is durable: its id, its place among all messages of this visitor (1…), and whether it had been there before."""

    message: str
    number: int
    duplicate: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """All of a visitor's talk with one inbox after some number: ``(number, message)`` in order, and who owns it now."""

    state: State
    messages: tuple[tuple[int, Message], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Talk:
    """One conversation among all of a visitor's: its messages are numbered ``before`` + 1 … ``until``."""

    id: str
    state: State
    before: int
    until: int


def accept(
    house: House,
    *,
    inbox: str,
    external_id: str,
    text: str,
    client_key: str,
    at: datetime,
    wish: Wish = "text",
    occurred_at: datetime | None = None,
    data: Mapping[str, Any] | None = None,
    owner: Owner | None = None,
) -> Kept:
    """Identity, event and message in one transaction; the same ``client_key`` again changes nothing.

    Args:
        at: when it came; occurred_at: when it was said by the platform's word, None = ``at``.
        data: what else the event's payload keeps. owner: who has the thread by the platform's word (see ``channels.port.Heard``).

    Raises:
        BadInput: ``inbox.unknown``; ``message.id_reused``, a known ``client_key`` came with other words.
        Refused: ``message.erased``, it is known and its sender was erased since.
    """
    if inbox not in house.inboxes():
        raise BadInput(
            "inbox.unknown",
            ko="그런 채팅창이 없어요. brand.toml의 [inboxes]를 확인해 주세요.",
            en="There is no such inbox. Check [inboxes] in brand.toml.",
        )
    text = as_kept(house, storable(text))
    event = Event(
        type="message.received",
        inbox=inbox,
        identity=identity_id(house.key, inbox, external_id),
        occurred_at=occurred_at or at,
        received_at=at,
        dedupe_key=f"{external_id}/{client_key}",
        payload={**(data or {}), "text": text, **({} if wish == "text" else {"wish": wish})},
    )
    kind: IdentityKind = "anonymous" if house.inboxes()[inbox].channel == WEB else "channel"
    with house.store.write() as connection:
        appended = house.journal.append(connection, [event])[0]
        position = appended.position
        if appended.duplicate and house.journal.erased(connection, position):
            raise _erased()
        identity = ensure(connection, house.key, inbox, external_id, kind, at)
        got = receive(
            connection,
            identity=identity.id,
            inbox=inbox,
            text=text,
            at=at,
            new_id=house.new_id,
            event_position=position,
            client_key=client_key,
            language=(data or {}).get("language") if wish == "opens" else spoken(text),
            fresh=not appended.duplicate,
        )
        if not got.duplicate:
            heed(connection, identity.id, inbox, text, at)
        if got.duplicate and got.message.text != text:
            raise BadInput("message.id_reused", ko="같은 id로 다른 글이 왔어요.", en="The same id came with other words.")
        if owner and not got.duplicate:
            threads.owned_elsewhere(connection, got.conversation, owner, house.inboxes()[inbox].channel)
        before = next(talk.before for talk in _talks(connection, identity.id, inbox) if talk.id == got.conversation.id)
        return Kept(message=got.message.id, number=before + got.message.number, duplicate=got.duplicate)


def decide(house: House, message_id: str, request: str) -> Handled:
    """Decides about an accepted message, once. A reply is leased to ``request``, which has to say it (``hand_out`` or inline); in our
    own chat it is said by the same transaction that decides.

    Raises:
        NotFound: ``message.unknown``. Conflict, Busy: try again; nothing was decided.
    """
    with house.store.read() as connection:
        asked = threads.message(connection, message_id)
        inbox = threads.find(connection, asked.conversation).inbox
        wish, here = _wish(house, connection, asked)
    known = house.inboxes().get(inbox)
    ours = known is not None and known.channel == WEB
    reachable = ours or (known is not None and house.connection(inbox) is not None)
    handled = handle(
        house.store,
        message_id=message_id,
        think=_thinking(house, wish, here),
        clock=house.clock,
        new_id=house.new_id,
        manner=house.manner(inbox),
        lease_to=request if reachable else None,
        say=partial(say_here, house.desk()) if ours else None,
    )
    if handled.decision and not handled.repeated:
        channel = known.channel if known else "unknown"
        house.measures.answered(channel, handled.decision.rung, handled.decision.kind, house.clock() - asked.at)
    return handled


def _thinking(house: House, wish: Wish, here: Point | None) -> Think:
    if wish == "person_wanted":
        return wants_person(house.knowledge)
    if here is not None:
        return located(house.think(), here)
    return greeted(house.think()) if wish == "opens" else house.think()


def respond(house: House, message_id: str) -> Handled:
    """Decides about an accepted message and delivers the reply, once; a second call changes nothing.

    Raises:
        NotFound: ``message.unknown``. Conflict, Busy: try again; nothing was said.
    """
    request = new_request()
    handled = decide(house, message_id, request)
    if handled.row is not None and handled.row.leased_by == request:
        hand_out(house, handled.row)
    return handled


def new_request() -> str:
    """A name that no other request has, under which a row is leased."""
    return f"request/{os.getpid()}/{token_hex(8)}"


def pending(house: House, limit: int = 1000) -> list[tuple[str, str, str]]:
    """``(message id, inbox, external id)`` of messages about which nothing has been decided, oldest first."""
    with house.store.read() as connection:
        found = []
        for message in unhandled(connection, limit, due_at=house.clock()):
            talk = threads.find(connection, message.conversation)
            found.append((message.id, talk.inbox, find(connection, talk.identity).external_id))
        return found


def listen(house: House, *, inbox: str, external_id: str, after: int, limit: int) -> Heard:
    """Numbers count through all conversations of the visitor, so that a window that stays open misses nothing when one is closed."""
    who = identity_id(house.key, inbox, external_id)
    with house.store.read() as connection:
        talks = _talks(connection, who, inbox)
        if not talks:
            return Heard(state="bot", messages=())
        if after > talks[-1].until:
            after = 0  # what the window has seen was erased since: it begins anew
        heard: list[tuple[int, Message]] = []
        for talk in talks:
            if talk.until > after and len(heard) < limit:
                asked = {"conversation": talk.id, "after": after - talk.before, "most": limit - len(heard)}
                heard += [(talk.before + row["number"], as_message(row)) for row in connection.execute(_PAGE, asked).mappings()]
        return Heard(state=talks[-1].state, messages=tuple(heard))


def bodies(house: House, messages: Iterable[Message]) -> dict[str, Body]:
    """What was said with what stands under it, for those of our own messages that a decision put there; by the message's id."""
    decided = {one.decision: one.id for one in messages if one.direction == "out" and one.decision}
    if not decided:
        return {}
    with house.store.read() as connection:
        return {decided[decision]: row.body for decision, row in of_decisions(connection, decided).items()}


def vouch(house: House, *, inbox: str, external_id: str, proofs: Mapping[AddressKind, str], at: datetime) -> None:
    """The shop's own server says who the visitor is: login, e-mail, phone (empty ones are left out).

    Raises:
        BadInput: no such address. Conflict: ``people.two_logins``. Nothing is linked then.
    """
    given = {kind: value for kind, value in proofs.items() if value}
    with house.store.write() as connection:
        identity = identity_id(house.key, inbox, external_id)
        facts = [
            Event(
                type="identity.verified",
                inbox=inbox,
                identity=identity,
                occurred_at=at,
                received_at=at,
                dedupe_key=f"sign-in/{external_id}/{kind}/{value}",
                payload={"kind": kind, "value": value},
            )
            for kind, value in given.items()
        ]
        house.journal.append(connection, facts)
        ensure(connection, house.key, inbox, external_id, "anonymous", at)
        for kind, value in given.items():
            verify(connection, house.key, identity, kind, value, at)


def heed(connection: Connection, identity: str, inbox: str, text: str, at: datetime) -> None:
    """A customer's words that refuse advertising, or allow or refuse a look at their past, count from the moment they are kept."""
    if refuses_advertising(text):
        record(connection, identity, "promotional", "withdrawn", wording="", source=inbox, at=at)
    if word := word_on_past(text):
        write_word(connection, identity, word, inbox, at)


def as_kept(house: House, text: str) -> str:
    """A message as it is stored: with labels in the place of personal data where the brand wants that."""
    return mask(text) if house.law().mask_messages else text


def spoken(text: str) -> str | None:
    """``"ko"`` or ``"en"`` when the text shows it; digits, pictures and other scripts show nothing."""
    language = language_of(text)
    return language if language in {"ko", "en"} and any(character.isalpha() for character in text) else None


def _erased() -> Refused:
    return Refused(
        "message.erased",
        ko="지운 대화의 메시지라서 다시 받지 않았어요. 새로 말씀해 주세요.",
        en="This message belongs to a talk that was erased, so it was not taken again. Please write anew.",
    )


def _wish(house: House, connection: Connection, asked: Message) -> tuple[Wish, Point | None]:
    """What is wanted beside an answer to the words, and the position that came with them: it stands in the event and nowhere else."""
    if asked.event_position is None:
        return "text", None
    events = house.journal.read(connection, after=asked.event_position - 1, limit=1)
    said = events[0].payload if events else {}
    wish, shared = said.get("wish"), said.get("position")
    here = point(shared.get("lat"), shared.get("lon")) if isinstance(shared, Mapping) else None
    return wish if wish in {"person_wanted", "opens"} else "text", here


def _talks(connection: Connection, identity: str, inbox: str) -> list[_Talk]:
    """A visitor's conversations, oldest first."""
    talks: list[_Talk] = []
    for row in connection.execute(_THEIRS, {"identity": identity, "inbox": inbox}):
        before = talks[-1].until if talks else 0
        talks.append(_Talk(id=row.id, state=row.state, before=before, until=before + row.held))
    return talks
