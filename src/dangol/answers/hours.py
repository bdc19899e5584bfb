"""Answers about opening hours: on the day asked about, right now, next, and in an ordinary week."""

from datetime import date, datetime

from dangol.knowledge.facts import Subject

from .answer import Sentence
from .calendar import Day, clock, day_of, next_open_day, spans_text, week_text
from .candidate import Candidate
from .dates import WEEKDAYS, When
from .ground import Ground
from .question import Question
from .saying import cite
from .voice import Voice

_BASE = 0.6  # a place and a day or hour were named: that much is explained before any word is
_WORDS = (
    "영업 영업시간 운영 운영시간 열다 닫다 열리다 닫히다 닫 열 오픈 마감 휴무 휴무일 휴점 쉬다 휴일 문 매장 시간 영업하다 몇시 끝나다 시작 "
    "시작하다 점심 점심시간 브레이크 브레이크타임 연중무휴 정기휴무 방문 방문하다 가게 지점 여나 여나요 열려있다 "
    "hour open close closed closing opening shop store branch start finish visit "
    "sunday until business operating "
)
_HOURS_WORDS = frozenset(_WORDS.split())
_ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def candidate(question: Question, key: str, ground: Ground, voice: Voice, at: datetime) -> Candidate | None:
    """When a place is open, or None where its files do not say. ``at`` is the brand's local time."""
    place = ground.subjects[key]
    if place.kind != "place" or "hours" not in place.facts:
        return None
    total = sum(term.weight for term in question.terms)
    piece = ground.subject_pieces[key]
    got = sum(term.weight * max(of_hours(term.form), piece.explains(term.form)) for term in question.terms)
    return Candidate(
        kind="hours",
        detail=place.id,
        score=(got + _BASE) / (total + _BASE),
        sentences=tuple(sentences(place, question.day, voice, at)),
        subjects=(key,),
        aspect="hours",
    )


def of_hours(form: str) -> bool:
    """Whether a word asks for opening hours."""
    return form in _HOURS_WORDS


def sentences(place: Subject, day: When, voice: Voice, at: datetime) -> list[Sentence]:
    hours = place.facts["hours"]
    closed = place.facts.get("closed")
    citations = tuple(cite(fact) for fact in (hours, closed) if fact)
    local = at.replace(tzinfo=None)
    rules, dates = hours.value, closed.value if closed else ""
    if day.generic or not (day.days or day.now):
        text = _week(place, rules, voice)
        lines = [text] if day.generic else [_day_text(place, day_of(rules, dates, local.date()), local, voice), text]
        if closed and (day.generic == "holiday" or not day.generic):
            lines.append(voice.say(f"휴무 안내: {dates}", f"Closing days: {dates}"))
    else:
        lines = []
        for wanted in day.days or (local.date(),):
            lines.append(_day_text(place, day_of(rules, dates, wanted), local, voice))
        if day.days and not any(day_of(rules, dates, wanted).open for wanted in day.days):
            lines.append(_next(rules, dates, max(day.days), voice))
    return [Sentence(text=line, citations=citations) for line in lines if line]


def _week(place: Subject, rules: str, voice: Voice) -> str:
    return voice.say(f"{place.name} 영업시간: {week_text(rules)}.", f"{place.name} opening hours: {week_text(rules, 'en')}.")


def _label(day: Day, today: date, voice: Voice) -> str:
    ahead = (day.date - today).days
    weekday = WEEKDAYS[day.date.weekday()]
    if not voice.korean:
        near = {0: "today, ", 1: "tomorrow, "}.get(ahead, "")
        return f"{near}{_ENGLISH_DAYS[day.date.weekday()]} {day.date:%Y-%m-%d}" + (" (public holiday)" if day.holiday else "")
    near = {0: "오늘 ", 1: "내일 ", 2: "모레 "}.get(ahead, "")
    holiday = f", {day.holiday}" if day.holiday else ""
    return f"{near}{day.date.month}월 {day.date.day}일({weekday}{holiday})"


def _day_text(place: Subject, day: Day, at: datetime, voice: Voice) -> str:
    label, name = _label(day, at.date(), voice), place.name
    if not day.open:
        return voice.say(f"{voice.about(name)} {label}에 휴무예요.", f"{name} is closed {label}.")
    text = voice.say(f"{voice.about(name)} {label}에 {spans_text(day)} 영업해요.", f"{name} is open {spans_text(day)} {label}.")
    if day.date != at.date():
        return text
    return f"{text} {_right_now(day, at, voice)}".strip()


def _right_now(day: Day, at: datetime, voice: Voice) -> str:
    for opens, closes in day.spans:
        if opens <= at < closes:
            return voice.say(f"지금은 영업 중이고 {clock(closes)}에 닫아요.", f"It is open now and closes at {clock(closes)}.")
    opening = day.next_opening(at)
    if opening:
        return voice.say(f"지금은 닫혀 있고 {opening:%H:%M}에 열어요.", f"It is closed right now and opens at {opening:%H:%M}.")
    return voice.say("오늘 영업은 끝났어요.", "It has closed for today.")


def _next(rules: str, dates: str, after: date, voice: Voice) -> str:
    day = next_open_day(rules, dates, after)
    if day is None:
        return ""
    weekday = WEEKDAYS[day.date.weekday()]
    return voice.say(
        f"다음 영업일은 {day.date.month}월 {day.date.day}일({weekday}) {spans_text(day)}이에요.",
        f"It opens next on {_ENGLISH_DAYS[day.date.weekday()]} {day.date:%Y-%m-%d}, {spans_text(day)}.",
    )
