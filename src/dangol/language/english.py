"""Act and sentiment of English messages, by rules: no model was trained for English, and what no rule knows is neutral."""

import math
import re

from .meaning import Act, Sentiment

_QUESTION = re.compile(
    r"\?\s*$|^(?:hi|hello|hey|so|and|but|ok|well|um)?[\s,!.]*(?:what|when|where|which|who|whose|why|how|do|does|did|is|are|was|were|can|could|will|would|may|"
    r"should|shall|have|has|any(?:one|body)?)\b(?!.*\b(?:great|nice) if\b)",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"^(?:hi|hello|hey|ok|so)?[\s,!.]*(?:please|kindly|pls|just|don'?t|do not|stop|send|give|tell|show|cancel|change|check|refund|return|"
    r"exchange|call|let|help|make|bring|order|book|reserve|add|remove|open|close|wait|hurry|connect|get|put|answer|reply|recommend|explain|ship|keep|try|fix)\b"
    r"|\b(?:please|pls|asap)\b",
    re.IGNORECASE,
)
_REQUEST = re.compile(r"^(?:can|could|would|will) you (?:please )?(?!be\b|have\b|tell\b|recommend\b|ship\b|deliver\b)\w+", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:am|is|are|was|were|be|been|have|has|had|do|does|did|will|would|can|could|may|\w+'(?:s|re|ve|m|ll|d|t)|\w{3,}ed|love|like|want|need|got|came|"
    r"went|bought|feel|think|know|hope|see|said|made|broke|tastes?|smells?|works?|looks?|thank|ate|use)\b",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"\b(?:love(?:d|ly)?|like it|great|good|best|nice|perfect(?:ly)?|amazing|awesome|excellent|delicious|tasty|yummy|wonderful|fantastic|"
    r"happy|glad|kind|friendly|beautiful|pretty|cute|soft|fresh|fast|quick(?:ly)?|easy|recommend(?:ed)?|favou?rite|impressed|worth|comfortable|enjoy(?:ed)?|superb|"
    r"thank(?:s| you)|helpful|cozy|clean|satisf(?:ied|ying)|fun|well made)\b|❤|😍|👍|🥰"
)
_BAD = re.compile(
    r"\b(?:hate(?:d)?|bad|terribl[ey]|awful|horribl[ey]|worst|worse|disappoint(?:ed|ing|ment)?|disgusting|gross|stale|rude|broken?|damaged|dirty|late|"
    r"missing|wrong|overpriced|waste(?:d)?|poor(?:ly)?|cold|slow|smell(?:s|y|ed)?|ripped|torn|leak(?:ed|ing|s)?|defective|refund|useless|"
    r"unacceptable|annoy(?:ed|ing)|angry|upset|sad|scam|fake|cheap(?:ly)?|ugly|bland|burn(?:t|s|ed)|expired|rotten|mold(?:y)?|never again|"
    r"never (?:arrived|came|buy|order)|fell apart|sick|rash|itch(?:y|ing)?|allergic|pushy|spam|ridiculous|pathetic|"
    r"nobody (?:answers|replies)|lost)\b|😡|👎|🤮"
    r"|\b(?:doesn'?t|didn'?t|does not|did not|won'?t|not) (?:work|fit|arrive|open|help|taste|feel)"
    r"|\btoo (?:expensive|small|salty|sweet|slow|long|big|loud)"
)
_NOT = re.compile(r"\b(?:not|n't|no|never|hardly|isn'?t|wasn'?t|aren'?t|don'?t|didn'?t|doesn'?t)\s+(?:\w+\s+){0,2}$")
_WEIGHT = 1.6  # of one word in the log-odds; set by hand, not fitted: there was no English data to fit it on


def english_act(text: str) -> tuple[Act, float]:
    """The act of an English message and a modest certainty."""
    if _REQUEST.search(text) or (_COMMAND.search(text) and not _QUESTION.search(text)):
        return "command", 0.7
    if _QUESTION.search(text):
        return "question", 0.8
    return ("statement", 0.6) if _VERB.search(text) else ("fragment", 0.6)


def english_sentiment(text: str) -> Sentiment:
    """By counting words, a negation before one turning it."""
    lower = text.lower().replace("’", "'")
    total = 0.0
    for pattern, side in ((_GOOD, 1.0), (_BAD, -1.0)):
        for found in pattern.finditer(lower):
            total += -side * 0.8 if _NOT.search(lower[max(0, found.start() - 30) : found.start()]) else side
    if total == 0:
        return Sentiment(label="neutral", score=0.0, neutral=0.8)
    score = 2 / (1 + math.exp(-_WEIGHT * total)) - 1
    return Sentiment(label="positive" if total > 0 else "negative", score=round(score, 4), neutral=0.2)
