"""Whether a clause of a talk is only a piece of a sentence, and whether it points at something: what makes it lean on the talk."""

import re
from dataclasses import replace

from dangol.language.lexicon import Lexicon
from dangol.language.reading import Clause, Language, one_clause
from dangol.language.regions import regions_in

from .answer import Topic
from .ellipsis import kinds_of, meant
from .ground import Ground
from .question import Question

_SHORT = 20  # characters of a piece of a sentence
_HEAVY = 0.25  # the weight from which a word says something
_PLACE = re.compile(r"거기|거긴|여기|여긴|그곳|[그이]\s?(매장|지점|가게)|there\b|that (shop|store|branch)", re.IGNORECASE)
_POINTER = re.compile(r"거기|거긴|그곳|there\b", re.IGNORECASE)
_IF = re.compile(r"(면|경우)(요|은요|에는요|엔요|은|에는|엔)?[\s?~.!]*$")
_TOLD = re.compile(r"(해요|했어요|합니다|할게요|할께요|됩니다|[^이]어요|아요|네요|거든요|습니다|세요|줘요|봐요)[\s.~!?ㅎㅋㅠ]*$")
_VERBS = frozenset({"VV", "VA", "VX"})
_EMPTY_VERBS = frozenset(["이다", "아니다", "되다", "하다", "어떻다", "그렇다"])


def is_fragment(question: Question, clause: Clause, topic: Topic, ground: Ground) -> bool:
    """Whether a clause of a talk is only a name, an amount, a noun or a condition ("2호요", "교환은", "제주면")."""
    if not (topic.frame or topic.subjects or topic.candidates) or len(clause.text.strip()) > _SHORT:
        return False
    said = question.mentions or question.subjects or question.calendar or kinds_of(clause.text)
    known = any(ground.known(term.form) for term in question.terms if term.weight >= _HEAVY)
    return bool(said or known) and (is_nominal(clause) or bool(_IF.search(clause.text)))


def corrected(clause: Clause, lexicon: Lexicon, language: Language) -> Clause:
    """What a correction leaves of a clause: of "제주 말고 울릉도요" the second, where that says of what, where or how many."""
    left = meant(clause.text)
    if left == clause.text:
        return clause
    named = one_clause(left, language, lexicon)
    return replace(named, asks=clause.asks, elliptical=True) if named.mentions or kinds_of(left) else clause


def is_nominal(clause: Clause) -> bool:
    """Whether there is no verb in a clause, but for what asks or is empty."""
    return not _TOLD.search(clause.text) and not any(word.tag in _VERBS and word.form not in _EMPTY_VERBS for word in clause.words)


def is_condition(clause: Clause) -> bool:
    """Whether a clause is only a condition ("넘으면요?", "취소하면요?")."""
    return len(clause.text.strip()) <= _SHORT and _IF.search(clause.text) is not None


def points_at_place(clause: Clause) -> bool:
    """Whether a clause points at a place ("거기 주차돼요?")."""
    return clause.points and _PLACE.search(clause.text) is not None


def with_region(clause: Clause, topic: Topic, lexicon: Lexicon, language: Language) -> Clause:
    """A clause that points at a region of which was spoken ("거기로 보내 주시나요?" after 제주), with its name in the pointer's place."""
    spans = regions_in(topic.frame) if points_at_place(clause) and not any(key.startswith("place/") for key in topic.about) else []
    if not spans:
        return clause
    region = topic.frame[spans[0][0] : spans[0][1]]
    named = one_clause(_POINTER.sub(region, clause.text, count=1), language, lexicon)
    return replace(named, asks=clause.asks, elliptical=clause.elliptical)


def asks_of_the_talk(question: Question, topic: Topic, ground: Ground) -> bool:
    """Whether only a column is asked for, and what the talk is about has it."""
    if not question.concepts or not question.bare or question.mentions:
        return False
    known = (ground.subjects[key] for key in topic.subjects if key in ground.subjects)
    return any(ground.column(subject, name) for subject in known for name in question.concepts)
