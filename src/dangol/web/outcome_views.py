"""The frozen values of the page of answers: what came of each entry's, and the entry as it can be corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dangol.web.views import SourceNote


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryRow:
    """What came of the answers that rest on one entry: how often it was said, and what came of that (``decisions.outcomes``).

    ``question`` and ``answer`` are the entry's own where it is a FAQ entry, which can be corrected at once; "" for a cell or a passage.
    """

    source: SourceNote
    answered: int
    counts: Mapping[str, int]
    last_at: datetime
    question: str = ""
    answer: str = ""


class OutcomeDoor(Protocol):
    """What came of the machine's answers."""

    def entries(self, *, limit: int) -> Sequence[EntryRow]:
        """Those that helped least first."""
        ...
