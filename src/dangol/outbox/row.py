"""A row of the outbox: something to be said to one identity, and where it stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dangol.answers.answer import Citation, Comparison, Sentence, cited_by
from dangol.channels.port import Choice, Link, Table

Kind = Literal["reply", "service", "promotional", "notice"]  # notice: to the brand's own people
Status = Literal["draft", "queued", "leased", "sent", "uncertain", "failed", "refused", "cancelled"]
Outcome = Literal["sent", "failed", "uncertain"]

ANSWERS = "message/"  # what the idempotency key of a reply to a message begins with


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """What is said: the text as it leaves, its sentences with their evidence (none for an agent's own words), and buttons under it.

    ``links`` and ``comparison`` are as in the answer.
    """

    text: str
    sentences: tuple[Sentence, ...] = ()
    choices: tuple[Choice, ...] = ()
    links: tuple[Link, ...] = ()
    comparison: Comparison | None = None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations in the order of the sentences, each id once."""
        return cited_by(self.sentences)

    @property
    def table(self) -> Table | None:
        """The comparison as channels show it."""
        shown = self.comparison
        if shown is None:
            return None
        told = {citation.id for citation in shown.citations}
        lead = [one.text for one in self.sentences if len(one.citations) != 1 or one.citations[0].id not in told]
        rows = tuple((label, tuple(cell.text if cell else "" for cell in cells)) for label, cells in shown.rows)
        return Table(lead=" ".join(lead), heads=shown.heads, rows=rows, urls=shown.urls)


@dataclass(frozen=True, kw_only=True, slots=True)
class OutboxRow:
    """One thing to be said.

    ::

        draft ──approve──▶ queued ──lease──▶ leased ──▶ sent │ failed │ refused │ queued (to be tried again) │ uncertain
          └──discard──▶ cancelled            uncertain ──a person says──▶ sent │ queued

    Attributes:
        author: ``"bot"`` or an agent's id; decision: the decision that wants it said.
        not_before: when it may be tried (again); lease_until, leased_by: who tries it now, and how long it is theirs.
        attempts: how many attempts were begun; last_error: code of the newest failure, or the gate's rule that held or refused it.
        idempotency_key: unique; handed to platforms that know such keys.
        category: of the goods that a promotional row advertises; empty when of none in particular.
        offer: which of the brand's offers it holds out, if any: it must still stand when the row leaves.
    """

    id: str
    conversation: str
    identity: str
    inbox: str
    kind: Kind
    status: Status
    body: Body
    author: str
    decision: str | None
    created_at: datetime
    not_before: datetime
    lease_until: datetime | None
    leased_by: str | None
    attempts: int
    last_error: str | None
    sent_at: datetime | None
    idempotency_key: str
    category: str = ""
    offer: str = ""

    @property
    def answers(self) -> bool:
        """Whether it answers a customer's message (then the key names the message)."""
        return self.idempotency_key.startswith(ANSWERS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """One attempt (1…) to say a row. ``outcome`` is None while it runs, or when the process died in it.

    ``detail`` holds an error's code and the platform's own word for it, never message text.
    """

    id: str
    outbox: str
    attempt: int
    started_at: datetime
    outcome: Outcome | None = None
    platform_id: str | None = None
    detail: str | None = None
