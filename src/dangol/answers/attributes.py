"""Answers out of a product's or a place's columns: price, stock, options, and any further column a brand may keep."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dangol.kit.korean import particle
from dangol.kit.text import squash
from dangol.knowledge.facts import Fact, Subject
from dangol.language.concepts import concept_of_header, concepts, synonyms, unit_of_header
from dangol.language.lexicon import respell

from .answer import Citation, Sentence
from .candidate import Candidate
from .ground import Ground, words_in
from .question import Question
from .terms import Term
from .voice import Voice, won

SILENT = frozenset({"id", "name", "name_en", "url", "link", "lat", "lon", "image_link", "hours", "closed"})
INSTEAD = {  # where a brand keeps no column of its own for something, where it may stand
    "color": ("options",),
    "size": ("height", "options", "capacity", "length", "description"),
    "flavor": ("options", "scent", "description"),
    "capacity": ("size", "options"),
    "weight": ("size", "capacity", "options"),
    "allergens": ("ingredients",),
    "nutrition": (),
    "scent": ("options", "flavor"),
    "options": ("color", "size", "flavor"),
}
_CONTENTS = ("ingredients", "allergens", "material", "composition")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_QUANTITY = re.compile(r"^\d+(개|구|잔|봉|병|세트|박스|팩)$")


@dataclass(slots=True)
class _Found:
    """Columns chosen so far and the words they explain."""

    columns: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    explained: dict[str, float] = field(default_factory=dict)
    asked: float = 0.0  # the weight of what was asked for without a word of its own ("얼마", "몇 정")
    unit: bool = False
    short: bool = False  # a column holds the word that was asked about, but not the kind of value ("설탕 몇 그램")
    loose: bool = False

    def add(self, column: str) -> None:
        if column not in self.columns:
            self.columns.append(column)


def candidate(question: Question, key: str, ground: Ground, voice: Voice) -> Candidate | None:
    """The columns of one subject that answer a question, or None where none does."""
    subject = ground.subjects[key]
    found = _Found()
    nothing_asked = not any(term.weight >= 0.15 for term in question.terms) and not question.concepts and not question.units
    if nothing_asked and question.mentions and subject.kind == "product":
        return _overview(question, key, subject, ground, voice)
    _by_concept(question, subject, ground, found)
    _by_kind_of_value(question, subject, found)
    _by_unit(question, subject, found)
    _by_header(question, subject, found)
    absent = _by_value(question, subject, ground, found)
    _by_choice(question, subject, found)
    missing_counts = _by_count(question, subject, found)
    if not found.columns and not found.lines:
        return None
    score = _score(question, subject, found) * (0.5 if missing_counts or found.short else 1.0)
    sentences = tuple(_sentences(question, subject, found, absent, voice))
    text = " ".join(sentence.text for sentence in sentences)
    if any(not pattern.search(text) for pattern in question.wanted):
        score *= 0.5
    return Candidate(
        kind="fact",
        detail=",".join(found.columns) or "description",
        score=score,
        sentences=sentences,
        subjects=(key,),
        aspect=(found.columns or ["description"])[0],
    )


def _overview(question: Question, key: str, subject: Subject, ground: Ground, voice: Voice) -> Candidate | None:
    """A product named and nothing asked: whether it is there, what it costs, in which options."""
    names = ("stock", "price") if question.exists else ("price", "stock", "options")
    columns = [column for name in names if (column := ground.column(subject, name))]
    lines = tuple(sentence(subject, column, voice) for column in columns)
    return Candidate(kind="fact", detail=",".join(columns), score=0.9, sentences=lines, subjects=(key,), aspect=names[0]) if lines else None


def _by_kind_of_value(question: Question, subject: Subject, found: _Found) -> None:
    """ "며칠 가요?": nothing is said but the kind of value wanted; the one or two columns that hold such a value are meant."""
    if found.columns or not question.wanted or question.units or any(term.weight >= 0.3 for term in question.terms):
        return
    skip = {column for column in subject.facts if any(concept_is(column, name) for name in ("description", "price", "stock", "options"))}
    fitting = [
        column
        for column, fact in subject.facts.items()
        if column not in SILENT and column not in skip and all(pattern.search(shown(fact)) for pattern in question.wanted)
    ]
    if 1 <= len(fitting) <= 2:
        found.columns += fitting
        found.asked = 0.6


def _by_unit(question: Question, subject: Subject, found: _Found) -> None:
    """ "몇 정 들었어요", "몇 루멘이에요": the column or line that counts in that unit."""
    for unit in question.units:
        counts = re.compile(rf"\d[\d,.]*\s?{_SAME_UNIT.get(unit, re.escape(unit))}", re.IGNORECASE)
        columns = [
            column
            for column, fact in subject.facts.items()
            if column not in SILENT and not concept_is(column, "description") and counts.search(fact.value)
        ]
        several = [column for column in columns if concept_is(column, "options")] if question.exists else []
        if several or columns:
            found.add((several or columns)[0])
            found.unit = True
        else:
            lines = [
                line
                for column in subject.facts
                if concept_is(column, "description")
                for line in _lines(subject, column)
                if counts.search(line)
            ]
            found.lines += [line for line in lines[:1] if line not in found.lines]
            found.unit = found.unit or bool(lines)


_SAME_UNIT = {
    "알": "(정|알)",
    "정": "(정|알)",
    "개": "(개입|개|매|구|p|ea)",
    "명": "(명|인용|인)",
    "인": "(명|인용|인)",
    "그램": "(g|그램|kg)",
    "킬로": "(kg|킬로)",
    "센티": "(cm|센티)",
    "프로": "(%|프로)",
    "퍼센트": "(%|퍼센트)",
    "리터": "(l|리터|ml)",
    "와트": "(w|와트)",
    "루멘": "(lm|루멘)",
    "도": "(도|℃|°c)",
}


def _by_concept(question: Question, subject: Subject, ground: Ground, found: _Found) -> None:
    table = concepts()
    for name in question.concepts:
        column = ground.column(subject, name)
        for other in INSTEAD.get(name, ()) if column is None else ():
            column = column or ground.column(subject, other)
        if column is None or column in SILENT:
            continue
        words = table[name].words
        said = [term for term in question.terms if term.form in words]
        loose = name in _CONTENTS and question.contains and not any(term.form in _NAMES.get(name, words) for term in said)
        if name == "options" and not said and question.asks_for("stock", "price"):
            continue
        if not loose:
            found.add(column)
            found.asked = 0.6
        for term in said:
            found.explained[term.form] = 1.0


_NAMES = {  # the words that name the column itself, as against words that merely fit it ("들어가다")
    "ingredients": frozenset(["성분", "원재료", "재료", "원료", "전성분", "ingredients", "ingredient"]),
    "allergens": frozenset(["알레르기", "알레르겐", "allergy", "allergen", "allergens"]),
    "material": frozenset(["소재", "재질", "원단", "material", "materials", "fabric"]),
    "composition": frozenset(["구성", "구성품", "contents", "included"]),
}


def _by_header(question: Question, subject: Subject, found: _Found) -> None:
    """Columns whose header no table knows are asked for by the header's own words."""
    for column in subject.facts:
        if column in SILENT or column in found.columns:
            continue
        title = squash(respell(column))
        head = words_in(column.replace("_", " "))
        spoken = len(title) > 1 and title in squash(question.text)  # "촉 굵기" asks for 촉굵기
        hits = [
            term for term in question.terms if term.form in head or squash(term.form) == title or (spoken and squash(term.form) in title)
        ]
        if spoken or (hits and (concept_of_header(column) is None or len(hits) == len(question.terms))):
            found.add(column)
            found.asked = 0.6 if spoken else found.asked
        for term in hits:
            found.explained.setdefault(term.form, 1.0)


