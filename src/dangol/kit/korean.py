"""Words that count, particles that follow the last letter (은/는, 이/가, 을/를, 으로/로), and names in Latin letters."""

import re
from typing import Final

NATIVE: Final = {
    "한": 1,
    "하나": 1,
    "두": 2,
    "둘": 2,
    "세": 3,
    "셋": 3,
    "네": 4,
    "넷": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
    "열": 10,
}
"""The words that count things, as they stand alone and before what is counted."""
_INITIALS = ("g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h")
_MEDIALS = (*("a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i"),)
_FINALS = (
    *("", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l"),
    *("m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t"),
)
_PAIRS = {
    "은": ("은", "는"),
    "이": ("이", "가"),
    "을": ("을", "를"),
    "과": ("과", "와"),
    "으로": ("으로", "로"),
    "이에요": ("이에요", "예요"),
}
_DIGIT_CODA = {"0": True, "1": True, "3": True, "6": True, "7": True, "8": True}
_DIGIT_RIEUL = frozenset("178")


_UNIT = re.compile(r"\d\s?(mm|cm|km|m|mg|kg|g|ml|l|%|w|lm|kcal)$", re.IGNORECASE)
_CLOSED_UNITS = frozenset({"mg", "kg", "g", "lm"})


def particle(word: str, kind: str) -> str:
    """``word`` with the form of ``kind`` (은, 이, 을, 과, 으로, 이에요) that its last letter asks for: ``("랜턴", "은")`` → ``"랜턴은"``.

    Digits count as read in Korean; Latin words by their last letter (vowel letter = open). Anything else counts as open.
    """
    closed, open_ = _PAIRS[kind]
    unit = _UNIT.search(word)
    if unit:  # read out: 24cm is 센티미터, 90g is 그램
        return word + (closed if unit[1].lower() in _CLOSED_UNITS else open_)
    last = next((character for character in reversed(word) if character.isalnum()), "")
    coda, rieul = _coda(last)
    if kind == "으로" and rieul:
        coda = False
    return word + (closed if coda else open_)


def _coda(character: str) -> tuple[bool, bool]:
    if "가" <= character <= "힣":
        final = (ord(character) - 0xAC00) % 28
        return final > 0, final == 8
    if character.isdigit():
        return character in _DIGIT_CODA, character in _DIGIT_RIEUL
    lowered = character.lower()
    return lowered in "bcklmnpqrt" and lowered != "", lowered in "lr"


def romanise(text: str) -> str:
    """Revised Romanisation letter by letter, without assimilation, for comparing names: ``"연남"`` → ``"yeonnam"``. Other letters stay."""
    letters: list[str] = []
    for character in text:
        if "가" <= character <= "힣":
            index = ord(character) - 0xAC00
            letters.append(_INITIALS[index // 588] + _MEDIALS[index % 588 // 28] + _FINALS[index % 28])
        else:
            letters.append(character.lower())
    return "".join(letters)


_SOUND = str.maketrans(
    {
        "l": "r",
        "p": "b",
        "f": "b",
        "v": "b",
        "t": "d",
        "k": "g",
        "c": "g",
        "q": "g",
        "z": "s",
        "j": "s",
        "x": "s",
        "w": None,
        "y": None,
        "h": None,
    }
)


def consonants(latin: str) -> str:
    """The coarse consonants of a Latin word, in which loan words meet their originals: ``latte`` and 라떼 (``rattte``) both give ``rd``."""
    folded = (
        latin.lower().replace("ch", "s").replace("sh", "s").replace("ph", "b").replace("ck", "k").replace("ce", "se").replace("ci", "si")
    )
    kept = [letter for letter in folded.translate(_SOUND) if letter.isalpha() and letter not in "aeiou"]
    return "".join(letter for at, letter in enumerate(kept) if at == 0 or kept[at - 1] != letter)
