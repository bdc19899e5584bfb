"""One clause of a message, resolved: understood, its candidates weighed, the best one spoken if it explains enough, else asked back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dangol.language.reading import Clause, Reading
from dangol.language.signals import steers

from .answer import Sentence, Topic
from .asking_back import AskedBack, ask_back, strange, unclear
from .aspects import OF_PRODUCTS
from .candidate import Candidate
from .context import narrowed
from .fragments import corrected, is_fragment, with_region
from .opinions.alike import merged
from .opinions.answering import Opined, asks_for_reviews, opined
from .question import Question, question_of
from .remembering import after, carried, left, unsettled
from .setting import Setting
from .weighing import best

_ASKED_BACK = 0.5  # the confidence of a question back
_ASKED_ABOUT = 0.4  # the weight of a noun that a message without a verb asks about
_PARTICLE = 2  # syllables that may stand after it ("배송비가", "방법이요")
_ASKS_WHAT = re.compile(r"어떻게|얼마|언제|어디|며칠|몇|뭐|무엇|어느|왜|방법|how|when|where|what")
_WISH = re.compile(r"싶(은데|어요|습니다|어서|은)|할게요|하려고요|하려는데요|주세요\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved:
    """What became of a clause.

    Attributes:
        outcome: as of an answer, or ``"nothing"`` for a clause that needs no reply.
        sentences: what to say; confidence: 0…1; reasons: machine names of why.
        topic: what the talk is about after it; candidates: the subjects offered when asking back.
        draft: what was found and not sure enough to say; aside: it asks nothing by itself, so failing it spoils nothing.
        question: how it was understood, where it asks something.
    """

    clause: Clause
    outcome: Literal["answer", "ask_back", "hand_over", "nothing"]
    sentences: tuple[Sentence, ...] = ()
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    topic: Topic
    candidates: tuple[str, ...] = ()
    draft: tuple[Sentence, ...] = ()
    aside: bool = False
    question: Question | None = None


def resolve(clause: Clause, reading: Reading, topic: Topic, setting: Setting, offered: Sequence[str] = ()) -> Resolved:
    """Resolves one clause. ``offered`` are the subjects we named when asking back, if this is the reply."""
    alone = len(reading.clauses) == 1
    if steers(clause.text) and not alone:
        return Resolved(clause=clause, outcome="nothing", topic=topic, aside=True)
    topic = replace(topic, told=merged(topic.told, setting.ground.opinions.columns.told(clause.text)))
    clause = corrected(clause, setting.ground.lexicon, reading.language)
    clause = with_region(clause, topic, setting.ground.lexicon, reading.language)
    question = narrowed(question_of(clause, reading.language, setting.ground, setting.at), setting.ground, topic, offered)
    opinion = opined(question, clause, topic, setting)
    if opinion:
        return _opinion(opinion, question, clause, topic, setting, alone=alone)
    if asks_for_reviews(question, clause, topic, setting):
        which = ask_back(replace(question, chooses=True, terms=()), clause, setting.ground, setting.voice, topic)
        if which:
            return _asked_back(which, question, clause, topic, aside=False)
    names_it = alone and (is_fragment(question, clause, topic, setting.ground) or _names_what_it_asks(question, clause, reading, setting))
    aside = not (clause.asks or clause.elliptical or names_it)
    social = reading.signals.praise or reading.signals.thanks
    if reading.signals.greeting and not (question.terms or question.mentions or question.concepts or clause.points):
        return Resolved(clause=clause, outcome="nothing", topic=topic, aside=True)  # "안녕하십니까?"
    if aside and ((not question.concepts and not (question.mentions and alone)) or (social and "?" not in clause.text)):
        return Resolved(clause=clause, outcome="nothing", topic=carried(topic, question), aside=True)
    vague = _without_subject(question, topic) or _vague(question, topic)
    best_found = None if vague else best(question, clause, topic, setting, alone=alone)
    found = best_found.candidate if best_found else None
    if best_found and found and found.enough:
        return Resolved(
            clause=clause,
            outcome="answer",
            sentences=found.sentences,
            confidence=round(found.confidence, 3),
            reasons=(f"{found.kind}.{found.detail}",),
            topic=after(topic, best_found.way, found),
            aside=aside,
            question=best_found.way.question,
        )
    back = ask_back(question, clause, setting.ground, setting.voice, topic)
    if not back and vague and not strange(question, setting.ground):
        back = unclear(setting.voice)
    if back:
        return _asked_back(back, question, clause, topic, aside=aside)
    if not question.terms and not question.mentions and not question.concepts:
        return Resolved(clause=clause, outcome="nothing", topic=topic, aside=True)
    if opinion := opined(question, clause, topic, setting, last=True):
        return _opinion(opinion, question, clause, topic, setting, alone=alone)
    understood = best_found.way.question if best_found else question
    return _handed_over(clause, found, left(topic, question, setting.ground), understood, aside=aside)


def _opinion(opinion: Opined, question: Question, clause: Clause, topic: Topic, setting: Setting, *, alone: bool) -> Resolved:
    """What reviews say; after what is true, where advice was asked for and a row of the brand's answers it."""
    fact = None if opinion.ask.outright else best(question, clause, topic, setting, alone=alone)
    facts = fact.candidate.sentences if fact and fact.candidate.enough and fact.candidate.kind == "fact" else ()
    return Resolved(
        clause=clause,
        outcome="answer",
        sentences=(*facts, *opinion.sentences),
        confidence=opinion.confidence,
        reasons=(f"review.{opinion.ask.wanted}",),
        topic=carried(topic, replace(question, subjects=opinion.subjects)),
    )


