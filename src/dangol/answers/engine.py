"""A message and what is true → a cited answer, a question back, or a hand-over. Pure: no clock, no store, no channel.

The ladder for one clause: what must go to a person; what is asked of a subject's facts; what passages explain; what to ask back. The
candidate that explains most of the question's words is spoken, and only if it explains enough.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dangol.kit.sphere import Point
from dangol.knowledge.facts import Snapshot
from dangol.knowledge.search import Search
from dangol.language.reading import Reading

from .answer import Answer, Topic
from .fragments import is_nominal
from .ground import Ground
from .hints import pick
from .message import answer_clauses
from .setting import Setting
from .talk import at_once
from .under import with_links
from .voice import Voice

_SHORT_REPLY = 40  # characters: a longer message is a question of its own, not the reply to ours


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers from one knowledge version. Make a new one when the version moves."""

    ground: Ground
    search: Search

    @classmethod
    def build(cls, snapshot: Snapshot, search: Search | None = None) -> "Answerer":
        """Prepares a knowledge version, and indexes it where no search is given."""
        ground = Ground(snapshot)
        ground.read("안녕하세요? Hello?")  # tables and patterns are prepared now, and the first customer does not wait for them
        return cls(ground, search or Search.build(snapshot))

    def answer(self, text: str, topic: Topic, at: datetime, here: Point | None = None) -> Answer:
        """Answers one message of a conversation. ``at`` is an aware instant; ``topic`` what the talk was about before; ``here`` where
        the asker is, if they shared it with this message."""
        brand = self.ground.snapshot.brand
        reading = self.ground.read(text)
        voice = Voice(brand=brand, language=reading.language)
        turned = replace(topic, turns=topic.turns + 1, hints=(), hinted="", picked="", more=False)
        if picked := self.pick(text, topic, at):
            return picked
        first = at_once(reading, voice, turned)
        if first:
            return first
        local = at.astimezone(ZoneInfo(brand.timezone))
        setting = Setting(ground=self.ground, search=self.search, voice=voice, at=local, here=here)
        joined = _reply_to_ask_back(reading, topic)
        if joined:
            again = self.ground.read(joined)
            combined = answer_clauses(again, replace(turned, asked_back=None), setting, topic.candidates)
            if combined.outcome == "answer" or (combined.outcome == "ask_back" and combined.topic.candidates != topic.candidates):
                return with_links(combined, self.ground, voice)
        return with_links(answer_clauses(reading, turned, setting), self.ground, voice)

    def pick(self, text: str, topic: Topic, at: datetime) -> Answer | None:
        """The answer to a customer who takes up what was offered with a hand-over (``hints``); None for any other message."""
        if not topic.hints:
            return None
        brand = self.ground.snapshot.brand
        voice = Voice(brand=brand, language=self.ground.read(topic.hinted).language)
        return pick(text, topic, Setting(ground=self.ground, search=self.search, voice=voice, at=at.astimezone(ZoneInfo(brand.timezone))))


def _reply_to_ask_back(reading: Reading, topic: Topic) -> str | None:
    """The customer's earlier question with this short reply to our question back, or None when this is a question of its own."""
    if topic.asked_back is None or len(reading.text) > _SHORT_REPLY:
        return None
    if any(clause.asks and not clause.mentions and not is_nominal(clause) for clause in reading.clauses):
        return None
    return f"{reading.text.rstrip(' .!?~')} {topic.asked_back}"
