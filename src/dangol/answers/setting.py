"""What answering one message works with: what is true, how it is searched, how the brand speaks, and the moment."""

from dataclasses import dataclass
from datetime import datetime

from dangol.knowledge.search import Search

from .ground import Ground
from .voice import Voice


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """One knowledge version, prepared and searchable; the voice for the asker's language; ``at``, the brand's local time."""

    ground: Ground
    search: Search
    voice: Voice
    at: datetime
