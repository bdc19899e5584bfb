"""A text against a row: the price of a product, the opening hours of a shop, a telephone number."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from dangol.answers.ground import Ground
from dangol.answers.proof.addresses import addresses
from dangol.answers.proof.amounts import Amount, amounts
from dangol.answers.proof.opening import opening_faults
from dangol.answers.saying import shown
from dangol.kit.text import normalise, squash
from dangol.knowledge.facts import Fact, Subject
from dangol.language.concepts import concept_of_header

from .claims import Claim
from .conflict import Conflict, Place, place

_OPENING = re.compile(r"영업|운영|문을|여는|열어|열고|엽니다|엽|닫|휴무|쉬(?:어|고|는|며|ㅂ)|쉽니다|\bopen|\bclose", re.IGNORECASE)
_DESK = re.compile(r"고객\s?센터|상담|대표\s?번호|대표\s?전화|customer (?:service|centre|center)", re.IGNORECASE)
_SERVICE = re.compile(r"상담|전화|채팅|택배|출고|수업|클래스|픽업|예약|라스트|주문|시음|배송|점심", re.IGNORECASE)
_NOT_THE_PRICE = re.compile(r"배송|포장|적립|쿠폰|할인|이상|포인트|추가|더|보증|수리|택배|설치")
_PRICE = re.compile(r"^(?:은|는|이|가|의)?(?:지금|현재|정가)?(?:가격|정가|값|판매가)?(?:은|는|이|가)?$")


def row_conflicts(made: Sequence[Claim], ground: Ground, today: datetime) -> Iterator[Conflict]:
    """What a text says of exactly one product or place, against its row. ``today`` is the brand's local time."""
    for claim in made:
        yield from _phones(claim, ground)
        if len(claim.names) != 1:
            continue
        (key,) = claim.names
        subject = ground.subjects[key]
        if subject.kind == "place":
            if _hours(claim, subject, today):
                yield _conflict("hours", claim, subject, "hours", ground)
        elif column := _cell(claim, subject):
            yield _conflict("cell", claim, subject, column, ground)


def _hours(claim: Claim, place_: Subject, today: datetime) -> bool:
    if "hours" not in place_.facts or not _OPENING.search(claim.text) or _SERVICE.search(f"{claim.above} {claim.text}"):
        return False
    if not claim.statement.moments.times and not claim.statement.moments.days:
        return False
    return bool(opening_faults([claim.statement], place_, today))


def _cell(claim: Claim, product: Subject) -> str | None:
    """The column of which the clause states another value: the price right behind the name, or a column that is named."""
    for column, fact in product.facts.items():
        known = concept_of_header(column)
        cell = amounts(normalise(_written(fact, known.name if known else "")))
        if not cell or not _says(claim, product, known.name if known else "", column):
            continue
        kinds = {amount.kind for amount in cell if amount.kind}
        said = [amount for amount in claim.statement.amounts if amount.kind in kinds and not amount.role]
        if said and not any(_same(amount, other) for amount in said for other in _all(product, kinds)):
            return column
    return None


def _written(fact: Fact, concept: str) -> str:
    value = shown(fact)
    return f"{value}원" if concept == "price" and value.replace(",", "").isdigit() else value


def _all(product: Subject, kinds: set[str]) -> list[Amount]:
    """What the whole row counts in these kinds: an option's price is a price of it, too."""
    cells = []
    for column, fact in product.facts.items():
        known = concept_of_header(column)
        cells += [one for one in amounts(normalise(_written(fact, known.name if known else ""))) if one.kind in kinds]
    return cells


def _says(claim: Claim, product: Subject, concept: str, column: str) -> bool:
    text = squash(claim.text)
    name = squash(product.name)
    if name not in text:
        return False
    after = text.partition(name)[2]
    if concept == "price":
        between = re.split(r"\d", after, maxsplit=1)[0]
        meant = name in squash(claim.above) or "가격" in between or "정가" in between
        return meant and not _NOT_THE_PRICE.search(claim.text) and bool(_PRICE.fullmatch(between)) and after != between
    label = squash(re.sub(r"\([^)]*\)", "", column))
    known = concept_of_header(column)
    labels = {label, squash(known.ko)} if known else {label}
    return any(len(one) > 1 and one in after for one in labels)


def _same(said: Amount, other: Amount) -> bool:
    return said.kind == other.kind and said.low <= other.high and other.low <= said.high


def _phones(claim: Claim, ground: Ground) -> Iterator[Conflict]:
    said = {one for one in addresses(claim.text) if one.isdigit()}
    if not said:
        return
    if len(claim.names) == 1 and (subject := ground.subjects[next(iter(claim.names))]).text("phone"):
        if not said & addresses(subject.text("phone") or ""):
            yield _conflict("phone", claim, subject, "phone", ground)
        return
    phone = ground.snapshot.brand.phone
    if phone and not claim.names and _DESK.search(claim.text) and not said & addresses(phone):
        other = Place(id="brand", text=phone, file="brand.toml", line=0)
        yield Conflict(code="phone", first=place(claim.id, claim.text, ground), second=other)


def _conflict(code: str, claim: Claim, subject: Subject, column: str, ground: Ground) -> Conflict:
    fact = subject.facts[column]
    text = f"{subject.name} · {column}: {shown(fact)}"
    return Conflict(code=code, first=place(claim.id, claim.text, ground), second=place(fact.citation_id, text, ground))
