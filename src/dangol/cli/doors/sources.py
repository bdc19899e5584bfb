"""Citations as a reader sees them: with a title, the owner's file and line, and whether the source has moved on since."""

from collections.abc import Iterable
from typing import Protocol

from dangol.knowledge.evidence import resolve
from dangol.knowledge.facts import Snapshot
from dangol.language.concepts import concept_of_header
from dangol.web.views import SourceNote

_ON_THE_MAP = {"lat": "위도", "lon": "경도"}


class Citing(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def quote(self) -> str: ...


def source_notes(snapshot: Snapshot, citations: Iterable[Citing]) -> tuple[SourceNote, ...]:
    return tuple(_note(snapshot, citation) for citation in citations)


def _note(snapshot: Snapshot, citation: Citing) -> SourceNote:
    now = resolve(snapshot, citation.id)
    if now is None:
        return SourceNote(id=citation.id, version=citation.version, quote=citation.quote, title=citation.id, current=False)
    return SourceNote(
        id=citation.id,
        version=citation.version,
        quote=citation.quote,
        title=_title(now.title),
        file=now.source.file,
        line=now.source.line,
        current=now.version == citation.version,
    )


def _title(title: str) -> str:
    """A subject's column by its Korean name: ``별밭 텐트 2인 · price`` → ``별밭 텐트 2인 · 가격``."""
    name, dot, column = title.rpartition(" · ")
    concept = concept_of_header(column) if dot else None
    known = concept.ko if concept else _ON_THE_MAP.get(column)
    return f"{name} · {known}" if dot and known else title
