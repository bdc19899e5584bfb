"""The best candidate for a clause, over the ways it can be understood: as it stands, and with what was said before."""

from dataclasses import dataclass, replace

from dangol.language.reading import Clause

from . import passages, subjects
from .answer import Topic
from .bearing import explains_own, speaks_of_another
from .candidate import ENOUGH, Candidate
from .listing import listing
from .question import Question
from .setting import Setting
from .understanding import Way, leans, own_frame, ways

# Chosen on the development brands (evaluation/brands).
_FACT_LEAD = 0.12  # a fact about the named subject is preferred to a passage that explains no more than this above it
_NAMED_LEAD = 0.2  # and so much more when the whole name and a column were said
_SUBJECT_LEAD = 0.1  # what is not a passage, where a fact explains enough of a settled subject
_FIRST_LEAD, _EACH_LATER = 0.02, 0.001  # keep the passages' own order among near equals


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The best candidate, and the way the clause was understood for it."""

    candidate: Candidate
    way: Way


def best(question: Question, clause: Clause, topic: Topic, setting: Setting, *, alone: bool) -> Found | None:
    """The candidate that explains most, its score lowered where it is not the likelier understanding; None where nothing is found.

    ``alone``: the clause is the whole message, so that a piece of a sentence leans on the talk.
    """
    ground = setting.ground
    if question.superlative and topic.candidates and not question.mentions:  # "그중에 제일 싼 건요?" after a list
        listed = listing(question, [key for key in topic.candidates if key in ground.subjects], ground, setting.voice)
        if listed:
            return Found(candidate=listed, way=Way(question=question, frame=own_frame(question)))
    leaning = leans(question, clause, topic, ground, alone=alone)
    found = [
        (Found(candidate=candidate if leaning else replace(candidate, score=candidate.score * way.likely), way=way), way.likely)
        for way in ways(question, clause, topic, setting, alone=alone)
        for candidate in _weigh(way.question, setting)
        if (not way.own or explains_own(candidate, way.question, ground))
        and not speaks_of_another(candidate, question, way.question.subjects or topic.about, ground)
    ]
    chosen = max(found, key=lambda row: (row[0].candidate.enough, row[0].candidate.score * (row[1] if leaning else 1.0)), default=None)
    return chosen[0] if chosen else None


def _weigh(question: Question, setting: Setting) -> list[Candidate]:
    """The best candidate for one understanding of a clause, if there is any."""
    facts = subjects.candidates(question.plain, setting)
    which = any(len(mention.keys) > 1 for mention in question.mentions) and bool(question.concepts) and question.bare
    texts = [] if which else passages.candidates(question, setting)
    lead = _FACT_LEAD + (_NAMED_LEAD if question.concepts and any(mention.exact for mention in question.mentions) else 0.0)
    if question.subjects and any(fact.score >= ENOUGH for fact in facts):
        lead += _SUBJECT_LEAD
    ranked = [(candidate.score + (lead if candidate.kind != "told" else 0.0), candidate) for candidate in facts]
    ranked += [(text.score + (_FIRST_LEAD if at == 0 else 0.0) - _EACH_LATER * at, text) for at, text in enumerate(texts)]
    return [max(ranked, key=lambda pair: (pair[1].enough, pair[0]))[1]] if ranked else []
