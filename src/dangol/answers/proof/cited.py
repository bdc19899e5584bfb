"""What a citation's id stands for now, as statements: a fact with its subject and column, an answer, a passage with its tables."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dangol.answers.ground import Ground
from dangol.answers.pieces import words_in
from dangol.answers.saying import ENGLISH_NAMES, shown
from dangol.kit.text import normalise, squash
from dangol.knowledge.facts import Fact, Faq, Passage, Subject
from dangol.language.concepts import concept_of_header

from .statement import Statement
from .statements import statements

_DENYING_HEAD = re.compile(r"없는|않는|못하는|불가|제외|빠지는|안 되는|금지")
_SAID_AT_ONCE = re.compile(r"^(?:네|예|그럼요|물론|yes)\b|^(?P<no>아니요|아니오|죄송\w*|아쉽\w*|no\b)", re.IGNORECASE)
_YES_NO_QUESTION = re.compile(r"(?:나요|가요|까요|어요|아요|해요|돼요|되요)\?$|^(?:is|are|do|does|can|will)\b", re.IGNORECASE)
_OPEN_QUESTION = re.compile(
    r"언제|얼마|어떻|어떤|무엇|뭐|뭘|어디|며칠|몇|누구|왜|어느|무슨|\bor\b|when|how|what|where|which|who|why", re.IGNORECASE
)
_TABLE_LINE = " | "
_YES_NO = re.compile(r"^(?:[○◯OoVv✓✔]|가능|예|네)$|^(?P<no>[×✕xX✗-]|불가|아니오|없음)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Cited:
    """The evidence behind one citation id.

    Attributes:
        about: the key of the product or place whose fact it is; column: of that fact; both None for texts.
        text: all of it as written, name and headings included; body: without them; title: the words of name, column, headings or question.
        made: its statements; words: all its words; letters: all its letters, squashed.
    """

    id: str
    version: int
    about: str | None
    column: str | None
    text: str
    body: str
    title: frozenset[str]
    made: tuple[Statement, ...]
    words: frozenset[str]
    letters: str


def cited(citation_id: str, ground: Ground, today: date) -> Cited | None:
    """The evidence that bears this id now, or None. Reading it takes about a millisecond for 300 characters, so keep it."""
    if (faq := ground.faqs.get(citation_id)) is not None:
        return _text(citation_id, faq.version, faq.question, _answered(faq, today), faq.answer)
    if (passage := ground.passages.get(citation_id)) is not None:
        return _passage(passage, today)
    if "#" not in citation_id and (whole := [one for one in ground.passages.values() if f"{one.kind}/{one.document}" == citation_id]):
        return _document(citation_id, [_passage(one, today) for one in whole])
    for key, subject in ground.subjects.items():
        if citation_id.startswith(f"{key}/") and (fact := subject.facts.get(citation_id[len(key) + 1 :])):
            return _fact(key, subject, fact, today)
    return None


def names_of(subject: Subject) -> tuple[str, ...]:
    """What a subject is called: its name, and its English one where its row has it."""
    return (subject.name, *(subject.facts[column].value for column in ENGLISH_NAMES if column in subject.facts))


def _fact(key: str, subject: Subject, fact: Fact, today: date) -> Cited:
    known = concept_of_header(fact.column)
    concept = known.name if known else ""
    category = next(
        (other.value for column, other in subject.facts.items() if (c := concept_of_header(column)) and c.name == "category"), ""
    )
    names = " ".join((*names_of(subject), category))
    label = f"{fact.column} {known.ko} {known.en}" if known else fact.column
    title = words_in(f"{names} {label}")
    said = _said(concept, fact)
    made = tuple(replace(one, about=key, words=one.words | title) for one in statements(said, today))
    words = frozenset(title).union(*(one.words for one in made))
    return Cited(
        id=fact.citation_id,
        version=fact.version,
        about=key,
        column=concept or fact.column,
        text=f"{names} {label} {fact.value} {said}",
        body=fact.value,
        title=frozenset(title),
        made=made,
        words=words,
        letters=squash(f"{names} {label} {fact.value} {said}"),
    )


def _said(concept: str, fact: Fact) -> str:
    """A cell as a sentence, so that it affirms or denies: a stock of 0 is 품절."""
    value = normalise(shown(fact))
    if concept == "price" and value.isdigit():
        return f"가격은 {value}원이에요."
    if concept == "stock" and value.isdigit():
        if int(value) == 0:
            return "재고가 없어요 (0개). 품절이라 구매할 수 없어요. It is out of stock. It is sold out. It is not available to buy."
        return f"재고가 {value}개 있어요. 남아 있어요. 구매할 수 있어요. It is in stock: {value} are available to buy."
    if concept == "options":
        parts = [part.strip() for part in value.split("|")]
        return f"옵션은 {', '.join(parts)} {len(parts)}가지예요."
    return value


def _answered(faq: Faq, today: date) -> tuple[Statement, ...]:
    """The answer's statements; before them the question's own, if it asks for yes or no, affirmed or denied as the answer begins."""
    answer = normalise(faq.answer)
    told = statements(answer, today)
    question = normalise(faq.question)
    if not told or not _YES_NO_QUESTION.search(question) or _OPEN_QUESTION.search(question):
        return told
    yes_no = _SAID_AT_ONCE.match(answer)
    no = bool(yes_no["no"]) if yes_no else told[0].denies
    asked = statements(question.rstrip("?"), today)[-1:]
    return (*(replace(one, denies=no != one.denies, sentence=-1, conditional=told[0].conditional, amounts=()) for one in asked), *told)


def _passage(passage: Passage, today: date) -> Cited:
    lines = passage.text.split("\n")
    prose = "\n".join(line for line in lines if _TABLE_LINE not in line)
    heading = passage.headings[-1] if passage.headings else passage.title
    made = list(statements(normalise(prose), today))
    if _DENYING_HEAD.search(heading):
        listed = {squash(line.lstrip("- ")) for line in lines if line.startswith("- ")}
        head = frozenset(words_in(heading))
        made = [replace(one, denies=not one.denies, words=one.words | head) if squash(one.text) in listed else one for one in made]
    made += _cells(passage, today)
    return _text(passage.citation_id, passage.version, " ".join((passage.title, *passage.headings)), tuple(made), passage.text)


def _document(citation_id: str, parts: Sequence[Cited]) -> Cited:
    """A text cited as a whole: all of its passages."""
    made = tuple(replace(one, sentence=one.sentence + 10_000 * at) for at, part in enumerate(parts) for one in part.made)
    return Cited(
        id=citation_id,
        version=0,
        about=None,
        column=None,
        text="\n".join(part.text for part in parts),
        body="\n".join(part.body for part in parts),
        title=frozenset(),
        made=made,
        words=frozenset[str]().union(*(part.words for part in parts)),
        letters=" ".join(part.letters for part in parts),
    )


def _cells(passage: Passage, today: date) -> Iterable[Statement]:
    for table in passage.tables:
        for number, row in enumerate(table[1:]):
            for column, cell in enumerate(row[1:], 1):
                head = f"{row[0]} {table[0][column] if column < len(table[0]) else ''}"
                yes_no = _YES_NO.match(cell.strip())
                told = statements(normalise(f"{head}: {cell}"), today)
                heads = frozenset(word for one in statements(normalise(head), today) for word in one.words)
                joined = frozenset(word for one in told for word in one.words)
                amounts = tuple(amount for one in told for amount in one.amounts)
                denies = bool(yes_no and yes_no["no"]) if yes_no else any(one.denies for one in told)
                if told:
                    yield replace(
                        told[0], text=f"{head} {cell}", words=joined, head=heads, amounts=amounts, denies=denies, sentence=1000 + number
                    )


def _text(citation_id: str, version: int, title: str, made: tuple[Statement, ...], body: str) -> Cited:
    head = frozenset(words_in(title))
    return Cited(
        id=citation_id,
        version=version,
        about=None,
        column=None,
        text=f"{title} {body}",
        body=body,
        title=head,
        made=made,
        words=head.union(*(one.words for one in made)),
        letters=squash(f"{title} {body}"),
    )
