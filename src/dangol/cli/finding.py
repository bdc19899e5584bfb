"""``dangol search``: documents that a text is about, best first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dangol.bootstrap.house import House
from dangol.cli.json_lines import known_fields, limit_field, text_field
from dangol.knowledge.facts import Hit, Passage, Snapshot

_MARKDOWN = (".md", ".markdown")


@dataclass(slots=True)
class Finding:
    """Answers lines, with the ids that people know documents by: an article imported with an id of its own keeps it as given."""

    house: House
    _snapshot: Snapshot | None = None
    _names: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, line: Mapping[str, Any]) -> Mapping[str, Any]:
        known_fields(line, "text", "limit")
        text = text_field(line, "text", required=True, most=20_000) or ""
        limit = limit_field(line, default=10)
        return {"hits": [{"id": hit.key, "score": round(hit.score, 6), "title": hit.title} for hit in self.find(text, limit)]}

    def find(self, text: str, limit: int) -> list[Hit]:
        """At most ``limit`` hits, best first."""
        search = self.house.knowledge.search()
        snapshot = self.house.knowledge.snapshot()
        if snapshot is not self._snapshot:
            self._snapshot = snapshot
            self._names = dict(pair for passage in snapshot.passages for pair in _names(passage))
        return [self._named(hit) for hit in search.query(text, limit=limit)]

    def _named(self, hit: Hit) -> Hit:
        return Hit(key=self._names.get(hit.key, hit.key), score=hit.score, title=hit.title, coverage=hit.coverage)


def _names(passage: Passage) -> tuple[tuple[str, str], ...]:
    """What a document is called, by the key of its passage and by its own."""
    document = f"{passage.kind}/{passage.document}"
    own_id = passage.kind == "article" and not passage.source.file.lower().endswith(_MARKDOWN)
    name = passage.document if own_id else document
    return (passage.citation_id, name), (document, name)
