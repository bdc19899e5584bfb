"""What an analyser says that it found in a record or a picture, taken only as far as it answers a question and is sure. Pure."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from dangol.offers.consultation.questionnaire import Question, Questionnaire, Value

SURE = 0.7  # an answer of which an analyser is less confident is asked in words


class Found(NamedTuple):
    """An answer, and how sure the analyser is of it: 0.7–1, None where it does not say."""

    value: Value
    confidence: float | None


def found(of: Questionnaire, after: Question, said: Mapping[str, Any]) -> dict[str, Found]:
    """Answers to questions that come after this one; anything else that was said is left out.

    An answer is said plainly, or as ``{"value": …, "confidence": 0…1}``.
    """
    later = of.questions[of.questions.index(after) + 1 :]
    answers = {one.id: _found(one, said[one.id]) for one in later if one.id in said and one.kind != "image"}
    return {name: one for name, one in answers.items() if one is not None}


def _found(question: Question, said: Any) -> Found | None:
    confidence = None
    if isinstance(said, dict):
        confidence, said = said.get("confidence"), said.get("value")
        if not isinstance(confidence, int | float) or isinstance(confidence, bool) or not SURE <= confidence <= 1:
            return None
    value = _value(question, said)
    return None if value is None else Found(value, confidence)


def _value(question: Question, said: Any) -> Value | None:
    if question.kind == "number":
        number = isinstance(said, int | float) and not isinstance(said, bool)
        return said if number and question.least <= said <= question.most else None
    given = [said] if isinstance(said, str) else said
    ids = {one.id for one in question.options}
    if not isinstance(given, list) or not given or not all(isinstance(one, str) and one in ids for one in given):
        return None
    return tuple(dict.fromkeys(given)) if question.kind == "several" or len(given) == 1 else None
