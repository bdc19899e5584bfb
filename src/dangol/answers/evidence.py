"""Which columns and description lines of one subject are evidence for a question, and which of its words they explain."""

import re
from dataclasses import dataclass, field

from dangol.kit.text import squash
from dangol.knowledge.facts import Fact, Subject
from dangol.language.concepts import concept_of_header, concepts
from dangol.language.lexicon import respell

from .columns import CONTENTS, SILENT, column_for, column_holding, concept_is, described, holds_word, is_content, lines_of
from .ground import Ground
from .option_prices import is_later_option, later_option, said_option
from .pieces import words_in
from .question import Question
from .saying import shown
from .terms import Term

_ASKED = 0.6  # the weight of an aspect asked for without a word of its own ("얼마", "몇 정")
# How far evidence explains a word: 1 where the column or its header is that word. Chosen on the development brands (evaluation/brands).
_IN_VALUE, _IN_DESCRIPTION, _BY_ABSENCE = 0.95, 0.9, 0.8
_SHORT_WORD = 4  # letters of what may be a size or a colour
_QUANTITY = re.compile(r"^\d+(개|구|잔|봉|병|세트|박스|팩)$")
_NAMES = {  # the words that name the column itself, as against words that merely fit it ("들어가다")
    "ingredients": frozenset(["성분", "원재료", "재료", "원료", "전성분", "ingredients", "ingredient"]),
    "allergens": frozenset(["알레르기", "알레르겐", "allergy", "allergen", "allergens"]),
    "material": frozenset(["소재", "재질", "원단", "material", "materials", "fabric"]),
    "composition": frozenset(["구성", "구성품", "contents", "included"]),
}
_LOAD = re.compile(
    r"까지.{0,6}(버티|버텨|견디|견뎌|앉|올려|올릴|실|가능|되|돼)|하중|버티|버텨|견디|견뎌"
)  # what it bears, not what it weighs
_TAKES = re.compile(r"걸려|걸리|걸릴|걸립")  # how long something takes, not how long it lasts
_DIMENSION = re.compile(r"지름|깊이|너비|가로|세로|두께|길이|\b폭|폭이|폭은")
_ASKED_BY = {"stock": ("주문", "구매", "구입", "품절", "order", "buy")}  # words that ask for a column with what stands around them
_CONTAINING = ("함유", "포함", "들다", "들어가다", "들어있다", "contain", "include")
_YEAR = re.compile(r"20[2-9]\d(?=\s?년|\s|$)")
_WHAT = re.compile(r"뭐|무엇|뭘|머가|어떤|무슨|what")  # "뭐가 들어가요" asks for all of it, "우유 들어가요" for one thing
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


@dataclass(slots=True)
class Evidence:
    """Columns and lines chosen so far and the words they explain.

    Attributes:
        columns: in the order in which they will be said; lines: sentences of descriptions.
        explained: for each word how far, 0…1; asked: the weight of what was asked for without a word of its own.
        absent: words that a list of contents lacks; unit: something counts in the unit asked about.
        short: a column holds the word that was asked about, but not the kind of value ("설탕 몇 그램").
        uncounted: an amount that was named stands nowhere; named: a column was asked for by its own header.
    """

    columns: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    explained: dict[str, float] = field(default_factory=dict)
    absent: list[Term] = field(default_factory=list)
    named: bool = False
    asked: float = 0.0
    unit: bool = False
    short: bool = False
    uncounted: bool = False

    def add(self, column: str) -> None:
        if column not in self.columns:
            self.columns.append(column)

    def add_lines(self, lines: list[str]) -> None:
        self.lines += [line for line in lines if line not in self.lines]


def evidence_for(question: Question, subject: Subject, ground: Ground) -> Evidence:
    """All that the subject's facts say to the question; without columns and lines where they say nothing."""
    found = Evidence()
    _by_concept(question, subject, ground, found)
    _by_kind_of_value(question, subject, found)
    _by_unit(question, subject, found)
    _by_header(question, subject, found)
    _by_value(question, subject, ground, found)
    _by_said_option(question, subject, ground, found)
    _by_choice(question, found)
    _by_amount(question, subject, found)
    return found


def _by_concept(question: Question, subject: Subject, ground: Ground, found: Evidence) -> None:
    table = concepts()
    for name in question.concepts:
        column = column_for(name, subject, ground)
        if column is None or column in SILENT or means_another(question, column):
            continue
        words = table[name].words
        said = [term for term in question.terms if term.form in words]
        loose = (
            name in CONTENTS
            and question.contains
            and not _WHAT.search(question.text)
            and not any(term.form in _NAMES.get(name, words) for term in said)
        )
        if name == "options" and not said and question.asks_for("stock", "price") and "짜리" not in question.text:
            continue
        if not loose:
            found.add(column)
            found.asked = _ASKED
        for term in said:
            found.explained[term.form] = 1.0
        for form in _ASKED_BY.get(name, ()):
            found.explained[form] = 1.0


def means_another(question: Question, column: str) -> bool:
    """Whether a column only looks like what is asked: its own weight for what it bears, its height for its diameter."""
    if concept_is(column, "weight") and _LOAD.search(question.text):
        return True
    if concept_is(column, "warranty", "expiry") and _TAKES.search(question.text):
        return True
    return concept_is(column, "height") and "높이" not in question.text and _DIMENSION.search(question.text) is not None


