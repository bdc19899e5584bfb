"""What several pieces cost together, and whether that is delivered for nothing: sums over cited prices, which the proof works out again.

"10개 사면 얼마예요?" is answered by the price times the count. A row that tells another price for several ("두 개 이상 개당 …") is not
multiplied: its line is an answer of its own. The amount from which delivery is free is taken from the brand's own sentence, and said only
where all of its sentences name the same one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dangol.knowledge.facts import Fact, Faq, Passage, Subject
from dangol.language.regions import regions_in

from .answer import Citation, Sentence
from .candidate import Candidate
from .columns import described
from .ground import Ground
from .option_prices import later_option
from .question import Question
from .saying import called, cite
from .voice import Voice, won

_SURE = 0.97
_MOST = 999  # pieces
_NATIVE = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "스무": 20}
_COUNTERS = "개|장|병|봉지|봉|팩|세트|박스|상자|켤레|벌|권|자루|송이|마리|잔|조각|판|통|묶음|포|매|줄|그루|대|캔"
_COUNT = re.compile(
    rf"(?<![\d.,])(?:(?P<number>\d{{1,3}})|(?P<native>{'|'.join(_NATIVE)}))\s?(?P<counter>{_COUNTERS})"
    r"(?!\s?(?:입|짜리|들이|이상|이하|부터|까지|씩|월|구|당|세트|묶음|중|다|사이))"
)
_BUYS = re.compile(
    r"사면|살\s?때|살게|살려|사려|사고|산다|주문|구매|구입|시키|담으면|하면|이면|면\s?(?:총|다|합|얼마|배송|무료)|합쳐|합치|총|다\s?해서|얼마|가격|면(?:요)?\s*[?~.!]*\s*$"
)
_NOT_A_PRICE = re.compile(r"할인|며칠|언제|적립|포장|재고|있나|있어|남")
_DELIVERY = re.compile(r"배송비|택배비|배송료|무료\s?배송|배송.{0,4}무료|무료")
_BULK = re.compile(r"이상|부터|당\s?\d|개당|장당|씩 사")
_FREE = re.compile(r"(?P<amount>\d[\d,]*(?:\.\d)?\s?만?)\s?원\s?(?:이상|어치 이상|을 넘|이 넘|넘게|부터)[^.。\n]{0,40}?(?:무료|없|받지 않)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """So many of one product at its price."""

    subject: Subject
    price: Fact
    count: int
    counter: str

    @property
    def total(self) -> int:
        return int(self.price.value) * self.count


def total(question: Question, ground: Ground, voice: Voice) -> Candidate | None:
    """What the products that are counted cost together; with whether that is delivered for nothing, where that is asked."""
    if not _BUYS.search(question.text) or not set(question.concepts) <= {"price"}:
        return None
    asks_delivery = bool(_DELIVERY.search(question.text))
    if not asks_delivery and _NOT_A_PRICE.search(question.text):
        return None
    lines = list(_lines(question, ground))
    if not lines or any(line is None for line in lines):
        return None
    counted = [line for line in lines if line]
    free = _free_from(ground) if asks_delivery else None
    if asks_delivery and (free is None or regions_in(question.text)):
        return None
    return Candidate(
        kind="sum",
        detail="price",
        score=_SURE,
        sentences=(_said(counted, free, voice), *_bulk(counted), *((Sentence(text=free[1].quote, citations=(free[1],)),) if free else ())),
        subjects=tuple(f"product/{line.subject.id}" for line in counted),
        aspect="price",
    )


def _lines(question: Question, ground: Ground) -> Iterator[Line | None]:
    """A line for each product that is asked of; None for one whose price for so many is not known."""
    counts = list(_COUNT.finditer(question.text))
    places = {
        key: next((mention.spans[-1][1] for mention in question.mentions if mention.keys == (key,)), None) for key in question.subjects
    }
    if not counts or (len(question.subjects) > 1 and len(counts) != len(question.subjects)):
        return
    for key in question.subjects:
        subject, place = ground.subjects[key], places[key]
        later = [found for found in counts if place is not None and found.start() >= place]
        found = (later or counts)[0]
        yield _line(question, subject, ground, found)


def _line(question: Question, subject: Subject, ground: Ground, found: re.Match[str]) -> Line | None:
    column = ground.column(subject, "price") if subject.kind == "product" else None
    price = subject.facts[column] if column else None
    count = int(found["number"]) if found["number"] else _NATIVE[found["native"]]
    if price is None or not price.value.isdigit() or not 2 <= count <= _MOST:
        return None
    if later_option(question, subject) is not None or any(_tells_another(line, found) for line in described(subject)):
        return None
    return Line(subject=subject, price=price, count=count, counter=found["counter"])


def _tells_another(line: str, found: re.Match[str]) -> bool:
    """Whether a line of the row tells what several of it, or just so many, cost."""
    return "원" in line and bool(_BULK.search(line) or found[0].replace(" ", "") in line.replace(" ", ""))


def _said(lines: Sequence[Line], free: tuple[int, Citation] | None, voice: Voice) -> Sentence:
    """The sum as one sentence, each step of it written out."""
    steps = [
        f"{called(line.subject, voice)} {won(line.price.value)} × {line.count}{line.counter} = {won(str(line.total))}" for line in lines
    ]
    whole = sum(line.total for line in lines)
    text = ", ".join(steps) + (f", 합계 {won(str(whole))}" if len(lines) > 1 else "")
    cited = [cite(line.price) for line in lines]
    if free is None:
        return Sentence(text=voice.say(f"{text}이에요.", f"{text}."), citations=tuple(cited))
    least, source = free
    gap = least - whole
    korean = (
        f"이라 무료배송 기준 {won(str(least))} 이상이에요."
        if gap <= 0
        else f"이라 무료배송 기준 {won(str(least))}에 {won(str(gap))} 모자라요."
    )
    english = f"; delivery is free from {won(str(least))}" + ("." if gap <= 0 else f", {won(str(gap))} more.")
    return Sentence(text=voice.say(text + korean, text + english), citations=(*cited, source))


def _bulk(lines: Sequence[Line]) -> Iterator[Sentence]:
    """What a row tells of a price for several, as it stands."""
    for line in lines:
        column = next((name for name, fact in line.subject.facts.items() if "묶음은" in fact.value and "원" in fact.value), None)
        if column:
            told = next(part for part in _SENTENCE.split(line.subject.facts[column].value) if "묶음은" in part).strip()
            yield Sentence(text=told.rstrip(".") + ".", citations=(cite(line.subject.facts[column], told),))


def _free_from(ground: Ground) -> tuple[int, Citation] | None:
    """The won from which delivery is free, with the sentence that says so; None where several amounts are named or none."""
    found: dict[int, Citation] = {}
    pieces: list[Passage | Faq] = [*(passage for passage in ground.passages.values() if passage.kind == "policy"), *ground.faqs.values()]
    for piece in pieces:
        heading = f"{piece.title} {' '.join(piece.headings)}" if isinstance(piece, Passage) else piece.question
        text = piece.text if isinstance(piece, Passage) else piece.answer
        if not re.search(r"배송|택배", heading):
            continue
        for sentence in _SENTENCE.split(text):
            said = _FREE.search(sentence)
            if said and "설치" not in sentence and "새벽" not in sentence:
                found.setdefault(_won(said["amount"]), Citation(id=piece.citation_id, version=piece.version, quote=sentence.strip()))
    return next(iter(found.items())) if len(found) == 1 else None


def _won(said: str) -> int:
    bare = said.replace(",", "").replace(" ", "")
    return int(float(bare.removesuffix("만")) * (10_000 if bare.endswith("만") else 1))
