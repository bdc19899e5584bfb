"""The door to what came of the machine's answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from dangol.answers.answer import Citation
from dangol.bootstrap.house import House
from dangol.cli.doors.sources import source_notes
from dangol.decisions.outcomes import Entry, by_entry, outcomes
from dangol.knowledge.facts import Snapshot
from dangol.web.outcome_views import EntryRow

LATELY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class OutcomeDoor:
    house: House

    def entries(self, *, limit: int) -> Sequence[EntryRow]:
        now = self.house.clock()
        with self.house.store.read() as connection:
            found = by_entry(outcomes(connection, now - LATELY, now))
        snapshot = self.house.knowledge.snapshot()
        return [_row(entry, snapshot) for entry in found[:limit]]


def _row(entry: Entry, snapshot: Snapshot) -> EntryRow:
    (note,) = source_notes(snapshot, [Citation(id=entry.id, version=0, quote="")])
    question, answer = faq_of(snapshot, entry.id)
    counts = {str(name): count for name, count in entry.counts.items()}
    return EntryRow(source=note, answered=entry.answered, counts=counts, last_at=entry.last_at, question=question, answer=answer)


def faq_of(snapshot: Snapshot, citation: str) -> tuple[str, str]:
    """The question and the answer of a FAQ entry as they stand now; empty for anything else."""
    kind, _, name = citation.partition("/")
    faq = snapshot.faqs.get(name) if kind == "faq" else None
    return (faq.question, faq.answer) if faq else ("", "")
