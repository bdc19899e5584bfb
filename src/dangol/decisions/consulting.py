"""An answer that is a step of a consultation: what it leaves behind is written by the transaction of its decision, or not at all."""

from dataclasses import dataclass

from dangol.answers.answer import Answer
from dangol.channels.port import Choice
from dangol.offers.consultation.sheet import Step


@dataclass(frozen=True, kw_only=True, slots=True)
class Consulted(Answer):
    """The answer, its step, and the choices under it, where the channel has buttons."""

    step: Step
    choices: tuple[Choice, ...] = ()
