"""Ways of speaking that tell what a text is for: ``data/meanings.tsv``, one regular expression a line, and what of the text met it."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .alternatives import joined

_JOINTS = re.compile(r"[\s~^.,·…]+")
_LATIN = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text as the rules see it: ``joined`` without spaces and light marks for Korean, ``lower`` for English."""

    joined: str
    lower: str

    def found(self, about: str) -> str:
        """What of the text meets the rules about something (``"idea"``, ``"order"`` …); empty where nothing does."""
        korean, english = _rules()[about]
        match = korean.search(self.joined) if korean else None
        if match is None and english and self.lower and _LATIN.search(self.lower):
            match = english.search(self.lower)
        return match[0] if match else ""

    def count(self, about: str) -> int:
        """In how many places a text meets them."""
        korean, english = _rules()[about]
        return sum(sum(1 for _ in pattern.finditer(text)) for pattern, text in ((korean, self.joined), (english, self.lower)) if pattern)


def spoken(text: str) -> Spoken:
    """A normalised text, made ready once for all rules."""
    lower = text.lower()
    return Spoken(_JOINTS.sub("", lower), lower)


@cache
def _rules() -> Mapping[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    """For each thing the rules are about its Korean and its English pattern."""
    lines: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    text = files("dangol.language").joinpath("data", "meanings.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            about, language, pattern = line.split("\t")
            korean, english = lines[about]
            (english if language == "en" else korean).append(pattern)
    return {about: (joined(korean), joined(english)) for about, (korean, english) in lines.items()}