def _by_value(question: Question, subject: Subject, ground: Ground, found: _Found) -> list[Term]:
    """Columns and description lines whose value holds what was asked ("호두", "방수"); returns what a contents column lacks."""
    absent: list[Term] = []
    for term in question.terms:
        if term.form in found.explained or term.weight < 0.2:
            continue
        column = _holding(term.form, subject, found.columns, question)
        if column == "description" or (column and concept_is(column, "description")):
            found.lines += [line for line in _lines(subject, column) if _holds(line, term.form) and line not in found.lines]
            found.explained[term.form] = 0.9
        elif column:
            found.add(column)
            wanted = question.units and not any(pattern.search(shown(subject.facts[column])) for pattern in question.wanted)
            found.explained[term.form] = 0.95
            found.short = found.short or bool(wanted)
        elif question.contains and not question.wanted and _is_content(term.form, ground):
            for name in ("allergens", "ingredients"):
                listed = ground.column(subject, name)
                if listed:
                    found.add(listed)
                    found.explained[term.form] = 0.8
                    absent.append(term)
                    break
    return absent


def _by_choice(question: Question, subject: Subject, found: _Found) -> None:
    """A size or colour that is asked for and not among the options is answered by the options: the list is closed."""
    closed = [column for column in found.columns if any(concept_is(column, name) for name in ("options", "color", "size", "flavor"))]
    if closed and question.exists:
        for term in question.terms:
            if len(term.form) <= 4:
                found.explained.setdefault(term.form, 0.8)


