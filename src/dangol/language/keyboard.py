"""Korean typed with the keyboard still in Latin: ``dkssud`` → 안녕 (the two-set layout, KS X 5002)."""

import re
from functools import cache
from importlib.resources import files

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MEDIALS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_KEYS = dict(zip("rRseEfaqQtTdwWczxvgkoiOjpuPhynbml", "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ", strict=True))
_DOUBLE = {
    "ㅗㅏ": "ㅘ", "ㅗㅐ": "ㅙ", "ㅗㅣ": "ㅚ", "ㅜㅓ": "ㅝ", "ㅜㅔ": "ㅞ", "ㅜㅣ": "ㅟ", "ㅡㅣ": "ㅢ", "ㄱㅅ": "ㄳ",
    "ㄴㅈ": "ㄵ", "ㄴㅎ": "ㄶ", "ㄹㄱ": "ㄺ", "ㄹㅁ": "ㄻ", "ㄹㅂ": "ㄼ", "ㄹㅅ": "ㄽ", "ㄹㅌ": "ㄾ", "ㄹㅍ": "ㄿ", "ㄹㅎ": "ㅀ",
    "ㅂㅅ": "ㅄ",
}  # fmt: skip
_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]{4,60}(?![A-Za-z])")
_VOWEL_KEYS = frozenset("koiOjpuPhynbml")
_SYLLABLE = re.compile(
    "([ㄱ-ㅎ])(ㅗ[ㅏㅐㅣ]|ㅜ[ㅓㅔㅣ]|ㅡㅣ|[ㅏ-ㅣ])((?:ㄱㅅ|ㄴㅈ|ㄴㅎ|ㄹㄱ|ㄹㅁ|ㄹㅂ|ㄹㅅ|ㄹㅌ|ㄹㅍ|ㄹㅎ|ㅂㅅ|[ㄱㄲㄴㄷㄹㅁㅂㅅㅆㅇㅈㅊㅋㅌㅍㅎ])(?![ㅏ-ㅣ]))?"
)
_ENOUGH = 0.5  # of a word's pairs of syllables are such as Korean text often has


def as_hangul(text: str) -> str:
    """The text with each Latin word that is Korean on the wrong keyboard put right; English is no run of common syllables."""
    if text.isascii() and not _WORD.search(text):
        return text
    return _WORD.sub(lambda word: _put_right(word[0]), text)


def _put_right(word: str) -> str:
    if not _VOWEL_KEYS & set(word):
        return word
    typed = "".join(_KEYS.get(letter) or _KEYS.get(letter.lower(), letter) for letter in word)
    joined = _SYLLABLE.sub(_syllable, typed)
    syllables = sum("가" <= letter <= "힣" for letter in joined)
    loose = len(joined) - syllables
    if syllables < 2 or loose > (1 if syllables >= 4 else 0):
        return word
    common = pairs()
    seen = [joined[at : at + 2] in common for at in range(len(joined) - 1)]
    return joined if sum(seen) >= _ENOUGH * len(seen) else word


def _syllable(letters: re.Match[str]) -> str:
    initial, medial, final = letters[1], letters[2], letters[3] or ""
    medial, final = _DOUBLE.get(medial, medial), _DOUBLE.get(final, final)
    return chr(0xAC00 + _INITIALS.index(initial) * 588 + _MEDIALS.index(medial) * 28 + _FINALS.index(final))


@cache
def pairs() -> frozenset[str]:
    """The pairs of syllables that Korean messages often have: ``data/pairs.txt``, counted in NSMC (CC0)."""
    text = files("dangol.language").joinpath("data", "pairs.txt").read_text(encoding="utf-8")
    return frozenset(pair for line in text.splitlines() if not line.startswith("#") for pair in line.split())
