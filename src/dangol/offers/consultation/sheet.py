"""One person's sheet of a consultation: where it stands and what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from dangol.offers.consultation.questionnaire import Answers

Place = Literal["chat", "page"]
Status = Literal["open", "done", "guide", "ended"]
Consent = Literal["", "kept", "once"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A sheet; one a person and consultation.

    Attributes:
        place: where the next question is asked. status: open, done, with the guide, or ended by the person's wish (nothing is kept then).
        consent: not asked yet, ``kept`` (answers become traits), or ``once`` (they are used for this and forgotten).
        wording: the words of the consent that was given.
        said: numbers of the contradictions that were told. misses: how often in a row no answer was understood.
    """

    identity: str
    consultation: str
    answers: Answers = field(default_factory=dict)
    place: Place
    status: Status = "open"
    consent: Consent = ""
    wording: str = ""
    said: tuple[int, ...] = ()
    misses: int = 0
    started_at: datetime
    changed_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What one step leaves behind: the sheet as it is now, and traits that became known with consent."""

    sheet: Sheet
    traits: Mapping[str, Any] = field(default_factory=dict)
