"""The sheet to print for the shop and for a live's host: prices, opening hours and the answers of ``faq.csv``, each line with its source.

It is another form of the same facts, so each line is proven against its source as a model's sentence would be (``unproven``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dangol.answers.answer import Citation, Sentence
from dangol.answers.calendar import Day, day_of
from dangol.answers.dates import WEEKDAYS
from dangol.answers.ground import Ground
from dangol.answers.proof.prover import Prover
from dangol.answers.proof.verdict import Verdict
from dangol.answers.saying import cite
from dangol.answers.voice import won
from dangol.knowledge.facts import Subject

_DAYS = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductLine:
    """A product: what it costs, what it comes in, and whether it is sold out."""

    name: str
    price: str
    options: str
    sold_out: bool
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceLine:
    """A shop and its next seven days, ``(day, hours)``."""

    name: str
    address: str
    phone: str
    days: tuple[tuple[str, str], ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FaqLine:
    question: str
    answer: str
    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """``groups``: products by category, in the file's order."""

    groups: tuple[tuple[str, tuple[ProductLine, ...]], ...]
    places: tuple[PlaceLine, ...]
    faqs: tuple[FaqLine, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        products = (sentence for _, lines in self.groups for line in lines for sentence in line.sentences)
        return (*products, *(sentence for line in self.places for sentence in line.sentences))


def sheet(ground: Ground, today: date) -> Sheet:
    """The sheet of a knowledge version, printed on ``today`` (the brand's)."""
    groups: dict[str, list[ProductLine]] = {}
    for product in ground.snapshot.products.values():
        column = ground.column(product, "category")
        groups.setdefault(product.facts[column].value if column else "", []).append(_product(product, ground))
    return Sheet(
        groups=tuple((name, tuple(lines)) for name, lines in groups.items()),
        places=tuple(_place(one, today) for one in ground.snapshot.places.values()),
        faqs=tuple(FaqLine(question=faq.question, answer=faq.answer, id=faq.citation_id) for faq in ground.snapshot.faqs.values()),
    )


def unproven(lines: Iterable[Sentence], prover: Prover, at: datetime) -> Iterator[Verdict]:
    """Each line whose source does not say it."""
    for sentence in lines:
        (verdict,) = prover.prove([sentence], at)
        if not verdict.proven:
            yield verdict


def _product(product: Subject, ground: Ground) -> ProductLine:
    shown: dict[str, str] = {}
    said: list[Sentence] = []
    named = (cite(product.facts["name"]),) if "name" in product.facts else ()
    for concept in ("price", "options", "stock"):
        column = ground.column(product, concept)
        if column is None:
            continue
        fact = product.facts[column]
        shown[concept] = won(fact.value) if concept == "price" else ", ".join(part.strip() for part in fact.value.split("|"))
        if concept == "price":
            said.append(Sentence(text=f"{product.name} {shown[concept]}", citations=(cite(fact), *named)))
        elif concept == "options":
            said.append(Sentence(text=f"{product.name}: {shown[concept]}", citations=(cite(fact), *named)))
        elif fact.value == "0":
            said.append(Sentence(text=f"{product.name} 품절", citations=(cite(fact), *named)))
    return ProductLine(
        name=product.name,
        price=shown.get("price", ""),
        options=shown.get("options", ""),
        sold_out=shown.get("stock") == "0",
        sentences=tuple(said),
    )


def _place(place: Subject, today: date) -> PlaceLine:
    hours = place.facts.get("hours")
    days: list[tuple[str, str]] = []
    said: list[Sentence] = []
    for ahead in range(_DAYS) if hours else ():
        day = day_of(hours.value, place.text("closed") or "", today + timedelta(days=ahead)) if hours else None
        if day is None or hours is None:
            continue
        days.append((f"{day.date.month}/{day.date.day} ({WEEKDAYS[day.date.weekday()]})", _open(day)))
        claim = f"{day.date.year}년 {day.date.month}월 {day.date.day}일({WEEKDAYS[day.date.weekday()]}) {_open(day)}"
        citations: tuple[Citation, ...] = (cite(hours), *((cite(place.facts["closed"]),) if "closed" in place.facts else ()))
        said.append(Sentence(text=f"{place.name} {claim}", citations=citations))
    told = (place.facts[column] for column in ("address", "phone") if column in place.facts)
    said += [Sentence(text=fact.value, citations=(cite(fact),)) for fact in told]
    return PlaceLine(
        name=place.name,
        address=place.text("address") or "",
        phone=place.text("phone") or "",
        days=tuple(days),
        sentences=tuple(said),
    )


def _open(day: Day) -> str:
    return ", ".join(f"{begin:%H:%M}–{end:%H:%M}" for begin, end in day.spans) or "휴무"
