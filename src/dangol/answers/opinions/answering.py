"""One clause that asks for opinions, answered out of reviews; facts are never mixed in, nor reviews into facts. Pure.

The sides are counted whole, by buyers like the asker where the asker told what reviewers told, too; then some are quoted, in proportion.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dangol.answers.answer import Sentence, Topic
from dangol.answers.question import Question
from dangol.answers.saying import called, cite
from dangol.answers.setting import Setting
from dangol.answers.weighing import best
from dangol.language.reading import Clause

from .alike import Told
from .asking import Ask, ask_of
from .choosing import beside, chosen
from .saying import FEW, Scope, counted, no_reviews, quoted, without
from .shelf import MOST, Opinion

_SURE, _UNSURE = 0.9, 0.7  # the confidence of an answer out of enough reviews, and of fewer
_SURELY = 0.7  # the score from which a text of the brand's is what was asked for, and not reviews
_MOST_PRODUCTS = 8  # counted together where a whole category is asked about
_MOST_APART = 3
_WEIGHT = 0.3  # from which a word is something that is asked about
_REVIEW = re.compile(r"후기|리뷰|평점|별점|상품평|review", re.IGNORECASE)
_NOT_ASPECTS = re.compile(
    r"후기|리뷰|상품평|구매평|이용평|사용평|사용기|평점|별점|평가?|평판|호불호|만족도?|반응|의견|사람|분|고객|손님|구매자?|구입|단점|장점|점|불만|얘기|이야기"
    r"|말|다들|실제로?|요약|정리|제품|상품|물건|솔직|전체|대체로|부분|추천|남자|여자|남성|여성|정도|기준|느낌|생각|이거|그거|저거|요즘|최근|혹시|다른|부정|긍정"
    r"|키|신장|체중|몸무게|나이|cm|kg|센티|.+다"
    r"|reviews?|ratings?|people|others?|customers?|buyers?|say|think|opinions?|downsides?|drawbacks?|cons?|complaints?|what|how|this|it|buy",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Opined:
    """What reviews say to a clause: sentences, how sure, and of which products."""

    sentences: tuple[Sentence, ...]
    confidence: float
    subjects: tuple[str, ...]
    ask: Ask


def opined(question: Question, clause: Clause, topic: Topic, setting: Setting, *, last: bool = False) -> Opined | None:
    """The answer out of reviews; None where none is asked for, or of nothing that can be told.

    ``last``: nothing true answers the clause, so what buyers say of the very thing it asks about ("소음 어때요?") is better than nothing.
    """
    opinions = setting.ground.opinions
    ask = ask_of(clause, told=bool(topic.told) or last) if len(opinions) else None
    groups = _subjects(question, topic) if ask else []
    if ask is None or not groups:
        return None
    of_all = [one for group in groups for key in group for one in opinions.of(key)]
    if not ask.outright:
        aspect = _aspect(question, of_all, spoken=True)
        if not of_all or (last and not aspect):
            return None
    elif not question.mentions and _is_answered(question, clause, topic, setting):
        return None
    parts = [_of_group(group, question, ask, topic.told, setting, alone=len(groups) == 1) for group in groups]
    return Opined(
        sentences=tuple(sentence for said, _ in parts for sentence in said),
        confidence=_SURE if all(enough for _, enough in parts) else _UNSURE,
        subjects=tuple(key for group in groups for key in group),
        ask=ask,
    )


def asks_for_reviews(question: Question, clause: Clause, topic: Topic, setting: Setting) -> bool:
    """Whether reviews are asked for outright, of nothing that is named or talked about."""
    ask = ask_of(clause, told=False) if len(setting.ground.opinions) else None
    return ask is not None and ask.outright and not question.mentions and not _is_answered(question, clause, topic, setting)


def _is_answered(question: Question, clause: Clause, topic: Topic, setting: Setting) -> bool:
    """Whether a text of the brand's about reviews answers it ("나쁜 후기도 그대로 두나요?"): that is a fact."""
    found = best(question, clause, topic, setting, alone=False)
    if not found or found.candidate.score < _SURELY or not found.candidate.passage:
        return False
    ground, key = setting.ground, found.candidate.passage
    faq, passage = ground.faqs.get(key), ground.passages.get(key)
    head = faq.question if faq else " ".join((passage.title, *passage.headings)) if passage else ""
    return bool(_REVIEW.search(head))


