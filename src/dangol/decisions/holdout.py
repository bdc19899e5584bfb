"""Who gets no messages, so that it can be seen what messages bring; and what they did bring. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

LEAST = 50  # people on either side below which nothing is said
_SURE = 1.96  # of a normal distribution: 95 %
_ALARM = 3.3  # one in two thousand: twenty looks at it err in one of a hundred installations


@dataclass(frozen=True, kw_only=True, slots=True)
class Effect:
    """Per person, how much better those fare who may be written to.

    Attributes:
        mean: the difference, with its 95 % interval ``low`` … ``high``; error: its standard error.
        treated, held: people on either side.
    """

    mean: float
    error: float
    treated: int
    held: int

    @property
    def harms(self) -> bool:
        """Whether it is sure that messages do more harm than good; asked every week for years, it is to be wrong almost never."""
        return min(self.treated, self.held) >= LEAST and self.mean + _ALARM * self.error < 0

    @property
    def low(self) -> float:
        return self.mean - _SURE * self.error

    @property
    def high(self) -> float:
        return self.mean + _SURE * self.error


def held_out(key: bytes, person: str, share: float) -> bool:
    """Whether a person belongs to the holdout: always the same answer, and as likely as ``share`` (0…1) says.

    >>> held_out(b"k", "a", 0.0), held_out(b"k", "a", 1.0)
    (False, True)
    """
    place = int.from_bytes(blake2b(f"holdout/{person}".encode(), key=key[:64], digest_size=8).digest(), "big")
    return place < share * 2.0**64


def effect(treated: Sequence[float], held: Sequence[float]) -> Effect:
    """The difference of means per person, by Welch (Biometrika 34, 1947); its error is infinite when a side has fewer than two."""
    if min(len(treated), len(held)) < 2:
        return Effect(mean=0.0, error=math.inf, treated=len(treated), held=len(held))
    (mean_t, var_t), (mean_h, var_h) = _moments(treated), _moments(held)
    error = math.sqrt(var_t / len(treated) + var_h / len(held))
    return Effect(mean=mean_t - mean_h, error=error, treated=len(treated), held=len(held))


def _moments(values: Sequence[float]) -> tuple[float, float]:
    mean = sum(values) / len(values)
    return mean, sum((one - mean) ** 2 for one in values) / (len(values) - 1)
