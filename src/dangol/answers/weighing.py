"""The best candidate for a clause, over the ways it can be understood: as it stands, and with what was said before."""

from dataclasses import replace

from dangol.language.reading import Clause

from . import passages, subjects
from .answer import Topic
from .candidate import ENOUGH, Candidate
from .context import understood_with
from .listing import listing
from .question import Question
from .setting import Setting

# Chosen on the development brands (evaluation/brands).
_FACT_LEAD = 0.12  # a fact about the named subject is preferred to a passage that explains no more than this above it
_NAMED_LEAD = 0.2  # and so much more when the whole name and a column were said
_SUBJECT_LEAD = 0.1  # what is not a passage, where a fact explains enough of a settled subject
_FIRST_LEAD, _EACH_LATER = 0.02, 0.001  # keep the passages' own order among near equals
_AS_IT_STANDS = 0.8  # a clause that leans on the talk is rather understood with it
_WITH_TALK = 0.9  # a clause that does not lean on the talk is rather understood alone


def best(question: Question, clause: Clause, topic: Topic, setting: Setting) -> Candidate | None:
    """The candidate that explains most, its score lowered where it is not the likelier understanding; None where nothing is found."""
    ground = setting.ground
    leans = clause.elliptical or clause.points or _asks_of_the_talk(question, topic, setting)
    own = _weigh(question, setting)
    alone = _AS_IT_STANDS if leans and (topic.terms or topic.subjects) and not question.subjects else 1.0
    found = [(candidate, candidate.score * alone) for candidate in own]
    if question.superlative and topic.candidates and not question.mentions:  # "그중에 제일 싼 건요?" after a list
        listed = listing(question, [key for key in topic.candidates if key in ground.subjects], ground, setting.voice)
        if listed:
            return listed
    together = 1.0 if leans or not own else _WITH_TALK
    for understood in understood_with(question, clause, ground, topic):
        found += [(candidate, candidate.score * together) for candidate in _weigh(understood, setting)]
    if not found:
        return None
    weighed = [(candidate if leans else replace(candidate, score=score), score) for candidate, score in found]
    return max(weighed, key=lambda pair: (pair[0].enough, pair[1]))[0]


def _asks_of_the_talk(question: Question, topic: Topic, setting: Setting) -> bool:
    """Whether only a column is asked for, and what the talk is about has it."""
    if not question.concepts or not question.bare or question.mentions:
        return False
    ground = setting.ground
    return any(ground.column(ground.subjects[key], name) for key in topic.subjects if key in ground.subjects for name in question.concepts)


def _weigh(question: Question, setting: Setting) -> list[Candidate]:
    """The best candidate for one understanding of a clause, if there is any."""
    facts = subjects.candidates(question.plain, setting)
    which = any(len(mention.keys) > 1 for mention in question.mentions) and bool(question.concepts) and question.bare
    texts = [] if which else passages.candidates(question, setting.ground, setting.search, setting.voice)
    lead = _FACT_LEAD + (_NAMED_LEAD if question.concepts and any(mention.exact for mention in question.mentions) else 0.0)
    if question.subjects and any(fact.score >= ENOUGH for fact in facts):
        lead += _SUBJECT_LEAD
    ranked = [(candidate.score + (lead if candidate.kind != "told" else 0.0), candidate) for candidate in facts]
    ranked += [(text.score + (_FIRST_LEAD if at == 0 else 0.0) - _EACH_LATER * at, text) for at, text in enumerate(texts)]
    return [max(ranked, key=lambda pair: (pair[1].enough, pair[0]))[1]] if ranked else []
