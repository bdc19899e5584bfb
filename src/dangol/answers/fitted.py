"""Small logistic models whose weights lie in ``data/``, one number a line, with a note on what they were fitted on."""

import json
import math
from collections.abc import Mapping
from functools import cached_property
from importlib.resources import files

_FURTHEST = 30.0  # of the sum: e to its power stays a finite number


class Fitted:
    """A logistic model by the name of its file, which is read when first asked. ``python -m evaluation.fit`` makes the files."""

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def weights(self) -> Mapping[str, float]:
        text = files("dangol.answers").joinpath("data", self._name).read_text(encoding="utf-8")
        return dict(json.loads(text)["weights"])

    @classmethod
    def of(cls, weights: Mapping[str, float]) -> "Fitted":
        """A model with these weights, without a file."""
        made = cls("")
        made.__dict__["weights"] = dict(weights)
        return made

    def probability(self, features: Mapping[str, float]) -> float:
        """0…1; a feature without a weight counts nothing."""
        total = self.weights["bias"] + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-max(-_FURTHEST, min(_FURTHEST, total))))
