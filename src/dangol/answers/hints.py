"""What may have been meant by a question that goes to a person: titles of the brand's own texts near to it, tapped instead of waiting.

A title is shown where a small fitted model (``data/hints.json``) finds it probable enough that its text is the one asked for. That is
less than what it takes to be said as an answer: whoever asked decides. What they tap is answered from that text, with its citation.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from dangol.kit.text import squash

from .answer import Answer, Hint, Sentence, Topic
from .fitted import Fitted
from .ground import Ground
from .matching import said_of
from .passages import speak
from .question import Question, question_of
from .setting import Setting

MOST = 3
_MOST_TITLE = 100  # characters: a longer title is no button
NEAR = 0.2  # 0…1: a text less probable is not offered; below it, more are beside the point than right (``evaluation.hints``)
ENOUGH: Mapping[str, str] = {"ko": "이걸로 됐어요", "en": "That answers it"}
ASK_PERSON: Mapping[str, str] = {"ko": "사람에게 물어볼게요", "en": "I will ask a person"}
PICKED, SETTLED, PERSON = "hint.picked", "hint.settled", "hint.person"  # reasons of the answers made here

_MODEL = Fitted("hints.json")
_NUMBER = re.compile(r"([1-9])\s*(번|번째|번이요|번요|\.|\))?\s*[.!~]*")
_SURE = 0.9  # the confidence of an answer that was picked by its asker


class Reasoned(Protocol):
    """Whatever says why."""

    @property
    def reasons(self) -> tuple[str, ...]: ...


def hints(question: Question, setting: Setting) -> tuple[Hint, ...]:
    """The titles near to a question, at most ``MOST``, nearest first; empty where none is near enough."""
    found: dict[str, Hint] = {}
    for key, features in sorted(weighed(question, setting), key=lambda row: -_MODEL.probability(row[1])):
        if _MODEL.probability(features) < NEAR or len(found) == MOST:
            break
        title = title_of(key, setting.ground)
        if len(title) <= _MOST_TITLE:
            found.setdefault(squash(title), Hint(key=key, title=title))
    return tuple(found.values())


def weighed(question: Question, setting: Setting) -> list[tuple[str, Mapping[str, float]]]:
    """The texts beside a question with the features that the model weighs."""
    if not question.weight:
        return []
    rows: list[tuple[str, Mapping[str, float]]] = []
    for match in setting.matches(question):
        said = [sentence.text for sentence in speak(question, setting.ground, match.key, setting.voice)]
        rows.append((match.key, {**match.features, **said_of(question, said)}))
    return rows


def title_of(key: str, ground: Ground) -> str:
    """What a text is called where it is offered: a FAQ's question; a passage's title and heading."""
    if faq := ground.faqs.get(key):
        return " ".join(faq.question.split())
    passage = ground.passages[key]
    heading = passage.headings[-1] if passage.headings else ""
    return " ".join((passage.title if heading in ("", passage.title) else f"{passage.title} · {heading}").split())


def pick(text: str, topic: Topic, setting: Setting) -> Answer | None:
    """The answer to somebody who takes up what was offered: by title, by number, or by saying whether that was enough. None otherwise."""
    said, turned = squash(text), replace(topic, turns=topic.turns + 1)
    if topic.picked and not topic.more and said in map(squash, ENOUGH.values()):
        back = setting.voice.say(
            "도움이 되었다니 다행이에요. 더 궁금한 점이 있으면 언제든 물어봐 주세요.", "Glad to hear it. Ask us any time."
        )
        return _said(back, SETTLED, Topic(subjects=topic.subjects, turns=turned.turns))
    if topic.picked and said in map(squash, ASK_PERSON.values()):
        back = setting.voice.say("네, 담당자가 확인하고 답해 드릴게요.", "Of course. A member of our team will check and reply.")
        return _said(back, PERSON, turned)
    key = _meant(text, topic, setting.ground)
    return _answered(key, turned, setting) if key else None


def taken_up(made: Reasoned) -> bool:
    """Whether an answer or a decision is one of those that ``pick`` makes."""
    return bool({PICKED, SETTLED, PERSON} & set(made.reasons))


def _meant(text: str, topic: Topic, ground: Ground) -> str | None:
    there = [key for key in topic.hints if key in ground.faqs or key in ground.passages]
    numbered = _NUMBER.fullmatch(text.strip())
    if numbered:
        place = int(numbered[1]) - 1
        return topic.hints[place] if place < len(topic.hints) and topic.hints[place] in there else None
    return next((key for key in there if squash(title_of(key, ground)) == squash(text)), None)


def _answered(key: str, topic: Topic, setting: Setting) -> Answer:
    reading = setting.ground.read(topic.hinted or title_of(key, setting.ground))
    question = question_of(reading.clauses[0], reading.language, setting.ground, setting.at)
    return Answer(
        outcome="answer",
        sentences=speak(question, setting.ground, key, setting.voice),
        confidence=_SURE,
        reasons=(PICKED, key),
        topic=replace(topic, passage=key, picked=key),
    )


def _said(text: str, reason: str, topic: Topic) -> Answer:
    return Answer(
        outcome="hand_over" if reason == PERSON else "answer",
        sentences=(Sentence(text=text),),
        confidence=1.0,
        reasons=(reason,),
        topic=topic,
    )
