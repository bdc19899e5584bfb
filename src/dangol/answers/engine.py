"""A message and what is true → a cited answer, a question back, or a hand-over. Pure: no clock, no store, no channel.

The ladder for one clause: what must go to a person; what is asked of a subject's facts; what passages explain; what to ask back. The
candidate that explains most of the question's words is spoken, and only if it explains enough.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dangol.knowledge.facts import Snapshot
from dangol.knowledge.search import Search
from dangol.language.reading import Clause, Reading, as_one, halves, read

from .answer import Answer, Sentence, Topic
from .clauses import Resolved, resolve
from .ground import Ground
from .voice import Voice

_MOST_SUBJECTS = 4


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers from one knowledge version. Make a new one when the version moves."""

    ground: Ground
    search: Search

    @classmethod
    def build(cls, snapshot: Snapshot, search: Search | None = None) -> "Answerer":
        return cls(Ground(snapshot), search or Search.build(snapshot))

    def answer(self, text: str, topic: Topic, at: datetime) -> Answer:
        """Answers one message of a conversation. ``at`` is an aware instant; ``topic`` what the talk was about before."""
        ground = self.ground
        local = at.astimezone(ZoneInfo(ground.snapshot.brand.timezone))
        reading = read(text, ground.lexicon)
        voice = Voice(brand=ground.snapshot.brand, language=reading.language)
        turned = replace(topic, turns=topic.turns + 1)
        first = self._at_once(reading, voice, turned, local)
        if first:
            return first
        joined = _reply_to_ask_back(reading, topic)
        if joined:
            combined = self._answer_clauses(read(joined, ground.lexicon), voice, replace(turned, asked_back=None), local, topic.candidates)
            if combined.outcome == "answer":
                return combined
        return self._answer_clauses(reading, voice, turned, local, ())

    def _at_once(self, reading: Reading, voice: Voice, topic: Topic, local: datetime) -> Answer | None:
        """What goes to a person whatever the evidence says, and what needs no evidence at all."""
        signals = reading.signals
        if signals.harm:
            return _hand_over(voice.harm(), (f"harm.{signals.harm}",), topic)
        if signals.asks_person:
            return _hand_over(voice.person(), ("asks_person",), topic)
        if signals.upset:
            return _hand_over(voice.sorry(), ("upset",), topic)
        if signals.own_record:
            return _hand_over(voice.record(), ("own_record",), topic)
        if reading.language == "other":
            return _hand_over(voice.other_language(), ("language",), topic)
        if not any(clause.words or clause.mentions for clause in reading.clauses):
            return _said(voice.greeting() if signals.greeting or not reading.text else voice.acknowledged(), "smalltalk", topic)
        return None

    def _answer_clauses(self, reading: Reading, voice: Voice, topic: Topic, local: datetime, offered: Sequence[str]) -> Answer:
        results: list[Resolved] = []
        before = topic
        for clause in reading.clauses:
            for result in self._parts(clause, reading, voice, topic, local, offered):
                results.append(result)
                topic = result.topic
        if len(reading.clauses) > 1 and any(result.outcome in {"hand_over", "ask_back"} for result in results):
            whole = resolve(as_one(reading, self.ground.lexicon), reading, self.ground, self.search, voice, before, local, offered)
            if whole.outcome == "answer" and sum(result.outcome == "answer" for result in results) <= 1:
                results, topic = [whole], whole.topic
        results = _without_echo(results)
        asked = [result for result in results if result.outcome != "nothing"]
        if not asked:
            return self._social(reading, results, voice, topic)
        answered = [result for result in asked if result.outcome == "answer"]
        failed = [result for result in asked if result.outcome == "hand_over"]
        back = [result for result in asked if result.outcome == "ask_back"]
        if failed and reading.signals.complaint and not answered:
            return _hand_over(voice.sorry(), ("complaint",), topic)
        sentences = tuple(dict.fromkeys(sentence for result in answered for sentence in result.sentences))
        reasons = tuple(dict.fromkeys(reason for result in asked for reason in result.reasons))
        confidence = min(result.confidence for result in asked)
        if failed:
            known = (*sentences, Sentence(text=voice.hand_over()))
            return Answer(
                outcome="hand_over",
                sentences=known,
                confidence=confidence,
                reasons=reasons,
                topic=topic,
                draft=failed[0].draft or sentences,
            )
        if back:
            question = back[0]
            text = (*sentences, *question.sentences)
            waiting = replace(topic, asked_back=question.clause.text.strip(), candidates=question.candidates)
            return Answer(outcome="ask_back", sentences=text, confidence=confidence, reasons=reasons, topic=waiting)
        return Answer(outcome="answer", sentences=sentences, confidence=confidence, reasons=reasons, topic=topic)

    def _parts(
        self, clause: Clause, reading: Reading, voice: Voice, topic: Topic, local: datetime, offered: Sequence[str]
    ) -> list[Resolved]:
        """A clause resolved; one that cannot be answered as a whole by its halves ("가격이랑 | 물 주는 주기"), if that answers more."""
        ground, search = self.ground, self.search
        whole = resolve(clause, reading, ground, search, voice, topic, local, offered)
        if not clause.asks:
            return [whole]
        for first, second in halves(clause, ground.lexicon):
            if whole.outcome == "answer" and not (_asks_a_column(first) and whole.reasons[0].startswith(("passage", "fact"))):
                continue
            left = resolve(first, reading, ground, search, voice, topic, local, offered)
            if left.outcome == "answer":
                right = resolve(second, reading, ground, search, voice, left.topic, local, offered)
                sure = min(left.confidence, right.confidence) >= (0.6 if whole.outcome == "answer" else 0.0)
                if right.outcome == "answer" and sure and set(left.reasons) != set(right.reasons):
                    return [left, right]
        return [whole]

    def _social(self, reading: Reading, results: Sequence[Resolved], voice: Voice, topic: Topic) -> Answer:
        signals = reading.signals
        if signals.complaint:
            return _hand_over(voice.sorry(), ("complaint",), topic)
        if signals.thanks:
            return _said(voice.thanks(), "thanks", topic)
        if signals.farewell:
            return _said(voice.farewell(), "farewell", topic)
        if signals.praise:
            return _said(voice.praised(), "praise", topic)
        if signals.greeting:
            return _said(voice.greeting(), "greeting", topic)
        if signals.acknowledgement:
            return _said(voice.acknowledged(), "acknowledgement", topic)
        if signals.steering or reading.language == "en":
            back = (
                Sentence(
                    text=voice.say(
                        "무엇을 도와드릴까요? 제품이나 매장에 대해 물어봐 주세요.",
                        "How can I help? Please ask about our products or shops.",
                    )
                ),
            )
            return Answer(outcome="ask_back", sentences=back, confidence=0.3, reasons=("unclear",), topic=topic)
        return _said(voice.chatter(), "chatter", topic)