def _by_kind_of_value(question: Question, subject: Subject, found: Evidence) -> None:
    """ "며칠 가요?": nothing is said but the kind of value wanted; the one or two columns that hold such a value are meant."""
    if found.columns or not question.wanted or question.units or any(term.weight >= 0.3 for term in question.terms):
        return
    fitting = [
        column
        for column, fact in subject.facts.items()
        if column not in SILENT
        and not concept_is(column, "description", "price", "stock", "options")
        and not means_another(question, column)
        and all(pattern.search(shown(fact)) for pattern in question.wanted)
    ]
    if 1 <= len(fitting) <= 2:
        found.columns += fitting
        found.asked = _ASKED


def _counts_in_header(column: str, unit: str, fact: Fact) -> bool:
    """A bare number under a header that names its unit: 쪽수 counts 쪽."""
    return column.startswith(unit) and fact.value.strip().isdigit()


def _by_unit(question: Question, subject: Subject, found: Evidence) -> None:
    """ "몇 정 들었어요", "몇 루멘이에요": the column or line that counts in that unit."""
    for unit in question.units:
        counts = re.compile(rf"\d[\d,.]*\s?{_SAME_UNIT.get(unit, re.escape(unit))}", re.IGNORECASE)
        columns = [
            column
            for column, fact in subject.facts.items()
            if column not in SILENT
            and not concept_is(column, "description")
            and not means_another(question, column)
            and (counts.search(shown(fact)) or _counts_in_header(column, unit, fact))
        ]
        several = [column for column in columns if concept_is(column, "options")] if question.exists else []
        if several or columns:
            found.add((several or columns)[0])
            found.unit = True
        else:
            lines = [line for line in described(subject) if counts.search(line)]
            found.add_lines(lines[:1])
            found.unit = found.unit or bool(lines)


def _by_header(question: Question, subject: Subject, found: Evidence) -> None:
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
            found.asked = _ASKED if spoken else found.asked
            found.named = found.named or spoken
        for term in hits:
            found.explained.setdefault(term.form, 1.0)


def _by_value(question: Question, subject: Subject, ground: Ground, found: Evidence) -> None:
    """Columns and description lines whose value holds what was asked ("호두", "방수"), and what a list of contents lacks."""
    for term in question.terms:
        if term.form in found.explained or term.weight < 0.2:
            continue
        column = column_holding(term.form, subject, found.columns, contents_first=question.contains)
        if column and concept_is(column, "description"):
            found.add_lines([line for line in lines_of(subject, column) if holds_word(line, term.form)])
            found.explained[term.form] = _IN_DESCRIPTION
        elif column and not (concept_is(column, "category") and term.form in subject.name):  # its name has said it already
            found.add(column)
            found.explained[term.form] = _IN_VALUE
            if concept_is(column, *CONTENTS):
                found.explained.update(dict.fromkeys(_CONTAINING, 1.0))
            if question.units and not any(pattern.search(shown(subject.facts[column])) for pattern in question.wanted):
                found.short = True
        elif question.contains and not question.wanted and is_content(term.form, ground):
            _by_absence(term, subject, ground, found)


def _by_absence(term: Term, subject: Subject, ground: Ground, found: Evidence) -> None:
    listed = next((column for name in ("allergens", "ingredients") if (column := ground.column(subject, name))), None)
    if listed:
        found.add(listed)
        found.explained[term.form] = _BY_ABSENCE
        found.absent.append(term)


def _by_said_option(question: Question, subject: Subject, ground: Ground, found: Evidence) -> None:
    """ "XL도 있어요?": one of the options is said, and whether there is such a one is asked."""
    column = ground.column(subject, "options")
    if found.columns or column is None or not question.exists or not said_option(question, subject):
        return
    found.add(column)
    found.asked = _ASKED
    found.explained.update({term.form: _IN_VALUE for term in question.terms if len(term.form) <= _SHORT_WORD or term.phrase})


def _by_choice(question: Question, found: Evidence) -> None:
    """A size or colour that is asked for and not among the options is answered by the options: the list is closed."""
    if question.exists and any(concept_is(column, "options", "color", "size", "flavor") for column in found.columns):
        for term in question.terms:
            if len(term.form) <= _SHORT_WORD:
                found.explained.setdefault(term.form, _BY_ABSENCE)


def _by_amount(question: Question, subject: Subject, found: Evidence) -> None:
    """Sizes and options named by number ("5kg", "2호"): the lines that speak of them."""
    for counted in question.counted:
        if _QUANTITY.match(counted) and counted not in squash(subject.name):
            continue
        bare = squash(counted).removesuffix("용")
        lines = [line for line in described(subject) if bare in squash(line)]
        wanted = [line for line in lines if all(pattern.search(line) for pattern in question.wanted)]
        if wanted:
            found.add_lines(wanted[:2])
        elif not lines and not any(bare in squash(fact.value) for column, fact in subject.facts.items() if _may_size(column)):
            found.uncounted = True
        elif question.asks_for("price") and is_later_option(bare, subject):
            found.uncounted = True  # the price is the first option's, and nothing tells this one's
    _by_option(question, subject, found)
    years = set(_YEAR.findall(question.text)) if subject.kind == "product" else set()
    if years and not years & set(_YEAR.findall(" ".join(fact.value for fact in subject.facts.values()))):
        found.uncounted = True  # what is said of the 2027 diary is no answer about one of 2028


def _by_option(question: Question, subject: Subject, found: Evidence) -> None:
    """A later option whose price is asked: the line that tells it, and never the price of the first alone."""
    lines = later_option(question, subject) if question.asks_for("price") and subject.kind == "product" else None
    if lines is not None:
        found.add_lines(lines)
        found.uncounted = found.uncounted or not lines


def _may_size(column: str) -> bool:
    return column == "name" or concept_is(column, "options", "size", "weight", "capacity", "composition", "color")
