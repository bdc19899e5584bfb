"""Who judges act, sentiment and toxicity: the small models that are shipped, or a larger one that was plugged in behind the same port."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Task = Literal["sentiment", "act", "toxicity"]
Floats = NDArray[np.float32]

LABELS: dict[Task, tuple[str, ...]] = {
    "sentiment": ("negative", "neutral", "positive"),
    "act": (*("fragment", "statement", "question", "command", "rhetorical_question", "rhetorical_command", "intonation_dependent"),),
    "toxicity": ("none", "offensive", "hate"),
}


class Classifier(Protocol):
    """Judges many texts at once."""

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """(n, k): for each normalised text the probability of each of its task's ``LABELS``, in their order; rows add up to 1.

        Never raises on any list of ``str`` without surrogates; no texts give (0, k). The same text gets the same row in any batch, to 1e-4.
        """
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Minds:
    """One classifier for each task."""

    sentiment: Classifier
    act: Classifier
    toxicity: Classifier


_lock = Lock()
_plugged: dict[Task, Classifier] = {}


def minds() -> Minds:
    """What judges in this process. The shipped models are loaded on first use, in about a tenth of a second."""
    return replace(shipped(), **_plugged) if _plugged else shipped()


def plug(task: Task, classifier: Classifier | None) -> None:
    """Puts a classifier in the place of a shipped one, for this process; None takes it out again."""
    with _lock:
        if classifier is None:
            _plugged.pop(task, None)
        else:
            _plugged[task] = classifier


@cache
def shipped() -> Minds:
    """The small models of ``weights/``."""
    from .small import Acts, Encoder, Sentiments, Toxicities

    with _lock:
        encoder = Encoder()
        return Minds(sentiment=Sentiments(encoder), act=Acts(), toxicity=Toxicities(encoder))
