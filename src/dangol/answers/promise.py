"""When an order placed now, or on a day that is named, arrives: worked out from a table of a policy, cited row by row.

The table has a region, the time until which an order leaves the same day, and the days that the way takes::

    | 지역 | 주문 마감 | 출고 뒤 걸리는 기간 |
    |---|---|---|
    | 일반 지역 | 14:00 | 1~2영업일 |
    | 제주 | 14:00 | 2~4영업일 |

``영업일`` are counted without weekends and Korean public holidays, ``일`` as they come. It is said as a promise only where the table is one
(``보장``, ``약속``, ``guaranteed``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dangol.kit.text import squash
from dangol.knowledge.facts import Passage
from dangol.language.korea import regions_named

from .answer import Citation, Sentence
from .arrival import Terms, arrival, day_text, is_working, terms_in, weekday_holidays
from .candidate import Candidate
from .dates import When, when
from .delivery_question import Asked, asked_delivery
from .delivery_regions import row_for
from .ground import Ground
from .question import Question
from .setting import Setting
from .voice import Voice

KIND = "promise"
_REGION = ("지역", "배송지", "구분", "받는곳", "region", "area")
_CUT_OFF = ("마감", "cutoff", "orderby")
_DAYS = ("걸리는", "배송기간", "소요", "도착", "영업일", "배송일", "days", "takes")


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """A table of delivery: the passage that it stands in and its rows, by the label of each."""

    passage: Passage
    rows: tuple[tuple[str, Terms, str], ...]  # label, terms, the row as it stands in the passage


def promised(question: Question, setting: Setting) -> Candidate | None:
    """When it arrives; None where that is not asked, or the brand has no table that says it."""
    asked = asked_delivery(question.text)
    if asked is None:
        return None
    for schedule in _schedules(setting.ground):
        if _has_its_own_rules(question, schedule, setting.ground):
            continue
        found = row_for(question.text, [label for label, _, _ in schedule.rows])
        if found is not None:
            label, terms, row = schedule.rows[found]
            return _candidate(question, asked, schedule, (label, terms, row), setting)
    return None


def _candidate(question: Question, asked: Asked, schedule: Schedule, row: tuple[str, Terms, str], setting: Setting) -> Candidate:
    label, terms, text = row
    today = setting.at.date()
    ordered = _day_of(when(asked.before, today), today)
    late = ordered == today and setting.at.time() >= terms.cut_off
    left, first, last = arrival(ordered, terms, late=late)
    passage = schedule.passage
    cited = (Citation(id=passage.citation_id, version=passage.version, quote=text),)
    lines = [_leaves(ordered, left, late=late, terms=terms, today=today, voice=setting.voice)]
    lines.append(_arrives(label, terms, first, last, setting.voice))
    if wanted := _wanted(when(asked.after, today), ordered):
        lines.insert(0, _by_then(wanted, first, last, setting.voice))
    if skipped := weekday_holidays(ordered, last):
        days = ", ".join(f"{day_text(day, setting.voice)}" for day in skipped)
        lines.append(setting.voice.say(f"공휴일({days})은 세지 않았어요.", f"Public holidays ({days}) are not counted."))
    return Candidate(
        kind=KIND,
        detail=passage.document,
        score=_score(question, asked, squash(label)),
        sentences=tuple(Sentence(text=line, citations=cited) for line in lines),
    )


def _leaves(ordered: date, left: date, *, late: bool, terms: Terms, today: date, voice: Voice) -> str:
    day, until = day_text(left, voice), terms.cut_off_said
    if late:
        return voice.say(
            f"오늘 주문 마감({until})이 지나서 {day}에 출고해요.", f"Today's cut-off ({until}) has passed, so it leaves on {day}."
        )
    if not is_working(ordered):
        return voice.say(
            f"{day_text(ordered, voice)}에는 출고하지 않아 {day}에 출고해요.",
            f"Nothing leaves on {day_text(ordered, voice)}: it leaves on {day}.",
        )
    start = voice.say("오늘", "today") if ordered == today else day_text(ordered, voice)
    return voice.say(f"{start} {until} 전에 주문하시면 {day}에 출고해요.", f"Ordered {start} before {until}, it leaves on {day}.")


def _arrives(label: str, terms: Terms, first: date, last: date, voice: Voice) -> str:
    span = day_text(first, voice) if first == last else f"{day_text(first, voice)}~{day_text(last, voice)}"
    if terms.promised:
        return voice.say(
            f"{label}: {terms.days_said}. {day_text(last, voice)}까지 도착을 약속드려요.",
            f"{label}: {terms.days_said}. We promise arrival by {day_text(last, voice)}.",
        )
    return voice.say(
        f"{label}: {terms.days_said}, {span} 도착 예정이에요. 날짜는 예상이고 약속은 아니에요.",
        f"{label}: {terms.days_said}, so it is expected on {span}. This is an estimate, not a promise.",
    )


def _by_then(wanted: date, first: date, last: date, voice: Voice) -> str:
    day = day_text(wanted, voice)
    if wanted < first:
        return voice.say(f"{day}에는 도착하기 어려워요.", f"It will hardly arrive by {day}.")
    if wanted >= last:
        return voice.say(f"네, 예정대로면 {day}까지 도착해요.", f"Yes, as planned it arrives by {day}.")
    return voice.say(f"{day}에 도착할 수도 있지만 확실하지 않아요.", f"It may arrive by {day}, but that is not certain.")


def _day_of(said: When, today: date) -> date:
    return next((day for day in said.days if day >= today), today)


def _wanted(said: When, ordered: date) -> date | None:
    return next((day for day in said.days if day > ordered), None)


def _schedules(ground: Ground) -> Iterator[Schedule]:
    for passage in ground.passages.values():
        if passage.kind != "policy":
            continue
        for table in passage.tables:
            if schedule := _read(passage, table):
                yield schedule


def _read(passage: Passage, table: Sequence[Sequence[str]]) -> Schedule | None:
    if not table:
        return None
    heads = [squash(head) for head in table[0]]
    cut_off = next((at for at, head in enumerate(heads) if any(word in head for word in _CUT_OFF)), None)
    days = next((at for at, head in enumerate(heads) if at != cut_off and any(word in head for word in _DAYS)), None)
    region = next((at for at, head in enumerate(heads) if at not in {cut_off, days} and any(word in head for word in _REGION)), None)
    if cut_off is None or days is None or region is None:
        return None
    rows = []
    for row in table[1:]:
        if len(row) == len(heads) and (terms := terms_in(row[cut_off], row[days], table[0][days])):
            quote = " | ".join(row)
            if quote in passage.text:
                rows.append((row[region], terms, quote))
    return Schedule(passage=passage, rows=tuple(rows)) if rows else None


def _has_its_own_rules(question: Question, schedule: Schedule, ground: Ground) -> bool:
    """Whether a product is named of which the same document speaks apart (원두 출고일), so that the table is not all that holds for it."""
    regions = regions_named(question.text)
    named = [
        mention
        for mention in question.mentions
        if not all(any(one.start <= start and end <= one.end for one in regions) for start, end in mention.spans)
    ]
    if any(mention.kind == "place" for mention in named):
        return True
    words = {
        squash(word)
        for key in question.subjects
        if key.startswith("product/")
        for word in (
            ground.subjects[key].name,
            *(ground.subjects[key].text("category") or "").split("/"),
            *ground.subjects[key].name.split(),
        )
        if len(squash(word)) > 1
    }
    if not words:
        return bool(named)
    others = [one for one in ground.passages.values() if one.document == schedule.passage.document and one is not schedule.passage]
    labels = " ".join(label for label, _, _ in schedule.rows)
    said = squash(" ".join([labels, *(f"{' '.join(one.headings)} {one.text}" for one in others)]))
    return any(word in said for word in words)


def _score(question: Question, asked: Asked, label: str) -> float:
    total = question.weight
    got = sum(term.weight for term in question.terms if asked.explains(term.form, term.start, question.text) or squash(term.form) in label)
    return got / total if total else 1.0
