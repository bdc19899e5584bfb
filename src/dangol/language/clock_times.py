"""Clock times and parts of a day as they are said: "오후 3시", "두 시 반", "15:00", "3pm", "정오", "2시간 뒤", "내일 아침"."""

import re
from collections.abc import Iterator, Sequence

from .bounds import BOUND, bound_of
from .entity import Entity

NUMBERS = r"an?|one|two|three|four|five|six|ten"
"""English words that count hours, days, weeks and months."""
_HOURS = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열한": 11, "열두": 12, "열": 10,
}  # fmt: skip
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_OCLOCK = r"\s?시(?!간|즌|리즈|켜|킬|작|도|음|세|장|술)"
_CLOCK = re.compile(
    r"(?:(?P<half>오전|오후|아침|점심|저녁|새벽|밤|낮)(?:에)?\s?)?(?<![\d.,:])(?:"
    r"(?P<hour>[01]?\d|2[0-4])(?:\s?:\s?(?P<minute>[0-5]\d)(?!\d)(?:\s?(?P<clock>am|pm))?|"
    + _OCLOCK
    + r"(?:\s?(?P<minutes>[0-5]?\d)\s?분|\s?(?P<thirty>반))?)"
    rf"|(?P<spoken>{'|'.join(sorted(_HOURS, key=len, reverse=True))}){_OCLOCK}(?:\s?(?P<minutes2>[0-5]?\d)\s?분|\s?(?P<thirty2>반))?"
    r"|(?P<english>1[0-2]|[1-9])(?::(?P<englishminute>[0-5]\d))?\s?(?P<meridiem>am|pm|a\.m\.|p\.m\.)(?![a-z])"
    r"|(?<=tonight at )(?P<tonight>1[0-2]|[1-9])\b(?!:)"
    r"|(?P<noon>정오|\bnoon\b)|(?P<midnight>자정|\bmidnight\b)"
    r")(?:\s?(?:쯤|경|정도))?" + BOUND,
    re.IGNORECASE,
)
_AWAY = re.compile(
    rf"(?<![\d가-힣A-Za-z.,])(?P<count>\d{{1,3}}|{'|'.join(_HOURS)})\s?(?P<unit>시간|분)(?P<half>\s?반)?"
    r"\s?(?:(?P<where>뒤|후|전)(?![기화자])(?:에)?|(?P<within>안에|안으로|이내|내로|내에))(?P<bound>까지)?"
    rf"|\b(?P<side>in|within)\s(?P<count2>\d{{1,3}}|{NUMBERS})\s(?P<unit2>hour|minute)s?\b"
    rf"|\b(?P<count3>\d{{1,3}}|{NUMBERS})\s(?P<unit3>hour|minute)s?\sago\b",
    re.IGNORECASE,
)
_PARTS = {
    "새벽": "dawn", "아침": "morning", "오전": "forenoon", "점심": "lunch", "낮": "midday", "오후": "afternoon", "저녁": "evening",
    "밤": "night", "morning": "forenoon", "afternoon": "afternoon", "evening": "evening", "night": "night",
}  # fmt: skip
_PART = re.compile(
    rf"\s?(?P<part>{'|'.join(_PARTS)})(?:\s?(?:때|쯤|시간))?(?![가-힣A-Za-z](?<![에은는이도까부전중안내]))" + BOUND, re.IGNORECASE
)


def clock_times_in(text: str, dates: Sequence[int]) -> Iterator[Entity]:
    """Times from now, clock times, and the parts of a day that follow a date which ends at one of ``dates``."""
    taken: list[tuple[int, int]] = []
    for pattern in (_AWAY, _CLOCK):
        for found in pattern.finditer(text):
            start, end = found.span()
            start += len(found[0]) - len(found[0].lstrip())
            if any(start < other[1] and other[0] < end for other in taken):
                continue
            taken.append((start, end))
            if pattern is _AWAY:
                bound = "until" if found["within"] or (found["side"] or "").lower() == "within" or found["bound"] else ""
                yield Entity(kind="time", text=text[start:end], start=start, end=end, value=_away(found), bound=bound)
            else:
                bound = bound_of(found["bound"], text[:start])
                yield Entity(kind="time", text=text[start:end], start=start, end=end, value=_time(found), bound=bound)
    for at in dates:
        part = _PART.match(text, at)
        if part and not any(part.start("part") < other[1] and other[0] < part.end() for other in taken):
            start, end = part.start("part"), part.end()
            value = _PARTS[part["part"].lower()]
            yield Entity(kind="time", text=text[start:end], start=start, end=end, value=value, bound=bound_of(part["bound"], ""))


def _away(found: re.Match[str]) -> str:
    """``"2시간 뒤"`` → ``now+120``, minutes from now."""
    count = found["count"] or found["count2"] or found["count3"]
    number = int(count) if count.isdigit() else _HOURS.get(count) or _COUNTS[count.lower()]
    unit = (found["unit"] or found["unit2"] or found["unit3"]).lower()
    minutes = number * 60 + (30 if found["half"] else 0) if unit in {"시간", "hour"} else number
    return f"now{'-' if found['where'] == '전' or found['count3'] else '+'}{minutes}"


def _time(found: re.Match[str]) -> str:
    """24-hour clock; an hour from 1 to 11 after 오후, 저녁, 밤, 낮 or pm is of the afternoon, otherwise as said."""
    if found["noon"] or found["midnight"]:
        return "12:00" if found["noon"] else "00:00"
    if found["english"]:
        hour, minute = int(found["english"]) % 12, int(found["englishminute"] or 0)
        return f"{hour + 12 * found['meridiem'].lower().startswith('p'):02}:{minute:02}"
    if found["tonight"]:
        return f"{int(found['tonight']) % 12 + 12:02}:00"
    hour = int(found["hour"]) if found["hour"] else _HOURS[found["spoken"]]
    thirty = 30 if found["thirty"] or found["thirty2"] else 0
    minute = int(found["minute"] or found["minutes"] or found["minutes2"] or thirty)
    late = found["half"] in {"오후", "저녁", "낮", "점심"} or (found["half"] == "밤" and hour > 5) or (found["clock"] or "").lower() == "pm"
    if late and hour < 12 and not (found["half"] == "점심" and hour == 11):
        hour += 12
    if hour == 12 and (found["half"] in {"밤", "새벽"} or (found["clock"] or "").lower() == "am"):
        hour = 0
    return f"{hour % 24:02}:{minute:02}"
