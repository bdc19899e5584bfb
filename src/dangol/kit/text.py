"""Korean text as people type it, made comparable: pure, linear in time, never raising on any ``str``.

``normalise`` is for reading (it keeps words, case and lines), ``squash`` for comparing without spaces, ``jamo`` for measuring
typing mistakes, ``bigrams`` for searching what has neither spaces nor a dictionary form.
"""

import re
import unicodedata
from functools import lru_cache

_SYLLABLE_FIRST, _SYLLABLE_LAST = 0xAC00, 0xD7A3
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MEDIALS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS: tuple[str, ...] = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

_MARKS = "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))
_PILED_MARKS = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")  # NFC sorts marks in quadratic time, so a pile is cut to four
_SURROGATE = re.compile("[\ud800-\udfff]")

_PICTURES = (
    "\u203c\u2049\u2139\u231a\u231b\u2328\u23cf\u23e9-\u23fa\u25b6\u25c0\u2600-\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001faff"
)
_EMOJI = f"(?:[\U0001f1e6-\U0001f1ff]{{2}}|[{_PICTURES}][\U0001f3fb-\U0001f3ff]?)"
_ANY_EMOJI = re.compile(f"[\U0001f1e6-\U0001f1ff{_PICTURES}]")
_EMOJI_RUN = re.compile(f"({_EMOJI}+)")
_REPEATED_EMOJI = re.compile(f"({_EMOJI})\\1{{2,}}")
# Digits stay (10000), Latin letters stay up to three (www); runs of lines and dashes are table rules, not feeling.
_REPEATED = re.compile(r"([ㄱ-ㅣ가-힣!?~.,;^♡♥…])\1{2,}|([A-Za-z])\2{3,}")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")
_NOT_LETTERS = re.compile(r"[\W_]+")
_PLAIN = re.compile(r"[가-힣ㄱ-ㅣa-zA-Z0-9.,!?~'\"()\-/:;%&+]*(?: [가-힣ㄱ-ㅣa-zA-Z0-9.,!?~'\"()\-/:;%&+]+)*")


def _characters() -> dict[int, str]:
    """What single characters become: wide, narrow and squared forms their plain ones, invisible ones nothing, fillers a space.

    NFKC for whole texts would break ㅋ into a conjoining initial, so compatibility forms are taken one step and range by range.
    """
    table: dict[int, str] = {}
    for code in (*range(0x20), *range(0x7F, 0xA0)):
        table[code] = ""
    for code in (0x09, 0x0B, 0x0C, 0x85, 0x115F, 0x1160, 0x3164, 0xFFA0):
        table[code] = " "
    for code in (0x0A, 0x2028, 0x2029):
        table[code] = "\n"
    table[0x0D] = "\n"
    for code in (*range(0x3300, 0x3400), *range(0xFB00, 0xFB07), *range(0xFFE0, 0xFFE7), *range(0x1D400, 0x1D800)):
        table[code] = unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0xFF01, 0xFFA0), *range(0xFFA1, 0xFFDD)):
        step = unicodedata.decomposition(chr(code)).split()
        if step:
            table[code] = chr(int(step[1], 16))
    for code in (*range(0x600, 0x606), 0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)):
        table[code] = ""
    for code in (0x20E3, *range(0xFE00, 0xFE10), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE01F0)):
        table[code] = ""
    return table


_CHARACTERS = _characters()
_PLAIN_LATIN = {
    code: base
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if (base := unicodedata.normalize("NFD", chr(code))[0]) != chr(code)
}


class _Jamo(dict[int, str]):
    """A ``str.translate`` table that works out a syllable's letters the first time it meets it."""

    def __missing__(self, code: int) -> str:
        if not _SYLLABLE_FIRST <= code <= _SYLLABLE_LAST:
            raise LookupError(code)
        index = code - _SYLLABLE_FIRST
        letters = _INITIALS[index // 588] + _MEDIALS[index % 588 // 28] + _FINALS[index % 28]
        self[code] = letters
        return letters


_JAMO = _Jamo()


def normalise(text: str) -> str:
    """The same words in one spelling: NFC; full-width, narrow and squared (㎖) forms plain; no control or zero-width characters;
    a letter or mark said three times or more said twice (ㅋㅋㅋㅋ → ㅋㅋ, !!!! → !!); a space around emoji; single spaces and line breaks.

    Case, digits and line breaks stay. Surrogate pairs are joined, unpaired ones become U+FFFD. ``normalise(normalise(x)) == normalise(x)``.
    """
    if len(text) < 200 and _PLAIN.fullmatch(text) and not _REPEATED.search(text):
        return text
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _PILED_MARKS.sub(r"\1", text.translate(_CHARACTERS))
    text = unicodedata.normalize("NFC", text)
    text = _REPEATED.sub(lambda run: (run[1] or run[2]) * 2, text)
    if _ANY_EMOJI.search(text):
        text = _EMOJI_RUN.sub(r" \1 ", _REPEATED_EMOJI.sub(r"\1\1", text))
    text = _SPACES.sub(" ", text)
    return _LINES.sub("\n", text).strip()


def squash(text: str) -> str:
    """Only the letters and digits of ``normalise(text)``, lower-cased, without accents: ``"Crème 50 ml!"`` → ``"creme50ml"``."""
    return _squash_word(text) if len(text) <= _WORD else _squash(text)


_WORD = 24  # characters: words are squashed again and again, so they are remembered


def _squash(text: str) -> str:
    return _NOT_LETTERS.sub("", normalise(text).lower().translate(_PLAIN_LATIN))


_squash_word = lru_cache(maxsize=65536)(_squash)


def jamo(text: str) -> str:
    """Each Hangul syllable as its two or three compatibility letters, all else as it is: ``"값이"`` → ``"ㄱㅏㅄㅇㅣ"``.

    One slip of a finger in a syllable is then one edit of two or three, not of one.
    """
    return text.translate(_JAMO)


def bigrams(text: str) -> tuple[str, ...]:
    """The overlapping pairs of letters of ``squash(text)``, in order; a single letter stands alone; nothing gives ``()``."""
    letters = squash(text)
    if len(letters) < 2:
        return (letters,) if letters else ()
    return tuple(letters[at : at + 2] for at in range(len(letters) - 1))
