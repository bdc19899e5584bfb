"""From act, sentiment, signals and rules to what a text is for (function), what its writer needs, how hard it sells and how it presses."""

import re
from dataclasses import dataclass, field
from typing import Literal

from .meaning import Act, Function, NeedKind, Sentiment
from .rules import Spoken
from .signals import Signals

_ASKING = frozenset({"question", "rhetorical_question"})
_SURE = 0.75  # of the probability that decides between praise and complaint where no words do
_SHORT = 14  # letters; a longer text that greets or thanks is about something else as well
_HEARTS = re.compile("[❤♥♡💕💖💗💓💞😍🥰😘👍🙌👏💯🔥😋🤩💜💙💚🧡💛🖤🤍🤎]")
_ASKED_HOW = re.compile("어떻게|방법|how")


@dataclass(slots=True)
class Purpose:
    """What the rules say; ``why`` gathers the words they met."""

    function: Function = "chatter"
    need: NeedKind = "none"
    hard_sell: float = 0.0
    tired_of_ads: bool = False
    urgency: float = 0.0
    why: dict[str, str] = field(default_factory=dict)


def purpose_of(spoken: Spoken, act: Act, asks: bool, sentiment: Sentiment, signals: Signals, upset: bool, insult: str) -> Purpose:
    """``asks``: the text asks something, by its act or its mark."""
    met = _Met(spoken)
    purpose = Purpose(why=met.why)
    reaction = met.found("reaction")
    pitch = met.count("pitch")
    purpose.tired_of_ads = bool(reaction) and not (asks and met.found("buy") and sentiment.score > -0.5)
    purpose.hard_sell = 0.9 if purpose.tired_of_ads else min(1.0, 0.4 * pitch)
    purpose.urgency = 0.8 if met.found("urgent") else 0.3 if upset else 0.0
    purpose.function = _function(met, act, asks, sentiment, signals, upset or bool(insult), purpose.tired_of_ads)
    purpose.need = _need(met, purpose.function, sentiment, upset, purpose.tired_of_ads)
    return purpose


class _Met:
    """The rules of one text; ``why`` gathers the words of those that were asked for."""

    def __init__(self, spoken: Spoken) -> None:
        self.spoken = spoken
        self.why: dict[str, str] = {}

    def found(self, about: str) -> str:
        words = self.spoken.met.get(about)
        if not words:
            return ""
        self.why[about] = words
        return words

    def count(self, about: str) -> int:
        """How many different stretches meet the rules, up to three."""
        return min(3, self.spoken.count(about)) if self.found(about) else 0


def _function(met: _Met, act: Act, asks: bool, sentiment: Sentiment, signals: Signals, angry: bool, tired: bool) -> Function:
    if tired:
        return "curiosity" if asks and _ASKED_HOW.search(met.spoken.joined) else "complaint"
    if angry and not (asks and sentiment.score > 0) and sentiment.score < 0.5:
        return "complaint"
    if signals.asks_person:
        return "request"
    if met.found("idea") and not signals.complaint:
        return "idea"
    if met.found("order") and (not asks or act in {"command", "question"}):
        return "order"
    bad, good = met.found("bad"), met.found("good") or hearts(met.spoken)
    social = _social(met, signals)
    if social and "?" not in met.spoken.joined and not (good or bad) and len(met.spoken.joined) <= _SHORT:
        return social
    if asks:
        return "complaint" if (signals.complaint or bad) and sentiment.score < 0 and not met.found("help") else "curiosity"
    if act == "command" and not bad and not good:
        return "curiosity" if met.found("tell") or met.found("compare") else "request"
    return _opinion(bad, good, sentiment, signals, _wish(met)) or social or "chatter"


def hearts(spoken: Spoken) -> str:
    """A picture of love or praise in a text, or empty."""
    found = _HEARTS.search(spoken.joined)
    return found[0] if found else ""


def _wish(met: _Met) -> Function | None:
    """A sentence that only tells what goes wrong or what is needed asks for help all the same."""
    if met.found("stuck"):
        return "complaint"
    if met.found("curious") or met.found("tell"):
        return "curiosity"
    return "request" if met.found("help") or met.found("urgent") else None


def _opinion(bad: str, good: str, sentiment: Sentiment, signals: Signals, wish: Function | None) -> Function | None:
    """Words decide first, then what is wished for; the model decides alone where there are neither and it is sure."""
    if good and (sentiment.score > -0.5 or not bad) and not (bad and sentiment.score < 0):
        return "praise"
    if bad or ((signals.complaint or signals.harm) and sentiment.score < 0.5):
        return "complaint"
    if wish or sentiment.label == "neutral":
        return wish
    if abs(sentiment.score) >= _SURE * 2 - 1 or signals.praise:
        return "praise" if sentiment.score > 0 else "complaint"
    return None


def _social(met: _Met, signals: Signals) -> Function | None:
    names: tuple[Function, ...] = ("thanks", "greeting", "acknowledgement", "farewell")
    for name in names:
        if met.found(name) or (name != "acknowledgement" and getattr(signals, name)):
            return name
    return None


def _need(met: _Met, function: Function, sentiment: Sentiment, upset: bool, tired: bool) -> NeedKind:
    if function == "complaint":
        fixable = met.found("help") and not upset and not tired and sentiment.score > -0.98
        return "help" if fixable and not met.found("bad") else "complain"
    if function in {"praise", "idea"}:
        return "praise" if function == "praise" else "idea"
    if function == "order":
        return "buy"
    if function in {"thanks", "greeting", "farewell", "acknowledgement", "chatter"}:
        return "none"
    if met.found("curious") and not any(met.found(kind) for kind in ("compare", "help", "buy", "go")):
        return "curiosity"
    kinds: tuple[NeedKind | Literal["have"], ...] = ("compare", "help", "buy", "go", "have")
    for kind in kinds:
        if met.found(kind):
            return "buy" if kind == "have" else kind
    return "know" if function == "curiosity" else "help"
