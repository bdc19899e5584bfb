"""One spelling for what people write in several: common variants of words, slips of the finger in endings, names of units."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from .alternatives import joined

_SLIPS = tuple(
    (re.compile(typed), meant)
    for typed, meant in (
        # 있, 없, 았, 었, 했, 겠 typed as they sound
        (r"잇(?=[어나을는던습음엇죠니냐지])", "있"),
        (r"(?<![영작기수직산사창휴개폐졸취생본부상농공학])업(?=[어나는음습죠니냐])", "없"),
        (r"(?<=[가-힣])앗(?=[어나는습을죠])", "았"),
        (r"(?<=[가-힣])엇(?=[어나는습을죠])", "었"),
        (r"(?<=\d)\s?(밀리리터|밀리|미리|㎖)(?!미터)", "ml"),
        (r"(?<=\d)\s?(센티미터|센티|센치|㎝)", "cm"),
        (r"(?<=\d)\s?(리터|ℓ)", "l"),
        (r"(?<=\d)\s?(킬로그램|킬로|키로|㎏)", "kg"),
        (r"(?<=\d)\s?(그램|그람)", "g"),
        (r"햇(?=[어나는습을죠])", "했"),
        (r"겟(?=[어나네습죠])", "겠"),
    )
)
_ANY_SLIP = joined(slip.pattern for slip, _ in _SLIPS) or re.compile("(?!)")


@cache
def variants() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Common spellings of one word, as a pattern and what each becomes."""
    text = files("dangol.language").joinpath("data", "variants.tsv").read_text(encoding="utf-8")
    table = dict(line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    table = {typed: meant for typed, meant in table.items() if typed != meant}
    longest_first = sorted(table, key=len, reverse=True)
    return joined(map(re.escape, longest_first)) or re.compile("(?!)"), table


def respell(text: str) -> str:
    """``text`` with common misspellings in one spelling (케익 → 케이크, 토욜 → 토요일)."""
    pattern, table = variants()
    text = pattern.sub(lambda found: table[found[0]], text)
    if not _ANY_SLIP.search(text):
        return text
    for slip, meant in _SLIPS:
        text = slip.sub(meant, text)
    return text


def squashed(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text in lower case, and for each its place in the text."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character.isalnum():
            letters.append(character.lower()[0])
            places.append(place)
    return "".join(letters), places
