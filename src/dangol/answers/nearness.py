"""How near the brand's texts are to a question by their meaning, for what shares no word with it."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dangol.language.likeness import vectors_of

from .pieces import Text

_SPREAD = 3.0  # standard deviations are divided by it, so that features are about -1…1
_FEW = 8  # texts: of fewer, how far one stands out says nothing


class Meanings:
    """The meanings of texts: of the head of each, and of all that it says. Threads may share it."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._place = {text.key: at for at, text in enumerate(texts)}
        self._heads = vectors_of([text.head for text in texts])
        self._wholes = vectors_of([f"{text.head} {text.body}" for text in texts])

    def near(self, spoken: str) -> "Near":
        """The texts held against what was said."""
        said = vectors_of([spoken])[0]
        return Near(self._place, self._heads @ said, self._wholes @ said)


class Near:
    """One question beside all texts."""

    def __init__(self, place: Mapping[str, int], heads: NDArray[np.float32], wholes: NDArray[np.float32]) -> None:
        self._place = place
        self._among = {"head": Among(heads), "whole": Among(wholes)}
        self._both = heads + wholes

    def nearest(self, most: int) -> list[str]:
        """The keys of the texts nearest in meaning, best first."""
        keys = list(self._place)
        return [keys[int(at)] for at in np.argsort(-self._both, kind="stable")[:most]]

    def features(self, key: str) -> dict[str, float]:
        """How like the question a text and its head are, how far they stand out among all, and how far they are ahead."""
        at = self._place.get(key)
        if at is None:
            return {}
        return {f"{name}_{feature}": value for name, among in self._among.items() for feature, value in among.features(at).items()}


class Among:
    """Likenesses of several things to one: which of them stand out."""

    def __init__(self, likeness: NDArray[np.float32]) -> None:
        self._likeness = likeness
        self._mean, self._spread = (float(likeness.mean()), float(likeness.std()) or 1.0) if len(likeness) else (0.0, 1.0)
        best = sorted((float(value) for value in likeness), reverse=True)[:2]
        self._first, self._second = (*best, -1.0, -1.0)[:2]

    def features(self, at: int) -> dict[str, float]:
        mine = float(self._likeness[at])
        found = {"like": mine}
        if len(self._likeness) >= _FEW:
            found["stands"] = (mine - self._mean) / self._spread / _SPREAD
            found["ahead"] = mine - (self._second if mine >= self._first else self._first)
        return found
