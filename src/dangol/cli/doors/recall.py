"""The door to what was told and has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dangol.bootstrap.house import House
from dangol.channels.failures import DeliveryError
from dangol.cli.doors.people_view import labels
from dangol.decisions.correct import body_of, correct
from dangol.decisions.recall import Change, Told, changes
from dangol.kit.errors import Conflict
from dangol.knowledge.facts import Snapshot
from dangol.outbox.gate import explained
from dangol.web.recall_views import Recall, RecalledPerson

LATELY = timedelta(days=30)
_FAILURES = {kind.code_name: (kind.sentence_ko, kind.sentence_en) for kind in DeliveryError.__subclasses__()}


@dataclass(frozen=True, slots=True)
class RecallDoor:
    house: House

    def changes(self) -> Sequence[Recall]:
        snapshot = self.house.knowledge.snapshot()
        with self.house.store.read() as connection:
            found = changes(connection, snapshot, self.house.clock() - LATELY)
            names = labels(connection, {told.identity for change in found for told in change.told})
        modes = {name: inbox.mode for name, inbox in self.house.inboxes().items()}
        return [
            Recall(
                id=change.citation,
                version=change.version,
                title=change.title,
                was=change.was,
                now=change.now,
                at=change.at,
                people=tuple(_person(told, names[told.identity], modes) for told in change.told),
                preview=_preview(change, snapshot),
                open=sum(modes.get(told.inbox, "off") != "off" for told in change.open),
            )
            for change in found
        ]

    def correct(self, change_id: str, *, version: str, agent: str, at: datetime) -> None:
        snapshot = self.house.knowledge.snapshot()
        modes = {name: inbox.mode for name, inbox in self.house.inboxes().items()}
        with self.house.store.write() as connection:
            found = changes(connection, snapshot, at - LATELY)
            change = next((one for one in found if (one.citation, str(one.version)) == (change_id, version)), None)
            if change is None:
                raise Conflict(
                    "recall.moved_on",
                    ko="그 사이에 또 바뀌었어요. 화면을 새로 고쳐 확인해 주세요.",
                    en="It has changed once more. Reload the page and look again.",
                )
            correct(connection, change, snapshot=snapshot, modes=modes, author=agent, new_id=self.house.new_id, at=at)


def _preview(change: Change, snapshot: Snapshot) -> str:
    first = next(iter(change.open), change.told[0])
    return body_of(change, first, snapshot).text


def _person(told: Told, label: str, modes: Mapping[str, str]) -> RecalledPerson:
    row = told.correction
    code = (row.last_error or "") if row else ""
    ko, en = explained(code) or _FAILURES.get(code) or ("", "")
    off = row is None and not told.anew and modes.get(told.inbox, "off") == "off"
    return RecalledPerson(
        label=label,
        inbox=told.inbox,
        conversation_id=told.conversation,
        at=told.at,
        said=told.said,
        state=row.status if row else "anew" if told.anew else "off" if off else "open",
        reason=code,
        reason_ko=ko,
        reason_en=en,
    )
