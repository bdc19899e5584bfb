"""The frozen values of the page of segments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class SegmentRow:
    """One segment: its conditions in words, Korean and English; people in it, and how many of them may go to each platform.

    ``frozen_at`` is None for a live one.
    """

    name: str
    title: str
    meaning: tuple[tuple[str, str], ...]
    people: int
    meta: int
    naver: int
    frozen_at: datetime | None
    made_from: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportRow:
    """One export that was made."""

    segment: str
    recipient: Literal["meta", "naver"]
    people: int
    contacts: int
    author: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class SegmentBoard:
    """All segments, the newest exports, and how many digests have to be taken out at each platform."""

    segments: Sequence[SegmentRow]
    exports: Sequence[ExportRow]
    meta_out: int
    naver_out: int


class SegmentDoor(Protocol):
    """The brand's segments. ``BadInput`` where its file cannot be read."""

    def board(self) -> SegmentBoard: ...