def _subjects(question: Question, topic: Topic) -> list[tuple[str, ...]]:
    """The products asked about, those of one mention together; else what the talk is about."""
    named = [tuple(key for key in mention.keys if key.startswith("product/")) for mention in question.mentions]
    groups = list(dict.fromkeys(keys[:_MOST_PRODUCTS] for keys in named if keys))[:_MOST_APART]
    if groups:
        return groups
    recent = next((key for key in (*topic.about, *topic.subjects) if key.startswith("product/")), None)
    return [(recent,)] if recent else []


def _of_group(
    group: Sequence[str], question: Question, ask: Ask, told: Told, setting: Setting, *, alone: bool
) -> tuple[list[Sentence], bool]:
    """The sentences about products that are asked about together, and whether there were enough reviews to say something general."""
    ground, voice = setting.ground, setting.voice
    first = ground.subjects[group[0]]
    reviewed = [key for key in group if ground.opinions.count(key)]
    if not reviewed:
        return [no_reviews(called(first, voice), cite(first.facts["name"]), voice)], False
    names = called(ground.subjects[reviewed[0]], voice)
    if len(reviewed) > 1:
        names = voice.say(f"{names} 등 {len(reviewed)}개 상품", f"{names} and others ({len(reviewed)} products)")
    every = _newest([one for key in reviewed for one in ground.opinions.of(key)])
    whole = Scope(name=names, recent=sum(map(ground.opinions.count, reviewed)) > len(every))
    alike = tuple(one for one in every if ground.opinions.columns.like(one.review, told)) if told else ()
    near = replace(whole, alike=ground.opinions.columns.label(told))
    opinions, scope = (alike, near) if len(alike) >= FEW else (every, whole)
    said: list[Sentence] = []
    if told and scope is whole:
        said.append(counted(near, alike, voice) if alike else without(near, every, voice))
    aspect = _aspect(question, opinions, spoken=not ask.outright)
    about = tuple(one for one in opinions if aspect and one.speaks_of(aspect))
    if about:
        opinions, scope = about, replace(scope, aspect=aspect)
    elif aspect:
        said.append(without(replace(whole, aspect=aspect), every, voice))
    said.append(counted(scope, opinions, voice))
    if about and len(opinions) < FEW <= len(every):
        said.append(counted(whole, every, voice))
    few_alike = told and alike and scope is whole and ask.wanted != "bad"
    for opinion, quote in beside(alike, opinions) if few_alike else chosen(opinions, ask.wanted, aspect):
        named = len(reviewed) > 1 or not alone
        said.append(quoted(opinion, quote, voice, called(ground.subjects[f"product/{opinion.review.product}"], voice) if named else ""))
    return said, len(every) >= FEW


def _newest(opinions: Sequence[Opinion]) -> tuple[Opinion, ...]:
    return tuple(sorted(opinions, key=lambda one: (one.review.written_on, one.review.id), reverse=True)[:MOST])


def _aspect(question: Question, opinions: Sequence[Opinion], *, spoken: bool) -> str:
    """The first word that is asked about and that somebody speaks of; unless ``spoken``, else the first noun asked about; else empty."""
    words = [term.form for term in question.terms if term.weight >= _WEIGHT and not term.phrase and not _NOT_ASPECTS.fullmatch(term.form)]
    words = [word for word in words if not word[0].isdigit()]
    return next((word for word in words if any(one.speaks_of(word) for one in opinions)), words[0] if words and not spoken else "")
