"""The port that every channel fills: who sent this, what does it say, how do we speak there, and what does a failure mean.

A channel holds no state, opens no database and knows no policy. ``channels.double`` is the port's in-memory double, and
``tests/channels/test_conformance.py`` is what every channel passes. ``docs/channels/`` builds a small one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal, Protocol

from dangol.channels.wire import Wire
from dangol.kit.errors import Refused

Owner = Literal["person", "machine"]
MOST_TEXT = 4000  # characters of a message that are kept and read; the web chat's own limit


class Unproven(Refused):
    """The sender could not prove itself; the door answers 404, so that a guess learns nothing."""

    def __init__(self) -> None:
        super().__init__("channel.unproven", ko="보낸 쪽을 확인할 수 없습니다.", en="The sender could not be proven.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """What was posted to an inbox's address. Nothing in it is believed before ``Channel.prove``.

    Attributes:
        secret: the last part of the address. headers: names in lower case. body: the bytes as they came.
        address: the caller's network address, as far as the proxies in front are believed.
    """

    secret: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    address: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """One inbox as its channel needs it.

    Attributes:
        inbox: its name. hook_secret: the secret part of its address; header_secret: one for a header, where the platform sends one.
        values: its settings and secrets by key, all text, see ``Channel.settings``. Never logged.
        platform: where the platform answers, when it is not the real one (the simulator); empty = the real one.
    """

    inbox: str
    hook_secret: str = ""
    header_secret: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    platform: str = ""

    def value(self, key: str) -> str:
        return self.values.get(key, "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """Something an inbox of a channel is told: its key, whether it must be there, whether it is a secret, and what it is."""

    key: str
    meaning: str
    required: bool = False
    secret: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """One fact of a payload: an event of ``events.catalog``, its identity by the platform's own id.

    Attributes:
        id: dedupe key, unique inside the inbox; the platform's own id, or a hash where it gives none.
        before: for a hash over a window of time, the id that it would have had in the window before; empty otherwise.
        at: when it happened by the platform's word, never later than it came.
        data: the event's payload.
        wants_reply: a customer's message; False for what is only written down (a group, an echo, an edit).
        owner: who owns the thread by the platform's word, None when it does not say.
    """

    type: str
    identity: str
    id: str
    at: datetime
    data: Mapping[str, Any]
    wants_reply: bool = False
    owner: Owner | None = None
    before: str = ""

    @property
    def text(self) -> str:
        said = self.data.get("text")
        return said if isinstance(said, str) else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """What a payload says. ``ignored`` is why it says nothing, empty when it says something."""

    heard: tuple[Heard, ...] = ()
    ignored: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A button under a text: what it shows, and what comes back when it is pressed.

    ``short`` comes back instead where a button carries little; it also numbers the choice where there are no buttons. "" = there is none.
    """

    label: str
    value: str
    short: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A button under a text that leads to a page, by https."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Things side by side, for a channel that has cards: they take the place of the sentences that say the same.

    Attributes:
        lead: the text without those sentences. heads: what the things are called. rows: a label, and a cell for each thing ("" where
            nothing is known). urls: the page of each thing, "" where there is none.
    """

    lead: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    urls: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """What is to be said to one identity.

    Attributes:
        to: the platform's id of the identity. key: names this letter, the same at each attempt (for idempotency keys).
        by_machine: no person wrote it. hand_over: it says that a person will look; a channel may add its button for that.
        asked: payload of the event that it answers, empty for an agent's own words; asked_at: when that came.
        now: the instant of sending.
        links, table: what stands under the text, or in the place of a part of it, where the channel can show it.
    """

    to: str
    text: str
    key: str
    now: datetime
    hand_over: bool = False
    by_machine: bool = True
    choices: tuple[Choice, ...] = ()
    links: tuple[Link, ...] = ()
    table: Table | None = None
    asked: Mapping[str, Any] = field(default_factory=dict)
    asked_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Spoken:
    """The body of our response to the platform; ``later``: the real answer may follow by ``send``."""

    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    later: bool = False


class Channel(Protocol):
    """A medium. Every method is pure but ``send``.

    Attributes:
        name: the word in ``brand.toml``. settings: what its inboxes are told.
        inline: the response to the platform's call is the reply. seconds: how long that call may take.
        must_speak: the platform wants a reply to each message. tells_age: it says who is under 14.
        forgeable: anybody can write under somebody else's id there (e-mail).
        sells: it is a shop: it tells of orders, members and goods, and nobody talks there.
    """

    name: ClassVar[str]
    settings: ClassVar[tuple[Setting, ...]]
    inline: ClassVar[bool]
    must_speak: ClassVar[bool]
    tells_age: ClassVar[bool]
    forgeable: ClassVar[bool]
    sells: ClassVar[bool]
    seconds: ClassVar[float]

    def prove(self, account: Account, call: Call) -> None:
        """Raises ``Unproven`` unless the call comes from the platform. Secrets are compared in constant time."""
        ...

    def connect(self, account: Account, address: str, wire: Wire) -> bool:
        """Tells the platform to call us at ``address``; False where the owner enters it there by hand.

        Raises:
            DeliveryError: the platform did not take it.
        """
        ...

    def parse(self, payload: object, at: datetime) -> Parsed:
        """What a JSON value says, come at ``at``. It never raises: what it does not understand, it ignores and says so."""
        ...

    def speak(self, account: Account, letter: Letter) -> Spoken:
        """The response that says ``letter`` (inline channels).

        Raises:
            DeliveryError: it does not fit the platform's limits.
        """
        ...

    def acknowledge(self, account: Account, heard: Heard | None) -> Spoken:
        """The response that says nothing; to ``heard``, or to what could not be read (None)."""
        ...

    def late(self, account: Account, heard: Heard | None) -> Spoken:
        """The response when the answer is not ready in time, or nothing could be kept (None)."""
        ...

    def send(self, account: Account, letter: Letter, wire: Wire) -> str | None:
        """Sends a letter by the platform's API and returns its id there.

        Raises:
            DeliveryError: see ``channels.failures``: whether to retry, and whose fault it is.
        """
        ...
