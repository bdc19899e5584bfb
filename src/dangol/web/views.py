"""The frozen values that pages and the chat API show. Nothing here knows of tables, engines or a web server."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from dangol.answers.answer import Outcome
from dangol.offers.consultation.look import Pictured

Sender = Literal["customer", "bot", "agent"]
ThreadState = Literal["bot", "waiting", "human", "closed"]
MessageKind = Literal["text", "person_wanted"]
DecisionKind = Outcome | Literal["offer", "silent"]
Role = Literal["owner", "agent"]

THREAD_STATES: tuple[ThreadState, ...] = ("waiting", "human", "bot", "closed")


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceNote:
    """A citation as a reader sees it: what was relied upon, where it stands, and in which version.

    Attributes:
        id: citation id of ARCHITECTURE §5; version: the version cited.
        quote: the words relied upon; title: what a person calls the source ("밤식빵 · 가격", "배송 안내").
        file, line: where the owner wrote it (line 1-based, 0 = whole file); shown to staff only.
        current: False when the source has moved on since it was cited.
    """

    id: str
    version: int
    quote: str
    title: str
    file: str = ""
    line: int = 0
    current: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Accepted:
    """A customer's message is durable: its id, its place among all messages of this visitor (1…, never reused, also not when a closed
    conversation is followed by a new one), and whether it had been there before."""

    message_id: str
    number: int
    duplicate: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparisonNote:
    """Things side by side in the place of a part of a text: ``lead`` is the rest of it. A cell is its text and its source's id."""

    lead: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str] | None, ...]], ...]
    urls: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ChatMessage:
    """One utterance as its customer sees it. ``client_key`` is the sender's own id for it, "" for our words.

    ``choices``: what may be pressed instead of writing, under the newest message alone. ``links``: pages under it, label and address.
    ``helpful``: what its reader said of an answer of the machine, None while they said nothing.
    """

    id: str
    number: int
    sender: Sender
    text: str
    at: datetime
    client_key: str = ""
    sources: tuple[SourceNote, ...] = ()
    choices: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    comparison: ComparisonNote | None = None
    helpful: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ChatThread:
    """A thread from some number on, in order, and who owns it now."""

    state: ThreadState
    messages: tuple[ChatMessage, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownUser:
    """Who the shop's own server says the visitor is; the signature has been checked already."""

    user_id: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ConversationRow:
    """One line of the inbox. ``label`` names the customer without personal data ("손님 3f2a" or a given name)."""

    id: str
    inbox: str
    label: str
    state: ThreadState
    last_text: str
    last_at: datetime
    waiting_since: datetime | None = None
    owner: str = ""
    drafts: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionNote:
    """What was decided for a message, and why. ``confidence`` is 0…1, None where nobody measured it (a person decided)."""

    kind: DecisionKind
    confidence: float | None
    reasons: tuple[str, ...]
    version: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One utterance as staff see it: with its decision, its evidence and who wrote it; ``offered``: the buttons under it; ``cited``: its
    sentences that rest on a source, without greeting and promises.
    """

    id: str
    number: int
    sender: Sender
    text: str
    at: datetime
    author: str = ""
    decision: DecisionNote | None = None
    sources: tuple[SourceNote, ...] = ()
    delivery: str = ""
    offered: tuple[str, ...] = ()
    cited: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A reply that waits for a person: approve it, change it, or throw it away."""

    id: str
    text: str
    question: str
    decision: DecisionNote
    sources: tuple[SourceNote, ...]
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineEntry:
    """One thing the person did or that we did for them, in plain words, newest first."""

    at: datetime
    type: str
    text: str
    inbox: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonCard:
    """Who we believe this is: traits (name → value), identities with how sure we are, and the timeline.

    ``needs``, ``rhythms`` and ``dna`` are sentences, each in Korean and English; the strongest need and the soonest rhythm come first.
    ``sheets``: consultations, the newest first: title, and each question with its answer. ``pictures``: what they sent there.
    """

    id: str
    label: str
    traits: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[tuple[str, str], ...] = ()
    rhythms: tuple[tuple[str, str], ...] = ()
    dna: tuple[tuple[str, str], ...] = ()
    sheets: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    pictures: tuple[Pictured, ...] = ()
    identities: tuple[str, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ConversationView:
    """A whole conversation for the inbox page."""

    row: ConversationRow
    turns: tuple[Turn, ...]
    drafts: tuple[Draft, ...]
    person: PersonCard


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """A question that knowledge could not answer, in all its wordings: how often it came, from how many, and where it was last asked.

    Attributes:
        id: keys of its wordings, with commas. people: different persons. lost: won that ``leavers`` of them left in the cart.
        draft: what an agent answered, personal data masked; "" where nobody has.
        disliked: how often an answer was given and its asker found it no help; cited: what the newest of them rests on; entry: that FAQ
        entry's id, question and answer, when it can be corrected at once.
    """

    id: str
    question: str
    times: int
    people: int = 1
    lost: int = 0
    leavers: int = 0
    draft: str = ""
    disliked: int = 0
    cited: tuple[SourceNote, ...] = ()
    entry: tuple[str, str, str] | None = None
    wordings: tuple[str, ...] = ()
    last_at: datetime
    reason: str
    conversation_id: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """Something that has not left: what it is, where it stands, and which rule or error keeps it (a code and its sentences)."""

    id: str
    kind: Literal["reply", "service", "promotional", "notice"]
    status: str
    text: str
    label: str
    inbox: str
    conversation_id: str
    created_at: datetime
    not_before: datetime
    reason: str = ""
    reason_ko: str = ""
    reason_en: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """Something that the law has the owner do for one customer by ``due_at``.

    ``what`` is ``given.…`` or ``withdrawn.…`` with the purpose (its result is to be told), or ``right.…`` (an answer is due).
    ``status`` is the outbox row's, ``waiting`` where none was put yet, ``person`` where somebody of staff has to answer.
    """

    what: str
    label: str
    inbox: str
    conversation_id: str
    since: datetime
    due_at: datetime
    status: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Duties:
    """``confirm`` consents are to be recalled within sixty days, the first at ``confirm_first``; so many things are kept past their end."""

    rows: tuple[Duty, ...]
    confirm: int = 0
    confirm_first: datetime | None = None
    confirm_days: int = 730
    kept_too_long: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldProblem:
    """One thing wrong with what was sent: where (``events[3].occurred_at``) and what to do, in both languages."""

    field: str
    ko: str
    en: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffAccount:
    """Someone who may open the inbox. ``password_hash`` is argon2id in PHC form."""

    login: str
    name: str
    role: Role
    password_hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """A site whose SDK may send us behaviour: its inbox, the protocol that it speaks, and whether the owner has switched it on."""

    inbox: str
    dialect: Literal["segment", "rudderstack"]
    enabled: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class MeTrait:
    """One thing known of the person who looks: its name in the store and for people, and its value as text."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MeFacet:
    """One facet of their DNA, for them to correct: each text in Korean and English, ``sure`` in percent.

    ``choices``: what it can be, (value, words); ``chosen``: what stands. ``said``: by their own word; ``off``: switched off by them.
    """

    name: str
    label: tuple[str, str]
    value: tuple[str, str]
    sure: int
    said: bool
    off: bool
    choices: tuple[tuple[str, tuple[str, str]], ...]
    chosen: tuple[str, ...]
    many: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class MeNeed:
    """What we think that they want, in a sentence of each language. ``latent``: a guess, which cannot be dismissed."""

    kind: str
    subjects: tuple[str, ...]
    says: tuple[str, str]
    latent: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class MeCard:
    """What is known of the person who looks. ``identities`` are lines such as "web · 익명 브라우저"."""

    facets: tuple[MeFacet, ...] = ()
    needs: tuple[MeNeed, ...] = ()

    identities: tuple[str, ...] = ()
    traits: tuple[MeTrait, ...] = ()
    messages: int = 0
    events: int = 0
