"""Digits however they are written: full-width, circled, spoken (공일공), one by one (0 1 0), with letters for them (O1O).

``plain_digits`` gives a text in which those are ASCII digits, and for each of its characters the place in the text that was given, so that
what is found in it can be pointed at (and masked) in the original.
"""

import re
import unicodedata
from collections.abc import Callable

_SYLLABLES = {**dict(zip("공영일이삼사오육칠팔구", "00123456789", strict=True)), "륙": "6", "빵": "0"}
_WORDS = {"하나": "1", "둘": "2", "셋": "3", "넷": "4", "다섯": "5", "여섯": "6", "일곱": "7", "여덟": "8", "아홉": "9"}
_LETTERS = {"O": "0", "o": "0", "l": "1", "I": "1"}
_SPOKEN = {**_SYLLABLES, **_WORDS, **_LETTERS}

_DIGIT = rf"(?:\d|{'|'.join(_WORDS)}|[{''.join(_SYLLABLES)}OolI])"
_BETWEEN = r"(?: ?(?:에|다시|대시|빼기) ?|[ \-.·/_~()]{0,3})"
_RUN = re.compile(rf"(?<![A-Za-z가-힣]){_DIGIT}(?:{_BETWEEN}{_DIGIT}){{7,}}")
_WHOLE = frozenset({11, 13, 16})  # digits of a phone, a resident number, a card: what follows a whole number is 이에요, not a two
_SAID = re.compile(rf"{'|'.join(_WORDS)}|[{''.join(_SYLLABLES)}OolI]| ?(?:에|다시|대시|빼기) ?")
_SINGLES = re.compile(r"(?<!\d)\d(?:[ \-.·/_~]{1,3}\d){8,}(?!\d)")
_MAYBE = re.compile(rf"[@＠]|골뱅이|\(at\)|\[at\]|{_DIGIT}(?:{_BETWEEN}{_DIGIT}){{6}}|여권|passport", re.IGNORECASE)


def _table() -> dict[int, str]:
    table = dict.fromkeys((*range(8208, 8214), 8722, 65293, 12540, 9472), "-")
    for code in (
        *range(0xFF01, 0xFF5F),
        *range(0x2460, 0x2474),
        0x24EA,
        *range(0x2776, 0x277F),
        *range(0x2080, 0x208A),
        0x2070,
        *range(0x2074, 0x207A),
    ):
        if code != 0xFF0D:
            plain = unicodedata.normalize("NFKC", chr(code))
            table[code] = plain if len(plain) == 1 else chr(code)
    for at, code in enumerate(range(0x2776, 0x277F)):
        table[code] = str(at + 1)
    for code in (0xB9, 0xB2, 0xB3):
        table[code] = unicodedata.normalize("NFKC", chr(code))
    table |= dict.fromkeys((160, 12288, 9, *range(8192, 8203), 8239), " ")
    return table | dict.fromkeys((12539, 8226, 8901), "·")


_ONE_FOR_ONE = _table()
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff]")


def plain_digits(text: str) -> tuple[str, list[int]] | None:
    """The text with plain digits, and the place of each of its characters in ``text``; None where nothing in it can be a long number or an
    address with @, which is known in one look."""
    plain = text.translate(_ONE_FOR_ONE)
    places = list(range(len(text))) if (hidden := _INVISIBLE.search(plain)) is None else []
    if hidden:
        places = [at for at, character in enumerate(plain) if not _INVISIBLE.match(character)]
        plain = "".join(plain[at] for at in places)
    if not _MAYBE.search(plain):
        return None
    plain, places = _replaced(_RUN, _spoken_as_digits, plain, places)
    return _replaced(_SINGLES, _single_digits, plain, places)


def _spoken_as_digits(run: str) -> list[tuple[int, str]]:
    """A run of digits and what stands between them, as (place in the run, character); joints that are said become a space."""
    if run.isascii() and not any(letter in run for letter in _LETTERS):
        return list(enumerate(run))
    if run.endswith("이") and (run[-2].isdigit() or len(re.findall(_DIGIT, run)) - 1 in _WHOLE):
        return [*_spoken_as_digits(run[:-1]), (len(run) - 1, "이")]
    characters: list[tuple[int, str]] = []
    last = 0
    for said in _SAID.finditer(run):
        characters += enumerate(run[last : said.start()], last)
        characters.append((said.start(), _SPOKEN.get(said[0], " ")))
        last = said.end()
    return [*characters, *enumerate(run[last:], last)]


def _single_digits(run: str) -> list[tuple[int, str]]:
    return [(found.start(), found[0]) for found in re.finditer(r"\d", run)]


def _replaced(
    pattern: re.Pattern[str], change: Callable[[str], list[tuple[int, str]]], text: str, places: list[int]
) -> tuple[str, list[int]]:
    characters: list[str] = []
    kept: list[int] = []
    last = 0
    for found in pattern.finditer(text):
        characters.append(text[last : found.start()])
        kept += places[last : found.start()]
        for at, character in change(found[0]):
            characters.append(character)
            kept.append(places[found.start() + at])
        last = found.end()
    return "".join((*characters, text[last:])), [*kept, *places[last:]]
