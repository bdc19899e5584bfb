"""A thread with one identity in one inbox, and one utterance in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

State = Literal["bot", "waiting", "human", "closed"]
Direction = Literal["in", "out"]

CUSTOMER = "customer"
BOT = "bot"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cited:
    """What a message rested on when it was said: id, version and quote, as in ARCHITECTURE §5."""

    id: str
    version: int
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    """One thread.

    Attributes:
        state: ``bot`` answers, ``waiting`` for a person, ``human`` owns it, ``closed``.
        owner: id of the agent who owns it; None unless ``human``.
        sequence: grows with every change; whoever decides compares it (ARCHITECTURE §3).
        language: ``"ko"`` or ``"en"``.
        topic: what the talk is about, as the JSON object that ``decisions.topics`` writes.
        last_at: the newest message in either direction; last_customer_at: the customer's newest, None before the first.
    """

    id: str
    identity: str
    inbox: str
    state: State
    owner: str | None
    sequence: int
    language: str
    topic: Mapping[str, Any]
    opened_at: datetime
    last_at: datetime
    last_customer_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One utterance.

    Attributes:
        number: place in the thread, from 1, without gaps.
        author: ``"customer"``, ``"bot"`` or an agent's id.
        event_position: the journal's position of the event that brought it.
        client_key: the sender's own id of the message; for ours, ``outbox/<row>``.
        handled: True once a decision was made about it, or none is due (imported, or our own).
        decision: id of the decision that said it (ours only).
    """

    id: str
    conversation: str
    number: int
    direction: Direction
    author: str
    text: str
    at: datetime
    event_position: int | None
    client_key: str | None
    handled: bool
    citations: tuple[Cited, ...]
    decision: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """Where a message was put; ``duplicate`` when it had been there before and nothing changed."""

    conversation: Conversation
    message: Message
    duplicate: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A line of the inbox view.

    Attributes:
        last: the newest message, None in an empty thread; asked: the customer's newest, None while they have said nothing.
        messages: how many there are; unanswered: the customer's since our last reply.
    """

    conversation: Conversation
    last: Message | None
    asked: Message | None
    messages: int
    unanswered: int