def concept_is(column: str, name: str) -> bool:
    known = concept_of_header(column)
    return known is not None and known.name == name


def _holding(form: str, subject: Subject, chosen: Sequence[str], question: Question) -> str | None:
    """The column whose value holds a word: one already chosen first, then contents columns, then any other, the description last."""
    rest = [column for column in subject.facts if column not in SILENT and column not in chosen]
    rest.sort(
        key=lambda column: (
            concept_is(column, "description"),
            not any(concept_is(column, name) for name in _CONTENTS) if question.contains else 0,
        )
    )
    for column in (*chosen, *rest):
        if column in subject.facts and _holds(subject.facts[column].value, form):
            return column
    return None


def _holds(value: str, form: str) -> bool:
    letters = squash(respell(value))
    return any(bare and (len(bare) > 1 or bare in words_in(value)) and bare in letters for bare in map(squash, synonyms(form)))


def _is_content(form: str, ground: Ground) -> bool:
    """Whether the brand lists a word among the contents of any product, so that its absence from another's list means something."""
    return any(
        _holds(product.facts[column].value, form)
        for product in ground.snapshot.products.values()
        for name in ("ingredients", "allergens")
        if (column := ground.column(product, name))
    )


def _by_count(question: Question, subject: Subject, found: _Found) -> bool:
    """Sizes and options named by number ("5kg", "2호"): the lines that speak of them; True if one stands nowhere."""
    missing = False
    for counted in question.counted:
        if _QUANTITY.match(counted) and counted not in squash(subject.name):
            continue
        bare = squash(counted).removesuffix("용")
        lines = [
            line
            for column in subject.facts
            if concept_is(column, "description")
            for line in _lines(subject, column)
            if bare in squash(line)
        ]
        wanted = [line for line in lines if all(pattern.search(line) for pattern in question.wanted)]
        if wanted:
            found.lines += [line for line in wanted[:2] if line not in found.lines]
        elif not lines and not any(bare in squash(fact.value) for column, fact in subject.facts.items() if _may_size(column)):
            missing = True
    return missing


def _may_size(column: str) -> bool:
    return column == "name" or any(concept_is(column, name) for name in ("options", "size", "weight", "capacity", "composition", "color"))


def _lines(subject: Subject, column: str) -> list[str]:
    return [line.strip() for line in _SENTENCE.split(subject.facts[column].value) if line.strip()]


