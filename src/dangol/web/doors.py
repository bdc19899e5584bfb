"""The narrow doors through which pages and the API reach the rooms behind. ``bootstrap`` opens them on the real rooms.

Every method is synchronous and is called on a worker thread; it may raise any ``DangolError``. ``Busy`` and ``Conflict`` are
answered with "try again"; nothing else is retried. Instants are aware UTC and are passed in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from dangol.answers.audit.finding import Run
from dangol.answers.audit.sheet import Sheet
from dangol.channels.port import Call, Spoken
from dangol.events.event import Appended
from dangol.events.incoming import Incoming
from dangol.kit.errors import DangolError
from dangol.kit.sphere import Point
from dangol.knowledge.facts import Snapshot
from dangol.language.evidence import Weight
from dangol.language.reading import Reading
from dangol.web.consult_door import ConsultDoor
from dangol.web.home_door import HomeDoor
from dangol.web.offer_door import OfferDoor
from dangol.web.outcome_views import OutcomeDoor
from dangol.web.people_door import PeopleDoor
from dangol.web.recall_views import Recall
from dangol.web.segments_views import SegmentDoor
from dangol.web.views import (
    Accepted,
    ChatThread,
    ConversationRow,
    ConversationView,
    Duties,
    FieldProblem,
    Gap,
    KnownUser,
    MeCard,
    MessageKind,
    Outgoing,
    Site,
    StaffAccount,
    ThreadState,
)


class ChatDoor(Protocol):
    """The web chat. A visitor is ``external_id`` inside ``inbox``."""

    def accept(
        self, *, inbox: str, external_id: str, text: str, client_key: str, at: datetime, kind: MessageKind, here: Point | None = None
    ) -> Accepted:
        """Makes a customer's message durable; the same ``client_key`` again changes nothing and says so.

        ``here`` is a position shared with it.

        Raises:
            BadInput: the inbox does not take messages, or a known ``client_key`` came with other words.
        """
        ...

    def handle(self, message_id: str) -> None:
        """Decides on an accepted message and stores the reply, once; a second call changes nothing."""
        ...

    def pending(self) -> Sequence[tuple[str, str, str]]:
        """``(message id, inbox, external id)`` of accepted messages that were never handled (a crash in between), oldest first."""
        ...

    def thread(self, *, inbox: str, external_id: str, after: int, limit: int) -> ChatThread:
        """All of a visitor's messages numbered above ``after``, over all their conversations, oldest first, at most ``limit``.

        The state is that of the newest conversation; an unknown visitor has an empty thread in state ``bot``.
        """
        ...

    def rate(self, *, inbox: str, external_id: str, message_id: str, helpful: bool, at: datetime) -> None:
        """Keeps whether an answer of the machine helped its visitor. ``NotFound`` when it was not said to them."""
        ...

    def sign_in(self, *, inbox: str, external_id: str, user: KnownUser, at: datetime) -> None:
        """Links the anonymous visitor to the user whom the shop's server vouches for."""
        ...


class DeskDoor(Protocol):
    """What staff see and do. ``agent`` is a login; an unknown id raises ``NotFound``, a thread that moved on raises ``Conflict``."""

    def marker(self) -> str:
        """A cheap word that changes whenever anything on the inbox page may have changed."""
        ...

    def conversations(self, *, state: ThreadState | None, limit: int) -> Sequence[ConversationRow]:
        """Waiting first (longest wait first), then human, bot and closed, each newest first."""
        ...

    def conversation(self, conversation_id: str) -> ConversationView: ...

    def visitor(self, conversation_id: str) -> tuple[str, str]:
        """``(inbox, external id)`` of a conversation, so that an open chat window can be told at once."""
        ...

    def take_over(self, conversation_id: str, *, agent: str, at: datetime) -> None: ...

    def hand_back(self, conversation_id: str, *, agent: str, at: datetime) -> None: ...

    def close(self, conversation_id: str, *, agent: str, at: datetime) -> None: ...

    def reply(self, conversation_id: str, *, agent: str, text: str, client_key: str, at: datetime) -> None:
        """Sends an agent's words and takes the thread over; the same ``client_key`` again sends nothing. ``Conflict`` when it is closed."""
        ...

    def approve(self, draft_id: str, *, agent: str, text: str, at: datetime) -> None:
        """Sends a draft with these words (changed or not)."""
        ...

    def discard(self, draft_id: str, *, agent: str, at: datetime) -> None: ...

    def correct(
        self, *, question: str, answer: str, agent: str, at: datetime, gap_id: str = "", message_id: str = "", entry: str = ""
    ) -> str:
        """Writes a question and its answer into knowledge, over the FAQ entry ``entry`` if there is one; returns the citation id."""
        ...

    def gaps(self, *, limit: int) -> Sequence[Gap]:
        """Questions without an answer, most frequent first."""
        ...

    def outgoing(self, *, limit: int) -> Sequence[Outgoing]:
        """What waits to leave, is held by a rule, was refused or failed, newest first."""
        ...

    def duties(self) -> Duties:
        """What the law has the owner do by a date, the soonest first."""
        ...


