"""A fact from outside, before it is one of the journal: it names people as its sender does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True, kw_only=True, slots=True)
class Incoming:
    """A fact as its sender told it.

    Attributes:
        identity: the sender's own name for someone inside ``inbox``, or their login where ``kind`` is ``login``.
        same_as: another name inside ``inbox`` (an anonymous browser) that the sender says is the same person; "" for none.
        imported: history: it updates state and never sends.
        claimed: its sender's key is public (a site's tracking), so it proves nothing of anybody.
        checked: whoever made it has validated type and data (``events.catalog.validate``).
    """

    id: str
    type: str
    identity: str
    inbox: str
    occurred_at: datetime
    received_at: datetime
    data: Mapping[str, Any]
    imported: bool
    kind: Literal["channel", "anonymous", "login"] = "channel"
    same_as: str = ""
    claimed: bool = False
    checked: bool = False

    def whose(self) -> str:
        """The inbox in which ``identity`` is a name: logins are the same in all of them."""
        return "login" if self.kind == "login" else self.inbox
