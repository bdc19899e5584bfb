"""``dangol ask``: one question, or lines of them. A dry run decides by the server's policy and changes nothing."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from secrets import token_hex
from typing import Any

from dangol.answers.answer import Citation, Topic, cited_by
from dangol.answers.engine import Answerer
from dangol.bootstrap import talking
from dangol.bootstrap.house import WEB, House
from dangol.bootstrap.ordering import own_orders
from dangol.cli.json_lines import instant_field, known_fields, text_field
from dangol.decisions.decision import Kind
from dangol.decisions.handle import Thought
from dangol.decisions.policy import Turn, decide
from dangol.kit.clock import fixed
from dangol.language.reading import language_of
from dangol.people.identities import identity_id

FIELDS = ("text", "conversation", "identity", "channel", "at")


@dataclass(slots=True)
class Asking:
    """Answers the lines of one run; lines with one ``conversation`` are its turns.

    A dry run has no person who could take a conversation over, so the machine goes on answering after it has handed over, and it
    leaves out the notice that opens a customer's first reply. ``record`` makes it real: received, decided, delivered.
    """

    house: House
    record: bool = False
    _topics: dict[str, Topic] = field(default_factory=dict)

    def __call__(self, line: Mapping[str, Any]) -> Mapping[str, Any]:
        known_fields(line, *FIELDS)
        text = text_field(line, "text", required=True) or ""
        talk = text_field(line, "conversation", most=200)
        who = text_field(line, "identity", most=200)
        channel = text_field(line, "channel", most=64)
        at = instant_field(line, "at") or self.house.clock()
        began = time.perf_counter()
        told = self._real(text, talk, who, channel, at) if self.record else self._dry(text, talk, who, channel, at)
        told["ms"] = round((time.perf_counter() - began) * 1000, 3)
        return told

    def _dry(self, text: str, talk: str | None, who: str | None, channel: str | None, at: datetime) -> dict[str, Any]:
        answerer = self.house.knowledge.answerer()
        assert answerer is not None  # without patience it waits
        topic = self._topics.get(talk, Topic()) if talk else Topic()
        language = "en" if language_of(text) == "en" else "ko"
        identity = identity_id(self.house.key, channel or self._first_inbox(), who) if who else ""
        thought = Thought(text=text, topic=topic, language=language, at=at, identity=identity)
        answer = answerer.answer(text, topic, at)
        answer = own_orders(self.house.store, self.house.knowledge.brand().profile, thought, answer) or answer
        manner = self.house.manner(WEB)
        turn = Turn(state="bot", mode="automatic", at=at, first_turn=False)
        lines = manner.lines(language)
        plan = decide(turn, replace(answer, hints=()), lines=lines, threshold=manner.threshold)  # nobody is there to tap a title
        if talk:
            self._topics[talk] = plan.topic or topic
        cited = cited_by(plan.say)
        return _told(plan.kind, plan.text, cited, plan.confidence)

    def _real(self, text: str, talk: str | None, who: str | None, channel: str | None, at: datetime) -> dict[str, Any]:
        house = replace(self.house, clock=fixed(at))
        warm(house)
        external_id = who or talk or "command-line"
        kept = talking.accept(
            house, inbox=channel or self._first_inbox(), external_id=external_id, text=text, client_key=f"ask-{token_hex(8)}", at=at
        )
        decision = talking.respond(house, kept.message).decision
        assert decision is not None  # only imported messages have none
        return _told(decision.kind, decision.text, decision.citations, decision.confidence)

    def _first_inbox(self) -> str:
        return next(iter(self.house.web_inboxes()), WEB)


def warm(house: House) -> Answerer:
    """Waits until the knowledge is loaded, however long it takes."""
    answerer = house.knowledge.answerer()
    assert answerer is not None
    return answerer


def _told(kind: Kind, text: str, citations: tuple[Citation, ...], confidence: float) -> dict[str, Any]:
    return {
        "decision": "silence" if kind == "silent" else kind,
        "text": text,
        "citations": [{"id": cited.id, "version": cited.version, "quote": cited.quote} for cited in citations],
        "confidence": round(confidence, 4),
        "ms": 0.0,
    }
