"""The frozen values of the recall page."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class RecalledPerson:
    """One who was told what has changed: what exactly, when, and where their correction stands.

    ``state`` is ``open``, ``anew`` (they heard the new version by themselves), ``off`` (their inbox), or the correction's status in
    the outbox with its reason.
    """

    label: str
    inbox: str
    conversation_id: str
    at: datetime
    said: str
    state: str
    reason: str = ""
    reason_ko: str = ""
    reason_en: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Recall:
    """Something that has changed since it was told.

    ``now`` is None when nothing true bears the id any more; ``preview`` is what would be said.
    """

    id: str
    version: int
    title: str
    was: str
    now: str | None
    at: datetime
    people: tuple[RecalledPerson, ...]
    preview: str
    open: int
