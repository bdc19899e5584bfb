"""An event is a fact in the journal, ``noun.verb_past``. It carries an identity, never a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One fact.

    Attributes:
        type: a name from ``events.catalog``.
        inbox: the connected account it came through, e.g. ``"web"``.
        identity: the pseudonym of (inbox, external id), see ``people.identities``.
        occurred_at: when it happened, by the sender's word; received_at: when we got it. Aware, UTC.
        dedupe_key: unique inside the inbox; a second event with it is a duplicate and changes nothing.
        payload: JSON object; kept in a deletable table apart from the envelope.
        imported: True for history and replay: updates state, never sends.
        position: place in the journal (1…), None until appended.
    """

    type: str
    inbox: str
    identity: str
    occurred_at: datetime
    received_at: datetime
    dedupe_key: str
    payload: Mapping[str, Any]
    imported: bool = False
    position: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Appended:
    """What became of an append: its position, and whether it had been there before."""

    position: int
    duplicate: bool
