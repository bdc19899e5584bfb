"""When a text says it, in the reader's words: "11월 26일 (목) 오후 3:00까지"."""

from datetime import datetime, time, timedelta

from babel.dates import format_datetime

from dangol.language.when import When
from dangol.web.doors import Language
from dangol.web.words import say

_FORMS = {"ko": ("M월 d일 (E)", "M월 d일 (E) aaaa h:mm"), "en": ("EEE, MMM d", "EEE, MMM d, h:mm a")}


def told(language: Language, when: When) -> str:
    """A whole day without its hours, a stretch with its last day, and a mark where it is a guess."""
    begins, ends = _shown(language, when.begins), _shown(language, when.ends, last=when.begins != when.ends)
    if when.begins is None:
        sentence = say(language, "reading.until", at=ends)
    elif when.ends is None:
        sentence = say(language, "reading.from", at=begins)
    else:
        sentence = begins if begins == ends else f"{begins} – {ends}"
    return sentence if when.sure else f"{sentence} {say(language, 'reading.unsure')}"


def _shown(language: Language, at: datetime | None, *, last: bool = False) -> str:
    """``last``: midnight is the end of the day before."""
    if at is None:
        return ""
    day, moment = _FORMS[language]
    if at.time() != time():
        return format_datetime(at, moment, locale=language)
    return format_datetime(at - timedelta(days=1) if last else at, day, locale=language)
