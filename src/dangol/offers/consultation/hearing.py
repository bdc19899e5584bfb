"""What somebody's words answer to a question. Pure; words are compared without spaces, signs and case."""

import re

from dangol.kit.text import squash
from dangol.offers.consultation.questionnaire import SKIPPED, Option, Question, Value

LONGEST = 200  # characters of a free text
LONGEST_RECORD = 4_000  # of one that an analyser reads
_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(만|천)?")
_PLACE = re.compile(r"(\d{1,2})\s*(?:번|번째)?")
_TIMES = {"": 1, "천": 1_000, "만": 10_000}
_NOT = re.compile(r"말고|아니|않|빼고|싫|\bnot\b|\bno\b|n't\b", re.IGNORECASE)


def exactly(question: Question, text: str) -> Value | None:
    """The answer, when the text is nothing but one: an option's words, its number in the list, several with commas, or a number."""
    if question.kind == "number":
        return _number(question, text, whole=True)
    if question.kind == "text":
        return None
    given = [text] if question.kind == "one" else [part for part in re.split(r"[,、，/·\n]+", text) if part.strip()]
    found = [_option(question, part.strip()) for part in given]
    ids = tuple(dict.fromkeys(one.id for one in found if one))
    return ids if ids and None not in found else None


def within(question: Question, text: str) -> Value | None:
    """The answer inside a sentence that asks nothing: the options that it names, none of them denied."""
    if question.kind == "number":
        return _number(question, text, whole=False)
    if question.kind == "text":
        return text.strip()[:LONGEST_RECORD] or None if question.analyser else " ".join(text.split())[:LONGEST] or None
    if _NOT.search(text):
        return None
    rest, found = squash(text), list[Option]()
    for word, option in sorted(_words(question), key=lambda pair: -len(pair[0])):
        if len(word) > 1 and word in rest:
            rest = rest.replace(word, " ")
            found.append(option)
    ids = tuple(one.id for one in question.options if one in found)
    return ids if ids and (question.kind == "several" or len(ids) == 1) else None


def _option(question: Question, text: str) -> Option | None:
    place = _PLACE.fullmatch(text.rstrip(".) "))
    if place and 1 <= int(place[1]) <= len(question.options):
        return None if question.kind == "image" else question.options[int(place[1]) - 1]
    said = squash(text)
    return next((option for word, option in _words(question) if word == said), None)


def _words(question: Question) -> list[tuple[str, Option]]:
    said = question.options if question.kind != "image" else (SKIPPED,)  # a picture is sent, not spoken of
    named = ((word, one) for one in said for word in (one.label.ko, one.label.en, *one.also))
    return [(squash(word), one) for word, one in named if squash(word)]


def _number(question: Question, text: str, *, whole: bool) -> Value | None:
    found = list(_NUMBER.finditer(text))
    if len(found) != 1:
        return None
    rest = squash(text[: found[0].start()] + text[found[0].end() :])
    if whole and rest not in {"", "원", *(squash(one) for one in (question.unit.ko, question.unit.en))}:
        return None
    value = float(found[0][1].replace(",", "")) * _TIMES[found[0][2] or ""]
    if not question.least <= value <= question.most:
        return None
    return int(value) if value.is_integer() else value
