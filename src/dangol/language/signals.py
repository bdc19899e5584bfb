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
    joined = re.sub(r"[\s~^.,·…]+", "", spoken)

    def heard(signal: str, kind: str = "") -> bool:
        return _heard(signal, kind, joined, spoken)

    return Signals(
        harm=next((kind for signal, kind in _patterns() if signal == "harm" and heard("harm", kind)), None),
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


_HOW = re.compile(r"어떻게|방법|how (do|can|to)")


def _heard(signal: str, kind: str, joined: str, spoken: str) -> bool:
    korean, english = _patterns()[signal, kind]
    return bool((korean and korean.search(joined)) or (english and english.search(spoken)))


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
    return {
        key: (re.compile("|".join(korean)) if korean else None, re.compile("|".join(english)) if english else None)
        for key, (korean, english) in found.items()
    }
