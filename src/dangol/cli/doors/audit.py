"""The door to the audit: its last run and its sheet."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dangol.answers.audit.finding import Run
from dangol.answers.audit.sheet import Sheet, sheet
from dangol.bootstrap.audit import nightly
from dangol.bootstrap.house import House
from dangol.conversations import threads
from dangol.kit.errors import Busy, NotFound


@dataclass(frozen=True, slots=True)
class AuditDoor:
    house: House

    def last(self) -> Run | None:
        with self.house.store.read() as connection:
            return nightly.last_run(connection)

    def asked(self, question: str) -> str:
        kind, _, key = question.partition("/")
        if kind == "faq":
            faq = self.house.knowledge.snapshot().faqs.get(key)
            return faq.question if faq else ""
        try:
            with self.house.store.read() as connection:
                return threads.message(connection, key).text
        except NotFound:
            return ""

    def ask(self) -> None:
        nightly.ask(self.house)

    def sheet(self, at: datetime) -> Sheet:
        answerer = self.house.knowledge.answerer(patience=20.0)
        if answerer is None:
            raise Busy("knowledge.loading", ko="지식을 불러오는 중입니다.", en="The knowledge is being loaded.")
        zone = ZoneInfo(answerer.ground.snapshot.brand.timezone)
        return sheet(answerer.ground, at.astimezone(zone).date())