_COLUMN_END = re.compile(
    r"(가격|값|요금|비용|재고|무게|크기|사이즈|색상|색|옵션|용량|주소|위치|전화번호|영업시간|원산지|소재|성분|칼로리|유통기한)$"
)


def _asks_a_column(half: Clause) -> bool:
    """Whether a half ends in the name of a column ("장미 한송이 값 | 이랑 …"), so that it is a question of its own."""
    return bool(half.mentions) and bool(_COLUMN_END.search(half.text.strip()))


def _reply_to_ask_back(reading: Reading, topic: Topic) -> str | None:
    """The customer's earlier question with this short reply to our question back, or None when this is a question of its own."""
    if topic.asked_back is None or len(reading.text) > 40:
        return None
    return f"{reading.text.rstrip(' .!?~')} {topic.asked_back}"


def _without_echo(results: Sequence[Resolved]) -> list[Resolved]:
    """A clause that could not be answered but only repeats or explains its neighbour ("에어프라이어요") does not spoil the answer."""
    answered = any(result.outcome == "answer" for result in results)
    return [
        replace(result, outcome="nothing") if answered and result.outcome != "answer" and result.aside else result for result in results
    ]


def _hand_over(text: str, reasons: tuple[str, ...], topic: Topic) -> Answer:
    return Answer(outcome="hand_over", sentences=(Sentence(text=text),), confidence=1.0, reasons=reasons, topic=topic)


def _said(text: str, reason: str, topic: Topic) -> Answer:
    return Answer(outcome="answer", sentences=(Sentence(text=text),), confidence=1.0, reasons=(f"social.{reason}",), topic=topic)
