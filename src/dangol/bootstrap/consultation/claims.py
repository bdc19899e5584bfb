"""What a consultation would say by itself, looked through for effects on somebody's health: no medical claim leaves (promise 1).

What is asked is no claim, and neither are the answers that a person chooses from; everything that is stated is.
"""

import re
from collections.abc import Iterator

from dangol.answers.proof.overclaims import medical
from dangol.offers.consultation.questionnaire import Questionnaire, Text

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def medical_claim(of: Questionnaire) -> str:
    """The first sentence that claims an effect on health; empty when there is none."""
    sentences = (one.strip() for text in _stated(of) for told in (text.ko, text.en) for one in _SENTENCE.findall(told))
    return next((one for one in sentences if not one.endswith("?") and medical(one)), "")


def _stated(of: Questionnaire) -> Iterator[Text]:
    yield from (of.title, of.intro, of.consent)
    yield from (one.ask for one in of.questions)
    yield from (one.say for one in of.contradictions)
    if of.build is not None:
        for part in of.build.parts:
            yield part.label
            yield from (one.label for one in part.options)
        yield from (one.because for one in of.build.rules)
        yield from (one.because for one in of.build.limits)
        yield from (one.because for one in of.build.wishes)
