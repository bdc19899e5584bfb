"""Claims about opening hours, held against what the place's rules give for the days that are meant."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from dangol.answers.calendar import Day, day_of, next_open_day
from dangol.answers.dates import holiday_name
from dangol.knowledge.facts import Subject

from .moments import Days
from .statement import Statement

_SHUT = re.compile(
    r"휴무|휴점|쉬(?:어|는|고|며|ᆸ|세|ㅂ|니)|쉽니다|쉰|(?:문을?|매장을?) ?닫(?:아|습|는|고)(?!.{0,4}시)|\bclosed\b(?! at)|\bshut\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"영업|운영|열어|엽니다|열려|여는|연중무휴|오픈|문을 연|\bopens?\b|\bhours\b", re.IGNORECASE)
_NOW = re.compile(r"지금|현재|\bnow\b|currently", re.IGNORECASE)
_NOW_SHUT = re.compile(r"닫혀|닫았|끝났|종료|마감(?:됐|되었|했)|영업 ?(?:시간이? ?)?(?:아니|전이)|안 열|\bclosed\b", re.IGNORECASE)
_ENDED = re.compile(r"끝났|종료됐|마감됐|has closed for today", re.IGNORECASE)
_NEXT = re.compile(r"다음 ?(?:영업일|으로 여는)|opens next|next open", re.IGNORECASE)
_ORDINARY = date(2031, 6, 23)  # a Monday in a week without Korean holidays


def opening_faults(said: Sequence[Statement], place: Subject, at: datetime) -> list[str]:
    """``"time"``, ``"day"`` or ``"denial"`` for each claim that the place's hours contradict. ``at`` is the brand's local time."""
    hours = place.text("hours")
    if hours is None:
        return ["time"] if any(one.moments.times for one in said) else []
    closed = place.text("closed") or ""
    local = at.replace(tzinfo=None)
    faults: list[str] = []
    days: tuple[Days, ...] = ()
    for one in said:
        days = one.moments.days or days
        if any(named.wrong for named in one.moments.days):
            faults.append("day")
        elif _NEXT.search(one.text):
            faults += _of_next(one, next_open_day(hours, closed, local.date()), hours, closed)
        else:
            faults += _of_days(one, days, hours, closed, local)
    return faults


def _of_next(one: Statement, following: Day | None, hours: str, closed: str) -> list[str]:
    """ "다음 영업일은 11월 25일(수) 11:00–20:00": after the day that was spoken of, which another sentence may have named."""
    named = [day_of(hours, closed, day) for mention in one.moments.days for day in mention.dates]
    if named and not named[0].open:
        return ["day"]
    return _times(one, named or ([following] if following else []))


def _of_days(one: Statement, days: Sequence[Days], hours: str, closed: str, local: datetime) -> list[str]:
    meant = [day for named in days for day in _meant(named, hours, closed)]
    now = _NOW.search(one.text) or _ENDED.search(one.text)
    if now and not any(not named.relative for named in one.moments.days):
        today = day_of(hours, closed, local.date())
        shut = bool(_NOW_SHUT.search(one.text)) != (one.denies and not _NOW_SHUT.search(one.text))
        if (_OPEN.search(one.text) or _NOW_SHUT.search(one.text)) and shut == today.open_at(local):
            return ["denial"]
        if _ENDED.search(one.text) and today.next_opening(local):
            return ["denial"]
        return _times(one, [today])
    if not meant:
        if not one.moments.times:
            return []
        week = [day_of(hours, closed, _ORDINARY + timedelta(days=ahead), ordinary=True) for ahead in range(7)]
        meant = [day_of(hours, closed, local.date())] if not days else week
    closes_at = bool(one.moments.times) and "닫" in one.text  # "오후 7시에 문을 닫아요" tells an hour, not a day off
    shut = (bool(_SHUT.search(one.text)) and not closes_at) or (one.denies and bool(_OPEN.search(one.text)))
    double = bool(_SHUT.search(one.text)) and one.denies and bool(re.search(r"않|안 쉬|not closed|아니", one.text))
    if shut and not double:
        return ["denial"] if any(day.open for day in meant) else []
    if one.moments.times:
        return _times(one, meant)
    return ["denial"] if (_OPEN.search(one.text) or double) and not all(day.open for day in meant) else []


def _times(one: Statement, days: Sequence[Day]) -> list[str]:
    """Each time said must be an opening or a closing of each day; of two that make a span, in that order."""
    for day in days:
        edges = {_minute(edge, day.date) for span in day.spans for edge in span}
        if not all(said & edges for said in one.moments.times):
            return ["time"]
    if len(one.moments.times) == 1 and days:
        closing = re.search(r"닫|까지|마감|끝|문을 닫|clos|until", one.text)
        opening = re.search(r"열|부터|시작|엽|오픈|open", one.text)
        side = 1 if closing and not opening else 0 if opening and not closing else None
        if side is not None:
            edges = {_minute(span[side], day.date) for day in days for span in day.spans}
            return [] if one.moments.times[0] & edges else ["time"]
    if len(one.moments.times) == 2 and days:
        first, last = one.moments.times
        starts = {_minute(span[0], days[0].date) for span in days[0].spans}
        if min(first) > max(last) and not first & starts:
            return ["time"]
    return []


def _minute(edge: datetime, day: date) -> int:
    return edge.hour * 60 + edge.minute + (1440 if edge.date() > day and edge.hour == 0 and edge.minute == 0 else 0)


def _meant(named: Days, hours: str, closed: str) -> list[Day]:
    if named.dates:
        return [day_of(hours, closed, day) for day in named.dates]
    if named.kind == "holiday":
        return [day_of(hours, "", _ORDINARY, ordinary=True, as_holiday=True)]
    covered = sorted(named.covered())
    return [day_of(hours, closed, _ORDINARY + timedelta(days=weekday), ordinary=True) for weekday in covered]


def day_is_covered(day: date, evidence: Days) -> bool:
    """Whether a rule about kinds of days ("평일", "화요일") speaks of a date."""
    if evidence.dates:
        return day in evidence.dates
    if evidence.kind == "holiday":
        return holiday_name(day) is not None
    if evidence.kind == "weekday":
        return day.weekday() < 5 and holiday_name(day) is None
    return day.weekday() in evidence.covered()
