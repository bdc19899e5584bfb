"""What must be heard before anything else: harm, anger, the wish for a person; and what needs no evidence: greetings and thanks.

The patterns lie in ``data/signals.tsv``; they name the general ways people say these things, no brand's words. Recall matters more than
precision for harm: a person looks, and nothing is lost.
"""

import re
from dataclasses import dataclass

from .rules import HEARD, Spoken, spoken

_HARM = f"{HEARD}harm/"


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
    return _steers(spoken(text))


def hear(text: str) -> Signals:
    """Reads the signals of a normalised text."""
    return signals_in(spoken(text))


def signals_in(said: Spoken) -> Signals:
    """The same of a text that was made ready for rules."""

    def heard(signal: str) -> bool:
        return bool(said.found(HEARD + signal))

    return Signals(
        harm=next((rule.removeprefix(_HARM) for rule in said.met if rule.startswith(_HARM)), None),
        upset=heard("upset"),
        asks_person=heard("person") and not heard("not_person"),
        complaint=heard("complaint"),
        steering=_steers(said),
        own_record=heard("record") and not _HOW.search(said.lower or said.joined),
        greeting=heard("greeting"),
        thanks=heard("thanks"),
        farewell=heard("farewell"),
        praise=heard("praise"),
        acknowledgement=heard("acknowledgement"),
    )


def _steers(said: Spoken) -> bool:
    return bool(said.found(HEARD + "steering"))


_HOW = re.compile(r"어떻게|방법|how (do|can|to)")
