"""Answers about several things: comparing two, listing a category, and asking back which one is meant."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dangol.kit.korean import particle
from dangol.knowledge.facts import Subject
from dangol.language.concepts import concept_of_header

from . import attributes
from .answer import Sentence
from .attributes import cite, concept_is
from .candidate import Candidate
from .ground import Ground
from .question import Question
from .voice import Voice, won

_NUMBER = re.compile(r"(\d[\d,]*\.?\d*)\s*(kg|g|mg|ml|l|cm|mm|m|kcal|원|인용|인|명|시간|분|루멘|lm)?", re.IGNORECASE)
_SCALE = {"kg": 1000.0, "g": 1.0, "mg": 0.001, "l": 1000.0, "ml": 1.0, "m": 100.0, "cm": 1.0, "mm": 0.1, "시간": 60.0, "분": 1.0}
_LESS = re.compile(r"싸|저렴|가벼|가볍|작|낮|짧|적|얇|cheap|light|small|less|short")
_MORE = re.compile(r"비싸|비싼|무거|무겁|크|큰|높|길|긴|많|오래|두껍|밝|expensive|heav|big|larg|more|long|high")
_DIFFERENCES = ("price", "weight", "size", "capacity", "material", "ingredients", "options", "origin", "power", "flavor")
_MOST_NAMED = 6


def amount(text: str) -> float | None:
    """The first number of a value in one unit of its kind (grams, millilitres, centimetres, minutes), or None."""
    found = _NUMBER.search(text)
    if not found:
        return None
    return float(found[1].replace(",", "")) * _SCALE.get((found[2] or "").lower(), 1.0)


def compare(question: Question, keys: Sequence[str], ground: Ground, voice: Voice) -> Candidate | None:
    """Two or more products side by side: the columns asked about, or those in which they differ; and which is less or more, by number."""
    subjects = [ground.subjects[key] for key in keys]
    columns = _columns(question, subjects, ground)
    if not columns or (question.concepts and not _asked_columns(question, subjects, ground)):
        spoken = [attributes.candidate(question, key, ground, voice) for key in keys]
        found = [candidate for candidate in spoken if candidate and candidate.score >= 0.4]
        if question.concepts and len(found) == len(keys):  # what is compared stands in no column of both, but in what is said of each
            said = tuple(line for candidate in found for line in candidate.sentences)
            return Candidate(kind="compare", detail="description", score=0.75, sentences=said, subjects=tuple(keys), aspect=found[0].aspect)
    if not columns:
        return None
    plain = not question.concepts
    lines = [line for subject in subjects if plain and (line := _described(subject, voice))]
    lines += [
        attributes.sentence(subject, column, voice, question) for column in columns for subject in subjects if column in subject.facts
    ]
    verdict = _verdict(question, subjects, columns[0], voice) if question.compares or question.superlative else None
    if verdict:
        lines.append(verdict)
    explained = {term.form for term in question.terms if _about(term.form, columns)}
    total = sum(term.weight for term in question.terms)
    got = sum(term.weight for term in question.terms if term.form in explained or _COMPARING.fullmatch(term.form))
    return Candidate(
        kind="compare",
        detail=",".join(columns),
        score=max(got / total, 0.7 if question.concepts else 0.0) if total else 0.95,
        sentences=tuple(lines),
        subjects=tuple(keys),
        aspect=columns[0],
    )


_COMPARING = re.compile(
    r"차이|비교|비교하다|다르다|달라|어느|높다|낮다|크다|작다|싸다|비싸다|가볍다|무겁다|저렴|저렴하다|vs|difference|compare|cheaper|better|versus|대비|차이점|좋다|낫다|길다|짧다"
)


def _described(subject: Subject, voice: Voice) -> Sentence | None:
    """The first line of a product's description, for "what is the difference"."""
    column = next((name for name in subject.facts if concept_is(name, "description")), None)
    if column is None:
        return None
    line = re.split(r"(?<=[.!?])\s+", subject.facts[column].value.strip())[0]
    return Sentence(text=f"{subject.name}: {line}", citations=(cite(subject.facts[column], line),))


def _about(form: str, columns: Sequence[str]) -> bool:
    return any((known := concept_of_header(column)) is not None and form in known.words for column in columns)


def _asked_columns(question: Question, subjects: Sequence[Subject], ground: Ground) -> list[str]:
    asked: list[str] = []
    for name in question.concepts:
        for subject in subjects:
            column = ground.column(subject, name) or next(
                (other for instead in attributes.INSTEAD.get(name, ()) if (other := ground.column(subject, instead))), None
            )
            if column and column not in asked and not concept_is(column, "description"):
                asked.append(column)
    return asked


def _columns(question: Question, subjects: Sequence[Subject], ground: Ground) -> list[str]:
    asked = _asked_columns(question, subjects, ground)
    if asked:
        return asked[:3]
    wanted = []
    for name in _DIFFERENCES:
        columns = [ground.column(subject, name) for subject in subjects]
        first = columns[0]
        if first and all(column == first for column in columns) and len({subject.text(first) for subject in subjects}) > 1:
            wanted.append(first)
    return wanted[:3]


