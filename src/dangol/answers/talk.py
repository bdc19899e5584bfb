"""What is said without evidence: what goes to a person whatever the evidence says, and greetings, thanks and small talk."""

from collections.abc import Iterable
from typing import Final

from dangol.language.reading import Reading

from .answer import Answer, Sentence, Topic
from .voice import Voice

FOR_A_PERSON: Final = frozenset({"harm", "complaint", "upset", "asks_person"})  # heads of reasons: a person has to see it, whatever else
_UNCLEAR = 0.3  # the confidence of asking what is wanted at all


def at_once(reading: Reading, voice: Voice, topic: Topic) -> Answer | None:
    """The reply to harm, anger, the wish for a person, one's own orders, another language, or a message without a word; else None."""
    signals = reading.signals
    if signals.harm:
        return handed_over(voice.harm(), f"harm.{signals.harm}", topic)
    if signals.asks_person:
        return handed_over(voice.person(), "asks_person", topic)
    if signals.upset:
        return handed_over(voice.sorry(), "upset", topic)
    if signals.own_record:
        return handed_over(voice.record(), "own_record", topic)
    if reading.language == "other":
        return handed_over(voice.other_language(), "language", topic)
    if not any(clause.words or clause.mentions for clause in reading.clauses):
        return _said(voice.greeting() if signals.greeting or not reading.text else voice.acknowledged(), "smalltalk", topic)
    return None


def social(reading: Reading, voice: Voice, topic: Topic) -> Answer:
    """The reply to a message that asks nothing."""
    signals = reading.signals
    if signals.complaint:
        return handed_over(voice.sorry(), "complaint", topic)
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
        back = voice.say(
            "무엇을 도와드릴까요? 제품이나 매장에 대해 물어봐 주세요.",
            "How can I help? Please ask about our products or shops.",
        )
        return Answer(outcome="ask_back", sentences=(Sentence(text=back),), confidence=_UNCLEAR, reasons=("unclear",), topic=topic)
    return _said(voice.chatter(), "chatter", topic)


def heads(reasons: Iterable[str]) -> frozenset[str]:
    """Reasons up to the dot: ``harm`` of ``harm.skin``."""
    return frozenset(reason.partition(".")[0] for reason in reasons)


def handed_over(text: str, reason: str, topic: Topic) -> Answer:
    """A message that a person has to answer, and what the customer is told meanwhile."""
    return Answer(outcome="hand_over", sentences=(Sentence(text=text),), confidence=1.0, reasons=(reason,), topic=topic)


def _said(text: str, reason: str, topic: Topic) -> Answer:
    return Answer(outcome="answer", sentences=(Sentence(text=text),), confidence=1.0, reasons=(f"social.{reason}",), topic=topic)