_SHOP_WORDS = frozenset("매장 가게 지점 점포 오프라인 샵 쇼룸 본점 지하 store shop branch place".split())


def _in_name(form: str, subject: Subject) -> bool:
    """Whether a word says the subject's name, or where a place is ("연희동 가게")."""
    bare = squash(form)
    if subject.kind == "place" and form in _SHOP_WORDS:
        return True
    near = subject.kind == "place" and len(form) > 2 and form[:2] in subject.name and form[-1] in "동점역구리시쪽"
    return near or (len(bare) > 1 and bare in squash(respell(subject.name)))


def _score(question: Question, subject: Subject, found: _Found) -> float:
    asked = found.asked or 0.6 * found.unit
    if not question.terms:
        return 0.95
    total = sum(term.weight for term in question.terms)
    got = sum(term.weight * max(found.explained.get(term.form, 0.0), 0.9 * _in_name(term.form, subject)) for term in question.terms)
    return (got + asked) / (total + (asked or 0.3))


def shown(fact: Fact) -> str:
    """A fact's value as said: a bare number gets the unit that its header gives ("높이(cm)": 130 → 130cm)."""
    unit = unit_of_header(fact.column)
    return f"{fact.value}{unit}" if unit and re.fullmatch(r"[\d.,~∼–\-x×* ]+", fact.value) else fact.value


def cite(fact: Fact, quote: str | None = None) -> Citation:
    return Citation(id=fact.citation_id, version=fact.version, quote=quote or fact.value)


def _sentences(question: Question, subject: Subject, found: _Found, absent: Sequence[Term], voice: Voice) -> list[Sentence]:
    sentences = [sentence(subject, column, voice, question, absent) for column in found.columns]
    column = next((name for name in subject.facts if concept_is(name, "description")), "description")
    sentences += [
        Sentence(text=line if line.endswith((".", "!", "?")) else line + ".", citations=(cite(subject.facts[column], line),))
        for line in found.lines[:3]
    ]
    return sentences


def sentence(subject: Subject, column: str, voice: Voice, question: Question | None = None, absent: Sequence[Term] = ()) -> Sentence:
    """One column as a sentence in the brand's voice."""
    fact = subject.facts[column]
    known = concept_of_header(column)
    name, concept = subject.name, known.name if known else ""
    label_ko, label_en = (known.ko, known.en) if known else (column, column)
    if re.search(r"[가-힣]", column):
        label_ko = re.sub(r"\([^)]*\)", "", column).strip() or column
    if concept == "price":
        text = voice.say(
            f"{voice.about(name)} {particle(won(fact.value), '이에요')}.", f"{name} is {won(fact.value).removesuffix('원')} won."
        )
    elif concept == "stock":
        text = _stock(name, fact.value, voice)
    elif concept == "options":
        listed = ", ".join(part.strip() for part in fact.value.split("|"))
        text = voice.say(f"{voice.about(name)} {particle(listed, '으로')} 고르실 수 있어요.", f"{name} comes in: {listed}.")
    elif concept in {"address", "parking", "phone", "services"} and voice.korean:
        text = f"{name} {label_ko}: {fact.value}"
    else:
        text = voice.value(label_ko, label_en, name, shown(fact))
    if absent:
        words = ", ".join(term.form for term in absent)
        text += voice.say(f" 표기된 내용에 {particle(words, '은')} 없어요.", f" {words} is not listed there.")
    return Sentence(text=text, citations=(cite(fact),))


def _stock(name: str, value: str, voice: Voice) -> str:
    if re.fullmatch(r"\d+", value):
        count = int(value)
        if count == 0:
            return voice.say(f"{voice.about(name)} 지금 품절이라 재고가 없어요.", f"{name} is out of stock (sold out) right now.")
        return voice.say(f"{voice.about(name)} 지금 재고가 {count}개 있어요.", f"{name} is in stock ({count} available).")
    return voice.value("재고", "stock", name, value)