def _asked_back(back: AskedBack, question: Question, clause: Clause, topic: Topic, *, aside: bool) -> Resolved:
    return Resolved(
        clause=clause,
        outcome="ask_back",
        sentences=back.sentences,
        confidence=_ASKED_BACK,
        reasons=(back.reason,),
        topic=unsettled(topic, question),
        candidates=back.candidates,
        aside=aside,
    )


def _names_what_it_asks(question: Question, clause: Clause, reading: Reading, setting: Setting) -> bool:
    """A whole message that ends in a noun of the shop's ("미국 배송료", "보낼건데 배송비가..") asks for it without a word of asking."""
    signals = reading.signals
    if reading.language != "ko" or not clause.words or signals.praise or signals.thanks or signals.complaint or signals.farewell:
        return False
    last = clause.words[-1]
    if last.tag not in {"NNG", "NNP"} or len(re.findall(r"[가-힣]", clause.text[last.end :])) > _PARTICLE:
        return False
    named = (term for term in question.terms if term.end == last.end and setting.ground.known(term.form))
    return any(max(term.weight, term.own) >= _ASKED_ABOUT for term in named)


def _wishes(text: str) -> bool:
    return bool(_WISH.search(text)) and not _ASKS_WHAT.search(text)


def _handed_over(clause: Clause, found: Candidate | None, topic: Topic, question: Question, *, aside: bool) -> Resolved:
    return Resolved(
        clause=clause,
        outcome="hand_over",
        confidence=round(found.confidence, 3) if found else 0.0,
        reasons=("thin_evidence" if found else "no_evidence",),
        topic=topic,
        draft=found.sentences if found else (),
        aside=aside,
        question=question,
    )


def _without_subject(question: Question, topic: Topic) -> bool:
    """A product's column asked for, and no product in sight ("재고 있나요?" at the beginning of a talk)."""
    return not question.mentions and not topic.subjects and question.asks_for(*OF_PRODUCTS) and question.bare


def _vague(question: Question, topic: Topic) -> bool:
    """A verb alone ("바꿀 수 있나요?"), or a wish that names one thing and asks nothing of it ("예약하고 싶은데요")."""
    if (
        question.limits != (None, None)
        or question.mentions
        or question.concepts
        or topic.subjects
        or topic.frame
        or any(term.phrase for term in question.terms)
    ):
        return False
    if all(term.form.endswith("다") or term.weight < 0.15 for term in question.terms):
        return True
    return sum(term.weight >= 0.4 for term in question.terms) == 1 and not question.wanted and _wishes(question.text)
