"""What an analyser says that it found in a record, taken only as far as it answers a question. Pure."""

from collections.abc import Mapping
from typing import Any

from dangol.offers.consultation.questionnaire import Question, Questionnaire, Value


def found(of: Questionnaire, after: Question, said: Mapping[str, Any]) -> dict[str, Value]:
    """Answers to questions that come after this one; anything else that was said is left out."""
    later = of.questions[of.questions.index(after) + 1 :]
    answers = {one.id: _value(one, said[one.id]) for one in later if one.id in said}
    return {name: value for name, value in answers.items() if value is not None}


def _value(question: Question, said: Any) -> Value | None:
    if question.kind == "number":
        number = isinstance(said, int | float) and not isinstance(said, bool)
        return said if number and question.least <= said <= question.most else None
    given = [said] if isinstance(said, str) else said
    ids = {one.id for one in question.options}
    if not isinstance(given, list) or not given or not all(isinstance(one, str) and one in ids for one in given):
        return None
    return tuple(dict.fromkeys(given)) if question.kind == "several" or len(given) == 1 else None