class IntakeDoor(Protocol):
    """Events from outside."""

    def sites(self) -> Mapping[str, Site]:
        """Who may send behaviour, by write key. Cheap: asked on every request, on the event loop."""
        ...

    def check(self, event: Incoming) -> Sequence[FieldProblem]:
        """What the event catalogue says against it (field names without an index); empty when it is fine. Changes nothing."""
        ...

    def events(self, batch: Sequence[Incoming]) -> Sequence[Appended]:
        """Appends all or none, in order; duplicates keep their first position."""
        ...


class ShopDoor(Protocol):
    def snapshot(self) -> Snapshot: ...


class StaffDoor(Protocol):
    def account(self, login: str) -> StaffAccount | None: ...

    def accounts(self) -> Sequence[StaffAccount]: ...

    def add(self, account: StaffAccount) -> None:
        """Raises ``Conflict`` when the login is taken."""
        ...


class HookCall(Protocol):
    """One call of a platform, kept. ``reply`` and ``follow`` come after ``decide``; either, never both.

    Attributes:
        inline: the response is the reply. seconds: how long that may take.
        waiting: ``(message id, inbox, external id)`` of what wants a reply. done: the response when nothing does.
    """

    @property
    def inline(self) -> bool: ...

    @property
    def seconds(self) -> float: ...

    @property
    def waiting(self) -> Sequence[tuple[str, str, str]]: ...

    @property
    def done(self) -> Spoken: ...

    def decide(self) -> None: ...

    def reply(self) -> Spoken:
        """The response that says it; the delivery is written down."""
        ...

    def left(self) -> None:
        """The response has left."""
        ...

    def late(self) -> Spoken:
        """The response when the time is over before ``decide`` came back."""
        ...

    def follow(self) -> None:
        """Says it by the platform's API instead."""
        ...


class HookDoor(Protocol):
    """Calls of the platforms on which the brand has inboxes."""

    def take(self, inbox: str, call: Call, at: datetime) -> HookCall:
        """Proves the sender, reads and keeps; all is durable when this returns.

        Raises:
            Unproven: nothing was read. Busy, Broken: nothing was kept.
        """
        ...

    def refuse(self, inbox: str, call: Call, error: DangolError) -> Spoken:
        """The response when nothing could be kept, where the platform wants one for its customer; else raises ``error``."""
        ...


class MeDoor(Protocol):
    """A person and their own data. ``who`` is the pseudonym of the identity that they have proved."""

    def who(self, *, inbox: str, external_id: str) -> str:
        """The pseudonym of somebody; says nothing about whether anything is known of them."""
        ...

    def card(self, who: str) -> MeCard: ...

    def export(self, who: str) -> bytes:
        """A ZIP."""
        ...

    def correct(self, who: str, *, name: str, value: str, at: datetime) -> None: ...

    def say(self, who: str, *, act: str, facet: str, values: Sequence[str], at: datetime) -> None:
        """Their word on their DNA: ``correct``, ``off`` or ``back``; of everything where ``facet`` is empty."""
        ...

    def dismiss(self, who: str, *, kind: str, subjects: Sequence[str], at: datetime) -> None:
        """They do not want this; raises ``BadInput`` when they have no such need."""
        ...

    def erase(self, who: str) -> None: ...


class RecallDoor(Protocol):
    """Who was told what is no longer true, and their correction."""

    def changes(self) -> Sequence[Recall]:
        """What was told in the last 30 days and has changed since, the newest change first."""
        ...

    def correct(self, change_id: str, *, version: str, agent: str, at: datetime) -> None:
        """Puts a correction for everyone who has none. ``Conflict`` when it has changed once more since the page was opened."""
        ...


class AuditDoor(Protocol):
    """The last audit of the day, and the sheet that it proves."""

    def last(self) -> Run | None: ...

    def asked(self, question: str) -> str:
        """What was asked, by ``Finding.question``; "" once it was erased."""
        ...

    def ask(self) -> None:
        """Wants the audit anew; the worker does it."""
        ...

    def sheet(self, at: datetime) -> Sheet: ...


Metrics = Callable[[], bytes]
"""Everything that is counted, in Prometheus's text format."""

Requested = Callable[[str, int, float], None]
"""Is told a request's door, its status and its seconds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A text read, and the words that moved the models."""

    reading: Reading
    weights: tuple[Weight, ...]


Reader = Callable[[str], Read]
"""Reads any text with the names of this brand's things. Records nothing."""

Health = Callable[[], None]
"""Raises a ``DangolError`` while the installation cannot serve."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Doors:
    chat: ChatDoor
    desk: DeskDoor
    intake: IntakeDoor
    shop: ShopDoor
    staff: StaffDoor
    hooks: HookDoor
    reader: Reader
    ready: Health
    me: MeDoor | None = None
    home: HomeDoor | None = None
    people: PeopleDoor | None = None
    offers: OfferDoor | None = None
    audit: AuditDoor | None = None
    consult: ConsultDoor | None = None
    recall: RecallDoor | None = None
    outcomes: OutcomeDoor | None = None
    segments: SegmentDoor | None = None
    metrics: Metrics
    requested: Requested


Language = Literal["ko", "en"]
