"""What was chosen at one moment, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dangol.answers.answer import Citation, Sentence

Kind = Literal["answer", "ask_back", "offer", "hand_over", "silent"]
Mode = Literal["automatic", "draft_only", "off"]
Rung = Literal["fact", "retrieval", "model", "person", "none"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """One decision. About each accepted message of a customer there is exactly one; an agent's own act points at no message.

    Attributes:
        author: ``"bot"`` or an agent's id.
        text: what is said (or drafted), empty for silence; citations: what it rests on.
        draft: sentences an agent may send, kept for the person to whom it was handed over.
        confidence: 0…1, the answer's own; 1.0 for acts and rules.
        reasons: machine names of why, the answer's first, then the policy's.
        propensity: the chance with which the policy chose this; 1.0 while nothing explores.
        rung: what answered, see ARCHITECTURE §3; ms: how long thinking took, milliseconds.
    """

    id: str
    kind: Kind
    conversation: str
    message: str | None
    author: str
    text: str
    citations: tuple[Citation, ...] = ()
    draft: tuple[Sentence, ...] = ()
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    propensity: float = 1.0
    rung: Rung = "none"
    ms: float = 0.0
    at: datetime
