"""The times of day and the days a text states: 오후 3시 and 15:00 are one; 내일 and 다음 주 화요일 are dates, counted from the answer's.

What is read is cut out of the text, so that ``amounts`` doesn't read it again.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from dangol.answers.dates import WEEKDAYS, when

_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "열한": 11, "열두": 12}
_HALF = r"(?P<half>오전|오후|아침|점심|한낮|낮|저녁|밤|새벽)"
_SPOKEN_HOURS = "|".join(sorted(_HOURS, key=len, reverse=True))
_TIME = re.compile(
    rf"(?:{_HALF}\s?)?(?P<hour>\d{{1,2}}|(?<![가-힣])(?:{_SPOKEN_HOURS}))(?:\s?[~∼–-]\s?(?P<until>\d{{1,2}}))?"
    rf"\s?시(?![간작설즌험])(?:\s?(?P<minute>\d{{1,2}})\s?분|\s?(?P<thirty>반))?"
    rf"|(?:{_HALF.replace('half', 'half2')}\s?)?(?<![\d:])(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?![\d:])(?:\s?(?P<ampm>[ap])\.?m\b\.?)?"
    r"|\b(?P<eh>1[0-2]|0?[1-9])\s?(?P<eampm>[ap])\.?m\b\.?|(?P<noon>정오|\bnoon\b)|(?P<midnight>자정|\bmidnight\b)",
    re.IGNORECASE,
)
_WEEKDAY = rf"[{WEEKDAYS}]"
_FULL_ENGLISH = r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fr[i]?|sat(?:ur)?|sun)(?:day)?s?\b"
_BESIDE = 3  # characters between two words for one day
_PAST = timedelta(days=180)  # a day said without its year and longer ago than this is next year's
_DATE = (
    r"(?:(?P<year>20\d\d)\s?년\s?)?(?P<month>\d{1,2})\s?월\s?(?P<day>\d{1,2})\s?일(?:\s?(?:부터|[~∼–-])\s?(?P<last>\d{1,2})\s?일(?:까지)?)?"
    r"|(?P<iso>20\d\d[-./]\d{1,2}[-./]\d{1,2})"
)
_NAMED = (
    r"크리스마스\s?이브|christmas eve|설\s?연휴|추석\s?연휴|설날|추석|크리스마스|성탄절|christmas|신정|새해\s?첫날|new year'?s? day|"
    r"삼일절|어린이날|현충일"
    r"|광복절|개천절|한글날|부처님\s?오신\s?날|seollal|chuseok"
)
_DAY = re.compile(
    rf"(?P<date>{_DATE})(?:\s?\(\s?(?P<claimed>{_WEEKDAY})(?:요일)?(?P<inside>[^)]*)\))?"
    rf"|(?P<relative>그저께|어제|오늘|내일|모레|글피|\btoday\b|\btomorrow\b|\byesterday\b|"
    rf"\btonight\b)(?:\s?\(\s?(?P<claimed2>{_WEEKDAY})(?:요일)?\))?"
    rf"|\s?(?P<span>(?<![가-힣]){_WEEKDAY}(?:요일)?\s?(?:[~∼〜–-]|부터)\s?{_WEEKDAY}(?:요일)?(?![가-힣]*월))"
    rf"|\s?(?P<list>(?<![가-힣]){_WEEKDAY}(?:\s?[·,/]\s?{_WEEKDAY})+(?![가-힣]))"
    rf"|(?P<week>다음\s?주|다다음\s?주|이번\s?주|담주|차주|매주|next |this |every )?\s?(?P<weekday>{_WEEKDAY}요일|"
    rf"\b{_FULL_ENGLISH}(?:\s?(?:[~–-]|to|through)\s?{_FULL_ENGLISH})?)"
    rf"|(?<![가-힣])(?P<short>{_WEEKDAY})(?=\s(?:\d{{1,2}}[:시]|휴무))"
    rf"|(?P<named>{_NAMED})"
    r"|(?P<kind>평일|주중|주말|공휴일|빨간\s?날|매일|날마다|연중무휴|\bweekdays?\b|\bweekends?\b|\bpublic holidays?\b|\bholidays?\b|"
    r"\bevery ?day\b|\bdaily\b)",
    re.IGNORECASE,
)
_KINDS = {
    "평일": "weekday",
    "주중": "weekday",
    "주말": "weekend",
    "공휴일": "holiday",
    "매일": "daily",
    "날마다": "daily",
    "연중무휴": "daily",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """One mention of days.

    Attributes:
        dates: concrete days; weekdays: 0 = Monday, of one that recurs ("매주 화요일") or may ("화요일"); both empty for a kind of day.
        kind: ``"weekday"``, ``"weekend"``, ``"holiday"``, ``"daily"`` or ``""``; relative: it was said from the answer's day (오늘, 내일).
        wrong: the calendar contradicts it (a date with another weekday).
    """

    dates: tuple[date, ...] = ()
    weekdays: frozenset[int] = frozenset()
    kind: str = ""
    relative: bool = False
    wrong: bool = False

    def covered(self) -> frozenset[int]:
        """The weekdays it speaks of."""
        if self.kind in {"weekday", "weekend", "daily"}:
            return frozenset({"weekday": range(5), "weekend": range(5, 7), "daily": range(7)}[self.kind])
        return self.weekdays | {day.weekday() for day in self.dates}


@dataclass(frozen=True, kw_only=True, slots=True)
class Moments:
    """What a text says of time. ``times``: for each time the minutes of the day it may mean; ``rest``: the text with all of it blanked."""

    times: tuple[frozenset[int], ...] = ()
    days: tuple[Days, ...] = ()
    rest: str = ""
    spots: tuple[int, ...] = field(default=())


def moments(text: str, today: date) -> Moments:
    """Reads the times and days of a text, said on ``today``."""
    days: list[Days] = []
    times: list[frozenset[int]] = []
    spots: list[int] = []
    rest = text
    ended = 0
    for found in _DAY.finditer(text):
        read = _days(found, today)
        if read and days and found.start() - ended <= _BESIDE:
            read = _beside(days, read)
        if read:
            ended = found.end()
            days.append(read)
            rest = rest[: found.start()] + " " * (found.end() - found.start()) + rest[found.end() :]
    for found in _TIME.finditer(rest):
        times += _times(found)
        spots.append(found.start())
        rest = rest[: found.start()] + " " * (found.end() - found.start()) + rest[found.end() :]
    return Moments(times=tuple(times), days=tuple(days), rest=rest, spots=tuple(spots))


def _beside(days: list[Days], read: Days) -> Days:
    """Two words for one day right after each other: "내일 11월 25일", "Fri 2026-12-25 (public holiday)"."""
    before = days[-1]
    if before.relative and read.dates:
        return replace(read, wrong=read.wrong or read.dates != before.dates)
    if before.weekdays and not before.dates and read.dates and len(before.weekdays) == 1:
        days.pop()
        return replace(read, wrong=read.wrong or read.dates[0].weekday() not in before.weekdays)
    if before.dates and read.kind == "holiday":
        days.pop()
        return before
    return read


def _times(found: re.Match[str]) -> list[frozenset[int]]:
    if found["noon"]:
        return [frozenset({720})]
    if found["midnight"]:
        return [frozenset({0, 1440})]
    if found["eh"]:
        return [frozenset({int(found["eh"]) % 12 * 60 + (720 if found["eampm"].lower() == "p" else 0)})]
    if found["h"]:
        minute = int(found["h"]) * 60 + int(found["m"])
        if found["ampm"]:
            return [frozenset({minute % 720 + (720 if found["ampm"].lower() == "p" else 0)})]
        return [_of_half(minute, found["half2"], exact=True)]
    hour = found["hour"]
    minute = int(found["minute"] or (30 if found["thirty"] else 0))
    first = (int(hour) if hour.isdigit() else _HOURS[hour]) * 60 + minute
    if found["until"]:
        return [_of_half(first, found["half"], exact=True), _of_half(int(found["until"]) * 60, found["half"], exact=True)]
    return [_of_half(first, found["half"])]


def _of_half(minute: int, half: str | None, *, exact: bool = False) -> frozenset[int]:
    if half in {"오전", "아침", "새벽"}:
        return frozenset({minute % 720 if minute == 720 else minute})
    if half in {"오후", "점심", "한낮", "낮", "저녁", "밤"}:
        return frozenset({minute if minute >= 720 else minute + 720})
    both = minute < 780 and not exact
    return frozenset({minute, (minute + 720) % 1440} if both else {minute})


def _days(found: re.Match[str], today: date) -> Days | None:
    if found["date"]:
        return _dated(found, today)
    if found["relative"] or found["named"]:
        said = found["relative"] or found["named"]
        dates = when(said, today).days
        claimed = found["claimed2"]
        wrong = bool(claimed) and WEEKDAYS[dates[0].weekday()] != claimed
        return Days(dates=dates, relative=bool(found["relative"]), wrong=wrong) if dates else None
    if found["span"] or found["list"]:
        named = [WEEKDAYS.index(letter) for letter in re.findall(_WEEKDAY, found[0].replace("요일", ""))]
        return Days(weekdays=_between(named[0], named[-1]) if found["span"] else frozenset(named))
    if found["short"]:
        return Days(weekdays=frozenset({WEEKDAYS.index(found["short"])}))
    if found["weekday"]:
        return _of_week(found["weekday"].lower(), (found["week"] or "").replace(" ", "").lower(), today)
    said = found["kind"].lower().replace(" ", "")
    kind = _KINDS.get(said) or (
        "weekday" if "weekday" in said else "weekend" if "weekend" in said else "daily" if "da" in said[-5:] else "holiday"
    )
    return Days(kind="holiday" if "holiday" in said or "빨간" in said else kind)


def _dated(found: re.Match[str], today: date) -> Days:
    if found["iso"]:
        year, month, day = (int(part) for part in re.split(r"[-./]", found["iso"]))
    else:
        year, month, day = int(found["year"] or 0), int(found["month"]), int(found["day"])
    try:
        exact = date(year or today.year, month, day)
        if not year and exact < today - _PAST:
            exact = exact.replace(year=today.year + 1)
        last = exact.replace(day=int(found["last"] or exact.day))
    except ValueError:  # no such day
        return Days(wrong=True)
    dates = tuple(exact + timedelta(days=ahead) for ahead in range((last - exact).days + 1))
    return Days(dates=dates, wrong=bool(found["claimed"]) and WEEKDAYS[exact.weekday()] != found["claimed"])


def _of_week(said: str, week: str, today: date) -> Days:
    if said[0] in WEEKDAYS:
        first = last = WEEKDAYS.index(said[0])
    else:
        named = [_index(name) for name in re.findall(_FULL_ENGLISH, said)]
        first, last = named[0], named[-1]
    if week in {"다음주", "담주", "차주", "next", "다다음주", "이번주", "this"}:
        ahead = {"다다음주": 14, "이번주": 0, "this": 0}.get(week, 7)
        return Days(dates=(today + timedelta(days=first - today.weekday() + ahead),))
    return Days(weekdays=_between(first, last))


def _index(name: str) -> int:
    return next(at for at, known in enumerate(_ENGLISH) if known.startswith(name[:3]))


def _between(first: int, last: int) -> frozenset[int]:
    return frozenset(range(first, last + 1)) if first <= last else frozenset({*range(first, 7), *range(last + 1)})