def _verdict(question: Question, subjects: Sequence[Subject], column: str, voice: Voice) -> Sentence | None:
    values = [(amount(attributes.shown(subject.facts[column])), subject) for subject in subjects if column in subject.facts]
    numbers = [(value, subject) for value, subject in values if value is not None]
    if len(numbers) != len(subjects) or len({value for value, _ in numbers}) < 2:
        return None
    numbers.sort(key=lambda pair: pair[0])
    (least, low), (most, high) = numbers[0], numbers[-1]
    citations = tuple(cite(subject.facts[column]) for _, subject in numbers)
    if concept_is(column, "price"):
        gap = won(str(int(most - least)))
        text = voice.say(
            f"{particle(low.name, '이')} {gap} 더 저렴해요."
            if not _MORE.search(question.text)
            else f"{particle(high.name, '이')} {gap} 더 비싸요.",
            f"{low.name} is {gap.removesuffix('원')} won cheaper.",
        )
        return Sentence(text=text, citations=citations)
    winner = low if _LESS.search(question.text) else high if _MORE.search(question.text) else None
    if winner is None:
        return None
    return Sentence(text=voice.say(f"그래서 {particle(winner.name, '이에요')}.", f"So it is {winner.name}."), citations=citations)


_LISTS = re.compile(
    r"종류|뭐뭐|뭐\s?있|뭐가\s?있|어떤\s?(게|것|거|제품)|다\s?(알려|보여)|리스트|목록|추천|있나|있어|있을까|파나|파시|파세|팔아|팔고|취급|골라|which|what .*(have|sell)|do you (have|sell)|list|any "
)


def asks_for_list(question: Question) -> bool:
    return bool(_LISTS.search(question.text))


def by_attributes(question: Question, ground: Ground, voice: Voice) -> Candidate | None:
    """The products whose facts hold all that was asked ("이탈리아산 있어요?", "강아지한테 안전한 식물 뭐 있어요"), if they are few."""
    heavy = [term for term in question.terms if term.weight >= 0.3]
    if (
        not heavy
        or not _LISTS.search(question.text)
        or any(ground.headed(form) for term in heavy[:1] for form in term.forms[:1] if len(heavy) == 1)
    ):
        return None
    fitting = []
    for key, subject in ground.subjects.items():
        if subject.kind == "product":
            piece = ground.subject_pieces[key]
            if all(piece.explains_any(term.forms) >= 0.75 for term in heavy):
                fitting.append(key)
    if not 1 <= len(fitting) <= 12:
        return None
    found = listing(question, fitting, ground, voice)
    return replace(found, score=0.75) if found else None


def listing(question: Question, keys: Sequence[str], ground: Ground, voice: Voice) -> Candidate | None:
    """The products of a group by name and price, cheapest first when the least is asked for; in stock before sold out."""
    products = [ground.subjects[key] for key in keys if ground.subjects[key].kind == "product"]
    if not products:
        return None
    least, most = question.limits
    if question.limits != (None, None):
        products = [subject for subject in products if _within(subject, ground, least, most)]
        if not products:
            return None
    shown = sorted(products, key=lambda subject: _sold_out(subject, ground))
    if question.superlative or _LESS.search(question.text):
        shown = _by_extreme(question, products, ground)
    named, citations = [], []
    for subject in shown[:_MOST_NAMED]:
        price = ground.column(subject, "price")
        gone = voice.say(", 품절", ", sold out") if _sold_out(subject, ground) else ""
        named.append(f"{subject.name}({won(subject.facts[price].value)}{gone})" if price else subject.name)
        citations.append(cite(subject.facts[price] if price else subject.facts["name"]))
    rest = len(shown) - _MOST_NAMED
    more = voice.say(f" 외 {rest}가지", f" and {rest} more") if rest > 0 else ""
    text = voice.say(f"{', '.join(named)}{more} 있어요.", f"We have {', '.join(named)}{more}.")
    return Candidate(
        kind="list",
        detail=str(len(shown)),
        score=0.8,
        sentences=(Sentence(text=text, citations=tuple(citations)),),
        subjects=tuple(keys[:4]),
        aspect="list",
    )


def _within(subject: Subject, ground: Ground, least: int | None, most: int | None) -> bool:
    column = ground.column(subject, "price")
    price = amount(subject.facts[column].value) if column else None
    return price is not None and (least is None or price >= least) and (most is None or price <= most)


def _sold_out(subject: Subject, ground: Ground) -> bool:
    column = ground.column(subject, "stock")
    return column is not None and subject.facts[column].value.strip() in {"0", "품절", "out_of_stock"}


def _by_extreme(question: Question, products: Sequence[Subject], ground: Ground) -> list[Subject]:
    name = next((name for name in question.concepts if name in {"price", "weight", "size", "capacity", "nutrition"}), "price")
    valued = [
        (value, subject)
        for subject in products
        if (column := ground.column(subject, name)) and (value := amount(subject.facts[column].value)) is not None
    ]
    valued.sort(key=lambda pair: (pair[0], pair[1].name), reverse=bool(_MORE.search(question.text)) and not _LESS.search(question.text))
    return [subject for _, subject in valued][:3]


def ask_which(keys: Sequence[str], ground: Ground, voice: Voice, *, place: bool = False) -> tuple[Sentence, ...]:
    """The question back: which of these."""
    names = [ground.subjects[key].name for key in keys[:_MOST_NAMED] if key in ground.subjects]
    if place:
        return (
            Sentence(
                text=voice.say(f"어느 매장을 말씀하시는 걸까요? ({', '.join(names)})", f"Which shop do you mean? ({', '.join(names)})")
            ),
        )
    if names:
        return (
            Sentence(
                text=voice.say(f"어떤 제품을 말씀하시는 걸까요? ({', '.join(names)})", f"Which product do you mean? ({', '.join(names)})")
            ),
        )
    return (
        Sentence(
            text=voice.say(
                "어떤 제품이나 매장을 말씀하시는지 이름을 알려 주시겠어요?",
                "Could you tell me the name of the product or shop you mean?",
            )
        ),
    )
