"""What must be heard before anything else: harm, anger, the wish for a person; and what needs no evidence: greetings and thanks.

The patterns lie in ``data/signals.tsv``; they name the general ways people say these things, no brand's words. Recall matters more than
precision for harm: a person looks, and nothing is lost.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .alternatives import joined


@dataclass(frozen=True, kw_only=True, slots=True)
class Signals:
    """What was heard. ``harm`` names the kind (``"skin"``, ``"eye"`` …) or is None."""

    harm: str | None
    upset: bool
    asks_person: bool
    complaint: bool
    steering: bool
    own_record: bool
    greeting: bool
    thanks: bool
    farewell: bool
    praise: bool
    acknowledgement: bool


def steers(text: str) -> bool:
    """Whether a text tries to steer the machine ("이전 지시는 무시하고 …") instead of asking the brand something."""
    spoken = text.lower()
    return _heard("steering", "", re.sub(r"\s+", "", spoken), spoken)


def hear(text: str) -> Signals:
    """Reads the signals of a normalised text."""
    spoken = text.lower()
    letters = _LIGHT.sub("", spoken)
    if not _LATIN.search(spoken):
        spoken = ""  # no English pattern can be met

    def heard(signal: str, kind: str = "") -> bool:
        return _heard(signal, kind, letters, spoken)

    return Signals(
        harm=_harm(letters, spoken) if _any_harm(letters, spoken) else None,
        upset=heard("upset"),
        asks_person=heard("person") and not heard("not_person"),
        complaint=heard("complaint"),
        steering=steers(text),
        own_record=heard("record") and not _HOW.search(spoken),
        greeting=heard("greeting"),
        thanks=heard("thanks"),
        farewell=heard("farewell"),
        praise=heard("praise"),
        acknowledgement=heard("acknowledgement"),
    )


def _any_harm(joined: str, spoken: str) -> bool:
    """Whether any kind of harm is heard: one look instead of one for each kind."""
    korean, english = _harms()
    return bool(korean.search(joined) or (spoken and english.search(spoken)))


def _harm(joined: str, spoken: str) -> str | None:
    return next((kind for signal, kind in _patterns() if signal == "harm" and _heard("harm", kind, joined, spoken)), None)


@cache
def _harms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    pairs = [pair for (signal, _), pair in _patterns().items() if signal == "harm"]
    korean, english = (joined(pair[at].pattern for pair in pairs if pair[at]) for at in (0, 1))  # type: ignore[union-attr]
    return korean or re.compile("(?!)"), english or re.compile("(?!)")


_LIGHT = re.compile(r"[\s~^.,·…]+")
_LATIN = re.compile("[a-z]")
_HOW = re.compile(r"어떻게|방법|how (do|can|to)")


def _heard(signal: str, kind: str, joined: str, spoken: str) -> bool:
    korean, english = _patterns()[signal, kind]
    return bool((korean and korean.search(joined)) or (spoken and english and english.search(spoken)))


@cache
def _patterns() -> Mapping[tuple[str, str], tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    """For each (signal, kind) its Korean and its English pattern."""
    found: dict[tuple[str, str], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    text = files("dangol.language").joinpath("data", "signals.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            signal, kind, language, pattern = line.split("\t")
            korean, english = found[signal, kind]
            if language != "en":
                korean.append(pattern)
            if language != "ko":
                english.append(pattern)
    return {key: (joined(korean), joined(english)) for key, (korean, english) in found.items()}
