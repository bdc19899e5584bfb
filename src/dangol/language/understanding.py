"""Texts understood, one or many at once: the models judge a batch, the rules each text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .clauses import Language
from .english import english_act, english_sentiment
from .entities import entities_in
from .insults import insult_in
from .meaning import ACTS, Act, Meaning, Sentiment, Toxicity, ToxicityLabel, labels_of
from .models.minds import Minds, minds
from .personal_data import PersonalData, find
from .purposes import hearts, purpose_of
from .rules import Spoken
from .signals import Signals

_BATCH = 128
_HANGUL = re.compile("[가-힣]")
_QUESTION_MARK = re.compile(r"\?[\s!~ㅋㅎㅠㅜ^.?]*$")
_MOST = 20_000  # characters in which personal data is looked for; more is masked by whoever stores it, not read
_WORDS = 2.0  # what words that praise or blame add to the log-odds
_FAINT = 0.9  # a question's or a command's leaning weaker than this is no opinion: people ask in words that reviews praise and blame with
_SAYS = 0.5  # jamo and pictures alone lean at least so far where they say something ("ㅠㅠ")
_FEW = 0.3  # certainty at most for what has hardly a syllable
_UPSET = 0.4  # a text more positive than this is not upset, whatever words it has ("미쳤다 너무 예뻐")


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """A text before it is understood: as given, normalised, made ready for rules, with its language and signals."""

    given: str
    clean: str
    said: Spoken
    language: Language
    signals: Signals


def understand(heard: Sequence[Heard]) -> list[Meaning]:
    """The meaning of each, in order. Texts are judged in batches; the same text means the same in any batch."""
    found: list[Meaning] = []
    judging = minds()
    for at in range(0, len(heard), _BATCH):
        found += _understood(heard[at : at + _BATCH], judging)
    return found


def _understood(heard: Sequence[Heard], judging: Minds) -> list[Meaning]:
    korean = [one.clean for one in heard if one.language == "ko"]
    if korean:
        judged = zip(
            judging.sentiment.probabilities(korean).tolist(),
            judging.act.probabilities(korean).tolist(),
            judging.toxicity.probabilities(korean).tolist(),
            strict=True,
        )
    else:
        judged = iter(())  # type: ignore[assignment]
    return [_meaning(one, *(next(judged) if one.language == "ko" else ((), (), ()))) for one in heard]


def _meaning(heard: Heard, sentiments: Sequence[float], acts: Sequence[float], toxicities: Sequence[float]) -> Meaning:
    text, said, signals = heard.clean, heard.said, heard.signals
    label, words = insult_in(text)
    marked = bool(_QUESTION_MARK.search(text)) or (heard.language == "ko" and bool(said.found("asks")))
    act, certainty = _act(heard, acts, marked)
    asks = marked or act == "question"
    words_of = (1 if said.found("good") or hearts(said) else 0) - (1 if said.found("bad") else 0)
    sentiment = _sentiment(heard, sentiments, words_of, asks or act == "command")
    toxicity = _toxicity(toxicities if _HANGUL.search(text) else (), label, words)  # jamo and pictures alone are no comment on anybody
    upset = (signals.upset or bool(words)) and sentiment.score < _UPSET
    purpose = purpose_of(said, act, asks, sentiment, signals, upset, words)
    return Meaning(
        act=act,
        certainty=round(certainty, 3),
        function=purpose.function,
        need=purpose.need,
        sentiment=sentiment,
        toxicity=toxicity,
        hard_sell=round(purpose.hard_sell, 2),
        tired_of_ads=purpose.tired_of_ads,
        urgency=purpose.urgency,
        upset=upset,
        asks_person=signals.asks_person,
        entities=entities_in(text),
        personal_data=personal_data_in(heard.given),
        evidence=(*purpose.why.items(), *((("insult", words),) if words else ())),
    )


def personal_data_in(given: str) -> tuple[PersonalData, ...]:
    return find(given if len(given) <= _MOST else given[:_MOST])


def _act(heard: Heard, acts: Sequence[float], marked: bool) -> tuple[Act, float]:
    if heard.language == "en":
        return english_act(heard.clean)
    if not acts or not _HANGUL.search(heard.clean):
        return ("question" if marked else "fragment"), _FEW
    best = max(range(len(ACTS)), key=acts.__getitem__)
    act: Act = ACTS[best]
    if marked and act in {"fragment", "statement", "intonation_dependent", "command"}:
        return "question", max(acts[ACTS.index("question")], 0.6)
    return act, acts[best]


def _sentiment(heard: Heard, sentiments: Sequence[float], words: int, demands: bool) -> Sentiment:
    """``words``: 1 where words or pictures praise, -1 where they blame; film reviews do not know a shop's ("깨져서 왔어요")."""
    if heard.language == "en":
        return english_sentiment(heard.clean)
    if not sentiments:
        return Sentiment(label="neutral", score=0.0, neutral=1.0)
    sentiment = labels_of(sentiments, _WORDS * words)
    if not words and abs(sentiment.score) < _SAYS and not _HANGUL.search(heard.clean):  # "ㅇㅇ" takes no side
        return Sentiment(label="neutral", score=sentiment.score, neutral=sentiment.neutral)
    if demands and not words and abs(sentiment.score) < _FAINT and sentiment.label != "neutral":
        return Sentiment(label="neutral", score=sentiment.score, neutral=sentiment.neutral)
    return sentiment


def _toxicity(toxicities: Sequence[float], label: str, words: str) -> Toxicity:
    """The model's judgement; an insult known by name makes it at least offensive."""
    none, offensive, hate = toxicities or (1.0, 0.0, 0.0)
    found: ToxicityLabel = "none" if none >= offensive and none >= hate else "offensive" if offensive >= hate else "hate"
    score = 1 - none
    if words:
        found, score = ("hate" if "hate" in (label, found) else "offensive"), max(score, 0.9)
    return Toxicity(label=found, score=round(score, 4), words=words)
