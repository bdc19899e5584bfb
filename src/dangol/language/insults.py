"""Insults however they are disguised: 시1발, 시 발, ㅅㅂ, 병@신, tlqkf, ｓｈｉｔ, letters of other scripts that look alike.

Words alone, no judgement of whom they hit: that is the model's part (``models``). Two degrees: ``hate`` for words against kinds of people
and threats, ``offensive`` for swearing and name-calling.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from .alternatives import joined
from .keyboard import as_hangul

# Letters of other scripts that look like Latin ones (Unicode confusables, the common part), and digits for letters.
_ALIKE = str.maketrans("аеорсухіѕԁɡαονκτ0134579@$!", "aeopcyxisdgaovkto1easTg@si".replace("T", "t"))
_NOISE = re.compile(r"(?<=[가-힣ㄱ-ㅎ])[0-9@!*.,~^_\-+=/\\|'\"\s♡♥]{1,2}(?=[가-힣ㄱ-ㅎ])")
_LETTERS = re.compile(r"[^가-힣ㄱ-ㅎ]+")
_LATIN = re.compile(r"[a-zЀ-ӿͰ-Ͽ@$]{2}", re.IGNORECASE)


def fold(text: str) -> str:
    """A normalised text without its disguises, lower-case: what stands between two Hangul letters to hide a word is taken out."""
    return _NOISE.sub("", text.lower()) if not text.isascii() else text.lower()


def insult_in(text: str) -> tuple[str, str]:
    """(``"hate"`` or ``"offensive"``, the words) of the gravest insult in a normalised text, or two empty strings."""
    foreign = bool(_LATIN.search(text))
    if not foreign and not _patterns()["stem", "ko"].search(_LETTERS.sub("", text)):
        return "", ""
    folded = fold(text)
    forms = [folded, as_hangul(folded), folded.translate(_ALIKE)] if foreign else [folded]
    for label in ("hate", "offensive"):
        for form in forms:
            found = _patterns()[label, "ko"].search(form) or (_patterns()[label, "en"].search(form) if foreign else None)
            if found:
                return label, found[0].strip()
    return "", ""


@cache
def _patterns() -> Mapping[tuple[str, str], re.Pattern[str]]:
    """For each degree and language its pattern."""
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    text = files("dangol.language").joinpath("data", "insults.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            label, language, pattern = line.split("\t")
            lines[label, language].append(pattern)
    return {key: joined(some) or re.compile("(?!)") for key, some in lines.items()}
