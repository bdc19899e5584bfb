"""Products of a group by name and price: those of a category, within a price, or whose facts hold what was asked."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dangol.knowledge.facts import Subject

from .answer import Sentence
from .candidate import Candidate
from .ground import Ground
from .measures import amount, asks_less, asks_more
from .question import Question
from .saying import cite, shown
from .voice import Voice, won

MOST_NAMED = 6
_MOST_FITTING = 12  # products: more would be no answer to "what do you have that …"
_MOST_EXTREME = 3
_SORTED_BY = frozenset({"price", "weight", "size", "capacity", "nutrition"})
_GONE = frozenset({"0", "품절", "out_of_stock"})
# Scores chosen on the development brands (evaluation/brands).
_LISTED, _FITTING, _HOLDS = 0.8, 0.75, 0.75
_SPOILT = 0.5  # names and prices do not tell how long or when
_LISTS = re.compile(
    r"종류|뭐뭐|뭐\s?있|뭐가\s?있|어떤\s?(게|것|거|제품)|다\s?(알려|보여)|리스트|목록|추천|있나|있어|있을까|파나|파시|파세|팔아|팔고"
    r"|취급|골라|which|what .*(have|sell)|do you (have|sell)|list|any "
)


def asks_for_list(question: Question) -> bool:
    """Whether a question asks what there is."""
    return bool(_LISTS.search(question.text))


def by_attributes(question: Question, ground: Ground, voice: Voice) -> Candidate | None:
    """The products whose facts hold all that was asked ("이탈리아산 있어요?", "강아지한테 안전한 식물 뭐 있어요"), if they are few."""
    heavy = [term for term in question.terms if term.weight >= 0.3]
    if not heavy or not asks_for_list(question) or (len(heavy) == 1 and ground.headed(heavy[0].form)):
        return None
    fitting = [
        key
        for key, subject in ground.subjects.items()
        if subject.kind == "product" and all(ground.subject_pieces[key].explains_any(term.forms) >= _HOLDS for term in heavy)
    ]
    if not 1 <= len(fitting) <= _MOST_FITTING:
        return None
    found = listing(question, fitting, ground, voice)
    return replace(found, score=_FITTING) if found else None


def within_budget(question: Question, ground: Ground, voice: Voice) -> Candidate | None:
    """All the products within a price, where nothing else is asked for ("만원 이하 뭐 있어요")."""
    if question.limits == (None, None) or not asks_for_list(question) or any(term.weight >= 0.3 for term in question.terms):
        return None
    return listing(question, [key for key in ground.subjects if key.startswith("product/")], ground, voice)


def listing(question: Question, keys: Sequence[str], ground: Ground, voice: Voice) -> Candidate | None:
    """The products of a group by name and price, cheapest first when the least is asked for; in stock before sold out."""
    products = [ground.subjects[key] for key in keys if ground.subjects[key].kind == "product"]
    if question.limits != (None, None):
        products = [subject for subject in products if _within(subject, ground, *question.limits)]
    if not products:
        return None
    ordered = sorted(products, key=lambda subject: _sold_out(subject, ground))
    sorted_by = _sorted_by(question)
    if sorted_by:
        ordered = _by_extreme(sorted_by, question, products, ground)
        if not ordered:
            return None
    line = _line(ordered, ground, voice, sorted_by or "price")
    held = all(pattern.search(line.text) for pattern in question.wanted)
    return Candidate(
        kind="list",
        detail=str(len(ordered)),
        score=_LISTED if held else _LISTED * _SPOILT,
        sentences=(line,),
        subjects=tuple(f"product/{subject.id}" for subject in ordered[:MOST_NAMED]),
        aspect="list",
    )


def none_within(question: Question, keys: Sequence[str], ground: Ground, voice: Voice) -> Candidate | None:
    """That no product of a group is within the price, and what there is instead, the least dear first."""
    found = listing(replace(question, limits=(None, None), concepts=("price",), superlative=True), keys, ground, voice)
    if found is None:
        return None
    lead = voice.say("말씀하신 가격대에서는 찾지 못했어요. ", "I found none within that price. ")
    return replace(found, sentences=tuple(replace(line, text=lead + line.text) for line in found.sentences))


def _line(products: Sequence[Subject], ground: Ground, voice: Voice, sorted_by: str) -> Sentence:
    """Each with its price, and before it what they were sorted by ("별밭 텐트 2인(2.6kg, 189,000원)")."""
    named, citations = [], []
    for subject in products[:MOST_NAMED]:
        price, first = ground.column(subject, "price"), ground.column(subject, sorted_by)
        told = [shown(subject.facts[first])] if first and first != price else []
        told += [won(subject.facts[price].value)] if price else []
        told += [voice.say("품절", "sold out")] if _sold_out(subject, ground) else []
        named.append(f"{subject.name}({', '.join(told)})" if told else subject.name)
        cited = dict.fromkeys(column for column in (first, price) if column)
        citations += [cite(subject.facts[column]) for column in cited or ("name",)]
    rest = len(products) - MOST_NAMED
    more = voice.say(f" 외 {rest}가지", f" and {rest} more") if rest > 0 else ""
    text = voice.say(f"{', '.join(named)}{more} 있어요.", f"We have {', '.join(named)}{more}.")
    return Sentence(text=text, citations=tuple(citations))


def _within(subject: Subject, ground: Ground, least: int | None, most: int | None) -> bool:
    column = ground.column(subject, "price")
    price = amount(subject.facts[column].value) if column else None
    return price is not None and (least is None or price >= least) and (most is None or price <= most)


def _sold_out(subject: Subject, ground: Ground) -> bool:
    column = ground.column(subject, "stock")
    return column is not None and subject.facts[column].value.strip() in _GONE


def _sorted_by(question: Question) -> str | None:
    """What a number can sort them by where the least or the most of it is asked for; None for "제일 많이 팔리는", which no file tells."""
    if not question.superlative and not asks_less(question.text):
        return None
    return next((name for name in question.concepts if name in _SORTED_BY), None)


def _by_extreme(name: str, question: Question, products: Sequence[Subject], ground: Ground) -> list[Subject]:
    valued = [
        (value, subject)
        for subject in products
        if (column := ground.column(subject, name)) and (value := amount(subject.facts[column].value)) is not None
    ]
    valued.sort(key=lambda pair: (pair[0], pair[1].name), reverse=asks_more(question.text) and not asks_less(question.text))
    return [subject for _, subject in valued][:_MOST_EXTREME]
