"""When, in a text, told against a clock: "내일 오후 3시까지" is a deadline at 15:00 tomorrow.

A date and the time beside it are one. Weeks begin on Monday; a month has three thirds (초 to the 10th, 중순 to the 20th, 말). A day
that names no year, month or week is the next to come, and the last one where the words say that it is over ("금요일에 주문했는데").
An hour without 오전 or 오후 is taken within a shop's day, 9 to 20, and marked as a guess.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .days import Days, days_of
from .entity import Entity

SEOUL = ZoneInfo("Asia/Seoul")
_JOINED = re.compile(r"\s*(?:에|은|는|,|at|around|on|by|before|until|till|after|from)?\s*", re.IGNORECASE)
_OVER = re.compile(r"[^.?!,\n]{0,12}?(?:했|었|았|였|샀|왔|갔|됐|받은|주문한|구매한|시킨)")
_OVER_BEFORE = re.compile(r"\b(?:ordered|bought|came|received|got|paid)\b[^.?!]{0,20}$", re.IGNORECASE)
_EVERY = re.compile(r"(?:매(?:주|달|월|년|일)|every|each)\s?$", re.IGNORECASE)
_EACH = re.compile(r"\s?마다|s\b")
_CERTAIN = re.compile(r"오전|오후|아침|점심|저녁|새벽|밤|낮|정오|자정|noon|midnight|am|pm|a\.m|p\.m|tonight", re.IGNORECASE)
_NIGHT = re.compile(r"밤|자정|midnight", re.IGNORECASE)
_TWO_DIGITS = re.compile(r"[012]\d\s?:")
_RANGE = re.compile(r"\s*(?:~|-|에서|부터)?\s*")
_PARTS = {
    "dawn": (0, 6), "morning": (6, 10), "forenoon": (6, 12), "lunch": (11, 14), "midday": (11, 17), "afternoon": (12, 18),
    "evening": (18, 21), "night": (21, 24), "tonight": (18, 24),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """A moment (``begins`` = ``ends``), a stretch that ends before ``ends``, a deadline (``begins`` None) or a beginning
    (``ends`` None).

    ``text`` lies at ``start`` to ``end`` of the text that was read. ``sure``: False where it might be another (3시: 03:00 or 15:00).
    """

    text: str
    start: int
    end: int
    begins: datetime | None
    ends: datetime | None
    sure: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said:
    """A date, a time of day, or both, that stand side by side."""

    date: Entity | None
    time: Entity | None

    @property
    def start(self) -> int:
        return min(one.start for one in (self.date, self.time) if one)

    @property
    def end(self) -> int:
        return max(one.end for one in (self.date, self.time) if one)

    @property
    def bound(self) -> str:
        return (self.time.bound if self.time else "") or (self.date.bound if self.date else "")


def whens_in(text: str, entities: Iterable[Entity], now: datetime, zone: ZoneInfo = SEOUL) -> tuple[When, ...]:
    """All of them in a text, in order. ``entities``: those that ``entities_in`` found there; ``now``: aware."""
    here = now.astimezone(zone).replace(second=0, microsecond=0)
    found: list[When] = []
    day: Days | None = None
    for said in _paired(text, [one for one in entities if one.kind in {"date", "time"}]):
        if _EVERY.search(text[: said.start]) or _EACH.match(text, said.end):
            continue
        over = not said.bound and bool(_OVER.match(text, said.end) or _OVER_BEFORE.search(text[: said.start]))
        try:
            days = days_of(said.date, here.date(), over) if said.date else None
            when = _when(text, said, days or day, here, over, found[-1] if found else None) if days or not said.date else None
        except (ValueError, OverflowError):  # a day that no calendar has
            continue
        day = days or day
        found += [when] if when else []
    return tuple(found)


def _paired(text: str, entities: list[Entity]) -> list[_Said]:
    """Each date with the time that stands beside it."""
    found: list[_Said] = []
    for one in entities:
        last = found[-1] if found else None
        beside = last is not None and _JOINED.fullmatch(text, last.end, one.start) is not None
        if one.kind == "time" and last and beside and last.date and not last.time and not last.date.bound:
            found[-1] = replace(last, time=one)
        elif one.kind == "date" and last and beside and last.time and not last.date and not one.bound and _clock(last.time):
            found[-1] = replace(last, date=one)
        else:
            found.append(_Said(date=one if one.kind == "date" else None, time=one if one.kind == "time" else None))
    return found


def _clock(entity: Entity) -> bool:
    return ":" in entity.value


def _when(text: str, said: _Said, days: Days | None, here: datetime, over: bool, last: When | None) -> When | None:
    begins, ends, sure = _stretch(text, said, days, here, over, last)
    if said.bound:
        ends_by = begins if said.bound == "before" else ends
        if said.date and last and last.ends is None and last.begins and ends_by <= last.begins:  # "금요일부터 월요일까지"
            begins, ends_by = begins + timedelta(days=7), ends_by + timedelta(days=7)
        only = (begins, None) if said.bound == "from" else (None, ends_by)
        return When(text=text[said.start : said.end], start=said.start, end=said.end, begins=only[0], ends=only[1], sure=sure)
    return When(text=text[said.start : said.end], start=said.start, end=said.end, begins=begins, ends=ends, sure=sure)


def _stretch(text: str, said: _Said, days: Days | None, here: datetime, over: bool, last: When | None) -> tuple[datetime, datetime, bool]:
    """When it begins, when it ends, and whether that is sure."""
    if said.time and said.time.value.startswith("now"):
        at = here + timedelta(minutes=int(said.time.value[3:]))
        return at, at, True
    known = days if days and days.count == 1 else None
    tonight = said.date is not None and said.date.text.lower().startswith("tonight")
    part = said.time.value if said.time and not _clock(said.time) else "tonight" if tonight and not said.time else ""
    if part and known:
        first, after = _PARTS[part]
        return _at(known.first, here, first * 60), _at(known.first, here, after * 60), known.sure
    if said.time and _clock(said.time) and (known or not said.date):
        at, sure = _moment(text, said.time, known, here, over, last)
        return at, at, sure and (known is None or known.sure)
    days = days or Days(first=here.date(), after=here.date() + timedelta(days=1))
    return _at(days.first, here, 0), _at(days.after, here, 0), days.sure


def _at(day: date, here: datetime, minutes: int) -> datetime:
    return datetime.combine(day, time(), here.tzinfo) + timedelta(minutes=minutes)


def _moment(text: str, entity: Entity, known: Days | None, here: datetime, over: bool, last: When | None) -> tuple[datetime, bool]:
    """A clock time of a known day, or else of the day on which it comes next (or was last, when it is over)."""
    hour, minute = map(int, entity.value.split(":"))
    minutes, sure = hour * 60 + minute, bool(_CERTAIN.search(entity.text)) or hour >= 13 or bool(_TWO_DIGITS.match(entity.text))
    if hour < 6 and _NIGHT.search(entity.text):
        minutes += 24 * 60
    previous = (last.ends or last.begins) if last else None
    if not sure and last and previous and _RANGE.fullmatch(text, last.end, entity.start) and previous.time() != time():
        later = [value for value in (minutes, minutes + 12 * 60) if value > previous.hour * 60 + previous.minute]
        return _at(previous.date(), here, later[0] if later else minutes), last.sure
    if not sure and 1 <= hour <= 8:
        minutes += 12 * 60
    if known:
        return _at(known.first, here, minutes), sure
    at = _at(here.date(), here, minutes)
    if over:
        return (at, sure) if at <= here else (at - timedelta(days=1), False)
    return (at, sure) if at >= here else (at + timedelta(days=1), False)
